"""A world with a bucket, for tests of S3."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.callers import Keys
from cogtui.cloud.world import World
from tests.builders import done, keys_for, policy, role_of, state

ACCOUNT = "111122223333"
OTHER = "444455556666"


def with_bucket(*keys: str) -> World:
    """Return a world with the bucket `reports`, which holds the keys; each object is its own key."""
    world = World(seed="s3", accounts=(ACCOUNT, OTHER))
    done(world, "s3", "CreateBucket", Bucket="reports")
    for key in keys:
        done(world, "s3", "PutObject", Bucket="reports", Key=key, Body=key.encode())
    return world


def unblocked(world: World) -> None:
    """Turn Block Public Access off at the bucket `reports`."""
    done(world, "s3", "DeletePublicAccessBlock", Bucket="reports")


def s3(world: World, operation: str, **params: Any) -> dict[str, Any]:
    """Make a call about the bucket `reports` that must succeed, and return its output."""
    return done(world, "s3", operation, **{"Bucket": "reports", **params})


def refusal(world: World, operation: str, *, caller: Any = None, **params: Any) -> tuple[str, int, str]:
    """Make a call that must be refused and change nothing; return code, status and the first rule that it broke."""
    before = state(world)
    reply = world.call("s3", operation, {"Bucket": "reports", **params}, caller=caller or world.operator)
    assert reply.error is not None, reply.output
    assert state(world) == before
    return reply.error.code, reply.error.status, reply.record.refused_by[0]


def someone(world: World, *statements: dict[str, Any]) -> Keys:
    """Return credentials of a role that holds the statements."""
    arn = role_of(world, "Readers")
    if statements:
        document = policy(*statements)
        done(world, "iam", "PutRolePolicy", RoleName="Readers", PolicyName="p", PolicyDocument=document)
    return keys_for(world, arn)


def may(*actions: str, on: str = "/*") -> dict[str, Any]:
    """Return a statement that allows actions on the bucket's objects, or with `on=""` on the bucket."""
    return {"Action": [f"s3:{action}" for action in actions], "Resource": f"arn:aws:s3:::reports{on}"}
