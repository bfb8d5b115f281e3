"""Users, groups, keys and policies of IAM as template resources: what they become, and where their mistakes are shown."""

from __future__ import annotations

import pytest

from cogtui.cloud.callers import Keys
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from tests.builders import done, state
from tests.cloud.worlds import IAM, settle_users

ALLOW = '{Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:ListAllMyBuckets", Resource: "*"}]}'


def test_a_key_made_by_a_template_is_its_user_with_all_the_user_s_rights() -> None:
    world = World()
    outputs = settle_users(world)
    keys = Keys(outputs["KeyId"], outputs["Secret"])
    shown = world.call("iam", "GetUser", {}, caller=keys).output["User"]
    assert (shown["Path"], shown["Tags"]) == ("/team/", [{"Key": "team", "Value": "red"}])
    assert world.call("iam", "ListGroups", {}, caller=keys).ok
    assert outputs["Policy"] == "arn:aws:iam::111122223333:policy/Reading"
    assert done(world, "iam", "ListGroupsForUser", UserName="ana")["Groups"][0]["GroupName"] == "Readers"


def test_one_inline_policy_goes_to_everybody_it_names() -> None:
    world = World()
    settle_users(world)
    trust = '{Version: "2012-10-17", Statement: [{Effect: Allow, Principal: "*", Action: "sts:AssumeRole"}]}'
    apply(
        world,
        f"""
Resources:
  Role: {{Type: AWS::IAM::Role, Properties: {{RoleName: r, AssumeRolePolicyDocument: {trust}}}}}
  P:
    Type: AWS::IAM::Policy
    Properties: {{PolicyName: p, Users: [ana], Groups: [Readers], Roles: [!Ref Role], PolicyDocument: {ALLOW}}}
""",
        "w.yaml",
    )
    for kind, name in (("User", "ana"), ("Group", "Readers"), ("Role", "r")):
        assert "p" in done(world, "iam", f"List{kind}Policies", **{f"{kind}Name": name})["PolicyNames"]


@pytest.mark.parametrize("kind", ["User", "Group"])
def test_a_policy_of_one_holder(kind: str) -> None:
    world = World()
    settle_users(world)
    name = {"User": "ana", "Group": "Readers"}[kind]
    properties = f"{{PolicyName: p, {kind}Name: {name}, PolicyDocument: {ALLOW}}}"
    apply(world, f"Resources:\n  P: {{Type: AWS::IAM::{kind}Policy, Properties: {properties}}}\n", "w.yaml")
    assert "p" in done(world, "iam", f"List{kind}Policies", **{f"{kind}Name": name})["PolicyNames"]


def test_an_inactive_key_and_a_user_without_a_name() -> None:
    world = World()
    text = """
Resources:
  Somebody: {Type: AWS::IAM::User}
  Key: {Type: AWS::IAM::AccessKey, Properties: {UserName: !Ref Somebody, Status: Inactive, Serial: 2}}
  Crew: {Type: AWS::IAM::Group}
  In: {Type: AWS::IAM::UserToGroupAddition, Properties: {GroupName: !Ref Crew, Users: [!Ref Somebody]}}
"""
    apply(world, text, "w.yaml")
    (user,) = done(world, "iam", "ListUsers")["Users"]
    assert "-Somebody-" in user["UserName"]
    (key,) = done(world, "iam", "ListAccessKeys", UserName=user["UserName"])["AccessKeyMetadata"]
    assert key["Status"] == "Inactive"
    (group,) = done(world, "iam", "ListGroupsForUser", UserName=user["UserName"])["Groups"]
    assert "-Crew-" in group["GroupName"]


MISTAKES = [
    ("P:\n    Type: AWS::IAM::Policy\n    Properties:\n      PolicyName: p\n      PolicyDocument: " + ALLOW, 2, "needs one of `Groups`, `Roles` and `Users`"),
    ("U:\n    Type: AWS::IAM::User\n    Properties:\n      Groups: [nobody]", 5, "The group with name nobody cannot be found."),
    ("U:\n    Type: AWS::IAM::User\n    Properties:\n      LoginProfile: {Password: x}", 5, "`LoginProfile` of AWS::IAM::User is not simulated"),
    ("U:\n    Type: AWS::IAM::User\n    Properties:\n      PermissionsBoundary: arn:aws:iam::aws:policy/X", 5, "Scope ARN: arn:aws:iam::aws:policy/X does not exist"),
    ("K:\n    Type: AWS::IAM::AccessKey\n    Properties:\n      UserName: nobody", 5, "The user with name nobody cannot be found."),
    ("M:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      Users: [nobody]\n      PolicyDocument: " + ALLOW, 5, "The user with name nobody cannot be found."),
]  # fmt: skip


@pytest.mark.parametrize(("resource", "line", "says"), MISTAKES)
def test_a_mistake_is_shown_at_its_line_and_nothing_is_made(resource: str, line: int, says: str) -> None:
    world = World()
    settle_users(world)
    before = state(world)
    with pytest.raises(AuthoringError) as refused:
        apply(world, f"Resources:\n  {resource}\n", "w.yaml")
    assert says in refused.value.message
    assert refused.value.line == line
    assert state(world) == before


def test_the_users_of_the_tests_fit_every_world_once() -> None:
    world = World()
    settle_users(world)
    with pytest.raises(AuthoringError, match="already exists"):
        apply(world, IAM, "again.yaml")
