"""The end of a denial: which policies it names by ARN, and who is told the reason."""

from __future__ import annotations

import json

import msgspec
import pytest

from cogtui.cloud.policy.evaluate import decide, denial_message
from cogtui.cloud.policy.request import PolicyKind, PolicyRequest, PolicySource, Principal
from cogtui.cloud.policy.verdict import is_told_why

A, B = "111111111111", "222222222222"
ALICE = Principal("user", arn=f"arn:aws:iam::{A}:user/alice", account=A)
GET = PolicyRequest(ALICE, "s3:GetObject", "arn:aws:s3:::b1/x", A)
ARN = "arn:aws:iam::111111111111:policy/p"


def source(kind: PolicyKind, effect: str, arn: str = "") -> PolicySource:
    statement = {"Effect": effect, "Principal": "*", "Action": "*", "Resource": "*"}
    if kind not in ("resource", "rcp"):
        del statement["Principal"]
    return PolicySource(kind, kind, json.dumps({"Version": "2012-10-17", "Statement": statement}), None, arn, A)


@pytest.mark.parametrize(
    ("kind", "end"),
    [
        ("identity", f"in an identity-based policy: {ARN}"),
        ("boundary", f"in a permissions boundary: {ARN}"),
        ("session", f"in a session policy: {ARN}"),
        ("scp", f"in a service control policy: {ARN}"),
        ("rcp", f"in a resource control policy: {ARN}"),
        ("resource", "in a resource-based policy"),
    ],
)
def test_an_explicit_deny_names_the_policies_that_aws_names(kind: PolicyKind, end: str) -> None:
    policies = (source("identity", "Allow"), source(kind, "Deny", ARN))
    assert denial_message(GET, decide(GET, policies)).endswith(f" with an explicit deny {end}")


def test_a_policy_without_an_arn_is_not_named_nor_one_that_is_silent() -> None:
    denied = (source("identity", "Deny"),)
    assert denial_message(GET, decide(GET, denied)).endswith("with an explicit deny in an identity-based policy")
    silent = (source("identity", "Allow"), msgspec.structs.replace(source("scp", "Allow", ARN), document=EC2))
    assert denial_message(GET, decide(GET, silent)).endswith(
        "because no service control policy allows the s3:GetObject action"
    )


EC2 = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}}'


@pytest.mark.parametrize(
    ("owner", "caller_in", "owner_in", "told"),
    [
        (A, "", "", True),
        (B, "", "", False),
        (B, "o-a", "o-a", True),
        (B, "o-a", "o-b", False),
        (B, "o-a", "", False),
        (A, "o-a", "o-a", True),
    ],
)
def test_the_reason_is_for_callers_of_the_account_or_the_organization(
    owner: str, caller_in: str, owner_in: str, told: bool
) -> None:
    keys = {"aws:PrincipalOrgID": caller_in, "aws:ResourceOrgID": owner_in}
    request = msgspec.structs.replace(
        GET, resource_account=owner, context={key: value for key, value in keys.items() if value}
    )
    assert is_told_why(request) is told
    text = denial_message(request, decide(request, ()))
    assert ("because no" in text) is told


def test_listing_all_buckets_is_denied_without_a_resource() -> None:
    request = msgspec.structs.replace(GET, action="s3:ListAllMyBuckets", resource="*")
    assert denial_message(request, decide(request, ()), quoted=True) == (
        f"User: {ALICE.arn} is not authorized to perform: s3:ListAllMyBuckets "
        "because no identity-based policy allows the s3:ListAllMyBuckets action"
    )
