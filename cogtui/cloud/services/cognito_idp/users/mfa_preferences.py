"""Which second factors a user has switched on, and which one is asked first: SetUserMFAPreference, by user or administrator.

Source: API SetUserMFAPreference, AdminSetUserMFAPreference.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter
from cogtui.cloud.services.cognito_idp.lookup import pool_named, user_named
from cogtui.cloud.services.cognito_idp.records import User, UserPool
from cogtui.cloud.services.cognito_idp.signing_in import mfa_errors, second_factors
from cogtui.cloud.services.cognito_idp.signing_in.second_factors import EMAIL, SMS, SOFTWARE_TOKEN
from cogtui.cloud.services.cognito_idp.tokens.access import signed_in
from cogtui.cloud.services.cognito_idp.users import directory

Settings = dict[str, Any]
"""Enabled and PreferredMfa of one factor."""


def set_user_mfa_preference(
    call: Call,
    *,
    AccessToken: str,
    SMSMfaSettings: Settings | None = None,
    SoftwareTokenMfaSettings: Settings | None = None,
    EmailMfaSettings: Settings | None = None,
    WebAuthnMfaSettings: Settings | None = None,
) -> dict[str, Any]:
    """Switch the own second factors on or off; a factor that is not named stays as it is."""
    who = signed_in(call, AccessToken)
    _refuse_unbuilt(call, WebAuthnMfaSettings)
    given = {SMS: SMSMfaSettings, SOFTWARE_TOKEN: SoftwareTokenMfaSettings, EMAIL: EmailMfaSettings}
    switch(call, who.app.pool, who.user, given)
    return {}


def admin_set_user_mfa_preference(
    call: Call,
    *,
    UserPoolId: str,
    Username: str,
    SMSMfaSettings: Settings | None = None,
    SoftwareTokenMfaSettings: Settings | None = None,
    EmailMfaSettings: Settings | None = None,
    WebAuthnMfaSettings: Settings | None = None,
) -> dict[str, Any]:
    """Switch a user's second factors on or off."""
    pool = pool_named(call, UserPoolId)
    user = user_named(call, pool, Username)
    _refuse_unbuilt(call, WebAuthnMfaSettings)
    given = {SMS: SMSMfaSettings, SOFTWARE_TOKEN: SoftwareTokenMfaSettings, EMAIL: EmailMfaSettings}
    switch(call, pool, user, given)
    return {}


def described(user: User) -> dict[str, Any]:
    """Return what GetUser and AdminGetUser tell of second factors."""
    preferred = {"PreferredMfaSetting": user.preferred_factor} if user.preferred_factor else {}
    return {**preferred, **({"UserMFASettingList": list(user.factors)} if user.factors else {})}


def _refuse_unbuilt(call: Call, passkeys: Settings | None) -> None:
    if passkeys and passkeys.get("Enabled"):
        call.refuse("door.simulated", NotSimulated(f"WebAuthnMfaSettings of {call.operation}"), asked="WebAuthn")


def switch(call: Call, pool: UserPool, user: User, given: dict[str, Settings | None]) -> None:
    """Switch factors on or off; off is always possible, even for somebody who has none."""
    named = {factor: settings for factor, settings in given.items() if settings}
    preferred = [factor for factor, settings in named.items() if settings.get("PreferredMfa")]
    # No capture of AWS's texts is known.
    two = invalid_parameter("Only one factor can be PreferredMfa.")
    call.require("idp.mfa.one_preferred", len(preferred) < 2, two, has=preferred)
    off = next((factor for factor in preferred if not named[factor].get("Enabled")), "")
    error = invalid_parameter(f"{off} cannot be PreferredMfa when it is not Enabled.")
    call.require("idp.mfa.preferred_on", not off, error, has=preferred)
    changed = user
    for factor, settings in named.items():
        fields = second_factors.without(changed, factor)
        if settings.get("Enabled"):
            _REQUIRED[factor](call, pool, user)
            fields["factors"] = second_factors.with_factor(changed, factor)
        changed = msgspec.structs.replace(changed, **fields)
    if named:
        first = preferred[0] if preferred else changed.preferred_factor
        directory.change(call.tx, changed, call.now, preferred_factor=first)


def _require_token(call: Call, pool: UserPool, user: User) -> None:
    # The class is documented; AWS's text is taken from AssociateSoftwareToken's error for the same.
    off = invalid_parameter(mfa_errors.not_enabled_for_pool().message)
    place = pool.place("SoftwareTokenMfaConfiguration", "mfa")
    call.require("idp.mfa.pool_totp", pool.mfa.software_token, off, place=place)
    proven = user.software_token is not None and user.software_token.verified
    call.require("idp.mfa.verified", proven, mfa_errors.not_verified, place=user.place)


def _require_phone(call: Call, pool: UserPool, user: User) -> None:
    place = pool.place("SmsMfaConfiguration", "mfa")
    call.require("idp.mfa.pool_sms", pool.mfa.sms, mfa_errors.no_sms, place=place)
    phone = bool(user.attributes.get("phone_number"))
    call.require("idp.mfa.phone", phone, mfa_errors.no_phone, place=user.place)


def _require_address(call: Call, pool: UserPool, user: User) -> None:
    place = pool.place("EmailMfaConfiguration", "mfa")
    call.require("idp.mfa.pool_email", pool.mfa.email, mfa_errors.no_email, place=place)
    address = bool(user.attributes.get("email"))
    call.require("idp.mfa.email", address, mfa_errors.no_address, place=user.place)


_REQUIRED = {SMS: _require_phone, SOFTWARE_TOKEN: _require_token, EMAIL: _require_address}
"""What must be there before a factor is switched on."""
