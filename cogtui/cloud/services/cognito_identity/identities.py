"""Getting an identity, and looking at those that a pool has."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.paging import page_of
from cogtui.cloud.services.cognito_identity.entry import require_guests
from cogtui.cloud.services.cognito_identity.linking import new_identity, owners, united
from cogtui.cloud.services.cognito_identity.logins import prove
from cogtui.cloud.services.cognito_identity.lookup import identity_named, pool_named
from cogtui.cloud.services.cognito_identity.paging import BY_NEXT_TOKEN
from cogtui.cloud.services.cognito_identity.records import IDENTITIES, Identity, IdentityPool

Output = dict[str, Any]


def get_id(
    call: Call, *, IdentityPoolId: str, AccountId: str | None = None, Logins: dict[str, str] | None = None
) -> Output:
    """Return the identity that the logins belong to, a new one where they belong to nobody, a new guest without any."""
    del AccountId  # DIFFERS: AWS takes it and, as far as anybody saw, ignores it too
    pool = pool_named(call, IdentityPoolId)
    if not Logins:
        require_guests(call, pool)
        return {"IdentityId": new_identity(call, pool).id}
    logins = prove(call, pool, Logins)
    found = owners(call, pool, logins)
    parent = found[0] if found else new_identity(call, pool)
    return {"IdentityId": united(call, pool, parent, found, logins).id}


def describe_identity(call: Call, *, IdentityId: str) -> Output:
    """Show an identity: the names of its providers, never tokens or subjects."""
    return _described(*identity_named(call, IdentityId))


def list_identities(
    call: Call,
    *,
    IdentityPoolId: str,
    MaxResults: int,
    NextToken: str | None = None,
    HideDisabled: bool | None = None,
) -> Output:
    """List the identities of a pool, those disabled by a merge included unless they are to be hidden."""
    del NextToken  # the page reads it
    pool = pool_named(call, IdentityPoolId)
    rows = [row for row in call.tx.scan(IDENTITIES, pool.id) if not (HideDisabled and row.merged_into)]
    page = page_of(call, rows, lambda row: row.id, MaxResults, BY_NEXT_TOKEN)
    return {"IdentityPoolId": pool.id, "Identities": [_described(pool, row) for row in page.rows], **page.more}


def _described(pool: IdentityPool, identity: Identity) -> Output:
    names = list(dict.fromkeys([provider for provider, _ in pool.logins_of(identity)]))
    logins = {"Logins": names} if names else {}
    return {
        "IdentityId": identity.id,
        **logins,
        "CreationDate": timestamp(identity.created),
        "LastModifiedDate": timestamp(identity.modified),
    }
