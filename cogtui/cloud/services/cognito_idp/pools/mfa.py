"""A pool's multi-factor authentication: GetUserPoolMfaConfig, SetUserPoolMfaConfig. It is off: nothing else is simulated."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.services.cognito_idp.lookup import pool_named
from cogtui.cloud.services.cognito_idp.pools.settings import present
from cogtui.cloud.services.cognito_idp.records import POOLS, UserPool


def get_user_pool_mfa_config(call: Call, *, UserPoolId: str) -> dict[str, Any]:
    """Return whether users need a second factor, and how messages of a factor would be sent."""
    return _described(pool_named(call, UserPoolId))


def set_user_pool_mfa_config(
    call: Call,
    *,
    UserPoolId: str,
    SmsMfaConfiguration: dict[str, Any] | None = None,
    SoftwareTokenMfaConfiguration: dict[str, Any] | None = None,
    MfaConfiguration: str = "OFF",
) -> dict[str, Any]:
    """Keep how SMS messages would be sent; say so where a second factor is asked for."""
    pool = pool_named(call, UserPoolId)
    unbuilt = {
        f"MfaConfiguration {MfaConfiguration}": MfaConfiguration != "OFF",
        "SoftwareTokenMfaConfiguration": bool((SoftwareTokenMfaConfiguration or {}).get("Enabled")),
    }
    for what, asked in unbuilt.items():
        if asked:
            call.refuse("door.simulated", NotSimulated(what), asked=what)
    sms = SmsMfaConfiguration or {}
    names = ("SmsAuthenticationMessage", "SmsConfiguration")
    given = {name: sms[name] for name in names if name in sms}
    changed = msgspec.structs.replace(
        pool, settings=pool.settings | given, modified=call.now if given else pool.modified
    )
    call.tx.put(POOLS, changed)
    return _described(changed)


def _described(pool: UserPool) -> dict[str, Any]:
    sms = present(
        SmsAuthenticationMessage=pool.settings.get("SmsAuthenticationMessage"),
        SmsConfiguration=pool.settings.get("SmsConfiguration"),
    )
    return {**({"SmsMfaConfiguration": sms} if "SmsConfiguration" in sms else {}), "MfaConfiguration": "OFF"}
