"""What stands between a password and what comes next: a wrong one, and a state of the user that allows no sign-in.

Source: API InitiateAuth; Developer Guide, "Signing up and confirming user accounts", on the states of a user.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.lookup import App
from cogtui.cloud.services.cognito_idp.records import User
from cogtui.cloud.services.cognito_idp.signing_in import lockout, passwords

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


def admit(call: Call, user: User) -> None:
    """Let in who has proven the password, as far as the user's state allows; the wrong ones from before are forgotten."""
    require_may_sign_in(call, user)
    passwords.require_in_time(call, user)
    lockout.forget(call, user)


def turn_away(call: Call, app: App, user: User) -> NoReturn:
    """Count a wrong password and refuse it.

    That an administrator has reset it is told without the right one too, unless PreventUserExistenceErrors hides who exists:
    an imported user has no right one.
    """
    lockout.count_failure(call, user)
    told = user.status == "RESET_REQUIRED" and not app.client.hides_unknown_users
    raise errors.password_reset_required() if told else errors.incorrect_username_or_password()
