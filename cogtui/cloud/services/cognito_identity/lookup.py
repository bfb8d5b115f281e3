"""Finding the pool or identity that a call names."""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.records import IDENTITIES, POOLS, WHEREABOUTS, Identity, IdentityPool


def pool_named(call: Call, pool_id: str) -> IdentityPool:
    """Return the pool, which must be of the call's account and region."""
    pool = call.tx.get(POOLS, (pool_id,))
    here = pool is not None and (pool.account, pool.region) == (call.account, call.region)
    call.require("identity.pool.exists", here, lambda: errors.pool_not_found(pool_id), pool=pool_id)
    assert pool is not None
    return pool


def identity_named(call: Call, identity_id: str) -> tuple[IdentityPool, Identity]:
    """Return the identity with its pool, which must be of the call's account and region."""
    whereabouts = call.tx.get(WHEREABOUTS, (identity_id,))
    pool = call.tx.get(POOLS, (whereabouts.pool_id,)) if whereabouts else None
    here = pool is not None and (pool.account, pool.region) == (call.account, call.region)
    call.require("identity.exists", here, lambda: errors.identity_not_found(identity_id), identity=identity_id)
    assert pool is not None
    identity = call.tx.get(IDENTITIES, (pool.id, identity_id))
    assert identity is not None
    return pool, identity


def identity_of(call: Call, pool: IdentityPool, identity_id: str) -> Identity:
    """Return one of the pool's identities."""
    identity = call.tx.get(IDENTITIES, (pool.id, identity_id))
    missing = errors.identity_not_found(identity_id)
    call.require("identity.exists", identity is not None, missing, identity=identity_id, pool=pool.id)
    assert identity is not None
    return identity
