"""What Organizations does and refuses, in its own codes and words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from cogtui.cloud.accounts.organizations import HANGING
from tests.builders import policy, state
from tests.cloud.services.organizations.companies import (
    MANAGEMENT,
    MEMBER,
    RCP,
    SCP,
    STRANGER,
    Company,
    refusal,
)

DENY = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
FOR_ALL = DENY | {"Principal": "*"}
NO_UNIT = "ou-aaaa-bbbbbbbb"


def hanging(company: Company, target: str) -> set[str]:
    return {row.policy_id for row in company.world.store.scan(HANGING, target)}


class Refused(NamedTuple):
    """A call that Organizations refuses."""

    params: Callable[[Company], dict[str, Any]]
    code: str
    text: str
    rule: str
    by: str = MANAGEMENT


def _text(*statements: dict[str, Any]) -> dict[str, str]:
    return {"Name": "new", "Description": "", "Content": policy(*statements)}


INVALID, VIOLATED, MALFORMED = (
    "InvalidInputException", "ConstraintViolationException", "MalformedPolicyDocumentException",
)  # fmt: skip
UNFIT = "The provided policy document does not meet the requirements of the specified policy type."
NO_PARENT = "You specified parent that doesn't exist."

REFUSED: dict[str, Refused] = {
    "AttachPolicy: twice": Refused(
        lambda one: {"PolicyId": "p-FullAWSAccess", "TargetId": one.dev},
        "DuplicatePolicyAttachmentException",
        "A policy with the specified name and type already exists.",
        "orgs.attached.not",
    ),
    "AttachPolicy: of a type that is off": Refused(
        lambda one: {"PolicyId": "p-RCPFullAWSAccess", "TargetId": one.dev},
        "PolicyTypeNotEnabledException",
        "This operation can be performed only for enabled policy types.",
        "orgs.type.on",
    ),
    "AttachPolicy: at a stranger": Refused(
        lambda one: {"PolicyId": "p-FullAWSAccess", "TargetId": STRANGER},
        "TargetNotFoundException",
        "You specified a target that doesn't exist.",
        "orgs.target",
    ),
    "AttachPolicy: an unknown one": Refused(
        lambda one: {"PolicyId": "p-00000000", "TargetId": one.root},
        "PolicyNotFoundException",
        "You specified a policy that doesn't exist.",
        "orgs.policy",
    ),
    "DetachPolicy: the last": Refused(
        lambda one: {"PolicyId": "p-FullAWSAccess", "TargetId": MEMBER},
        VIOLATED,
        "You cannot remove the last policy attached to the specified target. "
        "You must have at least one attached at all times.",
        "orgs.attached.last",
    ),
    "DetachPolicy: what does not hang there": Refused(
        lambda one: {"PolicyId": _made(one), "TargetId": MEMBER},
        "PolicyNotAttachedException",
        "The policy isn't attached to the specified target.",
        "orgs.attached",
    ),
    "CreateOrganization: in one already": Refused(
        lambda one: {},
        "AlreadyInOrganizationException",
        "The provided account is already a member of an organization.",
        "orgs.alone",
        MEMBER,
    ),
    "DescribeOrganization: by itself": Refused(
        lambda one: {},
        "AWSOrganizationsNotInUseException",
        "Your account is not a member of an organization.",
        "orgs.member",
        STRANGER,
    ),
    "ListAccounts: by a member": Refused(
        lambda one: {}, "AccessDeniedException", "You don't have permissions to access this resource.",
        "orgs.management", MEMBER,
    ),
    "DeleteOrganization: with a member": Refused(
        lambda one: {},
        "OrganizationNotEmptyException",
        "To delete an organization you must first remove all member accounts (except the master).",
        "orgs.empty",
    ),
    "LeaveOrganization: by the management account": Refused(
        lambda one: {},
        "MasterCannotLeaveOrganizationException",
        "A management account cannot leave its organization.",
        "orgs.management.stays",
    ),
    "CreateOrganizationalUnit: in no parent": Refused(
        lambda one: {"ParentId": NO_UNIT, "Name": "x"}, "ParentNotFoundException", NO_PARENT, "orgs.parent"
    ),
    "CreateOrganizationalUnit: of a name that is taken": Refused(
        lambda one: {"ParentId": one.root, "Name": "Dev"},
        "DuplicateOrganizationalUnitException",
        "An OU with the same name already exists.",
        "orgs.unit.name",
    ),
    "DeleteOrganizationalUnit: with an account in it": Refused(
        lambda one: {"OrganizationalUnitId": one.dev},
        "OrganizationalUnitNotEmptyException",
        "The specified organizational unit is not empty.",
        "orgs.unit.empty",
    ),
    "DescribeOrganizationalUnit: unknown": Refused(
        lambda one: {"OrganizationalUnitId": NO_UNIT},
        "OrganizationalUnitNotFoundException",
        "You specified an organizational unit that doesn't exist.",
        "orgs.unit",
    ),
    "MoveAccount: to nowhere": Refused(
        lambda one: {"AccountId": MEMBER, "SourceParentId": one.dev, "DestinationParentId": NO_UNIT},
        "DestinationParentNotFoundException",
        NO_PARENT,
        "orgs.parent",
    ),
    "MoveAccount: to where it is": Refused(
        lambda one: {"AccountId": MEMBER, "SourceParentId": one.dev, "DestinationParentId": one.dev},
        "DuplicateAccountException",
        "The account is already present in the specified destination.",
        "orgs.account.elsewhere",
    ),
    "DescribeAccount: a stranger": Refused(
        lambda one: {"AccountId": STRANGER},
        "AccountNotFoundException",
        "You specified an account that doesn't exist.",
        "orgs.account",
    ),
    "EnablePolicyType: twice": Refused(
        lambda one: {"RootId": one.root, "PolicyType": SCP},
        "PolicyTypeAlreadyEnabledException",
        "The specified policy type is already enabled.",
        "orgs.type.off",
    ),
    "EnablePolicyType: at another root": Refused(
        lambda one: {"RootId": "r-zzzz", "PolicyType": RCP},
        "RootNotFoundException",
        "You specified a root that doesn't exist.",
        "orgs.root",
    ),
    "CreatePolicy: an SCP with a principal": Refused(
        lambda one: _text(FOR_ALL) | {"Type": SCP}, MALFORMED, UNFIT, "orgs.policy.document"
    ),
    "CreatePolicy: an RCP that allows": Refused(
        lambda one: _text(FOR_ALL | {"Effect": "Allow"}) | {"Type": RCP}, MALFORMED, UNFIT, "orgs.policy.document"
    ),
    "CreatePolicy: an RCP for one principal": Refused(
        lambda one: _text(DENY | {"Principal": {"AWS": MEMBER}}) | {"Type": RCP},
        MALFORMED,
        UNFIT,
        "orgs.policy.document",
    ),
    "CreatePolicy: an RCP against every service": Refused(
        lambda one: _text(FOR_ALL | {"Action": "*"}) | {"Type": RCP}, MALFORMED, UNFIT, "orgs.policy.document"
    ),
    "CreatePolicy: an RCP with NotAction": Refused(
        lambda one: _text({"Effect": "Deny", "Principal": "*", "NotAction": "s3:*", "Resource": "*"}) | {"Type": RCP},
        MALFORMED,
        UNFIT,
        "orgs.policy.document",
    ),
    "CreatePolicy: without a principal": Refused(
        lambda one: _text(DENY) | {"Type": RCP}, MALFORMED, UNFIT, "orgs.policy.document"
    ),
    "CreatePolicy: no JSON": Refused(
        lambda one: _text(DENY) | {"Type": SCP, "Content": "{"}, MALFORMED, UNFIT, "orgs.policy.document"
    ),
    "CreatePolicy: too long": Refused(
        lambda one: _text(DENY) | {"Type": SCP, "Content": policy(DENY) + " " * 5120},
        VIOLATED,
        "You have exceeded the maximum size of a policy document.",
        "orgs.policy.size",
    ),
    "CreatePolicy: a name that is taken": Refused(
        lambda one: _text(DENY) | {"Type": SCP, "Name": "FullAWSAccess"},
        "DuplicatePolicyException",
        "A policy with the specified name and type already exists.",
        "orgs.policy.name",
    ),
    "UpdatePolicy: AWS's own": Refused(
        lambda one: {"PolicyId": "p-FullAWSAccess", "Name": "x"},
        INVALID,
        "You can't modify this policy because it is managed by AWS.",
        "orgs.policy.own",
    ),
    "InviteAccountToOrganization: a member": Refused(
        lambda one: {"Target": {"Type": "ACCOUNT", "Id": MEMBER}},
        "HandshakeConstraintViolationException",
        "The provided account is already a member of your organization.",
        "orgs.invitation.member",
    ),
    "AcceptHandshake: of somebody else": Refused(
        lambda one: {"HandshakeId": one.invite(STRANGER)},
        "HandshakeNotFoundException",
        "You specified a handshake that doesn't exist.",
        "orgs.invitation",
        MEMBER,
    ),
    "AcceptHandshake: of one's own": Refused(
        lambda one: {"HandshakeId": one.invite(STRANGER)},
        "AccessDeniedException",
        "You don't have permissions to access this resource.",
        "orgs.invitation.addressed",
    ),
}  # fmt: skip


def _made(company: Company) -> str:
    made = company.done("CreatePolicy", Type=SCP, **_text(DENY))
    return made["Policy"]["PolicySummary"]["Id"]


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_has_its_code_text_and_rule_and_changes_nothing(name: str) -> None:
    row, company = REFUSED[name], Company()
    params = row.params(company)
    before = state(company.world)
    reply = company.asked(name.partition(":")[0], by=row.by, **params)
    code, text, rules = refusal(reply)
    assert (code, text) == (row.code, row.text)
    assert row.rule in rules
    assert state(company.world) == before


def test_the_check_of_a_policy_says_where_the_mistake_is() -> None:
    company = Company()
    reply = company.asked("CreatePolicy", Type=RCP, **_text(FOR_ALL | {"Effect": "Allow"}))
    check = next(check for check in reply.record.checks if check.rule == "orgs.policy.document")
    assert "RCPFullAWSAccess" in getattr(check, "note", "")


def test_a_new_organization_has_scps_on_and_full_access_everywhere() -> None:
    company = Company()
    whole = company.done("DescribeOrganization", by=MEMBER)["Organization"]
    assert (whole["MasterAccountId"], whole["FeatureSet"]) == (MANAGEMENT, "ALL")
    types = company.done("ListRoots")["Roots"][0]["PolicyTypes"]
    assert types == [{"Type": SCP, "Status": "ENABLED"}]
    for target in (company.root, company.dev, MANAGEMENT, MEMBER):
        assert hanging(company, target) == {"p-FullAWSAccess"}


def test_a_policy_type_that_is_switched_off_comes_back_with_aws_s_policy_alone() -> None:
    company = Company()
    company.hang(company.dev, DENY)
    company.done("DisablePolicyType", RootId=company.root, PolicyType=SCP)
    assert hanging(company, company.dev) == set()
    company.done("EnablePolicyType", RootId=company.root, PolicyType=SCP)
    assert hanging(company, company.dev) == {"p-FullAWSAccess"}


def test_the_rcp_of_aws_hangs_everywhere_and_cannot_be_taken_down() -> None:
    company = Company()
    company.done("EnablePolicyType", RootId=company.root, PolicyType=RCP)
    assert "p-RCPFullAWSAccess" in hanging(company, MEMBER)
    reply = company.asked("DetachPolicy", PolicyId="p-RCPFullAWSAccess", TargetId=MEMBER)
    assert reply.error is not None
    assert reply.error.extra == {"Reason": "NON_DETACHABLE_POLICY"}


def test_five_policies_of_a_type_hang_at_one_place_and_no_sixth() -> None:
    company = Company()
    for number in range(4):
        company.hang(company.dev, DENY, name=f"p{number}")
    made = company.done("CreatePolicy", Type=SCP, **_text(DENY))["Policy"]["PolicySummary"]["Id"]
    text = "You have attached the maximum number of policies to the specified target."
    assert refusal(company.asked("AttachPolicy", PolicyId=made, TargetId=company.dev))[:2] == (VIOLATED, text)


def test_units_go_five_levels_down() -> None:
    company = Company()
    parent = company.dev
    for _ in range(4):
        made = company.done("CreateOrganizationalUnit", ParentId=parent, Name="below")
        parent = made["OrganizationalUnit"]["Id"]
    deepest = company.done("DescribeOrganizationalUnit", OrganizationalUnitId=parent)["OrganizationalUnit"]
    assert deepest["Path"].count("/ou-") == 5
    assert refusal(company.asked("CreateOrganizationalUnit", ParentId=parent, Name="x"))[0] == VIOLATED


def test_an_invitation_lapses_after_fifteen_days() -> None:
    company = Company()
    invitation = company.invite(STRANGER)
    company.world.act("clock.advance", seconds=15 * 24 * 3600)
    shown = company.done("DescribeHandshake", by=STRANGER, HandshakeId=invitation)["Handshake"]
    assert shown["State"] == "EXPIRED"
    refused = refusal(company.asked("AcceptHandshake", by=STRANGER, HandshakeId=invitation))
    assert refused[0] == "InvalidHandshakeTransitionException"
    assert company.invite(STRANGER) != invitation


def test_an_account_that_moves_to_another_organization_leaves_its_own() -> None:
    company = Company()
    company.done("CreateOrganization", by=STRANGER)
    target = {"Type": "EMAIL", "Id": f"aws-{MEMBER}@example.com"}
    sent = company.done("InviteAccountToOrganization", by=STRANGER, Target=target)["Handshake"]["Id"]
    company.done("AcceptHandshake", by=MEMBER, HandshakeId=sent)
    assert company.done("DescribeOrganization", by=MEMBER)["Organization"]["MasterAccountId"] == STRANGER
    assert [one["Id"] for one in company.done("ListAccounts")["Accounts"]] == [MANAGEMENT]
    assert company.done("DeleteOrganization") == {}


def test_a_created_account_is_a_member_that_the_management_account_can_enter() -> None:
    company = Company()
    begun = company.done("CreateAccount", Email="lab@example.com", AccountName="Lab")["CreateAccountStatus"]
    assert begun["State"] == "IN_PROGRESS"
    status = company.done("DescribeCreateAccountStatus", CreateAccountRequestId=begun["Id"])["CreateAccountStatus"]
    account = status["AccountId"]
    assert (status["State"], account in company.world.accounts) == ("SUCCEEDED", True)
    shown = company.done("DescribeAccount", AccountId=account)["Account"]
    assert (shown["JoinedMethod"], shown["Email"], shown["Name"]) == ("CREATED", "lab@example.com", "Lab")
    role = f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole"
    entered = company.in_account(MANAGEMENT, "sts", "AssumeRole", RoleArn=role, RoleSessionName="me")
    assert entered["AssumedRoleUser"]["Arn"].startswith(f"arn:aws:sts::{account}:")
    again = company.done("CreateAccount", Email="lab@example.com", AccountName="Lab 2")["CreateAccountStatus"]
    failed = company.done("DescribeCreateAccountStatus", CreateAccountRequestId=again["Id"])["CreateAccountStatus"]
    assert (failed["State"], failed["FailureReason"]) == ("FAILED", "EMAIL_ALREADY_EXISTS")


def test_dissolving_an_organization_leaves_nothing_of_it() -> None:
    company = Company()
    company.hang(company.dev, DENY)
    company.done("RemoveAccountFromOrganization", AccountId=MEMBER)
    whole = company.done("DescribeOrganization")["Organization"]
    company.done("DeleteOrganization")
    kept = [key for table, key, _ in company.world.store.every() if table.startswith("organizations.")]
    assert not [key for key in kept if whole["Id"] in key or company.dev in key]


def test_lists_come_in_pages() -> None:
    company = Company()
    first = company.done("ListAccounts", MaxResults=1)
    rest = company.done("ListAccounts", MaxResults=1, NextToken=first["NextToken"])
    assert [one["Id"] for one in (*first["Accounts"], *rest["Accounts"])] == [MANAGEMENT, MEMBER]
    assert refusal(company.asked("ListRoots", NextToken="x"))[0] == INVALID


def test_a_user_needs_leave_on_the_very_policy_and_target() -> None:
    company = Company()
    policy_id = _made(company)
    arn = company.policy_arn(policy_id)
    unit = f"arn:aws:organizations::{MANAGEMENT}:ou/{company.id}/{company.dev}"
    alice = company.alice(MANAGEMENT, {"Action": "organizations:AttachPolicy", "Resource": [arn, unit]})
    on_unit = {"PolicyId": policy_id, "TargetId": company.dev}
    on_root = {"PolicyId": policy_id, "TargetId": company.root}
    refused = company.world.call("organizations", "AttachPolicy", on_root, caller=alice)
    assert f"organizations:AttachPolicy on resource: arn:aws:organizations::{MANAGEMENT}:root/" in refusal(refused)[1]
    assert company.world.call("organizations", "AttachPolicy", on_unit, caller=alice).ok


def test_a_condition_on_the_type_of_policies_holds_for_the_policy_that_is_meant() -> None:
    company = Company()
    policy_id = _made(company)
    of_rcps = {"StringEquals": {"organizations:PolicyType": RCP}}
    alice = company.alice(MANAGEMENT, {"Action": "organizations:*", "Resource": "*", "Condition": of_rcps})
    assert company.world.call("organizations", "ListPolicies", {"Filter": RCP}, caller=alice).ok
    assert not company.world.call("organizations", "DescribePolicy", {"PolicyId": policy_id}, caller=alice).ok


def test_founding_an_organization_can_be_undone_and_redone() -> None:
    company = Company()
    before = state(company.world)
    while company.world.history.position:
        company.world.undo()
    assert not [table for table, _, _ in company.world.store.every() if table.startswith("organizations.")]
    while company.world.history.position < len(company.world.trail):
        company.world.redo()
    assert state(company.world) == before
