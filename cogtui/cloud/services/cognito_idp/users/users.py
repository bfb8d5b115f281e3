"""What signed-in users do with their own account: GetUser, ChangePassword, DeleteUser."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.messages import limits
from cogtui.cloud.services.cognito_idp.signing_in import password_history, passwords
from cogtui.cloud.services.cognito_idp.tokens.access import signed_in
from cogtui.cloud.services.cognito_idp.traces import ATTEMPTS
from cogtui.cloud.services.cognito_idp.users import attributes, directory, mfa_preferences


def get_user(call: Call, *, AccessToken: str) -> dict[str, Any]:
    """Return the profile of the token's user, as far as the app client may read it (API GetUser)."""
    who = signed_in(call, AccessToken)
    shown = [entry for entry in attributes.listed(who.user) if attributes.is_readable(who.app.client, entry["Name"])]
    return {"Username": who.user.username, "UserAttributes": shown, **mfa_preferences.described(who.user)}


def change_password(
    call: Call, *, AccessToken: str, ProposedPassword: str, PreviousPassword: str | None = None
) -> dict[str, Any]:
    """Set a new password, with the old one as the proof; who has none yet gives none (API ChangePassword).

    Sessions and tokens stay what they are.
    """
    who = signed_in(call, AccessToken)
    user, pool = who.user, who.app.pool
    limits.require_within(call, user)
    # Without a password there is nothing to prove; a user who has one leaves it out at the price of a wrong one.
    proven = user.password is None or passwords.is_correct(call, pool, user, PreviousPassword or "")
    if not proven:
        call.keep_on_failure(ATTEMPTS, limits.one_more(call, user))
        raise errors.incorrect_username_or_password()
    passwords.check_policy(call, pool, ProposedPassword)
    password_history.check(call, pool, user, ProposedPassword)
    limits.forget(call, user)
    password = passwords.kept(call, pool, user.username, ProposedPassword)
    directory.change(call.tx, user, call.now, **password_history.following(pool, user, password))
    return {}


def delete_user(call: Call, *, AccessToken: str) -> dict[str, Any]:
    """Delete the own account, with all that the pool keeps about it (API DeleteUser)."""
    who = signed_in(call, AccessToken)
    directory.remove(call.tx, who.app.pool, who.user)
    return {}
