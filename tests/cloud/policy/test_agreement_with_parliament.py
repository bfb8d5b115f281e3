"""parliament, a linter of IAM policies, as a second opinion: which actions a policy allows, and which texts are no policy.

parliament expands patterns over the actions that AWS documents and takes off what is denied; resources it compares only with
what an action's documentation says, and conditions only as to their form. So the policies here are about every resource.
"""

from __future__ import annotations

import json
import warnings
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.policy.evaluate import decide
from cogtui.cloud.policy.request import PolicyRequest
from cogtui.cloud.policy.validate import diagnose
from tests.cloud.policy.questions import ALICE, A, allow, document, identity, without

with warnings.catch_warnings():
    warnings.simplefilter("ignore", ResourceWarning)  # it leaves the files open that it reads when it is imported
    import parliament

Statement = dict[str, Any]

SERVICES = ("cognito-idp", "iam", "s3", "sts")


@cache
def actions() -> tuple[str, ...]:
    """Every action of the services here, as AWS documents them."""
    found = [one for service in SERVICES for one in parliament.expand_action(f"{service}:*")]
    return tuple(sorted({f"{one['service']}:{one['action']}" for one in found}))


def theirs(body: list[Statement], action: str) -> bool:
    return bool(parliament.analyze_policy_string(document(*body)).get_allowed_resources(*action.split(":")))


def ours(body: list[Statement], action: str) -> bool:
    return decide(PolicyRequest(ALICE, action, "*", A), (identity(*body),)).allowed


PATTERNS = [
    "s3:*",
    "S3:get*",
    "s3:*Object*",
    "s3:?et*",
    "s3:GETOBJECT",
    "s3:*Tagging",
    "iam:*User",
    "iam:*e*",
    "IAM:List?o*",
]
PATTERNS += ["sts:*", "sts:Assume*", "cognito-idp:Admin*", "cognito-idp:*User*", "cognito-idp:Get?ser"]
SOME = st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=3)
STATEMENTS = st.builds(
    lambda effect, name, patterns: {"Effect": effect, name: patterns, "Resource": "*"},
    st.sampled_from(["Allow", "Allow", "Deny"]),
    st.sampled_from(["Action", "Action", "NotAction"]),
    SOME,
)


@settings(max_examples=200)
@given(st.lists(STATEMENTS, min_size=1, max_size=3), st.data())
def test_the_same_actions_are_allowed(body: list[Statement], data: st.DataObject) -> None:
    action = data.draw(st.sampled_from(actions()))
    assert ours(body, action) == theirs(body, action)


@pytest.mark.parametrize("pattern", [*PATTERNS, "*"])
def test_a_pattern_covers_the_same_actions(pattern: str) -> None:
    expanded = {f"{one['service']}:{one['action']}" for one in parliament.expand_action(pattern)}
    assert {action for action in actions() if ours([allow(pattern)], action)} == expanded & set(actions())


BROKEN: dict[str, Any] = {
    "no statement": {"Version": "2012-10-17"},
    "an unknown element": json.loads(document(allow(Extra="x"))),
    "an unknown effect": json.loads(document(allow() | {"Effect": "Maybe"})),
    "no effect": json.loads(document(without(allow(), "Effect"))),
    "an action and its negation": json.loads(document(allow(NotAction="iam:*"))),
    "no action": json.loads(document(without(allow(), "Action"))),
    "a resource and its negation": json.loads(document(allow(NotResource="*"))),
    "no resource": json.loads(document(without(allow(), "Resource"))),
    "an unknown version": json.loads(document(allow(), version="2012-10-18")),
    "a resource that is no ARN": json.loads(document(allow("s3:GetObject", "b1"))),
    "an unknown operator": json.loads(document(allow("s3:GetObject", Condition={"StringMatches": {"aws:username": "a"}}))),
    "a date that is none": json.loads(document(allow("s3:GetObject", Condition={"DateLessThan": {"aws:CurrentTime": "x"}}))),
}  # fmt: skip


def complaints(data: Any) -> set[str]:
    """What parliament finds, but for remarks on what is unwise."""
    return parliament.analyze_policy_string(json.dumps(data)).finding_ids - {"RESOURCE_STAR"}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_both_refuse_what_is_no_policy(data: Any) -> None:
    assert complaints(data)
    assert diagnose(json.dumps(data), "identity")


GOOD = [
    allow("s3:GetObject", "arn:aws:s3:::b1/*"),
    allow(["s3:GetObject", "s3:PutObject"], ["arn:aws:s3:::b1/*", "arn:aws:s3:::b2/*"]),
    allow("sts:AssumeRole", "arn:aws:iam::111111111111:role/R", Sid="Become"),
    allow("s3:GetObject", "arn:aws:s3:::b1/${aws:username}/*"),
    allow("s3:GetObject", "arn:aws:s3:::b1/*", Condition={"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}),
    allow("s3:GetObject", "arn:aws:s3:::b1/*", Condition={"StringLike": {"aws:PrincipalTag/team": ["r*", "b?"]}}),
    allow("s3:GetObject", "arn:aws:s3:::b1/*", Condition={"DateLessThan": {"aws:CurrentTime": "2026-01-05T09:00:00Z"}}),
]


@pytest.mark.parametrize("statement", GOOD)
def test_both_take_what_is_one(statement: Statement) -> None:
    data = json.loads(document(statement))
    assert complaints(data) == set()
    assert diagnose(json.dumps(data), "identity") == []
