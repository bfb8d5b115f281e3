"""Tags of identity pools (Amazon Cognito federated identities API reference, TagResource)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.lookup import pool_named
from cogtui.cloud.services.cognito_identity.records import POOLS, IdentityPool
from cogtui.cloud.services.cognito_identity.tags import checked_tags

Output = dict[str, Any]


def tag_resource(call: Call, *, ResourceArn: str, Tags: dict[str, str]) -> Output:
    """Give a pool tags beside those that it has, or in place of those with the same keys."""
    pool = _pool_at(call, ResourceArn)
    call.tx.put(POOLS, msgspec.structs.replace(pool, tags=checked_tags(call, {**pool.tags, **Tags})))
    return {}


def untag_resource(call: Call, *, ResourceArn: str, TagKeys: list[str]) -> Output:
    """Take tags away from a pool by their keys; those that it has not are passed over."""
    pool = _pool_at(call, ResourceArn)
    left = {key: value for key, value in pool.tags.items() if key not in TagKeys}
    call.tx.put(POOLS, msgspec.structs.replace(pool, tags=left))
    return {}


def list_tags_for_resource(call: Call, *, ResourceArn: str) -> Output:
    """Show a pool's tags."""
    return {"Tags": dict(_pool_at(call, ResourceArn).tags)}


def _pool_at(call: Call, arn: str) -> IdentityPool:
    """Return the pool that an ARN names.

    DIFFERS: AWS's text for an ARN of something else is not published.
    """
    kind, _, pool_id = arn.split(":", 5)[-1].partition("/")
    named = kind == "identitypool" and arn.split(":")[2:5] == ["cognito-identity", call.region, call.account]
    call.require("identity.pool.arn", named, lambda: errors.invalid_parameter(f"Invalid ARN: {arn}"), has=arn)
    return pool_named(call, pool_id)
