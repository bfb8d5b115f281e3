"""What threat protection keeps: each sign-in with its outcome, and the risk configurations."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from cogtui.cloud.store import Table

Factor = Literal["Password", "Mfa"]
Outcome = Literal["Pass", "Fail"]

KEPT_SECONDS = 2 * 365 * 86400
"""Amazon Cognito keeps a user's events for two years."""


class AuthEvent(msgspec.Struct, frozen=True, gc=False):
    """One sign-in, or one that failed."""

    pool_id: str
    user_key: str
    number: int
    """The call's place in the trail: lists begin with the newest."""
    event_id: str
    """Of one that passed, `event_id` of its tokens."""
    at: float
    outcome: Outcome
    factors: tuple[tuple[Factor, bool], ...]
    """What was proven, or was not."""
    address: str
    agent: str
    feedback: str = ""
    """Valid or Invalid, as an administrator said; empty where nobody said anything."""
    feedback_at: float = 0


class RiskConfiguration(msgspec.Struct, frozen=True, gc=False):
    """What is to be done about risks, for the pool or for one app client."""

    pool_id: str
    client_id: str
    """Empty for the pool's."""
    modified: float
    settings: dict[str, Any] = {}
    """In AWS's own shape."""


AUTH_EVENTS = Table(
    "idp.auth_events",
    AuthEvent,
    lambda row: (row.pool_id, row.user_key, f"{row.number:09d}", row.event_id),
    expires=lambda row: row.at + KEPT_SECONDS,
)
RISK_CONFIGURATIONS = Table("idp.risk_configurations", RiskConfiguration, lambda row: (row.pool_id, row.client_id))
