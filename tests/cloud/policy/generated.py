"""Generated policies and questions, for the laws: small vocabularies, so that policies and questions often meet."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from cogtui.cloud.policy.request import ANONYMOUS_PRINCIPAL, PolicyRequest, PolicySource, Principal
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
    document,
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
