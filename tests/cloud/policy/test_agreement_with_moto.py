"""moto's evaluator as an independent opinion, on the part of the language that both cover; where they differ, why.

moto knows Effect, Action, NotAction and Resource. Conditions and principals it looks at in trust policies only; boundaries,
session policies, resources' policies, SCPs and RCPs not at all. It comes with the extra `bench`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.policy.evaluate import decide
from cogtui.cloud.policy.request import PolicyRequest
from tests.cloud.policy.questions import ALICE, A, allow, deny, document, identity, without

access_control = pytest.importorskip("moto.iam.access_control", reason="moto comes with the extra `bench`")

Statement = dict[str, Any]


def ours(bodies: list[list[Statement]], action: str, resource: str, context: dict[str, Any] | None = None) -> str:
    request = PolicyRequest(ALICE, action, resource, A, context or {})
    return decide(request, tuple(identity(*body) for body in bodies)).decision


def theirs(bodies: list[list[Statement]], action: str, resource: str) -> str:
    """What moto's door makes of its evaluator's answers: `IAMRequestBase.check_action_permitted`."""
    found = "implicitDeny"
    for body in bodies:
        answer = access_control.IAMPolicy(document(*body)).is_action_permitted(action, resource)
        if answer is access_control.PermissionResult.DENIED:
            return "explicitDeny"
        if answer is access_control.PermissionResult.PERMITTED:
            found = "allowed"
    return found


# Letters, slashes and stars: what is more than that is in DIFFERENCES.
NAMES = ["Get", "GetObject", "GetObjectAcl", "Put", "PutObject", "ListBucket"]
ACTION_PATTERNS = [
    "*",
    *(f"{service}:{name}" for service in ("s3", "iam") for name in [*NAMES, "*", "Get*", "*Object", "*e*t*"]),
]
RESOURCE_PATTERNS = [
    "*",
    "arn:aws:s3:::*",
    *(f"arn:aws:s3:::{end}" for end in ["a", "a/*", "a*", "*/x", "a/*/x", "*a*", "b/y", "a/x"]),
]
RESOURCES = ["*", *(f"arn:aws:s3:::{end}" for end in ["a", "ab", "a/x", "a/b/x", "a/", "b/y", "b/a/y", ""])]


def one_or_more(values: list[str]) -> st.SearchStrategy[Any]:
    return st.sampled_from(values) | st.lists(st.sampled_from(values), min_size=1, max_size=3)


STATEMENTS = st.builds(
    lambda effect, name, actions, resources: {"Effect": effect, name: actions, "Resource": resources},
    st.sampled_from(["Allow", "Allow", "Deny"]),
    st.sampled_from(["Action", "Action", "NotAction"]),
    one_or_more(ACTION_PATTERNS),
    one_or_more(RESOURCE_PATTERNS),
)
BODIES = st.lists(st.lists(STATEMENTS, min_size=1, max_size=4), min_size=1, max_size=3)


@settings(max_examples=1000)
@given(BODIES, st.sampled_from(["s3", "iam"]), st.sampled_from(NAMES), st.sampled_from(RESOURCES))
def test_the_verdict_is_the_same(bodies: list[list[Statement]], service: str, name: str, resource: str) -> None:
    action = f"{service}:{name}"
    assert ours(bodies, action, resource) == theirs(bodies, action, resource)


@given(st.text("ab/*", max_size=8), st.text("ab/", max_size=12))
def test_a_pattern_matches_the_same(pattern: str, key: str) -> None:
    bodies = [[allow("s3:*", f"arn:aws:s3:::{pattern}")]]
    assert ours(bodies, "s3:GetObject", f"arn:aws:s3:::{key}") == theirs(bodies, "s3:GetObject", f"arn:aws:s3:::{key}")


class Difference(NamedTuple):
    """A question that the two answer differently, and who is right by the IAM User Guide."""

    why: str
    statements: list[Statement]
    action: str
    resource: str
    ours: str
    theirs: str


GET, X = "s3:GetObject", "arn:aws:s3:::b1/x"

DIFFERENCES = [
    Difference("the case of actions counts for nothing", [allow("S3:getobject")], GET, X, "allowed", "implicitDeny"),
    Difference("a question mark is one character", [allow("s3:?etObject")], GET, X, "allowed", "implicitDeny"),
    Difference(
        "a question mark in a resource too", [allow("s3:*", "arn:aws:s3:::b?/x")], GET, X, "allowed", "implicitDeny"
    ),
    Difference("a dot is a dot", [allow("s3:*", "arn:aws:s3:::b1/.")], GET, X, "implicitDeny", "allowed"),
    Difference("a plus is a plus", [allow("s3:*", "arn:aws:s3:::b1+/x")], GET, X, "implicitDeny", "allowed"),
    Difference(
        "a star runs over line ends", [allow("s3:*", "arn:aws:s3:::b1/*")], GET, f"{X}\ny", "allowed", "implicitDeny"
    ),
    Difference("a line end is a character", [allow("s3:*", X)], GET, f"{X}\n", "implicitDeny", "allowed"),
    Difference(
        "NotResource excepts what it lists",
        [without(allow("s3:*", NotResource=X), "Resource")],
        GET,
        X,
        "implicitDeny",
        "allowed",
    ),
    Difference(
        "and denies the rest where it denies",
        [without(deny("s3:*", NotResource="arn:aws:s3:::b2/*"), "Resource")],
        GET,
        X,
        "explicitDeny",
        "allowed",
    ),
    Difference("a statement on no resources is about none", [allow("s3:*", [])], GET, X, "implicitDeny", "allowed"),
    Difference("an action's service has no wildcard", [allow("s*:GetObject")], GET, X, "implicitDeny", "allowed"),
    Difference("a short ARN is filled up", [allow("s3:*", "arn:aws:s3")], GET, X, "allowed", "implicitDeny"),
    Difference(
        "a variable becomes its value",
        [allow("s3:*", "arn:aws:s3:::b1/${aws:PrincipalTag/key}")],
        GET,
        X,
        "allowed",
        "implicitDeny",
    ),
    Difference(
        "conditions are compared with the request",
        [allow(Condition={"StringEquals": {"aws:PrincipalTag/key": "other"}})],
        GET,
        X,
        "implicitDeny",
        "allowed",
    ),
]


@pytest.mark.parametrize("case", DIFFERENCES, ids=lambda case: case.why)
def test_where_they_differ_we_follow_the_documentation(case: Difference) -> None:
    context = {"aws:PrincipalTag/key": "x"}
    assert ours([case.statements], case.action, case.resource, context) == case.ours
    assert theirs([case.statements], case.action, case.resource) == case.theirs


def test_what_is_no_expression_stops_moto_alone() -> None:
    body = [allow("s3:*", "arn:aws:s3:::b1/(")]
    assert ours([body], GET, X) == "implicitDeny"
    with pytest.raises(access_control.re.error):
        theirs([body], GET, X)
