"""How many verdicts a second, over 10,000 distinct requests with policies already compiled. Run by hand."""

from __future__ import annotations

import json
import sys
import time

from cogtui.cloud.policy.evaluate import decide, explain
from cogtui.cloud.policy.managed import GUEST_SESSION_POLICY_ARN, guest_session_policy, managed
from cogtui.cloud.policy.request import PolicyRequest, PolicySource, Principal

ACCOUNT = "111122223333"
REQUESTS = 10_000


def _policy(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


READER = PolicySource(
    "identity",
    "role Readers, inline policy Read",
    _policy(
        {
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::reports/${cognito-identity.amazonaws.com:sub}/*",
        },
        {
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": "arn:aws:s3:::reports",
            "Condition": {"StringLike": {"s3:prefix": "${cognito-identity.amazonaws.com:sub}/*"}},
        },
        {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
    ),
)
TRUST = PolicySource(
    "trust",
    "role Readers, trust policy",
    _policy(
        {
            "Effect": "Allow",
            "Principal": {"Federated": "cognito-identity.amazonaws.com"},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {
                "StringEquals": {"cognito-identity.amazonaws.com:aud": "us-east-1:pool"},
                "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"},
            },
        }
    ),
)
GUEST = (
    READER,
    PolicySource("session", "scope-down, inline", guest_session_policy()),
    PolicySource("session", "scope-down, managed", managed(GUEST_SESSION_POLICY_ARN) or ""),
)


def _read(index: int) -> PolicyRequest:
    identity = f"us-east-1:{index:08x}"
    session = Principal(
        "role-session",
        arn=f"arn:aws:sts::{ACCOUNT}:assumed-role/Readers/CognitoIdentityCredentials",
        account=ACCOUNT,
        principal_arn=f"arn:aws:iam::{ACCOUNT}:role/Readers",
        user_id="AROAEXAMPLE:CognitoIdentityCredentials",
    )
    context = {
        "aws:CurrentTime": "2025-01-01T09:00:00Z",
        "aws:EpochTime": "1735722000",
        "aws:SecureTransport": "true",
        "aws:RequestedRegion": "us-east-1",
        "aws:UserAgent": "aws-cli",
        "aws:SourceIp": "203.0.113.7",
        "aws:PrincipalAccount": ACCOUNT,
        "aws:PrincipalArn": session.principal_arn,
        "aws:userid": session.user_id,
        "cognito-identity.amazonaws.com:sub": identity,
        "cognito-identity.amazonaws.com:aud": "us-east-1:pool",
        "cognito-identity.amazonaws.com:amr": ("authenticated", "graph.facebook.com"),
    }
    return PolicyRequest(session, "s3:GetObject", f"arn:aws:s3:::reports/{identity}/a.txt", ACCOUNT, context)


def _assume(index: int) -> PolicyRequest:
    context = {
        "cognito-identity.amazonaws.com:sub": f"us-east-1:{index:08x}",
        "cognito-identity.amazonaws.com:aud": "us-east-1:pool",
        "cognito-identity.amazonaws.com:amr": ("authenticated", "graph.facebook.com"),
    }
    principal = Principal("web-identity", federated="cognito-identity.amazonaws.com")
    role = f"arn:aws:iam::{ACCOUNT}:role/Readers"
    return PolicyRequest(principal, "sts:AssumeRoleWithWebIdentity", role, ACCOUNT, context)


CASES = {
    "GetObject, one role policy with a variable": (_read, (READER,)),
    "GetObject, the same with a guest's session policies": (_read, GUEST),
    "AssumeRoleWithWebIdentity, trust policy with aud and amr": (_assume, (TRUST,)),
}


def main() -> None:
    for name, (make, policies) in CASES.items():
        requests = [make(index) for index in range(REQUESTS)]
        for what, ask in (("decide", decide), ("explain", explain)):
            ask(requests[0], policies)
            start = time.perf_counter()
            for request in requests:
                ask(request, policies)
            rate = REQUESTS / (time.perf_counter() - start)
            sys.stdout.write(f"{what:8}{rate:10,.0f}/s  {name}\n")


if __name__ == "__main__":
    main()
