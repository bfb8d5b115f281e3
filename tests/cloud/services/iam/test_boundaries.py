"""Permissions boundaries: set and taken away, shown and counted, and what they keep a user or role from."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.templates.apply import apply
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import asked, done, keys_for, policy, role_of, state
from tests.cloud.services.iam.people import HERE, a_policy, a_user, refusal

ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
LIST_USERS = ("iam", "ListUsers")
LIST_ROLES = ("iam", "ListRoles")
KINDS = pytest.mark.parametrize("kind", ["User", "Role"])
NONE = f"arn:aws:iam::{HERE}:policy/none"


@pytest.fixture
def world() -> World:
    world = World(seed="boundaries")
    done(world, "iam", "CreateUser", UserName="ana")
    role_of(world, "ana")
    return world


def about(world: World, operation: str, kind: str, **params: Any) -> dict[str, Any]:
    return done(world, "iam", operation.replace("_", kind), **{f"{kind}Name": "ana"}, **params)


def shown(arn: str) -> dict[str, str]:
    return {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn}


@KINDS
def test_a_boundary_is_put_shown_replaced_and_taken_away(world: World, kind: str) -> None:
    first, second = a_policy(world, "First", "s3:*"), a_policy(world, "Second", "s3:*")
    assert "PermissionsBoundary" not in about(world, "Get_", kind)[kind]
    for arn in (first, second, ADMIN):
        assert about(world, "Put_PermissionsBoundary", kind, PermissionsBoundary=arn) == {}
        assert about(world, "Get_", kind)[kind]["PermissionsBoundary"] == shown(arn)
    about(world, "Delete_PermissionsBoundary", kind)
    assert "PermissionsBoundary" not in about(world, "Get_", kind)[kind]


@KINDS
def test_taking_away_a_boundary_that_is_not_there_changes_nothing(world: World, kind: str) -> None:
    before = state(world)
    about(world, "Delete_PermissionsBoundary", kind)
    assert state(world) == before


@KINDS
def test_a_boundary_can_be_given_from_the_start_and_lists_leave_it_out(world: World, kind: str) -> None:
    trust = policy({"Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"})
    more = {"AssumeRolePolicyDocument": trust} if kind == "Role" else {}
    made = done(world, "iam", f"Create{kind}", **{f"{kind}Name": "bo"}, PermissionsBoundary=ADMIN, **more)
    assert made[kind]["PermissionsBoundary"] == shown(ADMIN)
    assert all("PermissionsBoundary" not in row for row in done(world, "iam", f"List{kind}s")[f"{kind}s"])


REFUSALS = [
    (NONE, ("NoSuchEntity", 404, f"Scope ARN: {NONE} does not exist or is not attachable.", ("iam.boundary",))),
    (
        "arn:aws:iam::444455556666:policy/P",
        (
            "NoSuchEntity",
            404,
            "Scope ARN: arn:aws:iam::444455556666:policy/P does not exist or is not attachable.",
            ("iam.boundary",),
        ),
    ),
    (
        f"arn:aws:iam::{HERE}:role/ana",
        ("InvalidInput", 400, f"ARN arn:aws:iam::{HERE}:role/ana is not valid.", ("iam.managed.arn",)),
    ),
]


@KINDS
@pytest.mark.parametrize(("arn", "expected"), REFUSALS)
def test_only_a_managed_policy_of_the_account_or_of_aws_can_be_a_boundary(
    world: World, kind: str, arn: str, expected: tuple[Any, ...]
) -> None:
    before = state(world)
    put = {f"{kind}Name": "ana", "PermissionsBoundary": arn}
    assert refusal(asked(world, "iam", f"Put{kind}PermissionsBoundary", **put)) == expected
    create = {f"{kind}Name": "bo", "PermissionsBoundary": arn}
    if kind == "Role":
        create["AssumeRolePolicyDocument"] = policy({"Principal": {"AWS": HERE}, "Action": "sts:AssumeRole"})
    assert refusal(asked(world, "iam", f"Create{kind}", **create)) == expected
    assert state(world) == before


def test_a_user_may_do_what_policy_and_boundary_both_allow(world: World) -> None:
    keys = a_user(world, "bo", "iam:ListUsers")

    def may(what: tuple[str, str]) -> Reply:
        return world.call(*what, {}, caller=keys)

    boundary = a_policy(world, "Boundary", "iam:ListRoles")
    assert may(LIST_USERS).ok
    done(world, "iam", "PutUserPermissionsBoundary", UserName="bo", PermissionsBoundary=boundary)
    reply = may(LIST_USERS)
    assert reply.error is not None
    assert reply.error.message.endswith("because no permissions boundary allows the iam:ListUsers action")
    assert not may(LIST_ROLES).ok, "a boundary allows nothing by itself"
    done(world, "iam", "DeleteUserPermissionsBoundary", UserName="bo")
    assert may(LIST_USERS).ok


def test_a_role_s_open_sessions_are_bound_at_once(world: World) -> None:
    allowed = policy({"Action": "iam:ListUsers", "Resource": "*"})
    done(world, "iam", "PutRolePolicy", RoleName="ana", PolicyName="p", PolicyDocument=allowed)
    keys = keys_for(world, f"arn:aws:iam::{HERE}:role/ana")
    assert world.call(*LIST_USERS, {}, caller=keys).ok
    done(world, "iam", "PutRolePermissionsBoundary", RoleName="ana", PermissionsBoundary=a_policy(world, "B", "s3:*"))
    assert not world.call(*LIST_USERS, {}, caller=keys).ok


def test_a_policy_that_bounds_somebody_is_counted_listed_and_not_deleted(world: World) -> None:
    arn, other = a_policy(world, "Boundary", "s3:*"), a_policy(world, "Other", "s3:*")
    done(world, "iam", "AttachUserPolicy", UserName="ana", PolicyArn=other)
    for kind in ("User", "Role"):
        about(world, "Put_PermissionsBoundary", kind, PermissionsBoundary=arn)
    found = done(world, "iam", "GetPolicy", PolicyArn=arn)["Policy"]
    assert (found["AttachmentCount"], found["PermissionsBoundaryUsageCount"]) == (0, 2)
    error = refusal(asked(world, "iam", "DeletePolicy", PolicyArn=arn))
    assert error == ("DeleteConflict", 409, "Cannot delete a policy attached to entities.", ("iam.managed.unused",))

    def listed(**params: Any) -> list[str]:
        return [row["Arn"] for row in done(world, "iam", "ListPolicies", Scope="Local", **params)["Policies"]]

    assert listed(PolicyUsageFilter="PermissionsBoundary") == [arn]
    assert listed(PolicyUsageFilter="PermissionsPolicy") == [other]
    assert listed() == listed(OnlyAttached=True) == [arn, other]

    for kind in ("User", "Role"):
        about(world, "Delete_PermissionsBoundary", kind)
    done(world, "iam", "DeletePolicy", PolicyArn=arn)


def test_who_has_a_policy_is_asked_by_the_way_it_is_used(world: World) -> None:
    arn = a_policy(world, "Both", "s3:*")
    done(world, "iam", "AttachUserPolicy", UserName="ana", PolicyArn=arn)
    done(world, "iam", "PutRolePermissionsBoundary", RoleName="ana", PermissionsBoundary=arn)

    def who(**params: Any) -> tuple[list[str], list[str]]:
        found = done(world, "iam", "ListEntitiesForPolicy", PolicyArn=arn, **params)
        return [row["UserName"] for row in found["PolicyUsers"]], [row["RoleName"] for row in found["PolicyRoles"]]

    assert who() == (["ana"], ["ana"])
    assert who(PolicyUsageFilter="PermissionsPolicy") == (["ana"], [])
    assert who(PolicyUsageFilter="PermissionsBoundary") == ([], ["ana"])


# ------------------------------------------------------------------------------------------- delegating with a boundary

B = f"arn:aws:iam::{HERE}:policy/Boundary"


def delegate(world: World) -> Any:
    """Return the keys of one who may make users, and change them, only under the boundary."""
    keys = a_user(world, "del")
    a_policy(world, "Boundary", "s3:*")
    made = ["iam:CreateUser", "iam:PutUserPolicy", "iam:PutUserPermissionsBoundary", "iam:AttachUserPolicy"]
    document = policy(
        {"Action": made, "Resource": "*", "Condition": {"StringEquals": {"iam:PermissionsBoundary": B}}},
        {
            "Effect": "Deny",
            "Action": "iam:AttachUserPolicy",
            "Resource": "*",
            "Condition": {"ArnEquals": {"iam:PolicyARN": ADMIN}},
        },
    )
    done(world, "iam", "PutUserPolicy", UserName="del", PolicyName="delegate", PolicyDocument=document)
    return keys


def test_whoever_may_create_only_with_the_boundary_cannot_leave_it_out_or_take_another(world: World) -> None:
    keys = delegate(world)
    ask = lambda operation, **params: world.call("iam", operation, params, caller=keys).ok  # noqa: E731
    assert not ask("CreateUser", UserName="new")
    assert not ask("CreateUser", UserName="new", PermissionsBoundary=ADMIN)
    assert ask("CreateUser", UserName="new", PermissionsBoundary=B)
    assert not ask("PutUserPermissionsBoundary", UserName="new", PermissionsBoundary=ADMIN)
    assert ask("PutUserPermissionsBoundary", UserName="new", PermissionsBoundary=B)
    assert not ask("DeleteUserPermissionsBoundary", UserName="new")


def test_the_boundary_that_an_entity_has_is_what_changes_of_its_policies_are_judged_by(world: World) -> None:
    keys = delegate(world)
    document = policy({"Action": "s3:*", "Resource": "*"})
    put = {"PolicyName": "p", "PolicyDocument": document}
    ask = lambda operation, **params: world.call("iam", operation, params, caller=keys).ok  # noqa: E731
    assert not ask("PutUserPolicy", UserName="ana", **put)
    done(world, "iam", "PutUserPermissionsBoundary", UserName="ana", PermissionsBoundary=B)
    assert ask("PutUserPolicy", UserName="ana", **put)
    assert ask("AttachUserPolicy", UserName="ana", PolicyArn=B)
    assert not ask("AttachUserPolicy", UserName="ana", PolicyArn=ADMIN)


def test_templates_give_boundaries() -> None:
    world = World(seed="boundaries")
    outputs = apply(
        world,
        """
Resources:
  B:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}
  Ana: {Type: AWS::IAM::User, Properties: {UserName: ana, PermissionsBoundary: !Ref B}}
  R:
    Type: AWS::IAM::Role
    Properties:
      RoleName: r
      PermissionsBoundary: !Ref B
      AssumeRolePolicyDocument:
        {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: {AWS: "*"}}]}
Outputs:
  B: {Value: !Ref B}
""",
        "t.yaml",
    ).outputs
    assert done(world, "iam", "GetUser", UserName="ana")["User"]["PermissionsBoundary"] == shown(str(outputs["B"]))
    assert done(world, "iam", "GetRole", RoleName="r")["Role"]["PermissionsBoundary"] == shown(str(outputs["B"]))
