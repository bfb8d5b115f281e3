"""The words behind the rule ids of session tracking, and its errors. No capture of AWS's texts is known."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError
from cogtui.cloud.rules import Rule
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter

RULES: dict[str, Rule] = {
    "idp.sessions.tier": Rule(
        "the pool's tier has session tracking", "API SetUserPoolSessionConfiguration", "the tier is LITE"
    ),
    "idp.sessions.tracked": Rule("the pool tracks sessions", "API SetUserPoolSessionConfiguration", "it does not"),
    "idp.sessions.exists": Rule("the user has this session", "API RevokeUserSession", "the user has no such session"),
    "idp.sessions.another": Rule(
        "it is another session than the caller's own", "API RevokeUserSession", "it is the caller's own"
    ),
}


def not_tracked() -> AwsError:
    """Return the error for sessions of a pool that does not track them."""
    return AwsError("OperationNotEnabledException", "Session tracking is not enabled for this user pool.")


def not_in_tier() -> AwsError:
    """Return the error for switching tracking on in a pool of the Lite tier."""
    return AwsError("FeatureUnavailableInTierException", "Session tracking is not available in the LITE tier.")


def not_found() -> AwsError:
    """Return the error for a session that the user does not have."""
    return AwsError("ResourceNotFoundException", "Session does not exist.")


def own_session() -> AwsError:
    """Return the error for revoking the session of the very access token."""
    return invalid_parameter("The current session cannot be revoked.")
