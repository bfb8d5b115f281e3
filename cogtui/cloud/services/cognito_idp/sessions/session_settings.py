"""Switching session tracking on: SetUserPoolSessionConfiguration, GetUserPoolSessionConfiguration.

Source: the API pages of the operations.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.lookup import pool_named
from cogtui.cloud.services.cognito_idp.sessions import session_rules
from cogtui.cloud.services.cognito_idp.sessions.session_records import SESSION_TRACKING, SessionTracking
from cogtui.cloud.services.cognito_idp.sessions.tracked import tracking_of


def set_user_pool_session_configuration(
    call: Call, *, UserPoolId: str, UserSessionTracking: str, TokenSession: dict[str, int]
) -> dict[str, Any]:
    """Track the users' sessions from now on, or no more. A lower number evicts nobody before the next sign-in."""
    pool = pool_named(call, UserPoolId)
    place = pool.place("UserPoolTier", "settings")
    not_lite = pool.settings.get("UserPoolTier") != "LITE"
    call.require("idp.sessions.tier", not_lite, session_rules.not_in_tier, place=place)
    row = SessionTracking(pool.id, on=UserSessionTracking == "ENABLED", most=TokenSession["MaxPerUser"])
    call.tx.put(SESSION_TRACKING, row)
    return described(row)


def get_user_pool_session_configuration(call: Call, *, UserPoolId: str) -> dict[str, Any]:
    """Return whether sessions are tracked, and how many a user may have."""
    return described(tracking_of(call.tx, pool_named(call, UserPoolId).id))


def described(row: SessionTracking) -> dict[str, Any]:
    """Return the configuration in AWS's shape."""
    return {
        "UserPoolId": row.pool_id,
        "UserSessionTracking": "ENABLED" if row.on else "DISABLED",
        "TokenSession": {"MaxPerUser": row.most},
    }
