"""A pool's multi-factor authentication: GetUserPoolMfaConfig, SetUserPoolMfaConfig.

Authenticator apps, SMS and e-mail are simulated; passkeys are not.
Source: API SetUserPoolMfaConfig; Developer Guide, "Adding MFA to a user pool".
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter
from cogtui.cloud.services.cognito_idp.lookup import pool_named
from cogtui.cloud.services.cognito_idp.pools import sign_in_policy
from cogtui.cloud.services.cognito_idp.pools.settings import MfaSettings, present
from cogtui.cloud.services.cognito_idp.records import POOLS, UserPool
from cogtui.cloud.services.cognito_idp.signing_in import mfa_errors


def get_user_pool_mfa_config(call: Call, *, UserPoolId: str) -> dict[str, Any]:
    """Return whether users need a second factor, and which ones there are."""
    return _described(pool_named(call, UserPoolId))


def set_user_pool_mfa_config(
    call: Call,
    *,
    UserPoolId: str,
    SmsMfaConfiguration: dict[str, Any] | None = None,
    SoftwareTokenMfaConfiguration: dict[str, Any] | None = None,
    EmailMfaConfiguration: dict[str, Any] | None = None,
    MfaConfiguration: str | None = None,
) -> dict[str, Any]:
    """Say whether users need a second factor, and which ones there are: those that are given. Left out, it is OFF."""
    pool = pool_named(call, UserPoolId)
    sms, mode = SmsMfaConfiguration or {}, MfaConfiguration or "OFF"
    named = [
        one for one in (SmsMfaConfiguration, SoftwareTokenMfaConfiguration, EmailMfaConfiguration) if one is not None
    ]
    software_token = bool((SoftwareTokenMfaConfiguration or {}).get("Enabled"))
    names = ("SmsAuthenticationMessage", "SmsConfiguration")
    given = {name: sms[name] for name in names if name in sms}
    fields = {"mode": mode, "software_token": software_token, "sms": bool(sms)}
    by_email = EmailMfaConfiguration is not None
    mfa = msgspec.convert({**fields, "email": by_email, "email_words": EmailMfaConfiguration or {}}, MfaSettings)
    _require_consistent(call, mfa, named=bool(named))
    sign_in_policy.require_beside(call, pool.first_factors, mfa)
    _require_senders(call, pool, mfa, given)
    same = mfa == pool.mfa and not given
    modified = pool.modified if same else call.now
    changed = msgspec.structs.replace(pool, settings=pool.settings | given, mfa=mfa, modified=modified)
    call.tx.put(POOLS, changed)
    return _described(changed)


def _require_consistent(call: Call, mfa: MfaSettings, *, named: bool) -> None:
    """Refuse factors beside OFF, also one that is named to be off, and a pool that wants factors and has none.

    DIFFERS: AWS has been seen to take a software token that isn't Enabled for one, which nobody could sign in by.
    """
    mode, some = mfa.mode, mfa.software_token or mfa.sms or mfa.email
    off = invalid_parameter("Invalid MFA configuration given, can't turn off MFA and configure an MFA together.")
    call.require("idp.mfa.off", mode != "OFF" or not named, off, MfaConfiguration=mode)
    disabled = "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration."
    none = "Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled."
    error = invalid_parameter(disabled if named else none)
    call.require("idp.mfa.some", mode == "OFF" or some, error, MfaConfiguration=mode)


def _require_senders(call: Call, pool: UserPool, mfa: MfaSettings, given: dict[str, Any]) -> None:
    """Refuse factors whose codes the pool has no way to send."""
    # The class is documented, AWS's text is not.
    error = invalid_parameter("SmsConfiguration is required for SMS MFA.")
    can_send = "SmsConfiguration" in pool.settings | given
    call.require("idp.mfa.sms", can_send or not mfa.sms, error, place=pool.place("SmsConfiguration", "settings"))
    if not mfa.email:
        return
    tier = pool.settings.get("UserPoolTier", "")
    call.require("idp.mfa.tier", tier != "LITE", mfa_errors.not_in_tier, tier=tier)
    account = pool.settings.get("EmailConfiguration", {}).get("EmailSendingAccount", "COGNITO_DEFAULT")
    place = pool.place("EmailConfiguration", "settings")
    own = account == "DEVELOPER"
    call.require("idp.mfa.sender", own, mfa_errors.needs_own_sender, place=place, EmailSendingAccount=account)


def _described(pool: UserPool) -> dict[str, Any]:
    sms = present(
        SmsAuthenticationMessage=pool.settings.get("SmsAuthenticationMessage"),
        SmsConfiguration=pool.settings.get("SmsConfiguration"),
    )
    return {
        **({"SmsMfaConfiguration": sms} if "SmsConfiguration" in sms else {}),
        **({"SoftwareTokenMfaConfiguration": {"Enabled": True}} if pool.mfa.software_token else {}),
        **({"EmailMfaConfiguration": dict(pool.mfa.email_words)} if pool.mfa.email else {}),
        "MfaConfiguration": pool.mfa.mode,
    }
