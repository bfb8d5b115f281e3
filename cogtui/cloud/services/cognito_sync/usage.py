"""What identities and pools use (API reference, DescribeIdentityUsage, DescribeIdentityPoolUsage, ListIdentityPoolUsage)."""

from __future__ import annotations

from collections.abc import Iterator

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.paging import page_of
from cogtui.cloud.services import registry
from cogtui.cloud.services.cognito_sync.datasets import datasets_of
from cogtui.cloud.services.cognito_sync.lookup import as_developer, as_either, developer_only
from cogtui.cloud.services.cognito_sync.paging import BY_NEXT_TOKEN, MOST_POOLS, size_of
from cogtui.cloud.services.cognito_sync.records import POOL_USAGE, PoolUsage
from cogtui.cloud.services.cognito_sync.shapes import Output


def describe_identity_usage(call: Call, *, IdentityPoolId: str, IdentityId: str) -> Output:
    """Show what an identity stores.

    DIFFERS: what AWS says of an identity that never stored anything is not published; here it uses nothing.
    """
    as_either(call, IdentityPoolId, IdentityId)
    rows = list(datasets_of(call.tx, IdentityId))
    modified = {"LastModifiedDate": timestamp(max(row.modified for row in rows))} if rows else {}
    usage: Output = {
        "IdentityId": IdentityId,
        "IdentityPoolId": IdentityPoolId,
        **modified,
        "DatasetCount": len(rows),
        "DataStorage": sum(row.size for row in rows),
    }
    return {"IdentityUsage": usage}


def describe_identity_pool_usage(call: Call, *, IdentityPoolId: str) -> Output:
    """Show what a pool uses; one that never synchronised uses nothing."""
    as_developer(call, IdentityPoolId)
    usage = call.tx.get(POOL_USAGE, (IdentityPoolId,))
    unused: Output = {"IdentityPoolId": IdentityPoolId, "SyncSessionsCount": 0, "DataStorage": 0}
    return {"IdentityPoolUsage": _described(usage) if usage else unused}


def list_identity_pool_usage(call: Call, *, NextToken: str | None = None, MaxResults: int | None = None) -> Output:
    """List what the account's pools in this region use.

    DIFFERS: whether AWS lists pools that never synchronised is not published; here it does not.
    """
    del NextToken  # the page reads it
    developer_only(call)
    most = size_of(MaxResults, MOST_POOLS)
    page = page_of(call, list(_of_account(call)), lambda row: row.pool_id, most, BY_NEXT_TOKEN)
    rows = [_described(row) for row in page.rows]
    return {"IdentityPoolUsages": rows, "MaxResults": most, "Count": len(rows), **page.more}


def _of_account(call: Call) -> Iterator[PoolUsage]:
    for pool_id in call.tx.scopes(POOL_USAGE):
        owner = registry.owner("cognito-identity", call.tx, {"IdentityPoolId": pool_id})
        usage = call.tx.get(POOL_USAGE, (pool_id,))
        if usage is not None and owner is not None and (owner.account, owner.region) == (call.account, call.region):
            yield usage


def _described(usage: PoolUsage) -> Output:
    return {
        "IdentityPoolId": usage.pool_id,
        "SyncSessionsCount": usage.sessions,
        "DataStorage": usage.size,
        "LastModifiedDate": timestamp(usage.modified),
    }
