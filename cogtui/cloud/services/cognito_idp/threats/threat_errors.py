"""The errors of threat protection. Texts are AWS's own where one has been published; the others say so."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError


def not_in_tier(tier: str) -> AwsError:
    """Return the error for threat protection in a tier that lacks it."""
    text = f"The following features need to be disabled for the {tier} pricing tier configured: Threat Protection"
    return AwsError("FeatureUnavailableInTierException", text)


def not_enabled() -> AwsError:
    """Return the error for a pool whose add-on is off; the text is not captured."""
    return AwsError("UserPoolAddOnNotEnabledException", "User pool add-ons are not enabled for this user pool.")


def no_event(event_id: str) -> AwsError:
    """Return the error for an event that the user does not have; the text is not captured."""
    return AwsError("ResourceNotFoundException", f"Auth event {event_id} does not exist.")
