"""Policies on roles: inline and managed ones, kept, given back, and counted when somebody acts."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest

from cogtui.cloud.world import World
from tests.builders import asked, done, keys_for, policy, role_of, state

READ_ONLY = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
READ = policy({"Action": "iam:GetRole", "Resource": "*"})


@pytest.fixture
def world() -> World:
    world = World(seed="policies")
    role_of(world, "Readers")
    return world


def put(world: World, name: str, document: str) -> None:
    done(world, "iam", "PutRolePolicy", RoleName="Readers", PolicyName=name, PolicyDocument=document)


def test_an_inline_policy_comes_back_url_encoded(world: World) -> None:
    put(world, "p", READ)
    shown = done(world, "iam", "GetRolePolicy", RoleName="Readers", PolicyName="p")
    assert unquote(shown.pop("PolicyDocument")) == READ
    assert shown == {"RoleName": "Readers", "PolicyName": "p"}


def test_a_policy_put_again_takes_the_old_one_s_place(world: World) -> None:
    other = policy({"Action": "s3:GetObject", "Resource": "*"})
    put(world, "p", READ)
    put(world, "p", other)
    assert unquote(done(world, "iam", "GetRolePolicy", RoleName="Readers", PolicyName="p")["PolicyDocument"]) == other
    assert done(world, "iam", "ListRolePolicies", RoleName="Readers")["PolicyNames"] == ["p"]


def test_names_are_listed_in_order_and_deleted_one_by_one(world: World) -> None:
    put(world, "b", READ)
    put(world, "a", READ)
    assert done(world, "iam", "ListRolePolicies", RoleName="Readers") == {
        "PolicyNames": ["a", "b"],
        "IsTruncated": False,
    }
    done(world, "iam", "DeleteRolePolicy", RoleName="Readers", PolicyName="a")
    assert done(world, "iam", "ListRolePolicies", RoleName="Readers")["PolicyNames"] == ["b"]


@pytest.mark.parametrize("operation", ["GetRolePolicy", "DeleteRolePolicy"])
def test_a_policy_that_the_role_does_not_have_is_not_found(world: World, operation: str) -> None:
    reply = asked(world, "iam", operation, RoleName="Readers", PolicyName="ghost")
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("NoSuchEntity", 404)
    assert reply.error.message == "The role policy with name ghost cannot be found."
    assert reply.record.refused_by == ("iam.policy",)


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ("not JSON", "Syntax errors in policy."),
        ('{"Version": "2012-10-17", "Statement": []}', "Syntax errors in policy."),
        (
            '{"Version": "2008-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}',
            "Policy document must be version 2012-10-17 or greater.",
        ),
        (policy({"Resource": "*"}), "Policy statement must contain actions."),
        (policy({"Action": "s3:*"}), "Policy statement must contain resources."),
        (
            policy({"Action": "s3:*", "Resource": "*", "Principal": "*"}),
            "Policy document should not specify a principal.",
        ),
        (policy({"Action": "s3:*", "Resource": "b1/*"}), 'Resource b1/* must be in ARN format or "*".'),
    ],
)
def test_a_broken_policy_is_refused_in_iam_s_words(world: World, document: str, says: str) -> None:
    before = state(world)
    reply = asked(world, "iam", "PutRolePolicy", RoleName="Readers", PolicyName="p", PolicyDocument=document)
    assert reply.error is not None
    assert (reply.error.code, reply.error.message) == ("MalformedPolicyDocument", says)
    assert reply.record.refused_by == ("iam.policy.document",)
    assert state(world) == before


def sized(characters: int) -> str:
    """Return a policy of so many characters that count."""
    empty = policy({"Sid": "", "Action": "s3:GetObject", "Resource": "*"})
    return empty.replace('"Sid": ""', f'"Sid": "{"x" * (characters - len("".join(empty.split())))}"')


def test_the_quota_is_for_all_inline_policies_of_a_role_together(world: World) -> None:
    put(world, "a", sized(5000))
    put(world, "b", sized(5240))
    before = state(world)
    asking = {"RoleName": "Readers", "PolicyName": "b", "PolicyDocument": sized(5241)}
    reply = asked(world, "iam", "PutRolePolicy", **asking)
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("LimitExceeded", 409)
    assert reply.error.message == "Maximum policy size of 10240 bytes exceeded for role Readers"
    assert reply.record.refused_by == ("iam.policy.size",)
    assert state(world) == before


def test_managed_policies_are_attached_once_listed_and_detached(world: World) -> None:
    for _ in range(2):
        done(world, "iam", "AttachRolePolicy", RoleName="Readers", PolicyArn=READ_ONLY)
    assert done(world, "iam", "ListAttachedRolePolicies", RoleName="Readers") == {
        "AttachedPolicies": [{"PolicyName": "AmazonS3ReadOnlyAccess", "PolicyArn": READ_ONLY}],
        "IsTruncated": False,
    }
    done(world, "iam", "DetachRolePolicy", RoleName="Readers", PolicyArn=READ_ONLY)
    assert done(world, "iam", "ListAttachedRolePolicies", RoleName="Readers")["AttachedPolicies"] == []


@pytest.mark.parametrize(
    ("operation", "arn", "code", "says", "refused"),
    [
        (
            "AttachRolePolicy",
            "arn:aws:iam::aws:policy/Ghost",
            "NoSuchEntity",
            "Policy arn:aws:iam::aws:policy/Ghost does not exist or is not attachable.",
            "iam.managed",
        ),
        (
            "AttachRolePolicy",
            "AmazonS3ReadOnlyAccess",
            "ValidationError",
            "ARN AmazonS3ReadOnlyAccess is not valid.",
            "iam.managed.arn",
        ),
        ("DetachRolePolicy", READ_ONLY, "NoSuchEntity", f"Policy {READ_ONLY} was not found.", "iam.managed.attached"),
    ],
)
def test_managed_policies_that_are_not_there_are_refused(
    operation: str, arn: str, code: str, says: str, refused: str
) -> None:
    world = World(seed="policies")
    role_of(world, "Readers")
    reply = asked(world, "iam", operation, RoleName="Readers", PolicyArn=arn)
    assert reply.error is not None
    assert (reply.error.code, reply.error.message) == (code, says)
    assert reply.record.refused_by == (refused,)


def held_by(world: World, given: str) -> dict[str, Any]:
    """Ask for the role Readers as a session of it, after it was given a policy; return the verdict."""
    keys = keys_for(world, "arn:aws:iam::111122223333:role/Readers")
    before = world.call("iam", "GetRole", {"RoleName": "Readers"}, caller=keys)
    if given == "inline":
        put(world, "p", READ)
    if given == "managed":
        done(
            world,
            "iam",
            "AttachRolePolicy",
            RoleName="Readers",
            PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess",
        )
    after = world.call("iam", "GetRole", {"RoleName": "Readers"}, caller=keys)
    return {"before": before.ok, "after": after.ok, "error": after.error}


@pytest.mark.parametrize(("given", "allowed"), [("inline", True), ("managed", True), ("nothing", False)])
def test_a_session_may_what_its_role_s_policies_allow_at_that_moment(world: World, given: str, allowed: bool) -> None:
    verdict = held_by(world, given)
    assert (verdict["before"], verdict["after"]) == (False, allowed)


def test_who_holds_no_policy_is_told_so(world: World) -> None:
    error = held_by(world, "nothing")["error"]
    assert (error.code, error.status) == ("AccessDenied", 403)
    assert error.message == (
        "User: arn:aws:sts::111122223333:assumed-role/Readers/test is not authorized to perform: iam:GetRole on "
        "resource: role Readers because no identity-based policy allows the iam:GetRole action"
    )
