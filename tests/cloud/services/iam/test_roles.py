"""Roles: what can be made, read, changed and deleted, and what IAM answers to the rest."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

import pytest

from cogtui.cloud.accounts.principals import ROLES
from cogtui.cloud.callers import Operator
from cogtui.cloud.world import World
from tests.builders import asked, cognito_trust, done, policy, role_of, state

POOL = "us-east-1:11111111-2222-4333-8444-555555555555"
TRUST = cognito_trust(POOL)


@pytest.fixture
def world() -> World:
    return World(seed="iam")


def test_a_new_role_is_answered_in_iam_s_shape(world: World) -> None:
    role = done(
        world,
        "iam",
        "CreateRole",
        RoleName="Readers",
        AssumeRolePolicyDocument=TRUST,
        Path="/service-role/",
        Description="reads",
        MaxSessionDuration=7200,
    )["Role"]
    assert role.pop("RoleId").startswith("AROA")
    assert role == {
        "Path": "/service-role/",
        "RoleName": "Readers",
        "Arn": "arn:aws:iam::111122223333:role/service-role/Readers",
        "CreateDate": datetime(2026, 1, 5, 9, tzinfo=UTC),
        "AssumeRolePolicyDocument": role["AssumeRolePolicyDocument"],
    }
    assert done(world, "iam", "GetRole", RoleName="Readers")["Role"]["MaxSessionDuration"] == 7200


def test_policies_come_back_url_encoded_and_otherwise_as_they_were_given(world: World) -> None:
    trust = json.dumps(json.loads(TRUST), indent=2)
    done(world, "iam", "CreateRole", RoleName="Readers", AssumeRolePolicyDocument=trust)
    shown = done(world, "iam", "GetRole", RoleName="Readers")["Role"]["AssumeRolePolicyDocument"]
    assert shown.startswith("%7B%0A%20%20%22Version%22%3A")
    assert unquote(shown) == trust


def test_members_that_were_never_given_are_absent(world: World) -> None:
    role_of(world, "Readers", trust=TRUST)
    assert "Description" not in done(world, "iam", "GetRole", RoleName="Readers")["Role"]


def test_names_that_differ_in_capitals_alone_are_the_same(world: World) -> None:
    role_of(world, "Readers", trust=TRUST)
    before = state(world)
    reply = asked(world, "iam", "CreateRole", RoleName="READERS", AssumeRolePolicyDocument=TRUST)
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("EntityAlreadyExists", 409)
    assert reply.error.message == "Role with name READERS already exists."
    assert reply.record.refused_by == ("iam.role.name",)
    assert state(world) == before


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("GetRole", {}),
        ("DeleteRole", {}),
        ("UpdateRole", {}),
        ("UpdateAssumeRolePolicy", {"PolicyDocument": TRUST}),
        ("PutRolePolicy", {"PolicyName": "p", "PolicyDocument": policy({"Action": "s3:*", "Resource": "*"})}),
        ("GetRolePolicy", {"PolicyName": "p"}),
        ("ListRolePolicies", {}),
        ("DeleteRolePolicy", {"PolicyName": "p"}),
        ("AttachRolePolicy", {"PolicyArn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}),
        ("DetachRolePolicy", {"PolicyArn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}),
        ("ListAttachedRolePolicies", {}),
    ],
)
def test_every_operation_says_that_a_role_is_not_there(world: World, operation: str, params: dict[str, Any]) -> None:
    reply = asked(world, "iam", operation, RoleName="Nobody", **params)
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("NoSuchEntity", 404)
    assert reply.error.message == "The role with name Nobody cannot be found."
    assert reply.record.refused_by == ("iam.role",)


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("DeleteRole", {}),
        ("UpdateRole", {"MaxSessionDuration": 7200}),
        ("UpdateAssumeRolePolicy", {"PolicyDocument": TRUST}),
        ("PutRolePolicy", {"PolicyName": "p", "PolicyDocument": policy({"Action": "s3:*", "Resource": "*"})}),
        ("DeleteRolePolicy", {"PolicyName": "p"}),
        ("AttachRolePolicy", {"PolicyArn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}),
        ("DetachRolePolicy", {"PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
    ],
)
def test_nobody_saws_off_the_role_that_the_console_stands_on(
    world: World, operation: str, params: dict[str, Any]
) -> None:
    before = state(world)
    reply = asked(world, "iam", operation, RoleName="Operator", **params)
    assert reply.error is not None
    assert reply.error.code == "UnmodifiableEntity"
    assert reply.record.refused_by == ("iam.role.own",)
    assert state(world) == before
    assert done(world, "sts", "GetCallerIdentity")["Arn"].endswith(":assumed-role/Operator/console")


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ({"MaxSessionDuration": 3599}, "Member must have value greater than or equal to 3600"),
        ({"MaxSessionDuration": 43201}, "Member must have value less than or equal to 43200"),
        ({"RoleName": "no blanks"}, "The specified value for roleName is invalid."),
        ({"RoleName": "x" * 65}, "Member must have length less than or equal to 64"),
        ({"Path": "app"}, "The specified value for path is invalid."),
    ],
)
def test_values_out_of_range_are_refused_in_iam_s_words(world: World, params: dict[str, Any], says: str) -> None:
    usual = {"RoleName": "Readers", "AssumeRolePolicyDocument": TRUST}
    reply = asked(world, "iam", "CreateRole", **(usual | params))
    assert reply.error is not None
    assert reply.error.code == "ValidationError"
    assert says in reply.error.message
    assert reply.record.refused_by == ("door.parameters",)


def test_what_is_left_out_of_an_update_stays(world: World) -> None:
    role_of(world, "Readers", trust=TRUST, Description="reads")
    done(world, "iam", "UpdateRole", RoleName="Readers", MaxSessionDuration=7200)
    role = done(world, "iam", "GetRole", RoleName="Readers")["Role"]
    assert (role["Description"], role["MaxSessionDuration"]) == ("reads", 7200)
    done(world, "iam", "UpdateRole", RoleName="Readers", Description="")
    role = done(world, "iam", "GetRole", RoleName="Readers")["Role"]
    assert (role["Description"], role["MaxSessionDuration"]) == ("", 7200)


def test_a_role_goes_only_after_its_policies(world: World) -> None:
    arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
    document = policy({"Action": "s3:*", "Resource": "*"})
    role_of(world, "Readers", trust=TRUST)
    done(world, "iam", "AttachRolePolicy", RoleName="Readers", PolicyArn=arn)
    done(world, "iam", "PutRolePolicy", RoleName="Readers", PolicyName="p", PolicyDocument=document)
    first = asked(world, "iam", "DeleteRole", RoleName="Readers")
    done(world, "iam", "DetachRolePolicy", RoleName="Readers", PolicyArn=arn)
    second = asked(world, "iam", "DeleteRole", RoleName="Readers")
    done(world, "iam", "DeleteRolePolicy", RoleName="Readers", PolicyName="p")
    done(world, "iam", "DeleteRole", RoleName="Readers")
    assert first.error is not None
    assert second.error is not None
    assert (first.error.code, first.error.status) == ("DeleteConflict", 409)
    assert first.error.message == "Cannot delete entity, must detach all policies first."
    assert second.error.message == "Cannot delete entity, must delete policies first."
    assert [first.record.refused_by, second.record.refused_by] == [("iam.role.attached",), ("iam.role.inline",)]
    assert world.store.get(ROLES, (world.account, "Readers")) is None


def test_a_role_made_anew_is_another_role(world: World) -> None:
    role_of(world, "Readers", trust=TRUST)
    first = done(world, "iam", "GetRole", RoleName="Readers")["Role"]["RoleId"]
    done(world, "iam", "DeleteRole", RoleName="Readers")
    role_of(world, "Readers", trust=TRUST)
    assert done(world, "iam", "GetRole", RoleName="Readers")["Role"]["RoleId"] != first


def test_roles_are_listed_by_name_in_pages_and_by_path(world: World) -> None:
    for name in ("b", "a", "c"):
        role_of(world, name, Path="/team/" if name == "c" else "/")
    names: list[str] = []
    page: dict[str, Any] = {"Marker": None}
    while "Marker" in page:
        more = {"Marker": page["Marker"]} if page["Marker"] else {}
        page = done(world, "iam", "ListRoles", MaxItems=1, **more)
        names += [role["RoleName"] for role in page["Roles"]]
        assert page["IsTruncated"] == ("Marker" in page)
    assert names == ["Operator", "a", "b", "c"]
    assert [role["RoleName"] for role in done(world, "iam", "ListRoles", PathPrefix="/team/")["Roles"]] == ["c"]


def test_a_marker_of_another_list_is_refused(world: World) -> None:
    role_of(world, "Readers")
    marker = done(world, "iam", "ListRoles", MaxItems=1)["Marker"]
    reply = asked(world, "iam", "ListRoles", PathPrefix="/team/", Marker=marker)
    assert reply.error is not None
    assert reply.error.code == "ValidationError"
    assert reply.record.refused_by == ("iam.page.marker",)


def test_accounts_do_not_see_each_other_s_roles() -> None:
    world = World(accounts=("111122223333", "444455556666"))
    role_of(world, "Readers", trust=TRUST)
    reply = world.call("iam", "GetRole", {"RoleName": "Readers"}, caller=Operator("444455556666"))
    assert reply.error is not None
    assert reply.error.code == "NoSuchEntity"
