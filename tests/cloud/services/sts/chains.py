"""People and roles for tests of STS: who trusts whom, and sessions of roles opened through the door."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.accounts.credentials import AccessKey, find
from cogtui.cloud.callers import Caller, Keys
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import done, policy
from tests.cloud.services.federation import as_keys
from tests.cloud.services.iam.people import HERE

ASSUME = "sts:AssumeRole"
EVERYTHING = [ASSUME, "sts:TagSession", "sts:SetSourceIdentity"]


def arn_of(role: str, account: str = HERE) -> str:
    """Return a role's ARN."""
    return f"arn:aws:iam::{account}:role/{role}"


def user_arn(user: str, account: str = HERE) -> str:
    """Return a user's ARN."""
    return f"arn:aws:iam::{account}:user/{user}"


def trusting(principal: Any, action: Any = ASSUME, **rest: Any) -> str:
    """Return a trust policy with one statement."""
    named = {"AWS": principal} if principal != "*" else "*"
    return policy({"Principal": named, "Action": action, **rest})


def permitted(world: World, role: str, *actions: str, **rest: Any) -> None:
    """Give a role an inline policy that allows something."""
    document = policy({"Action": list(actions), "Resource": "*", **rest})
    done(world, "iam", "PutRolePolicy", RoleName=role, PolicyName="own", PolicyDocument=document)


def assumed(world: World, caller: Caller, role: str, **params: Any) -> Reply:
    """Ask for a session of a role: by its name in the first account, or by its ARN."""
    arn = role if role.startswith("arn:") else arn_of(role)
    return world.call("sts", "AssumeRole", {"RoleArn": arn, "RoleSessionName": "work"} | params, caller=caller)


def session(world: World, caller: Caller, role: str, **params: Any) -> Keys:
    """Open a session of a role and return its keys."""
    reply = assumed(world, caller, role, **params)
    assert reply.ok, reply.error
    return as_keys(reply.output["Credentials"])


def carried(world: World, keys: Keys) -> dict[str, Any]:
    """Return the condition keys that a session carries, but the one that every session has."""
    return {name: value for name, value in key_of(world, keys).context.items() if name != "aws:TokenIssueTime"}


def key_of(world: World, keys: Keys) -> AccessKey:
    """Return the record of a session."""
    found = find(world.store, keys.access_key_id)
    assert found is not None
    return found


def tags(**values: str) -> list[dict[str, str]]:
    """Return tags as requests have them."""
    return [{"Key": key, "Value": value} for key, value in values.items()]
