"""GetAccountAuthorizationDetails: who holds what, in one answer."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest

from cogtui.cloud.world import World
from tests.builders import done, policy, role_of
from tests.cloud.services.iam.people import HERE, a_policy, a_user

ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
READS = policy({"Action": ["s3:GetObject"], "Resource": "*"})


@pytest.fixture
def world() -> World:
    world = World(seed="details")
    done(world, "iam", "CreateGroup", GroupName="Readers")
    done(world, "iam", "PutGroupPolicy", GroupName="Readers", PolicyName="read", PolicyDocument=READS)
    arn = a_policy(world, "Own", "s3:GetObject")
    done(world, "iam", "CreatePolicyVersion", PolicyArn=arn, PolicyDocument=READS)
    a_user(world, "ana", "s3:GetObject", PermissionsBoundary=arn, Tags=[{"Key": "team", "Value": "red"}])
    done(world, "iam", "AddUserToGroup", UserName="ana", GroupName="Readers")
    role_of(world, "Door", Description="opens")
    done(world, "iam", "AttachRolePolicy", RoleName="Door", PolicyArn=arn)
    return world


def details(world: World, **params: Any) -> dict[str, Any]:
    return done(world, "iam", "GetAccountAuthorizationDetails", **params)


def test_users_come_with_their_groups_policies_boundary_and_tags(world: World) -> None:
    [user] = details(world)["UserDetailList"]
    assert (user["UserName"], user["GroupList"], user["AttachedManagedPolicies"]) == ("ana", ["Readers"], [])
    [inline] = user["UserPolicyList"]
    assert (inline["PolicyName"], unquote(inline["PolicyDocument"])) == ("own", READS)
    assert user["PermissionsBoundary"]["PermissionsBoundaryArn"] == f"arn:aws:iam::{HERE}:policy/Own"
    assert user["Tags"] == [{"Key": "team", "Value": "red"}]


def test_groups_and_roles_come_with_their_policies(world: World) -> None:
    found = details(world)
    [group] = found["GroupDetailList"]
    assert [row["PolicyName"] for row in group["GroupPolicyList"]] == ["read"]
    door = found["RoleDetailList"][0]
    assert door["AttachedManagedPolicies"] == [{"PolicyName": "Own", "PolicyArn": f"arn:aws:iam::{HERE}:policy/Own"}]
    assert (door["RolePolicyList"], door["InstanceProfileList"], "Description" in door) == ([], [], False)
    assert "sts:AssumeRole" in unquote(door["AssumeRolePolicyDocument"])


def test_policies_come_with_all_their_versions_and_aws_s_only_where_used(world: World) -> None:
    ours, theirs = details(world)["Policies"]
    assert (ours["PolicyName"], ours["AttachmentCount"], ours["PermissionsBoundaryUsageCount"]) == ("Own", 1, 1)
    versions = [(row["VersionId"], row["IsDefaultVersion"]) for row in ours["PolicyVersionList"]]
    assert versions == [("v2", False), ("v1", True)]
    assert unquote(ours["PolicyVersionList"][0]["Document"]) == READS
    assert theirs["Arn"] == ADMIN  # the operator has it


@pytest.mark.parametrize(
    ("kinds", "counts"),
    [
        (["User"], (1, 0, 0, 0)),
        (["Group"], (0, 1, 0, 0)),
        (["Role"], (0, 0, 2, 0)),
        (["LocalManagedPolicy"], (0, 0, 0, 1)),
        (["AWSManagedPolicy"], (0, 0, 0, 1)),
        (["User", "LocalManagedPolicy"], (1, 0, 0, 1)),
        ([], (1, 1, 2, 2)),
    ],
)
def test_a_filter_leaves_some_kinds(world: World, kinds: list[str], counts: tuple[int, ...]) -> None:
    found = details(world, Filter=kinds)
    lists = ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")
    assert tuple(len(found[name]) for name in lists) == counts


def test_the_pages_together_are_the_whole(world: World) -> None:
    whole = details(world)
    lists = ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")
    seen: dict[str, list[Any]] = {name: [] for name in lists}
    more: dict[str, Any] = {}
    while True:
        found = details(world, MaxItems=1, **more)
        assert sum(len(found[name]) for name in lists) == 1
        for name in lists:
            seen[name] += found[name]
        if not found["IsTruncated"]:
            break
        more = {"Marker": found["Marker"]}
    assert seen == {name: whole[name] for name in lists}
