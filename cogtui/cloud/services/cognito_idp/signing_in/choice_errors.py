"""The errors of choice-based sign-in. No capture of AWS's texts is known but for the one that says so."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter, not_authorized


def no_factor() -> AwsError:
    """Return the error for a user who has none of the pool's first factors."""
    return not_authorized("User has no available authentication factor.")


def not_available() -> AwsError:
    """Return the error for choosing a challenge that is not among AvailableChallenges."""
    return invalid_parameter("ANSWER must be one of AvailableChallenges.")


def not_with_mfa() -> AwsError:
    """Return the error for codes as first factor where everybody needs a second one; AWS's own words."""
    return invalid_parameter(
        "Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled"
    )


def not_first() -> AwsError:
    """Return the error for an authenticator app among the first factors."""
    return invalid_parameter("SOFTWARE_TOKEN is not supported as a first auth factor.")


def not_in_tier() -> AwsError:
    """Return the error for passwordless sign-in in the LITE tier."""
    return AwsError("FeatureUnavailableInTierException", "Passwordless sign-in is not available in the LITE tier.")
