"""What the editor warns of in policies that IAM would save, and what it keeps silent about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.accounts.customer_policies import POLICY_VERSIONS
from cogtui.cloud.accounts.principals import INLINE_POLICIES, ROLES
from cogtui.cloud.policy.managed import NAMES, managed
from cogtui.cloud.policy.request import PolicyKind, PolicySource
from cogtui.cloud.policy.warnings import PolicyWarning, warnings
from cogtui.cloud.services.s3.records import BUCKETS
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from cogtui.resources import lessons_dir
from tests.cloud.policy.generated import SOURCES
from tests.cloud.policy.questions import AMR, AUD, ROOT_A, A, allow, aws, deny, document, without

READ = "arn:aws:s3:::b1/*"
COGNITO = {"Federated": "cognito-identity.amazonaws.com"}
WEB = "sts:AssumeRoleWithWebIdentity"
GITHUB = {"Federated": f"arn:aws:iam::{A}:oidc-provider/token.actions.githubusercontent.com"}


def when(operator: str, key: str, value: Any) -> dict[str, Any]:
    return {"Condition": {operator: {key: value}}}


def get(**elements: Any) -> str:
    return document(allow("s3:GetObject", READ, **elements))


def open_to(who: Any, action: str = "sts:AssumeRole", **elements: Any) -> str:
    return document(without(allow(action, Principal=who, **elements), "Resource"))


CASES: list[tuple[str, PolicyKind, str, str]] = [
    (open_to("*"), "trust", "security", "public-trust"),
    (open_to({"AWS": "*"}), "trust", "security", "public-trust"),
    (open_to("*", **when("StringEqualsIfExists", "aws:PrincipalOrgID", "o-1")), "trust", "security", "public-trust"),
    (get(Principal="*"), "resource", "security", "public-resource"),
    (get(Principal="*", **when("StringLike", "aws:PrincipalArn", "*")), "resource", "security", "public-resource"),
    (open_to(COGNITO, WEB), "trust", "security", "no-audience"),
    (open_to(GITHUB, WEB), "trust", "security", "no-audience"),
    (open_to(aws(ROOT_A)), "trust", "suggestion", "no-external-id"),
    (open_to(aws(A)), "trust", "suggestion", "no-external-id"),
    (document(allow()), "identity", "security", "everything"),
    (
        document(without(allow(NotAction="iam:*", resource=READ), "Action")),
        "identity",
        "security",
        "not-action-allowed",
    ),
    (get(NotPrincipal=aws(ROOT_A)), "resource", "security", "not-principal-allowed"),
    (document(without(allow("s3:*", NotResource=READ), "Resource")), "identity", "security", "not-resource-allowed"),
    (document(allow("iam:PassRole")), "identity", "security", "pass-any-role"),
    (document(allow("iam:*")), "identity", "security", "pass-any-role"),
    (document(allow("s3:GetObjects", READ)), "identity", "error", "unknown-action"),
    (document(allow("s3:Fetch*", READ)), "identity", "error", "unknown-action"),
    (get(**when("StringEquals", "aws:PrincipleArn", "x")), "identity", "error", "unknown-key"),
    (get(**when("StringEquals", "cognito-identity.amazonaws.com:aut", "x")), "identity", "error", "unknown-key"),
    (open_to(COGNITO, WEB, **when("StringLike", AMR, "authenticated")), "trust", "error", "no-set-operator"),
    (get(**when("ForAnyValue:StringEquals", "aws:username", "x")), "identity", "suggestion", "set-operator-on-one"),
    (get(**when("ForAllValues:StringEquals", "aws:TagKeys", "x")), "identity", "security", "forall-without-null"),
    (get(**when("StringEquals", "aws:username", "a*")), "identity", "suggestion", "wildcard-in-exact"),
    (get(**when("StringLike", "aws:SourceIp", "10.*")), "identity", "suggestion", "operator-type"),
    (
        document(allow("s3:GetObject", "arn:aws:s3:::b/${aws:username}/*"), version="2008-10-17"),
        "identity",
        "error",
        "variable-in-old-version",
    ),
    (document(allow("iam:GetRole", "arn:aws:iam:::role/x")), "identity", "error", "arn-form"),
    (document(allow("cognito-idp:ListUsers", f"arn:aws:cognito-idp::{A}:userpool/x")), "identity", "error", "arn-form"),
    (get(Sid=""), "identity", "suggestion", "empty-sid"),
    (document(allow(["s3:Get*", "s3:GetObject"], READ)), "identity", "suggestion", "redundant-action"),
    (
        document(allow("s3:GetObject", READ), allow("s3:Get*", "arn:aws:s3:::*")),
        "identity",
        "suggestion",
        "redundant-statement",
    ),
]


@pytest.mark.parametrize(
    ("text", "kind", "level", "id_"), CASES, ids=[f"{n}-{case[3]}" for n, case in enumerate(CASES)]
)
def test_it_warns(text: str, kind: PolicyKind, level: str, id_: str) -> None:
    assert (level, id_) in [(one.level, one.id) for one in warnings(text, kind)]


SILENT: list[tuple[str, PolicyKind]] = [
    (get(), "identity"),
    (open_to("*", **when("StringEquals", "aws:PrincipalOrgID", "o-1")), "trust"),
    (document(deny("s3:*", READ, Principal="*")), "resource"),
    (get(Principal="*", **when("IpAddress", "aws:SourceIp", "203.0.113.0/24")), "resource"),
    (open_to(COGNITO, WEB, **when("StringEquals", AUD, "pool1")), "trust"),
    (open_to(COGNITO, "sts:AssumeRole*", **when("StringEquals", AUD, "pool1")), "trust"),
    (open_to({"Federated": f"arn:aws:iam::{A}:saml-provider/x"}, WEB), "trust"),
    (open_to(aws(ROOT_A), **when("StringEquals", "sts:ExternalId", "x-1")), "trust"),
    (open_to(aws(f"arn:aws:iam::{A}:user/alice")), "trust"),
    (open_to({"Service": "lambda.amazonaws.com"}), "trust"),
    (document(allow()), "scp"),
    (document(allow()), "boundary"),
    (document(without(deny(NotAction="iam:*"), "Action")), "identity"),
    (document(allow("iam:PassRole", f"arn:aws:iam::{A}:role/x")), "identity"),
    (
        document(allow("iam:PassRole", **when("StringEquals", "iam:PassedToService", "lambda.amazonaws.com"))),
        "identity",
    ),
    (document(allow(["ec2:Whatever", "S3:getobject", "s3:List?ucket"], READ)), "identity"),
    (get(**when("StringEquals", "AWS:principaltag/team", "red")), "identity"),
    (get(**when("StringEquals", "idp.example.com:sub", "x")), "identity"),
    (get(**when("StringEquals", "ec2:Region", "x")), "identity"),
    (get(Condition={"ForAllValues:StringEquals": {"aws:TagKeys": "x"}, "Null": {"aws:TagKeys": "false"}}), "identity"),
    (get(**when("StringEquals", "aws:username", "a${*}")), "identity"),
    (get(**when("StringLike", "aws:username", "a*")), "identity"),
    (document(allow("s3:GetObject", "arn:aws:s3:::b/${aws:username}/*")), "identity"),
    (document(allow("iam:GetRole", ["arn:aws:iam::*:role/x", "arn:aws:iam::aws:policy/X"])), "identity"),
    (document(allow("s3:GetObject", READ), deny("s3:GetObject", READ)), "identity"),
    (
        document(allow("s3:GetObject", READ, **when("Bool", "aws:SecureTransport", "true")), allow("s3:Put*", READ)),
        "identity",
    ),
    (
        document(allow("s3:GetObject", READ), allow("s3:*", READ, **when("Bool", "aws:SecureTransport", "true"))),
        "identity",
    ),
    ("{", "identity"),
    ("{}", "trust"),
]


@pytest.mark.parametrize(("text", "kind"), SILENT)
def test_it_is_silent(text: str, kind: PolicyKind) -> None:
    assert warnings(text, kind) == []


@pytest.mark.parametrize("name", NAMES)
def test_aws_s_own_policies_have_no_errors(name: str) -> None:
    text = managed(f"arn:aws:iam::aws:policy/{name}") or ""
    assert [one for one in warnings(text, "identity") if one.level == "error"] == []


WORLDS = sorted((lessons_dir() / "worlds").glob("*.yaml"))


@pytest.mark.parametrize("file", WORLDS, ids=[file.stem for file in WORLDS])
def test_the_lessons_worlds_have_no_errors(file: Path) -> None:
    world = World()
    apply(world, file.read_text(encoding="utf-8"), file.name)
    store = world.store
    found: list[PolicyWarning] = []
    for account in store.scopes(ROLES):
        found += [one for role in store.scan(ROLES, account) for one in warnings(role.trust_policy, "trust")]
    for account in store.scopes(INLINE_POLICIES):
        found += [one for row in store.scan(INLINE_POLICIES, account) for one in warnings(row.document, "identity")]
    for scope in store.scopes(POLICY_VERSIONS):
        found += [one for row in store.scan(POLICY_VERSIONS, scope) for one in warnings(row.document, "identity")]
    for scope in store.scopes(BUCKETS):
        found += [one for row in store.scan(BUCKETS, scope) for one in warnings(row.policy, "resource")]
    assert [one for one in found if one.level == "error"] == []


def test_a_warning_stands_at_its_element() -> None:
    text = '{"Version": "2012-10-17",\n "Statement": {"Effect": "Allow", "Resource": "*",\n  "Action": "*"}}'
    assert [(one.line, one.column, one.id) for one in warnings(text, "identity")] == [(3, 13, "everything")]


@given(SOURCES, st.sampled_from(["identity", "trust", "resource", "scp", "boundary", "session", "rcp"]))
def test_any_policy_can_be_looked_at(policy: PolicySource, kind: PolicyKind) -> None:
    lines = policy.document.count("\n") + 1
    assert all(1 <= one.line <= lines and one.message for one in warnings(policy.document, kind))
