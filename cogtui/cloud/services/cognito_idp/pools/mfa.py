"""A pool's multi-factor authentication: GetUserPoolMfaConfig, SetUserPoolMfaConfig.

Authenticator apps are simulated; SMS and e-mail as second factors are not yet.
Source: API SetUserPoolMfaConfig; Developer Guide, "Adding MFA to a user pool".
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
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
    if sms and mode != "OFF":
        what = f"SmsMfaConfiguration with MfaConfiguration {mode}"
        call.refuse("door.simulated", NotSimulated(what), asked=what)
    software_token = bool((SoftwareTokenMfaConfiguration or {}).get("Enabled"))
    _require_consistent(call, mode, software_token=software_token)
    names = ("SmsAuthenticationMessage", "SmsConfiguration")
    given = {name: sms[name] for name in names if name in sms}
    mfa = msgspec.convert({"mode": mode, "software_token": software_token}, MfaSettings)
    same = mfa == pool.mfa and not given
    modified = pool.modified if same else call.now
    changed = msgspec.structs.replace(pool, settings=pool.settings | given, mfa=mfa, modified=modified)
    call.tx.put(POOLS, changed)
    return _described(changed)


def _require_consistent(call: Call, mode: str, *, software_token: bool) -> None:
    off = invalid_parameter("Invalid MFA configuration given, can't turn off MFA and configure an MFA together.")
    call.require("idp.mfa.off", mode != "OFF" or not software_token, off, MfaConfiguration=mode)
    none = invalid_parameter(
        "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration."
    )
    call.require("idp.mfa.some", mode == "OFF" or software_token, none, MfaConfiguration=mode)


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
