"""boto3 founds an organization over two accounts: invitation, units, control policies that bind the way across, new accounts."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.callers import Keys
from tests.builders import policy
from tests.clients.sdk import Sdk
from tests.clients.serving import Served
from tests.clients.test_across_accounts import ALICE, NOT_ASSUMED, SESSION
from tests.clients.two_accounts import BUCKET, LOG, ROLE, TEXT, A, B, TwoAccounts

SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
NO_S3 = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}


class Company:
    """An organization that one account founded and the other joined."""

    def __init__(self, two: TwoAccounts, management: str) -> None:
        self.two = two
        self.member = A if management == B else B
        self.client = two.client("organizations", management)
        self.id = self.client.create_organization(FeatureSet="ALL")["Organization"]["Id"]
        target = {"Type": "ACCOUNT", "Id": self.member}
        handshake = self.client.invite_account_to_organization(Target=target)["Handshake"]
        accepted = two.client("organizations", self.member).accept_handshake(HandshakeId=handshake["Id"])["Handshake"]
        assert (handshake["State"], accepted["State"]) == ("OPEN", "ACCEPTED")
        self.root = self.client.list_roots()["Roots"][0]["Id"]

    def hang(self, target: str, *statements: dict[str, Any], kind: str = SCP) -> str:
        """Attach a policy of its own to a target; return its ARN."""
        types = self.client.list_roots()["Roots"][0]["PolicyTypes"]
        if kind not in [one["Type"] for one in types]:
            self.client.enable_policy_type(RootId=self.root, PolicyType=kind)
        content = policy(*statements)
        made = self.client.create_policy(Name=f"ours {kind}", Description="", Type=kind, Content=content)["Policy"]
        self.client.attach_policy(PolicyId=made["PolicySummary"]["Id"], TargetId=target)
        return made["PolicySummary"]["Arn"]


@pytest.fixture
def two(here: Served, sdk: Sdk) -> TwoAccounts:
    found = TwoAccounts(here, sdk)
    found.build()
    return found


def test_both_accounts_see_the_same_organization_and_one_manages_it(two: TwoAccounts) -> None:
    company = Company(two, A)
    seen = [two.client("organizations", account).describe_organization()["Organization"] for account in (A, B)]
    assert [(one["Id"], one["MasterAccountId"]) for one in seen] == [(company.id, A), (company.id, A)]
    pages = company.client.get_paginator("list_accounts").paginate(PaginationConfig={"PageSize": 1})
    assert {row["Id"] for page in pages for row in page["Accounts"]} == {A, B}
    refusal = two.refused(
        lambda: two.client("organizations", B).create_organizational_unit(ParentId="r-x1y2", Name="x")
    )
    assert refusal[:2] == ("CreateOrganizationalUnit", "AccessDeniedException")


def test_an_scp_of_the_bucket_s_account_stops_the_role_s_session_there(two: TwoAccounts) -> None:
    company = Company(two, A)
    unit = company.client.create_organizational_unit(ParentId=company.root, Name="Logs")["OrganizationalUnit"]["Id"]
    company.client.move_account(AccountId=B, SourceParentId=company.root, DestinationParentId=unit)
    keys = two.assume()
    assert two.read(keys) == TEXT
    arn = company.hang(unit, NO_S3)
    refusal = two.refused(lambda: two.read(keys))
    assert refusal[:2] == ("GetObject", "AccessDenied")
    assert refusal.message == (
        f'User: {SESSION} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::{BUCKET}/2026/app.log" '
        f"with an explicit deny in a service control policy: {arn}"
    )
    assert "policy.kind.scp" in refusal.rules
    assert two.refused(lambda: two.client("s3", B).list_buckets()).code == "AccessDenied", "administrators too"
    company.client.detach_policy(PolicyId=arn.rpartition("/")[2], TargetId=unit)
    assert two.read(keys) == TEXT


def test_an_scp_of_the_user_s_account_stops_her_at_the_role(two: TwoAccounts) -> None:
    company = Company(two, B)
    company.hang(A, {"Effect": "Deny", "Action": "sts:AssumeRole", "Resource": "*"})
    refusal = two.refused(two.assume)
    assert refusal[:2] == ("AssumeRole", "AccessDenied")
    assert refusal.message.startswith(NOT_ASSUMED)
    assert "policy.kind.scp" in refusal.rules


def test_an_scp_does_not_bind_the_management_account_nor_strangers(two: TwoAccounts) -> None:
    Company(two, B).hang(A, NO_S3)
    assert two.read(two.assume()) == TEXT, "the session is the management account's, and so is the bucket"


def test_a_new_account_is_entered_by_the_role_that_comes_with_it_and_an_rcp_keeps_strangers_out(
    two: TwoAccounts,
) -> None:
    """Alice's account is outside; B's organization guards what its accounts have, whatever a bucket policy grants."""
    organizations = two.client("organizations", B)
    whole = organizations.create_organization(FeatureSet="ALL")["Organization"]["Id"]
    s3 = two.client("s3", _inside(two, _opened(organizations)))
    s3.create_bucket(Bucket="guarded")
    s3.put_object(Bucket="guarded", Key="x", Body=b"x")
    reads = {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::guarded/*"}
    s3.put_bucket_policy(Bucket="guarded", Policy=policy({"Principal": {"AWS": ALICE}} | reads))
    two.client("iam", A).put_user_policy(UserName="alice", PolicyName="own", PolicyDocument=policy(reads))
    alice = two.client("s3", two.alice)
    assert alice.get_object(Bucket="guarded", Key="x")["Body"].read() == b"x"

    outside = {"StringNotEquals": {"aws:PrincipalOrgID": whole}}
    guard = policy(
        {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*", "Condition": outside}
    )
    root = organizations.list_roots()["Roots"][0]["Id"]
    organizations.enable_policy_type(RootId=root, PolicyType=RCP)
    made = organizations.create_policy(Name="guard", Description="", Type=RCP, Content=guard)["Policy"]["PolicySummary"]
    organizations.attach_policy(PolicyId=made["Id"], TargetId=root)
    refusal = two.refused(lambda: alice.get_object(Bucket="guarded", Key="x"))
    assert refusal.code == "AccessDenied"
    assert "policy.kind.rcp" in refusal.rules
    assert s3.get_object(Bucket="guarded", Key="x")["Body"].read() == b"x"


def _opened(organizations: Any) -> str:
    """Open an account; return its number, which the answer does not have yet."""
    begun = organizations.create_account(Email="logs@example.com", AccountName="Logs")["CreateAccountStatus"]
    assert (begun["State"], "AccountId" in begun) == ("IN_PROGRESS", False)
    ended = organizations.describe_create_account_status(CreateAccountRequestId=begun["Id"])["CreateAccountStatus"]
    assert ended["State"] == "SUCCEEDED"
    return ended["AccountId"]


def _inside(two: TwoAccounts, account: str) -> Keys:
    """Enter an account of the organization as whoever manages it."""
    role = f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole"
    made = two.client("sts", B).assume_role(RoleArn=role, RoleSessionName="admin")["Credentials"]
    return Keys(made["AccessKeyId"], made["SecretAccessKey"], made["SessionToken"])


def test_the_organization_may_be_what_a_role_trusts(two: TwoAccounts) -> None:
    trust = {
        "Principal": "*",
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}},
    }
    two.client("iam", B).update_assume_role_policy(RoleName="LogReader", PolicyDocument=policy(trust))
    assert two.refused(two.assume)[:2] == ("AssumeRole", "AccessDenied")
    Company(two, A)
    assert two.read(two.assume()) == TEXT


def test_whoever_leaves_is_bound_no_longer(two: TwoAccounts) -> None:
    company = Company(two, A)
    company.hang(B, NO_S3)
    keys = two.assume()
    assert two.refused(lambda: two.client("s3", keys).head_object(**LOG)).code == "403"
    two.client("organizations", B).leave_organization()
    assert two.client("s3", keys).head_object(**LOG)["ContentLength"] == len(TEXT)
    assert two.client("iam", B).get_role(RoleName="LogReader")["Role"]["Arn"] == ROLE
