"""Which second factors a user has switched on, and which one is asked first: SetUserMFAPreference, by user or administrator.

Source: API SetUserMFAPreference, AdminSetUserMFAPreference.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter
from cogtui.cloud.services.cognito_idp.lookup import pool_named, user_named
from cogtui.cloud.services.cognito_idp.records import User, UserPool
from cogtui.cloud.services.cognito_idp.signing_in import mfa_errors, second_factors
from cogtui.cloud.services.cognito_idp.signing_in.second_factors import SOFTWARE_TOKEN
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
    _refuse_unbuilt(call, SMS=SMSMfaSettings, Email=EmailMfaSettings, WebAuthn=WebAuthnMfaSettings)
    _set(call, who.app.pool, who.user, SoftwareTokenMfaSettings)
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
    _refuse_unbuilt(call, SMS=SMSMfaSettings, Email=EmailMfaSettings, WebAuthn=WebAuthnMfaSettings)
    _set(call, pool, user, SoftwareTokenMfaSettings)
    return {}


def described(user: User) -> dict[str, Any]:
    """Return what GetUser and AdminGetUser tell of second factors."""
    preferred = {"PreferredMfaSetting": user.preferred_factor} if user.preferred_factor else {}
    return {**preferred, **({"UserMFASettingList": list(user.factors)} if user.factors else {})}


def _refuse_unbuilt(call: Call, **factors: Settings | None) -> None:
    for name, settings in factors.items():
        if settings and (settings.get("Enabled") or settings.get("PreferredMfa")):
            call.refuse("door.simulated", NotSimulated(f"{name}MfaSettings of {call.operation}"), asked=name)


def _set(call: Call, pool: UserPool, user: User, settings: Settings | None) -> None:
    """Switch the software token on or off; off is always possible, even for somebody who has none."""
    if not settings:
        return
    on, preferred = bool(settings.get("Enabled")), bool(settings.get("PreferredMfa"))
    # No capture of AWS's text is known.
    error = invalid_parameter("SoftwareTokenMfaSettings cannot be PreferredMfa when it is not Enabled.")
    call.require("idp.mfa.preferred_on", on or not preferred, error, Enabled=on, PreferredMfa=preferred)
    if not on:
        fields = second_factors.without(user, SOFTWARE_TOKEN)
        directory.change(call.tx, user, call.now, **fields)
        return
    # The class is documented; AWS's text is taken from AssociateSoftwareToken's error for the same.
    off = invalid_parameter(mfa_errors.not_enabled_for_pool().message)
    place = pool.place("SoftwareTokenMfaConfiguration", "mfa")
    call.require("idp.mfa.pool_totp", pool.mfa.software_token, off, place=place)
    proven = user.software_token is not None and user.software_token.verified
    call.require("idp.mfa.verified", proven, mfa_errors.not_verified, place=user.place)
    # Without PreferredMfa another factor stays the preferred one, but this one no more.
    first = SOFTWARE_TOKEN if preferred else user.preferred_factor.replace(SOFTWARE_TOKEN, "")
    factors = second_factors.with_factor(user, SOFTWARE_TOKEN)
    directory.change(call.tx, user, call.now, factors=factors, preferred_factor=first)
