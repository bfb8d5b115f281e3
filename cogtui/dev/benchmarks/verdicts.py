"""Policy verdicts per second: distinct requests, policies already compiled, no verdict remembered."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.policy.evaluate import decide, explain
from cogtui.cloud.policy.managed import guest_session_policy
from cogtui.cloud.policy.request import ContextValue, PolicyRequest, PolicySource, Principal
from cogtui.dev.benchmarks import matrix, moto_policies
from cogtui.dev.benchmarks.row import Row, counted
from cogtui.dev.benchmarks.timing import median

REQUESTS = 10_000
TURNS = 3

ACCOUNT = "111122223333"
COGNITO = "cognito-identity.amazonaws.com"


def rows(share: float) -> list[Row]:
    """Measure verdicts."""
    requests = counted(REQUESTS, share)
    return [*(_row(case, requests) for case in CASES), *moto_policies.rows(share), *matrix.rows(share)]


class Case(msgspec.Struct, frozen=True):
    """Policies, and what is asked of them."""

    id: str
    what: str
    ask: Callable[[PolicyRequest, tuple[PolicySource, ...]], object]
    request: Callable[[str], PolicyRequest]
    """Makes the request of an identity."""
    policies: tuple[PolicySource, ...]


def _row(case: Case, count: int) -> Row:
    requests = [case.request(f"us-east-1:{number:08x}") for number in range(count)]
    case.ask(requests[0], case.policies)

    def all_of_them() -> None:
        for request in requests:
            case.ask(request, case.policies)

    return Row(case.id, case.what, count / median(all_of_them, TURNS), "/s")


def _read(identity: str) -> PolicyRequest:
    """Return the request for an object in the identity's own folder."""
    session = Principal(
        "role-session",
        arn=f"arn:aws:sts::{ACCOUNT}:assumed-role/Readers/CognitoIdentityCredentials",
        account=ACCOUNT,
        principal_arn=f"arn:aws:iam::{ACCOUNT}:role/Readers",
        user_id="AROAEXAMPLE:CognitoIdentityCredentials",
    )
    context: dict[str, ContextValue] = {
        "aws:CurrentTime": "2026-01-05T09:00:00Z",
        "aws:EpochTime": "1767603600",
        "aws:SecureTransport": "true",
        "aws:RequestedRegion": "us-east-1",
        "aws:UserAgent": "cogtui",
        "aws:SourceIp": "203.0.113.7",
        "aws:PrincipalAccount": ACCOUNT,
        "aws:PrincipalArn": session.principal_arn,
        "aws:userid": session.user_id,
        **_about(identity),
    }
    return PolicyRequest(session, "s3:GetObject", f"arn:aws:s3:::reports/{identity}/a.txt", ACCOUNT, context)


def _assume(identity: str) -> PolicyRequest:
    """Return the question whether the identity may become the role."""
    principal = Principal("web-identity", federated=COGNITO)
    role = f"arn:aws:iam::{ACCOUNT}:role/Readers"
    return PolicyRequest(principal, "sts:AssumeRoleWithWebIdentity", role, ACCOUNT, _about(identity))


def _about(identity: str) -> dict[str, ContextValue]:
    amr = ("authenticated", "graph.facebook.com")
    return {f"{COGNITO}:sub": identity, f"{COGNITO}:aud": "us-east-1:pool", f"{COGNITO}:amr": amr}


def _policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow"} | one for one in statements]})


_READER = PolicySource(
    "identity",
    "role Readers, inline policy Read",
    _policy(
        {"Action": "s3:GetObject", "Resource": f"arn:aws:s3:::reports/${{{COGNITO}:sub}}/*"},
        {
            "Action": "s3:ListBucket",
            "Resource": "arn:aws:s3:::reports",
            "Condition": {"StringLike": {"s3:prefix": f"${{{COGNITO}:sub}}/*"}},
        },
        {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
    ),
)
_GUEST = (_READER, PolicySource("session", "session policy of guests", guest_session_policy()))
_TRUST = PolicySource(
    "trust",
    "role Readers, trust policy",
    _policy(
        {
            "Principal": {"Federated": COGNITO},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {
                "StringEquals": {f"{COGNITO}:aud": "us-east-1:pool"},
                "ForAnyValue:StringLike": {f"{COGNITO}:amr": "authenticated"},
            },
        }
    ),
)

CASES = (
    Case("verdict.role", "verdicts, a role's policy with a variable", decide, _read, (_READER,)),
    Case("verdict.guest", "verdicts, the same with a session policy", decide, _read, _GUEST),
    Case("verdict.trust", "verdicts, a trust policy with aud and amr", decide, _assume, (_TRUST,)),
    Case("verdict.why", "verdicts with their why, a role's policy", explain, _read, (_READER,)),
)
