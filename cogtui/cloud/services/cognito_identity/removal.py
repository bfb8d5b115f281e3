"""Deleting a pool with all that belongs to it, and deleting identities; other services learn of it."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services import registry
from cogtui.cloud.services.cognito_identity.lookup import pool_named
from cogtui.cloud.services.cognito_identity.records import (
    IDENTITIES,
    LOGINS,
    POOLS,
    WHEREABOUTS,
    Identity,
    IdentityPool,
)

Output = dict[str, Any]


def delete_identity_pool(call: Call, *, IdentityPoolId: str) -> Output:
    """Delete a pool: its identities and whose which login was are gone too. Credentials already given hold till they expire."""
    pool = pool_named(call, IdentityPoolId)
    for identity in call.tx.scan(IDENTITIES, pool.id):
        _delete(call, pool, identity)
    call.tx.delete(POOLS, (pool.id,))
    registry.announce(call, "pool_deleted", pool_id=pool.id)
    return {}


def delete_identities(call: Call, *, IdentityIdsToDelete: list[str]) -> Output:
    """Delete identities; those that are not the caller's account's to delete are told by id.

    DIFFERS: what AWS says of an id that nobody has is not published; here it is told like another account's.
    """
    unprocessed: list[Output] = []
    for identity_id in dict.fromkeys(IdentityIdsToDelete):
        found = _own(call, identity_id)
        call.note("identity.exists", found is not None, identity=identity_id)
        if found is None:
            unprocessed.append({"IdentityId": identity_id, "ErrorCode": "AccessDenied"})
        else:
            _delete(call, *found)
    return {"UnprocessedIdentityIds": unprocessed}


def _own(call: Call, identity_id: str) -> tuple[IdentityPool, Identity] | None:
    """Return an identity of the call's account and region, with its pool."""
    whereabouts = call.tx.get(WHEREABOUTS, (identity_id,))
    pool: IdentityPool | None = call.tx.get(POOLS, (whereabouts.pool_id,)) if whereabouts else None
    if pool is None or (pool.account, pool.region) != (call.account, call.region):
        return None
    identity = call.tx.get(IDENTITIES, (pool.id, identity_id))
    return (pool, identity) if identity else None


def _delete(call: Call, pool: IdentityPool, identity: Identity) -> None:
    for provider, subject in pool.logins_of(identity):
        call.tx.delete(LOGINS, (identity.pool_id, provider, subject))
    call.tx.delete(WHEREABOUTS, (identity.id,))
    call.tx.delete(IDENTITIES, (identity.pool_id, identity.id))
    registry.announce(call, "identity_deleted", identity_id=identity.id)
