"""An organization as a template writes it down."""

from __future__ import annotations

import pytest

from cogtui.cloud.accounts.organizations import path_of
from cogtui.cloud.callers import Operator
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World

MANAGEMENT, MEMBER = "111122223333", "444455556666"

COMPANY = """
Resources:
  Company:
    Type: AWS::Organizations::Organization
  Dev:
    Type: AWS::Organizations::OrganizationalUnit
    Properties: {Name: Dev, ParentId: !GetAtt Company.RootId}
  Lab:
    Type: CogTUI::Organizations::Member
    Properties: {AccountId: "444455556666", ParentId: !Ref Dev}
  Guarded:
    Type: CogTUI::Organizations::PolicyType
    DependsOn: Company
    Properties: {Type: RESOURCE_CONTROL_POLICY}
  Ours:
    Type: AWS::Organizations::Policy
    DependsOn: [Guarded, Lab]
    Properties:
      Name: OnlyUs
      Type: RESOURCE_CONTROL_POLICY
      TargetIds: [!Ref Dev, !Ref Lab]
      Content:
        Version: "2012-10-17"
        Statement:
          - Effect: EFFECT
            Principal: "*"
            Action: "s3:*"
            Resource: "*"
            Condition: {StringNotEqualsIfExists: {"aws:PrincipalOrgID": !Ref Company}}
  New:
    Type: AWS::Organizations::Account
    Properties: {AccountName: New, Email: new@example.com, ParentIds: [!Ref Dev]}
Outputs:
  Company: {Value: !Ref Company}
  Root: {Value: !GetAtt Company.RootId}
  Dev: {Value: !Ref Dev}
  Policy: {Value: !Ref Ours}
  New: {Value: !Ref New}
"""


def applied(text: str = COMPANY.replace("EFFECT", "Deny")) -> tuple[World, dict[str, str]]:
    world = World("company", accounts=(MANAGEMENT, MEMBER))
    return world, {name: str(value) for name, value in apply(world, text, "company.yaml").outputs.items()}


def test_two_accounts_of_a_world_become_one_organization_and_a_third_is_opened() -> None:
    world, made = applied()
    place = f"{made['Company']}/{made['Root']}/{made['Dev']}/"
    assert [path_of(world.store, account) for account in (MEMBER, made["New"])] == [place, place]
    targets = world.call(
        "organizations", "ListTargetsForPolicy", {"PolicyId": made["Policy"]}, caller=world.operator
    ).output["Targets"]
    assert {target["TargetId"] for target in targets} == {made["Dev"], MEMBER}
    assert world.call("s3", "CreateBucket", {"Bucket": "logs"}, caller=Operator(MEMBER)).ok


DENYING = COMPANY.replace("EFFECT", "Deny")

MISTAKES = {
    "an RCP that allows": (COMPANY.replace("EFFECT", "Allow"), 25, "only AWS's own RCPFullAWSAccess allows"),
    "a target outside": (DENYING.replace("!Ref Lab]", '"777788889999"]'), 21, "TargetNotFoundException"),
    "an address that is taken": (DENYING.replace("new@", "aws-444455556666@"), 32, "EMAIL_ALREADY_EXISTS"),
    "a member outside the world": (DENYING.replace("444455556666", "777788889999"), 8, "outside this world"),
    "a parent that is none": (DENYING.replace("[!Ref Dev]}", "[ou-aaaa-bbbbbbbb]}"), 32, "DestinationParentNotFound"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_at_its_line_and_nothing_is_made(name: str) -> None:
    text, line, said = MISTAKES[name]
    world = World("company", accounts=(MANAGEMENT, MEMBER))
    before = list(world.store.every())
    with pytest.raises(AuthoringError, match=said) as raised:
        apply(world, text, "company.yaml")
    assert raised.value.line == line
    assert list(world.store.every()) == before
