"""Users of two or three accounts around the bucket `reports`, which is the first account's."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.callers import Keys, Operator
from cogtui.cloud.world import World
from tests.builders import policy
from tests.cloud.services.s3.buckets import ACCOUNT, OTHER, s3

THIRD = "777788889999"


def as_operator(world: World, account: str, service: str, operation: str, **params: Any) -> dict[str, Any]:
    """Make a call as an account's operator that must succeed, and return its output."""
    reply = world.call(service, operation, params, caller=Operator(account))
    assert reply.ok, reply.error
    return reply.output


def world_of_three(ownership: str = "", *keys: str) -> World:
    """Return a world of three accounts with the bucket, Block Public Access off at it."""
    world = World(seed="s3", accounts=(ACCOUNT, OTHER, THIRD))
    as_operator(world, ACCOUNT, "s3", "CreateBucket", Bucket="reports")
    s3(world, "DeletePublicAccessBlock")
    if ownership:
        owned_by(world, ownership)
    for key in keys:
        s3(world, "PutObject", Key=key, Body=key.encode())
    return world


def owned_by(world: World, ownership: str) -> None:
    """Set the bucket's ObjectOwnership."""
    s3(world, "PutBucketOwnershipControls", OwnershipControls={"Rules": [{"ObjectOwnership": ownership}]})


def a_user(world: World, account: str, name: str = "alice", *statements: dict[str, Any]) -> Keys:
    """Make a user with an access key who holds the statements."""
    as_operator(world, account, "iam", "CreateUser", UserName=name)
    if statements:
        document = policy(*statements)
        as_operator(world, account, "iam", "PutUserPolicy", UserName=name, PolicyName="p", PolicyDocument=document)
    key = as_operator(world, account, "iam", "CreateAccessKey", UserName=name)["AccessKey"]
    return Keys(key["AccessKeyId"], key["SecretAccessKey"])


def answer(world: World, caller: Any, operation: str, **params: Any) -> str:
    """Make a call and return its error code, or "ok"."""
    reply = world.call("s3", operation, {"Bucket": "reports", **params}, caller=caller)
    return reply.error.code if reply.error else "ok"
