"""Becoming a user: SignUp, ConfirmSignUp, ResendConfirmationCode, AdminConfirmSignUp.

Source: Developer Guide, "Signing up and confirming user accounts".
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.clients import secret_hash
from cogtui.cloud.services.cognito_idp.lookup import app_named, known_user, named_by_app, pool_named, user_named
from cogtui.cloud.services.cognito_idp.messages import codes, limits
from cogtui.cloud.services.cognito_idp.messages.delivery import sign_up_target
from cogtui.cloud.services.cognito_idp.pools import sign_in_policy
from cogtui.cloud.services.cognito_idp.records import User, UserPool
from cogtui.cloud.services.cognito_idp.signing_in import auto_sign_in, passwords
from cogtui.cloud.services.cognito_idp.triggers import signing_up
from cogtui.cloud.services.cognito_idp.users import attributes, directory, usernames
from cogtui.cloud.services.cognito_idp.users.attributes import VERIFIED_FLAGS

NO_PASSWORD = "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null"


def sign_up(
    call: Call,
    *,
    ClientId: str,
    Username: str,
    Password: str | None = None,
    SecretHash: str | None = None,
    UserAttributes: list[dict[str, Any]] | None = None,
    ValidationData: list[dict[str, Any]] | None = None,
    ClientMetadata: dict[str, str] | None = None,
    AnalyticsMetadata: dict[str, Any] | None = None,
    UserContextData: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Register a user, UNCONFIRMED until a code comes back, or until a PreSignUp function says otherwise (API SignUp).

    A name that is taken is told as such whatever PreventUserExistenceErrors says.
    """
    del ValidationData, ClientMetadata, AnalyticsMetadata, UserContextData  # triggers read the call's own
    app = app_named(call, ClientId)
    pool = app.pool
    secret_hash.check(call, app.client, SecretHash, Username)
    _require_self_service(call, pool)
    address = usernames.address_of(call, pool, Username)
    may_lack = not sign_in_policy.CODES.isdisjoint(pool.first_factors)
    call.require("idp.password.present", Password is not None or may_lack, errors.invalid_parameter(NO_PASSWORD))
    if Password is not None:
        passwords.check_policy(call, pool, Password)
    given = attributes.given_by_user(call, pool, app.client, UserAttributes or []) | address
    attributes.require_all(call, pool, given)
    if not address:
        usernames.require_free(call, pool, Username, errors.username_exists)
    unverified = {flag: "false" for attribute, flag in VERIFIED_FLAGS.items() if given.get(attribute)}
    user = directory.newcomer(call, pool, Username, "UNCONFIRMED", unverified | given)
    user = signing_up.before(call, pool, user, "SignUp")
    if Password is not None:
        user = msgspec.structs.replace(user, password=passwords.kept(call, pool, user.username, Password))
    directory.claim_addresses(call, pool, user, errors.address_exists)
    directory.add(call.tx, pool, user)
    if user.status == "CONFIRMED":
        signing_up.after(call, pool, user)
        return {"UserConfirmed": True, "UserSub": user.sub}
    target = sign_up_target(pool, user.attributes)
    if target is None:
        return {"UserConfirmed": False, "UserSub": user.sub}
    codes.issue(call, pool, user, "sign_up", target)
    told = {"UserConfirmed": False, "CodeDeliveryDetails": target.details, "UserSub": user.sub}
    return told | auto_sign_in.begun(call, app, user)


def confirm_sign_up(
    call: Call,
    *,
    ClientId: str,
    Username: str,
    ConfirmationCode: str,
    SecretHash: str | None = None,
    ForceAliasCreation: bool = False,
    Session: str | None = None,
    ClientMetadata: dict[str, str] | None = None,
    AnalyticsMetadata: dict[str, Any] | None = None,
    UserContextData: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Confirm a user with the code that was sent; its address is verified with it (API ConfirmSignUp)."""
    del ClientMetadata, AnalyticsMetadata, UserContextData
    app = app_named(call, ClientId)
    found = named_by_app(call, app, Username, SecretHash)
    user = known_user(call, app, Username, found, open_=errors.combination_not_found, hidden=errors.code_mismatch)
    _require_unconfirmed(call, user)
    limits.require_within(call, user)
    code = codes.redeem(call, user, "sign_up", ConfirmationCode)
    proven = user.attributes | {VERIFIED_FLAGS[code.attribute]: "true"}
    limits.forget(call, user)
    confirmed = directory.change(call.tx, user, call.now, status="CONFIRMED", attributes=proven)
    directory.claim_addresses(call, app.pool, confirmed, errors.alias_exists, force=ForceAliasCreation)
    signing_up.after(call, app.pool, confirmed)
    return auto_sign_in.carried_on(call, app, confirmed, Session, code.to)


def resend_confirmation_code(
    call: Call,
    *,
    ClientId: str,
    Username: str,
    SecretHash: str | None = None,
    ClientMetadata: dict[str, str] | None = None,
    AnalyticsMetadata: dict[str, Any] | None = None,
    UserContextData: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Send another sign-up code; the earlier one stops working (API ResendConfirmationCode)."""
    del ClientMetadata, AnalyticsMetadata, UserContextData
    app = app_named(call, ClientId)
    found = named_by_app(call, app, Username, SecretHash)
    if found is None and app.client.hides_unknown_users:
        return codes.pretend(call, app.pool, Username)
    unknown = errors.combination_not_found
    user = known_user(call, app, Username, found, open_=unknown, hidden=unknown)
    waiting = user.status == "UNCONFIRMED"
    call.require(
        "idp.user.unconfirmed",
        waiting,
        errors.invalid_parameter("User is already confirmed."),
        place=user.place,
        has=user.status,
    )
    limits.take(call, user)
    target = sign_up_target(app.pool, user.attributes)
    # No capture of AWS's answer for a user without a verifiable address is known.
    nowhere = errors.invalid_parameter("Auto verification not turned on.")
    call.require("idp.code.target", target is not None, nowhere, wants=app.pool.auto_verified)
    assert target is not None
    codes.issue(call, app.pool, user, "sign_up", target)
    return {"CodeDeliveryDetails": target.details}


def admin_confirm_sign_up(
    call: Call, *, UserPoolId: str, Username: str, ClientMetadata: dict[str, str] | None = None
) -> dict[str, Any]:
    """Confirm a user without a code; no address is verified by it (API AdminConfirmSignUp)."""
    del ClientMetadata
    pool = pool_named(call, UserPoolId)
    user = user_named(call, pool, Username)
    _require_unconfirmed(call, user)
    confirmed = directory.change(call.tx, user, call.now, status="CONFIRMED")
    directory.claim_addresses(call, pool, confirmed, errors.alias_exists)
    signing_up.after(call, pool, confirmed)
    return {}


def _require_self_service(call: Call, pool: UserPool) -> None:
    call.require(
        "idp.pool.self_sign_up",
        not pool.admin_only,
        errors.not_authorized("SignUp is not permitted for this user pool"),
        place=pool.place("AllowAdminCreateUserOnly", "admin_only"),
    )


def _require_unconfirmed(call: Call, user: User) -> None:
    call.require(
        "idp.user.unconfirmed",
        user.status == "UNCONFIRMED",
        errors.cannot_be_confirmed(user.status),
        place=user.place,
        wants="UNCONFIRMED",
        has=user.status,
    )
