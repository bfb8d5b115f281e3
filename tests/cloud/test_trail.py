"""What a record says of why: which rules refused a call, and which were merely looked at."""

from __future__ import annotations

import pytest

from cogtui.cloud.callers import Keys
from cogtui.cloud.world import World
from tests.builders import a_world, done, keys_for, policy, role_of

BUCKET = "reports"


@pytest.fixture
def world() -> World:
    """Return a world with a bucket of two objects."""
    world = a_world()
    done(world, "s3", "CreateBucket", Bucket=BUCKET)
    for key in ("q1.txt", "q2.txt"):
        done(world, "s3", "PutObject", Bucket=BUCKET, Key=key, Body=b"42")
    return world


def reader(world: World, *keys: str) -> Keys:
    """Return the keys of a role that may read each object by a statement of its own."""
    arn = role_of(world)
    if keys:
        document = policy(*({"Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/{key}"} for key in keys))
        done(world, "iam", "PutRolePolicy", RoleName="Readers", PolicyName="Read", PolicyDocument=document)
    return keys_for(world, arn)


def test_a_call_that_was_let_through_was_refused_by_no_statement_that_is_about_something_else(world: World) -> None:
    reply = world.call("s3", "GetObject", {"Bucket": BUCKET, "Key": "q2.txt"}, caller=reader(world, "q1.txt", "q2.txt"))
    assert reply.ok
    assert ("policy.statement", False) in list(reply.record.rules())
    assert reply.record.refused_by == ()


def test_what_failed_below_a_check_that_passed_refused_nothing(world: World) -> None:
    keys = reader(world)
    everybody = {"AWS": f"arn:aws:iam::{world.account}:root"}
    elsewhere = policy({"Principal": everybody, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/q1.txt"})
    done(world, "s3", "PutBucketPolicy", Bucket=BUCKET, Policy=elsewhere)
    reply = world.call("s3", "GetObject", {"Bucket": BUCKET, "Key": "q2.txt"}, caller=keys)
    assert not reply.ok
    assert {("policy.kind.resource", True), ("policy.statement", False)} <= set(reply.record.rules())
    assert reply.record.refused_by == ("policy.verdict", "policy.kind.identity")


def test_a_call_was_refused_also_by_what_refused_the_calls_it_made(world: World) -> None:
    pool = done(
        world, "cognito-identity", "CreateIdentityPool", IdentityPoolName="guests", AllowUnauthenticatedIdentities=True
    )["IdentityPoolId"]
    nobody = policy({"Principal": {"AWS": world.account}, "Action": "sts:AssumeRole"})
    roles = {"unauthenticated": role_of(world, "Guests", trust=nobody)}
    done(world, "cognito-identity", "SetIdentityPoolRoles", IdentityPoolId=pool, Roles=roles)
    guest = world.call("cognito-identity", "GetId", {"IdentityPoolId": pool}).output
    reply = world.call("cognito-identity", "GetCredentialsForIdentity", guest)
    assert not reply.ok
    refused = reply.record.refused_by
    assert refused[0] == "identity.role.assumed"
    assert refused[1:] == reply.record.children[0].refused_by
    assert "sts.trust.action" in refused
