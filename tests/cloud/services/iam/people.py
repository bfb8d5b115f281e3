"""Users with keys, made through the door in one line each, and how a refusal reads."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.callers import Keys
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import done, policy

HERE = "111122223333"


def a_user(world: World, name: str = "ana", *allowed: str, **settings: Any) -> Keys:
    """Make a user who may do `allowed` on everything, and return a key."""
    done(world, "iam", "CreateUser", UserName=name, **settings)
    if allowed:
        document = policy({"Action": list(allowed), "Resource": "*"})
        done(world, "iam", "PutUserPolicy", UserName=name, PolicyName="own", PolicyDocument=document)
    return a_key(world, name)


def a_key(world: World, name: str = "ana") -> Keys:
    """Give a user a key and return it."""
    key = done(world, "iam", "CreateAccessKey", UserName=name)["AccessKey"]
    return Keys(key["AccessKeyId"], key["SecretAccessKey"])


def a_policy(world: World, name: str, *allowed: str, **settings: Any) -> str:
    """Make a managed policy that allows something on everything, and return its ARN."""
    document = policy({"Action": list(allowed), "Resource": "*"})
    made = done(world, "iam", "CreatePolicy", PolicyName=name, PolicyDocument=document, **settings)
    return made["Policy"]["Arn"]


def refusal(reply: Reply) -> tuple[str, int, str, tuple[str, ...]]:
    """Return code, status, text and rule ids of a refusal."""
    assert reply.error is not None, reply.output
    return reply.error.code, reply.error.status, reply.error.message, reply.record.refused_by
