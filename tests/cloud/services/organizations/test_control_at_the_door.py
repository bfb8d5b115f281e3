"""What service and resource control policies do to real calls (rows 49-52, 60 and 61 of the table of evaluation cases)."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.accounts.credentials import root_key
from cogtui.cloud.callers import ANONYMOUS, Keys
from cogtui.cloud.store import Transaction
from tests.cloud.services.organizations.companies import (
    MANAGEMENT,
    MEMBER,
    RCP,
    STRANGER,
    Company,
    refusal,
    user_arn,
)

READ = {"Action": "s3:GetObject", "Resource": "*"}
S3 = {"Action": "s3:*", "Resource": "*"}
EC2 = {"Action": "ec2:*", "Resource": "*"}
NO_S3 = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
NO_READING = {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}

WITHOUT_REASON = 'User: {arn} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::logs/x"'


def for_alice(account: str) -> dict[str, Any]:
    """Return the statement of a bucket policy that lets alice read."""
    return {"Principal": {"AWS": user_arn(account)}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::logs/*"}


def said(arn: str, reason: str) -> str:
    return f"{WITHOUT_REASON.format(arn=arn)} {reason}"


def test_an_scp_without_s3_stops_a_member_though_identity_and_bucket_policy_allow() -> None:
    company = Company()
    alice = company.alice(MEMBER, READ)
    company.bucket(MEMBER, "logs", for_alice(MEMBER))
    assert company.read(alice).ok
    company.only(MEMBER, EC2)
    code, text, rules = refusal(company.read(alice))
    assert code == "AccessDenied"
    reason = "because no service control policy allows the s3:GetObject action"
    assert text == said(user_arn(MEMBER), reason)
    assert "policy.kind.scp" in rules


def test_the_management_account_is_bound_by_no_scp() -> None:
    company = Company()
    alice = company.alice(MANAGEMENT, READ)
    company.bucket(MANAGEMENT, "logs")
    company.hang(company.root, NO_S3)
    company.hang(MANAGEMENT, NO_S3, name="again")
    assert company.read(alice).ok


def test_every_level_of_scps_must_allow() -> None:
    company = Company()
    alice = company.alice(MEMBER, READ)
    company.bucket(MEMBER, "logs")
    company.only(company.dev, EC2)
    assert refusal(company.read(alice))[1].endswith("because no service control policy allows the s3:GetObject action")
    company.done("MoveAccount", AccountId=MEMBER, SourceParentId=company.dev, DestinationParentId=company.root)
    assert company.read(alice).ok


def test_the_root_user_of_a_member_is_bound_by_an_scp_that_denies() -> None:
    company = Company()
    company.bucket(MEMBER, "logs")
    policy_id = company.hang(company.dev, NO_S3)
    verdict = company.world.call("s3", "GetObject", {"Bucket": "logs", "Key": "x"}, caller=root_of(company, MEMBER))
    reason = f"with an explicit deny in a service control policy: {company.policy_arn(policy_id)}"
    assert refusal(verdict)[1] == said(f"arn:aws:iam::{MEMBER}:root", reason)


def root_of(company: Company, account: str) -> Keys:
    """Give an account's root user a key, as its owner would have made one."""
    tx = Transaction(company.world.store)
    key = root_key(tx, account, "AKIAROOTOFTHEMEMBER1", "secret", now=company.world.now)
    tx.commit()
    return Keys(key.access_key_id, key.secret)


def test_an_scp_of_the_bucket_s_account_does_not_bind_callers_of_another() -> None:
    company = Company()
    alice = company.alice(STRANGER, READ)
    company.bucket(MEMBER, "logs", for_alice(STRANGER))
    company.hang(company.dev, NO_S3)
    assert company.read(alice).ok


def test_an_rcp_keeps_out_whoever_is_not_of_the_organization() -> None:
    company = Company()
    stranger = company.alice(STRANGER, READ)
    colleague = company.alice(MANAGEMENT, READ)
    company.bucket(MEMBER, "logs", for_alice(STRANGER), for_alice(MANAGEMENT))
    assert company.read(stranger).ok
    company.done("EnablePolicyType", RootId=company.root, PolicyType=RCP)
    of_others = {"Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": company.id}}}
    company.hang(company.root, NO_READING | of_others, kind=RCP)
    code, text, rules = refusal(company.read(stranger))
    assert (code, text) == ("AccessDenied", "Access Denied")
    assert "policy.kind.rcp" in rules
    assert company.read(colleague).ok
    assert not company.read(ANONYMOUS).ok


def test_rcps_do_not_guard_the_management_account_nor_actions_without_a_resource() -> None:
    company = Company()
    company.bucket(MANAGEMENT, "logs")
    company.done("EnablePolicyType", RootId=company.root, PolicyType=RCP)
    company.hang(company.root, {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}, kind=RCP)
    assert company.read(company.alice(MANAGEMENT, READ)).ok
    company.in_account(MEMBER, "s3", "ListBuckets")
    assert not company.world.call("s3", "CreateBucket", {"Bucket": "mine"}, caller=company.alice(MEMBER, S3)).ok


def test_an_rcp_reaches_user_pools_but_not_iam() -> None:
    company = Company()
    company.done("EnablePolicyType", RootId=company.root, PolicyType=RCP)
    pool = company.in_account(MEMBER, "cognito-idp", "CreateUserPool", PoolName="p")["UserPool"]["Id"]
    actions = ["cognito-idp:*", "iam:*"]
    policy_id = company.hang(MEMBER, {"Effect": "Deny", "Principal": "*", "Action": actions, "Resource": "*"}, kind=RCP)
    alice = company.alice(MEMBER, {"Action": "*", "Resource": "*"})
    refused = company.world.call("cognito-idp", "DescribeUserPool", {"UserPoolId": pool}, caller=alice)
    reason = f"with an explicit deny in a resource control policy: {company.policy_arn(policy_id, RCP)}"
    assert refusal(refused)[1].endswith(reason)


@pytest.mark.parametrize(
    ("account", "text"),
    [
        (MEMBER, said(user_arn(MEMBER), "because no identity-based policy allows the s3:GetObject action")),
        (MANAGEMENT, said(user_arn(MANAGEMENT), "because no identity-based policy allows the s3:GetObject action")),
        (STRANGER, "Access Denied"),
    ],
)
def test_the_reason_is_for_the_account_and_the_organization(account: str, text: str) -> None:
    company = Company()
    alice = company.alice(account)
    delegated = {"AWS": [MEMBER, MANAGEMENT, STRANGER]}
    company.bucket(MEMBER, "logs", READ | {"Principal": delegated, "Resource": "arn:aws:s3:::logs/*"})
    assert refusal(company.read(alice))[1] == text


def test_a_former_member_is_told_nothing_any_more_and_bound_by_nothing() -> None:
    company = Company()
    alice = company.alice(MEMBER, READ)
    company.bucket(MANAGEMENT, "logs")
    company.hang(company.dev, NO_S3)
    assert "explicit deny in a service control policy" in refusal(company.read(alice))[1]
    company.done("LeaveOrganization", by=MEMBER)
    assert refusal(company.read(alice))[1] == "Access Denied"


def test_all_of_it_can_be_undone() -> None:
    company = Company()
    alice = company.alice(MEMBER, READ)
    company.bucket(MEMBER, "logs")
    company.hang(company.dev, NO_S3)
    assert not company.read(alice).ok
    company.world.undo()  # the reading
    company.world.undo()  # AttachPolicy
    assert company.read(alice).ok


def test_listing_buckets_is_denied_without_a_resource_and_listing_roles_by_its_path() -> None:
    company = Company()
    alice = company.alice(MEMBER)
    buckets = company.world.call("s3", "ListBuckets", {}, caller=alice)
    roles = company.world.call("iam", "ListRoles", {"PathPrefix": "/team/"}, caller=alice)
    base = f"User: {user_arn(MEMBER)} is not authorized to perform: "
    silent = "because no identity-based policy allows the {} action"
    assert refusal(buckets)[1] == f"{base}s3:ListAllMyBuckets {silent.format('s3:ListAllMyBuckets')}"
    path = f"arn:aws:iam::{MEMBER}:role/team/"
    assert refusal(roles)[1] == f"{base}iam:ListRoles on resource: {path} {silent.format('iam:ListRoles')}"
