"""Whose identity pool a call is about: unsigned calls act in the account and region of the pool or identity they name."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.services.cognito_identity.records import IDENTITIES, POOLS, WHEREABOUTS
from cogtui.cloud.services.registry import Owner
from cogtui.cloud.store import Reader


def owner(state: Reader, params: dict[str, Any]) -> Owner | None:
    """Return whose the pool is that `params` name, by its own id or by that of an identity."""
    pool_id = params.get("IdentityPoolId")
    identity_id = params.get("IdentityId")
    if pool_id is None and isinstance(identity_id, str):
        whereabouts = state.get(WHEREABOUTS, (identity_id,))
        pool_id = whereabouts.pool_id if whereabouts else None
    pool = state.get(POOLS, (pool_id,)) if isinstance(pool_id, str) else None
    return Owner(pool.account, pool.region) if pool else None


def pool_of(state: Reader, identity_id: str) -> str:
    """Return the id of the pool that an identity belongs to; empty when there is no such identity."""
    whereabouts = state.get(WHEREABOUTS, (identity_id,))
    return whereabouts.pool_id if whereabouts else ""


def merged_into(state: Reader, identity_id: str) -> str:
    """Return the id of the identity that took another one over; empty while it is its own, or where there is none."""
    identity = state.get(IDENTITIES, (pool_of(state, identity_id), identity_id))
    return identity.merged_into if identity else ""
