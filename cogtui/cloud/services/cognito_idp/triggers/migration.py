"""UserMigration: a function vouches for somebody whom the pool does not have yet, at a sign-in or a forgotten password.

Source: Developer Guide, "Migrate user Lambda trigger". The password of a migrated user is not held against the pool's policy.
DIFFERS: no welcome message is sent, whatever messageAction says.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.lookup import App
from cogtui.cloud.services.cognito_idp.records import ALIASES, POPULATIONS, USERS, Alias, User, UserPool, UserStatus
from cogtui.cloud.services.cognito_idp.signing_in import passwords
from cogtui.cloud.services.cognito_idp.triggers.events import Moment, metadata
from cogtui.cloud.services.cognito_idp.triggers.fire import answered, fire, fires
from cogtui.cloud.services.cognito_idp.users import attributes, directory

TRIGGER = "UserMigration"


class UserMigration(msgspec.Struct, frozen=True, rename="camel"):
    """What the function answers."""

    user_attributes: dict[str, str] = {}
    final_user_status: str = ""
    message_action: str = ""
    desired_delivery_mediums: list[str] = []
    force_alias_creation: bool = False
    enable_sms_mfa: bool = msgspec.field(name="enableSMSMFA", default=False)


def at_sign_in(call: Call, app: App, username: str, password: str) -> User | None:
    """Return the user whom the function vouches for, now in the pool with the password that was typed."""
    request = {"password": password, "validationData": metadata(call, TRIGGER), "clientMetadata": {}}
    return _migrated(call, app, username, "Authentication", request)


def at_forgotten_password(call: Call, app: App, username: str) -> User | None:
    """Return the user whom the function vouches for, now in the pool without a password."""
    request = {"validationData": {}, "clientMetadata": metadata(call, TRIGGER)}
    return _migrated(call, app, username, "ForgotPassword", request)


def _migrated(call: Call, app: App, username: str, source: str, request: dict[str, Any]) -> User | None:
    """Return the new user; None where the function vouches for nobody, for whatever reason: the app is not told which."""
    if not fires(app.pool, TRIGGER):
        return None
    moment = Moment(TRIGGER, f"{TRIGGER}_{source}", username, app.client.client_id)
    mark = call.tx.mark()
    try:
        answer = fire(call, app.pool, moment, request, dict.fromkeys(_MEMBERS))
        said = answered(call, moment, answer, UserMigration)
        user = _made(call, app.pool, username, said, request.get("password"))
    except AwsError:
        call.tx.roll_back(mark)
        return None
    call.note("idp.trigger.migrated", user is not None, username=username)
    return user


_MEMBERS = (
    "userAttributes",
    "forceAliasCreation",
    "enableSMSMFA",
    "finalUserStatus",
    "messageAction",
    "desiredDeliveryMediums",
)


def _made(call: Call, pool: UserPool, name: str, said: UserMigration, password: str | None) -> User | None:
    profile = {attribute: value for attribute, value in said.user_attributes.items() if attribute != "sub"}
    # In pools with aliases the name that was typed may be one; the function says what the user is called.
    called = profile.pop("username", name)
    if not profile:
        return None
    attributes.require_known(call, pool, profile)
    attributes.require_fitting(call, pool, profile)
    status: UserStatus = "CONFIRMED" if said.final_user_status == "CONFIRMED" else "RESET_REQUIRED"
    user = directory.newcomer(call, pool, called, status, profile)
    kept = passwords.kept(call, pool, user.username, password) if password is not None else None
    by_sms = said.enable_sms_mfa and bool(profile.get("phone_number"))
    user = msgspec.structs.replace(user, password=kept, factors=("SMS_MFA",) if by_sms else ())
    directory.claim_addresses(call, pool, user, errors.alias_exists, force=said.force_alias_creation)
    directory.add(call.tx, pool, user)
    _stay(call, pool, user)
    return user


def _stay(call: Call, pool: UserPool, user: User) -> None:
    """Declare that the user stays although the sign-in may fail: who must reset the password is refused, and is there."""
    call.keep_on_failure(USERS, user)
    for attribute, value in (("sub", user.sub), *directory.signing_addresses(pool, user)):
        key = value if attribute == "sub" else directory.compared(pool, value)
        call.keep_on_failure(ALIASES, Alias(pool.id, attribute, key, user.key))
    population = call.tx.get(POPULATIONS, (pool.id,))
    assert population is not None
    call.keep_on_failure(POPULATIONS, population)
