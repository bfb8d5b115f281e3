"""Whatever is given for a policy is answered: read, or refused in AWS's terms, and never a crash."""

from __future__ import annotations

import contextlib
import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.errors import AwsError
from cogtui.cloud.policy.conditions.table import OPERATORS
from cogtui.cloud.policy.document import compiled
from cogtui.cloud.policy.evaluate import decide
from cogtui.cloud.policy.explanation import explained
from cogtui.cloud.policy.json_text import PolicySyntaxError
from cogtui.cloud.policy.request import PolicyKind, PolicyRequest, PolicySource
from cogtui.cloud.policy.validate import diagnose, validate_identity_policy, validate_trust_policy
from tests.cloud.policy.generated import REQUESTS, statements
from tests.cloud.policy.questions import ALICE, A, allow, document

KINDS: tuple[PolicyKind, ...] = get_args(PolicyKind)
GET = PolicyRequest(ALICE, "s3:GetObject", "arn:aws:s3:::b1/x", A, {"aws:username": "alice", "aws:TagKeys": ("a", "")})


def compiles(text: str) -> bool:
    try:
        compiled(text)
    except PolicySyntaxError:
        return False
    return True


def answered(text: str, request: PolicyRequest = GET) -> bool:
    """Put a text to all that takes policies; say whether it is one."""
    for kind in KINDS:
        for found in diagnose(text, kind):
            assert found.line >= 1
            assert found.column >= 1
            assert found.message
    for validate in (validate_identity_policy, validate_trust_policy):
        with contextlib.suppress(AwsError):
            validate(text)
    if not compiles(text):
        assert diagnose(text, "identity"), "what cannot be compiled has a diagnostic"
        with pytest.raises(AwsError, match=r"\S") as refused:
            validate_identity_policy(text)
        assert (refused.value.code, refused.value.status) == ("MalformedPolicyDocument", 400)
        with pytest.raises(PolicySyntaxError, match=r"\S"):
            decide(request, (PolicySource("identity", "hostile", text),))
        return False
    for kind in KINDS:
        policies = (PolicySource(kind, "hostile", text),)
        assert explained(request, policies)[0] == decide(request, policies)
    return True


ODD_TEXTS = st.sampled_from(
    [
        "",
        "*",
        "?",
        ":",
        "a:b:c",
        "arn:",
        "arn:aws",
        "arn:::::",
        "${",
        "${}",
        "${aws:username",
        "${aws:username, '}",
        "$",
    ]
) | st.text(max_size=12)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | ODD_TEXTS
ELEMENTS = ["Version", "Id", "Statement", "Sid", "Effect", "Principal", "Action", "Resource", "Condition"]
WORDS = ["NotPrincipal", "NotAction", "NotResource", "AWS", "Service", "Federated", "CanonicalUser", "Allow", "Deny"]
NAMES = st.sampled_from([*ELEMENTS, *WORDS, *OPERATORS]) | st.text(max_size=6)
JUNK = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12
)


@given(JUNK)
def test_any_json_is_answered(junk: Any) -> None:
    answered(json.dumps(junk))
    answered(json.dumps({"Version": "2012-10-17", "Statement": junk}))


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    assert not answered(text)


def nodes(data: Any) -> list[tuple[Any, Any]]:
    """Every place in a document, as container and key."""
    found: list[tuple[Any, Any]] = []
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        found += [(data, key), *nodes(value)]
    return found


@given(REQUESTS, st.lists(statements(), min_size=1, max_size=3), JUNK, st.data())
def test_a_policy_with_anything_in_any_place_is_answered(
    request: PolicyRequest, body: list[dict[str, Any]], junk: Any, data: st.DataObject
) -> None:
    policy: dict[str, Any] = {"Version": "2012-10-17", "Statement": body}
    container, key = data.draw(st.sampled_from(nodes(policy)))
    container[key] = junk
    answered(json.dumps(policy), request)


@given(statements(), st.integers(0), st.integers(0, 12), st.text(max_size=4) | st.sampled_from('{}[]",:\\'))
def test_a_policy_with_a_slip_of_the_pen_is_answered(one: dict[str, Any], at: int, length: int, typed: str) -> None:
    text = document(one)
    at %= len(text) + 1
    answered(text[:at] + typed + text[at + length :])


@given(
    st.dictionaries(
        st.sampled_from([prefix + base + end for base in OPERATORS for prefix in ("", "ForAnyValue:") for end in ("", "IfExists")]),
        st.dictionaries(st.sampled_from(["aws:username", "aws:TagKeys", "", "k"]), ODD_TEXTS | st.lists(SCALARS, max_size=3)),
        min_size=1,
        max_size=4,
    ),
    st.none() | ODD_TEXTS | st.lists(ODD_TEXTS, max_size=3).map(tuple),
)  # fmt: skip
def test_any_value_under_any_operator_is_answered(conditions: dict[str, Any], found: Any) -> None:
    context = {"aws:username": "alice"} | ({} if found is None else {"aws:TagKeys": found, "k": found})
    request = PolicyRequest(ALICE, "s3:GetObject", "arn:aws:s3:::b1/x", A, context)
    answered(document(allow(Condition=conditions)), request)


@given(ODD_TEXTS, ODD_TEXTS, ODD_TEXTS, ODD_TEXTS)
def test_any_question_is_answered(action: str, resource: str, pattern: str, actions: str) -> None:
    request = PolicyRequest(ALICE, action, resource, A)
    answered(document(allow(actions, pattern)), request)


PLAIN = document(allow())
HUGE = {
    "arrays a hundred thousand deep": '{"Statement": ' + "[" * 100_000,
    "objects a hundred thousand deep": '{"Statement":' * 100_000,
    "a closed nest": '{"Statement": ' + "[" * 5_000 + "]" * 5_000 + "}",
    "a number of a hundred thousand digits": '{"Statement": ' + "9" * 100_000 + "}",
    "a number beyond all floats": PLAIN.replace('"*"', "1e999"),
    "a number below all floats": PLAIN.replace('"*"', "-1e-999"),
    "an exponent of ten thousand digits": PLAIN.replace('"*"', "1e" + "9" * 10_000),
    "no number": PLAIN.replace('"*"', "NaN"),
    "infinity": PLAIN.replace('"*"', "-Infinity"),
    "a control character": PLAIN.replace("*", "\x00"),
    "a control character as escape": PLAIN.replace("*", "\\u0000"),
    "half a character": PLAIN.replace("*", "\ud800"),
    "half a character as escape": PLAIN.replace("*", "\\ud800"),
    "two halves the wrong way round": PLAIN.replace("*", "\\udc00\\ud800"),
    "a byte order mark": "\ufeff" + PLAIN,
    "a line separator": PLAIN.replace("*", "\u2028"),
    "a text without end": '{"Statement": "' + "a" * 100_000,
    "backslashes without end": '{"Statement": "' + "\\" * 100_001,
    "a hundred thousand spaces": " " * 100_000,
    "a name twice": '{"Statement": [], "Statement": []}',
    "a hundred thousand characters in an action": document(allow("s3:" + "A" * 100_000)),
    "a hundred thousand stars": document(allow("s3:" + "*" * 100_000, "*" * 100_000)),
    "a hundred thousand question marks": document(allow("*", "arn:aws:s3:::" + "?" * 100_000)),
    "stars that invite to go back": document(allow("*", "arn:" + "*?a" * 5_000)),
    "ten thousand open variables": document(allow("*", "${" * 10_000)),
    "ten thousand variables": document(allow("*", "arn:aws:s3:::" + "${aws:username}" * 10_000)),
    "a thousand statements": document(*[allow(f"s3:Get{number}") for number in range(1_000)]),
    "ten thousand values": document(allow(Condition={"StringLike": {"aws:username": [f"*{n}*" for n in range(10_000)]}})),
}  # fmt: skip


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_a_huge_or_broken_text_is_answered(text: str) -> None:
    answered(text)


@settings(max_examples=20)
@given(st.text("a*?", min_size=100, max_size=400), st.text("ab", min_size=1_000, max_size=4_000))
def test_no_pattern_takes_long_to_compare(pattern: str, resource: str) -> None:
    request = PolicyRequest(ALICE, "s3:GetObject", resource, A)
    decide(request, (PolicySource("identity", "slow", document(allow("*", pattern))),))


def test_a_policy_is_told_from_what_is_none() -> None:
    assert answered(PLAIN)
    assert not answered("{}")
