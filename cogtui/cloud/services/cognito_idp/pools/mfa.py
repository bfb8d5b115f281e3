"""A pool's multi-factor authentication: GetUserPoolMfaConfig, SetUserPoolMfaConfig.

Authenticator apps and SMS are simulated; e-mail as second factor is not yet.
Source: API SetUserPoolMfaConfig; Developer Guide, "Adding MFA to a user pool".
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter
from cogtui.cloud.services.cognito_idp.lookup import pool_named
from cogtui.cloud.services.cognito_idp.pools.settings import MfaSettings, present
from cogtui.cloud.services.cognito_idp.records import POOLS, UserPool


def get_user_pool_mfa_config(call: Call, *, UserPoolId: str) -> dict[str, Any]:
    """Return whether users need a second factor, and which ones there are."""
    return _described(pool_named(call, UserPoolId))


def set_user_pool_mfa_config(
    call: Call,
    *,
    UserPoolId: str,
    SmsMfaConfiguration: dict[str, Any] | None = None,
    SoftwareTokenMfaConfiguration: dict[str, Any] | None = None,
    MfaConfiguration: str | None = None,
) -> dict[str, Any]:
    """Say whether users need a second factor, and let them have authenticator apps or not.

    DIFFERS: without MfaConfiguration the pool keeps what it has; what AWS does then is not documented.
    """
    pool = pool_named(call, UserPoolId)
    sms, mode = SmsMfaConfiguration or {}, MfaConfiguration or pool.mfa.mode
    software_token = bool((SoftwareTokenMfaConfiguration or {}).get("Enabled"))
    names = ("SmsAuthenticationMessage", "SmsConfiguration")
    given = {name: sms[name] for name in names if name in sms}
    by_sms = bool(sms) and mode != "OFF"
    # The class is documented, AWS's text is not.
    error = invalid_parameter("SmsConfiguration is required for SMS MFA.")
    can_send = "SmsConfiguration" in pool.settings | given
    call.require("idp.mfa.sms", can_send or not by_sms, error, place=pool.place("SmsConfiguration", "settings"))
    mfa = msgspec.convert({"mode": mode, "software_token": software_token, "sms": by_sms}, MfaSettings)
    _require_consistent(call, mfa)
    same = mfa == pool.mfa and not given
    modified = pool.modified if same else call.now
    changed = msgspec.structs.replace(pool, settings=pool.settings | given, mfa=mfa, modified=modified)
    call.tx.put(POOLS, changed)
    return _described(changed)


def _require_consistent(call: Call, mfa: MfaSettings) -> None:
    mode = mfa.mode
    off = invalid_parameter("Invalid MFA configuration given, can't turn off MFA and configure an MFA together.")
    call.require("idp.mfa.off", mode != "OFF" or not mfa.software_token, off, MfaConfiguration=mode)
    none = invalid_parameter(
        "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration."
    )
    call.require("idp.mfa.some", mode == "OFF" or mfa.software_token or mfa.sms, none, MfaConfiguration=mode)


def _described(pool: UserPool) -> dict[str, Any]:
    sms = present(
        SmsAuthenticationMessage=pool.settings.get("SmsAuthenticationMessage"),
        SmsConfiguration=pool.settings.get("SmsConfiguration"),
    )
    return {
        **({"SmsMfaConfiguration": sms} if "SmsConfiguration" in sms else {}),
        **({"SoftwareTokenMfaConfiguration": {"Enabled": True}} if pool.mfa.software_token else {}),
        "MfaConfiguration": pool.mfa.mode,
    }
