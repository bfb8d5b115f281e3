"""What stands between a right password and the tokens: whether the user may sign in, and what else is asked.

Source: API InitiateAuth; Developer Guide, "Signing up and confirming user accounts", on the states of a user.
"""

from __future__ import annotations

from collections.abc import Callable

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError, NotSimulated
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.records import User

_STATUS_ERRORS: dict[str, Callable[[], AwsError]] = {
    "UNCONFIRMED": errors.user_not_confirmed,
    "RESET_REQUIRED": errors.password_reset_required,
}
"""The states in which a right password is not enough."""


def require_enabled(call: Call, user: User) -> None:
    """Refuse a user whom an administrator disabled."""
    place = user.place
    call.require("idp.user.enabled", user.enabled, lambda: errors.not_authorized("User is disabled."), place=place)


def require_may_sign_in(call: Call, user: User) -> None:
    """Refuse a disabled user, and one whose state does not allow sign-in: told only to who knows the password."""
    require_enabled(call, user)
    refusal = _STATUS_ERRORS.get(user.status)
    call.require(
        "idp.user.confirmed", refusal is None, refusal or errors.user_not_confirmed, place=user.place, has=user.status
    )


def after_password(call: Call, user: User) -> None:
    """Say what a right password leads to other than tokens."""
    if user.status == "FORCE_CHANGE_PASSWORD":
        challenge = "NEW_PASSWORD_REQUIRED"
        call.refuse("door.simulated", NotSimulated(f"the challenge {challenge}"), challenge=challenge)
