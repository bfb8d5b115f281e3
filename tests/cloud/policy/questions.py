"""Who asks whom for what, in one line each: the fixtures of the policy tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cogtui.cloud.policy.request import ContextValue, PolicyKind, PolicyRequest, PolicySource, Principal

A = "111111111111"
B = "222222222222"

ROOT_A = f"arn:aws:iam::{A}:root"
ALICE_ARN = f"arn:aws:iam::{A}:user/alice"
R_ARN = f"arn:aws:iam::{A}:role/R"
S1_ARN = f"arn:aws:sts::{A}:assumed-role/R/s1"
BOB_ARN = f"arn:aws:sts::{A}:federated-user/bob"

ALICE = Principal("user", ALICE_ARN, A, ALICE_ARN, "AIDAALICE")
R_S1 = Principal("role-session", S1_ARN, A, R_ARN, "AROARRRR:s1")
BOB = Principal("federated-user", BOB_ARN, A, BOB_ARN, f"{A}:bob", parent=ALICE_ARN)
ROOT = Principal("root", ROOT_A, A, ROOT_A, A)
LAMBDA = Principal("service", service="lambda.amazonaws.com")
ANA = Principal("web-identity", federated="cognito-identity.amazonaws.com")

AUD = "cognito-identity.amazonaws.com:aud"
AMR = "cognito-identity.amazonaws.com:amr"

Statement = dict[str, Any]


def allow(action: Any = "*", resource: Any = "*", **elements: Any) -> Statement:
    """An Allow statement."""
    return {"Effect": "Allow", "Action": action, "Resource": resource, **elements}


def deny(action: Any = "*", resource: Any = "*", **elements: Any) -> Statement:
    """A Deny statement."""
    return {**allow(action, resource, **elements), "Effect": "Deny"}


def without(statement: Statement, *elements: str) -> Statement:
    """The statement, with some elements left out."""
    return {name: value for name, value in statement.items() if name not in elements}


def document(*statements: Statement, version: str = "2012-10-17") -> str:
    """A policy's JSON text."""
    return json.dumps({"Version": version, "Statement": list(statements)})


def source(kind: PolicyKind, *statements: Statement, version: str = "2012-10-17", level: str = "") -> PolicySource:
    """A policy that takes part."""
    return PolicySource(kind, f"the {kind} policy", document(*statements, version=version), level=level)


def identity(*statements: Statement, version: str = "2012-10-17") -> PolicySource:
    """An identity-based policy of the caller."""
    return source("identity", *statements, version=version)


def names(who: Any, action: Any = "s3:*", **elements: Any) -> PolicySource:
    """A resource's policy that allows a principal."""
    return source("resource", allow(action, Principal=who, **elements))


def aws(*arns: str) -> dict[str, list[str]]:
    """A Principal element."""
    return {"AWS": list(arns)}


def trust(condition: Any = None, action: Any = "sts:AssumeRoleWithWebIdentity", who: Any = None) -> PolicySource:
    """A role's trust policy for identities of a Cognito identity pool."""
    statement = without(allow(action, Principal=who or {"Federated": "cognito-identity.amazonaws.com"}), "Resource")
    return source("trust", statement | ({"Condition": condition} if condition else {}))


def asks(
    principal: Principal = ALICE, action: str = "s3:GetObject", resource: str = "arn:aws:s3:::b1/x", owner: str = A
) -> PolicyRequest:
    """A question, without condition keys."""
    return PolicyRequest(principal, action, resource, owner)


def with_context(request: PolicyRequest, context: Mapping[str, ContextValue]) -> PolicyRequest:
    """The question, with these condition keys."""
    return PolicyRequest(request.principal, request.action, request.resource, request.resource_account, dict(context))
