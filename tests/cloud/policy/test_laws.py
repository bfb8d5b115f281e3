"""Laws over generated policies and questions."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.explain import walk
from cogtui.cloud.policy.evaluate import decide
from cogtui.cloud.policy.explanation import explained, failed_conditions
from cogtui.cloud.policy.request import ANONYMOUS_PRINCIPAL, PolicyKind, PolicyRequest, PolicySource, Principal
from tests.cloud.policy.questions import (
    ALICE,
    ALICE_ARN,
    ANA,
    BOB,
    BOB_ARN,
    LAMBDA,
    R_ARN,
    R_S1,
    ROOT,
    ROOT_A,
    S1_ARN,
    A,
    B,
    deny,
    document,
    source,
)


def one_or_more(values: list[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from(values) | st.lists(st.sampled_from(values), min_size=1, max_size=2)


ACTIONS = one_or_more(["*", "s3:*", "s3:Get*", "S3:getobject", "s3:List?ucket", "iam:GetUser"])
RESOURCES = one_or_more(
    ["*", "arn:aws:s3:::b1/*", "arn:aws:s3:::b1/${aws:username}/*", "arn:aws:s3:::*", "arn:aws:s3:::b?"]
)
PRINCIPALS = st.just("*") | st.fixed_dictionaries(
    {},
    optional={
        "AWS": one_or_more(["*", A, ROOT_A, ALICE_ARN, R_ARN, S1_ARN, BOB_ARN, "AROARRRR"]),
        "Federated": one_or_more(["cognito-identity.amazonaws.com", "accounts.google.com"]),
        "Service": one_or_more(["lambda.amazonaws.com"]),
    },
).filter(bool)
STRINGS = [
    "StringEquals",
    "StringNotEquals",
    "StringLikeIfExists",
    "ForAnyValue:StringLike",
    "ForAllValues:StringNotLike",
]
OTHERS = ["Null", "BoolIfExists", "NumericNotEquals", "DateLessThan", "NotIpAddress", "ArnLike"]
OPERATORS = st.sampled_from([*STRINGS, *OTHERS])
KEYS = ["aws:username", "AWS:PrincipalTag/team", "aws:TagKeys"]
VALUES = ["alice", "ALICE", "a*", "true", "false", "5", "${aws:username}", "10.0.0.0/8", "2025-01-01"]
CONDITIONS = st.dictionaries(
    OPERATORS, st.dictionaries(st.sampled_from(KEYS), one_or_more(VALUES), max_size=2), max_size=2
)


@st.composite
def statements(draw: st.DrawFn) -> dict[str, Any]:
    def either(name: str, values: st.SearchStrategy[Any]) -> dict[str, Any]:
        return {draw(st.sampled_from([name, name, name, f"Not{name}"])): draw(values)}

    statement = {"Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"])), **either("Action", ACTIONS)}
    if draw(st.integers(0, 9)):
        statement |= either("Resource", RESOURCES)
    if draw(st.booleans()):
        statement |= either("Principal", PRINCIPALS)
    return statement | draw(st.just({}) | CONDITIONS.map(lambda found: {"Condition": found}))


KINDS = st.sampled_from(["identity", "identity", "resource", "resource", "trust", "boundary", "session", "scp", "rcp"])
SOURCES = st.builds(
    lambda kind, body, version, level: PolicySource(kind, kind, document(*body, version=version), level=level),
    KINDS,
    st.lists(statements(), min_size=1, max_size=3),
    st.sampled_from(["2012-10-17", "2012-10-17", "2008-10-17"]),
    st.sampled_from(["", "root", "unit"]),
)
POLICIES = st.lists(SOURCES, max_size=5).map(tuple)
WHO: list[Principal] = [ALICE, R_S1, BOB, ROOT, LAMBDA, ANA, ANONYMOUS_PRINCIPAL]
REQUESTS = st.builds(
    PolicyRequest,
    st.sampled_from(WHO),
    st.sampled_from(["s3:GetObject", "s3:ListBucket", "iam:GetUser"]),
    st.sampled_from(["arn:aws:s3:::b1/alice/x", "arn:aws:s3:::b1", "*"]),
    st.sampled_from([A, A, B]),
    st.dictionaries(
        st.sampled_from(["aws:UserName", "aws:principaltag/team", "aws:TagKeys"]),
        st.sampled_from(["alice", "a*", "true", "", ("alice", "5"), ()]),
        max_size=3,
    ),
)


@given(REQUESTS, POLICIES)
def test_verdict_and_why_agree(request: PolicyRequest, policies: tuple[PolicySource, ...]) -> None:
    verdict = decide(request, policies)
    why_verdict, why = explained(request, policies)
    assert why_verdict == verdict
    assert why.passed == verdict.allowed
    assert why.fact("decision") == verdict.decision
    assert why.fact("kind") == verdict.reason_kind
    if verdict.deciding:
        policy = policies[verdict.deciding.source]
        assert str(why.fact("deciding")).startswith(f"{policy.label}, statement {verdict.deciding.statement + 1}")


@given(REQUESTS, POLICIES)
def test_a_denial_has_a_failed_check_below_it(request: PolicyRequest, policies: tuple[PolicySource, ...]) -> None:
    why = explained(request, policies)[1]
    assert why.passed == all(kind.passed for kind in why.children)
    assert all(not check.passed for check in failed_conditions(why))


@given(REQUESTS, POLICIES)
def test_an_explicit_deny_beats_every_allow(request: PolicyRequest, policies: tuple[PolicySource, ...]) -> None:
    why = explained(request, policies)[1]
    denies = [check for check in walk(why) if check.rule == "policy.deny" and check.fact("applies")]
    assert bool(denies) == (decide(request, policies).decision == "explicitDeny")


@given(REQUESTS, POLICIES, KINDS, st.lists(statements(), min_size=1, max_size=2))
def test_a_further_deny_never_widens(
    request: PolicyRequest, policies: tuple[PolicySource, ...], kind: PolicyKind, body: list[dict[str, Any]]
) -> None:
    denying = source(kind, *(statement | {"Effect": "Deny"} for statement in body))
    assert decide(request, policies).allowed or not decide(request, (*policies, denying)).allowed


@given(REQUESTS, POLICIES, st.sampled_from(["identity", "session", "boundary", "scp"]))
def test_a_deny_of_everything_denies(
    request: PolicyRequest, policies: tuple[PolicySource, ...], kind: PolicyKind
) -> None:
    assert decide(request, (*policies, source(kind, deny()))).decision == "explicitDeny"


@given(REQUESTS, POLICIES)
def test_the_case_of_keys_and_actions_does_not_count(
    request: PolicyRequest, policies: tuple[PolicySource, ...]
) -> None:
    context = {key.swapcase(): value for key, value in request.context.items()}
    loud = PolicyRequest(request.principal, request.action.upper(), request.resource, request.resource_account, context)
    quiet, shouted = decide(request, policies), decide(loud, policies)
    assert (quiet.decision, quiet.reason_kind, quiet.deciding) == (
        shouted.decision,
        shouted.reason_kind,
        shouted.deciding,
    )


@given(REQUESTS, POLICIES)
def test_the_order_of_policies_does_not_count(request: PolicyRequest, policies: tuple[PolicySource, ...]) -> None:
    there, back = decide(request, policies), decide(request, policies[::-1])
    assert (there.decision, there.reason_kind) == (back.decision, back.reason_kind)
