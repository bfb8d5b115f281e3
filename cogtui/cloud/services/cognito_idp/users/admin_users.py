"""What administrators do with users: create, look at and delete them, set passwords, disable and enable.

Source: API AdminCreateUser, AdminGetUser, AdminSetUserPassword, AdminDisableUser, AdminEnableUser, AdminDeleteUser.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.lookup import pool_named, user_named
from cogtui.cloud.services.cognito_idp.messages import outbox
from cogtui.cloud.services.cognito_idp.messages.delivery import MEDIA, Target
from cogtui.cloud.services.cognito_idp.records import User, UserPool
from cogtui.cloud.services.cognito_idp.signing_in import choices, lockout, password_history, passwords
from cogtui.cloud.services.cognito_idp.triggers import signing_up
from cogtui.cloud.services.cognito_idp.users import attributes, directory, mfa_preferences, usernames


def admin_create_user(
    call: Call,
    *,
    UserPoolId: str,
    Username: str,
    UserAttributes: list[dict[str, Any]] | None = None,
    TemporaryPassword: str | None = None,
    MessageAction: str | None = None,
    DesiredDeliveryMediums: list[str] | None = None,
    ForceAliasCreation: bool = False,
    ValidationData: list[dict[str, Any]] | None = None,
    ClientMetadata: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Create a user who must choose a password at the first sign-in, if one is needed, and send the invitation."""
    del ValidationData, ClientMetadata  # for triggers alone
    pool = pool_named(call, UserPoolId)
    if MessageAction == "RESEND":
        return _invite_again(call, pool, Username, TemporaryPassword, DesiredDeliveryMediums)
    address = usernames.address_of(call, pool, Username)
    given = attributes.given_by_administrator(call, pool, UserAttributes or []) | address
    attributes.require_all(call, pool, given)
    if not address:
        usernames.require_free(call, pool, Username, errors.account_exists)
    # Somebody whom a code signs in needs no password. DIFFERS: what AWS writes to them is not documented; here, nothing.
    passwordless = TemporaryPassword is None and choices.signs_in_by_code(pool, given)
    password = "" if passwordless else _temporary(call, pool, TemporaryPassword)
    status = "CONFIRMED" if passwordless else "FORCE_CHANGE_PASSWORD"
    user = directory.newcomer(call, pool, Username, status, given)
    user = signing_up.before(call, pool, user, "AdminCreateUser")
    if not passwordless:
        user = msgspec.structs.replace(user, password=passwords.kept_for_a_while(call, pool, user.username, password))
    directory.claim_addresses(call, pool, user, errors.address_exists, force=ForceAliasCreation)
    directory.add(call.tx, pool, user)
    if MessageAction != "SUPPRESS" and not passwordless:
        _invite(call, pool, user, _invitation(Username, password, DesiredDeliveryMediums))
    return {"User": described(user)}


def admin_get_user(call: Call, *, UserPoolId: str, Username: str) -> dict[str, Any]:
    """Return a user's whole profile."""
    user = user_named(call, pool_named(call, UserPoolId), Username)
    profile = described(user)
    shown = {"Username": profile.pop("Username"), "UserAttributes": profile.pop("Attributes"), **profile}
    return shown | mfa_preferences.described(user)


def admin_set_user_password(
    call: Call, *, UserPoolId: str, Username: str, Password: str, Permanent: bool = False
) -> dict[str, Any]:
    """Set a password: for good, or one that must be changed at the next sign-in."""
    pool = pool_named(call, UserPoolId)
    user = user_named(call, pool, Username)
    passwords.check_policy(call, pool, Password)
    password_history.check(call, pool, user, Password)
    keep = passwords.kept if Permanent else passwords.kept_for_a_while
    password = keep(call, pool, user.username, Password)
    status = "CONFIRMED" if Permanent else "FORCE_CHANGE_PASSWORD"
    fields = password_history.following(pool, user, password)
    changed = directory.change(call.tx, user, call.now, status=status, **fields)
    lockout.forget(call, user)
    directory.claim_addresses(call, pool, changed, errors.alias_exists)
    return {}


def admin_disable_user(call: Call, *, UserPoolId: str, Username: str) -> dict[str, Any]:
    """Keep a user from signing in and revoke all tokens."""
    user = user_named(call, pool_named(call, UserPoolId), Username)
    directory.change(call.tx, user, call.now, enabled=False, sign_outs=user.sign_outs + 1)
    return {}


def admin_enable_user(call: Call, *, UserPoolId: str, Username: str) -> dict[str, Any]:
    """Let a disabled user sign in again; the tokens stay revoked."""
    user = user_named(call, pool_named(call, UserPoolId), Username)
    directory.change(call.tx, user, call.now, enabled=True)
    return {}


def admin_delete_user(call: Call, *, UserPoolId: str, Username: str) -> dict[str, Any]:
    """Delete a user, with all that the pool keeps about it; somebody else may take the name."""
    pool = pool_named(call, UserPoolId)
    directory.remove(call.tx, pool, user_named(call, pool, Username))
    return {}


def described(user: User) -> dict[str, Any]:
    """Return a user in AWS's shape (UserType)."""
    return {
        "Username": user.username,
        "Attributes": attributes.listed(user),
        "UserCreateDate": timestamp(user.created),
        "UserLastModifiedDate": timestamp(user.modified),
        "Enabled": user.enabled,
        "UserStatus": user.status,
    }


class Invitation(msgspec.Struct, frozen=True):
    """What an invitation says, and over which media."""

    called: str
    password: str
    media: tuple[str, ...]


def _invitation(called: str, password: str, media: list[str] | None) -> Invitation:
    return Invitation(called, password, tuple(media or ["SMS"]))


def _temporary(call: Call, pool: UserPool, given: str | None) -> str:
    """Return the temporary password: the given one, if it keeps to the policy, else a fresh one."""
    if given is None:
        return passwords.generated(call.ids, pool.password_policy)
    passwords.check_policy(call, pool, given)
    return given


def _invite(call: Call, pool: UserPool, user: User, invitation: Invitation) -> None:
    """Send the invitation over the wanted media for which the user has an address."""
    for attribute, medium in MEDIA.items():
        to = user.attributes.get(attribute)
        if to and medium in invitation.media:
            letter = outbox.Letter("invitation", Target(attribute, medium, to), invitation.password, invitation.called)
            outbox.send(call, pool, user, letter)


def _invite_again(
    call: Call, pool: UserPool, name: str, password: str | None, media: list[str] | None
) -> dict[str, Any]:
    """Send the invitation once more, with a password that is good for the whole time again.

    DIFFERS: without TemporaryPassword a new one is sent; whether AWS repeats the old one is not documented.
    """
    user = user_named(call, pool, name)
    text = f"Resend not possible. {user.username} status is not FORCE_CHANGE_PASSWORD"
    waiting = user.status == "FORCE_CHANGE_PASSWORD"
    error = AwsError("UnsupportedUserStateException", text)
    call.require("idp.user.invited", waiting, error, place=user.place, has=user.status)
    temporary = _temporary(call, pool, password)
    fresh = passwords.kept_for_a_while(call, pool, user.username, temporary)
    changed = directory.change(call.tx, user, call.now, password=fresh)
    _invite(call, pool, changed, _invitation(name, temporary, media))
    return {"User": described(changed)}
