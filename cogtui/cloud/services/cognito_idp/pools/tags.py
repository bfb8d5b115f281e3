"""Tags of a pool: TagResource, UntagResource, ListTagsForResource. They stand in the pool's settings.

Source: Developer Guide, "Tagging Amazon Cognito resources"; API TagResource.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.errors import INVALID_PARAMETER, invalid_parameter
from cogtui.cloud.services.cognito_idp.lookup import pool_named
from cogtui.cloud.services.cognito_idp.records import POOLS, UserPool

MOST_TAGS = 50
LONGEST_KEY = 128
LONGEST_VALUE = 256

_ARN = re.compile(r"arn:aws:cognito-idp:(?P<region>[^:]*):(?P<account>[0-9]*):userpool/(?P<pool>.+)")


def tag_resource(call: Call, *, ResourceArn: str, Tags: dict[str, str]) -> dict[str, Any]:
    """Give a pool tags, beside those that it has (API TagResource)."""
    pool = _pool(call, ResourceArn)
    _put(call, pool, checked(call, of_pool(pool) | Tags, INVALID_PARAMETER))
    return {}


def untag_resource(call: Call, *, ResourceArn: str, TagKeys: list[str]) -> dict[str, Any]:
    """Take tags away from a pool (API UntagResource)."""
    pool = _pool(call, ResourceArn)
    _put(call, pool, {key: value for key, value in of_pool(pool).items() if key not in TagKeys})
    return {}


def list_tags_for_resource(call: Call, *, ResourceArn: str) -> dict[str, Any]:
    """Return a pool's tags (API ListTagsForResource)."""
    return {"Tags": of_pool(_pool(call, ResourceArn))}


def of_pool(pool: UserPool) -> dict[str, str]:
    """Return a pool's tags."""
    return dict(pool.settings.get("UserPoolTags", {}))


def pool_id_of(arn: str) -> str:
    """Return the id of the pool that an ARN names; empty for an ARN of something else."""
    match = _ARN.fullmatch(arn)
    return match["pool"] if match else ""


def checked(call: Call, tags: dict[str, str], code: str = "UserPoolTaggingException") -> dict[str, str]:
    """Return tags once there are not too many, none is too long, and none is AWS's own.

    `code` is the error for too many: operations on pools have one of their own, TagResource hasn't.
    """
    few = AwsError(code, f"A user pool can have up to {MOST_TAGS} tags.")  # not captured
    call.require("idp.tags.few", len(tags) <= MOST_TAGS, few, has=len(tags), most=MOST_TAGS)
    own = [key for key in tags if key.lower().startswith("aws:")]
    reserved = invalid_parameter("aws: prefixed tag key names are not allowed for external use.")
    call.require("idp.tags.own", not own, reserved, has=own)
    long = [key for key, value in tags.items() if not key or len(key) > LONGEST_KEY or len(value) > LONGEST_VALUE]
    # No capture of AWS's text is known; its model has the lengths, on shapes that a map's parts do not use everywhere.
    error = invalid_parameter(f"Tag keys have up to {LONGEST_KEY} characters, values up to {LONGEST_VALUE}.")
    call.require("idp.tags.length", not long, error, has=long)
    return dict(tags)


def _pool(call: Call, arn: str) -> UserPool:
    match = _ARN.fullmatch(arn)
    here = match is not None and (match["region"], match["account"]) == (call.region, call.account)
    # No capture of AWS's text is known.
    error = invalid_parameter(f"Invalid resource ARN: {arn}")
    call.require("idp.tags.arn", here, error, has=arn, account=call.account, region=call.region)
    return pool_named(call, pool_id_of(arn))


def _put(call: Call, pool: UserPool, tags: dict[str, str]) -> None:
    call.tx.put(POOLS, msgspec.structs.replace(pool, settings=pool.settings | {"UserPoolTags": tags}))
