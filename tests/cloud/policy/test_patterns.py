"""Wildcards and variables: what a pattern matches."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.policy.elements import resource_element
from cogtui.cloud.policy.match import any_glob, any_literal, any_pattern, atoms
from cogtui.cloud.policy.request import ContextValue
from cogtui.cloud.policy.variables import Exact, Text, Variable, template

RUNS = st.text("ab*", max_size=8)
PATTERNS = RUNS | st.text("ab*?", max_size=8)
SUBJECTS = st.text("ab", max_size=8)

MATCHES = [
    ("a*b*c", "a-b-c", True),
    ("a*b*c", "abc", True),
    ("a*b*c", "a-c", False),
    ("a*b*c", "a-b-", False),
    ("a*b*c", "-b-c", False),
    ("*b*", "abc", True),
    ("*b*", "ac", False),
    ("ab*ba", "aba", False),
    ("ab*ba", "abba", True),
    ("a*bc*bc", "abc", False),
    ("a*bc*bc", "abcbc", True),
    ("**", "", True),
    ("a?*c", "ac", False),
    ("a?*c", "abc", True),
    ("", "", True),
    ("", "a", False),
]


@pytest.mark.parametrize(("pattern", "subject", "expected"), MATCHES)
def test_wildcards(pattern: str, subject: str, expected: bool) -> None:
    assert any_pattern((atoms((Text(pattern),)),))(subject) is expected
    assert any_glob((template(f"${{aws:x}}{pattern}"),))("x:" + subject, {"aws:x": "x:"}) is expected


def reference(pattern: str) -> str:
    """The same pattern as a plain regular expression."""
    return "".join({"*": ".*", "?": "."}.get(character, re.escape(character)) for character in pattern)


@given(st.lists(PATTERNS, max_size=4), SUBJECTS)
def test_patterns_match_what_a_regular_expression_matches(patterns: list[str], subject: str) -> None:
    matches = any_pattern(atoms((Text(pattern),)) for pattern in patterns)
    assert matches(subject) is any(re.fullmatch(reference(pattern), subject) is not None for pattern in patterns)


@given(PATTERNS, PATTERNS, SUBJECTS, SUBJECTS)
def test_a_variable_is_a_literal_in_a_pattern(before: str, after: str, value: str, subject: str) -> None:
    test = any_glob((template(f"{before}${{aws:x}}{after}"),))
    expected = re.fullmatch(f"{reference(before)}{re.escape(value)}{reference(after)}", subject) is not None
    assert test(subject, {"aws:x": value}) is expected
    assert test(subject, {}) is False


@given(st.text(max_size=20))
def test_text_without_wildcards_matches_itself_alone(text: str) -> None:
    literal = any_pattern((atoms((Exact(text),)),))
    assert literal(text)
    assert not literal(text + "x")


def test_a_pattern_of_many_runs_is_refused_in_one_pass() -> None:
    subject = "a" * 2_000
    assert not any_pattern((atoms((Text("*a" * 30 + "b"),)),))(subject)
    assert not any_pattern((atoms((Text("*a?" * 30 + "b"),)),))(subject)


PARTS = [
    ("plain", (Text("plain"),)),
    ("${aws:x}", (Variable("aws:x", None, "${aws:x}"),)),
    ("${AWS:X}", (Variable("aws:x", None, "${AWS:X}"),)),
    (
        "a${aws:PrincipalTag/Team}b",
        (Text("a"), Variable("aws:principaltag/team", None, "${aws:PrincipalTag/Team}"), Text("b")),
    ),
    ("${aws:x, 'anon'}", (Variable("aws:x", "anon", "${aws:x, 'anon'}"),)),
    ("${aws:x,''}", (Variable("aws:x", "", "${aws:x,''}"),)),
    ("${*}${?}${$}", (Exact("*"), Exact("?"), Exact("$"))),
    ("${aws:x", (Text("${aws:x"),)),
    ("${}", (Text("${}"),)),
    ("$aws", (Text("$aws"),)),
    ("", (Text(""),)),
]


@pytest.mark.parametrize(("raw", "parts"), PARTS)
def test_a_template_is_taken_apart(raw: str, parts: tuple[object, ...]) -> None:
    assert template(raw).parts == parts


@pytest.mark.parametrize("raw", [raw for raw, _ in PARTS])
def test_without_variables_all_is_text(raw: str) -> None:
    assert template(raw, variables=False).parts == (Text(raw),)


VALUES: list[tuple[str, dict[str, ContextValue], str | None]] = [
    ("a-${aws:x}", {"aws:x": "1"}, "a-1"),
    ("a-${aws:x}", {}, None),
    ("a-${aws:x}", {"aws:x": ("1",)}, None),
    ("a-${aws:x, 'd'}", {}, "a-d"),
    ("a-${aws:x, 'd'}", {"aws:x": "1"}, "a-1"),
    ("${$}{aws:x}", {"aws:x": "1"}, "${aws:x}"),
]


@pytest.mark.parametrize(("raw", "context", "expected"), VALUES)
def test_values_are_put_in(raw: str, context: dict[str, ContextValue], expected: str | None) -> None:
    assert template(raw).text(context) == expected


@given(st.lists(st.text("ab${}:x*", max_size=8), max_size=3), st.text("abx", max_size=4))
def test_exactly_the_texts_are_literals(raws: list[str], value: str) -> None:
    templates = [template(raw) for raw in raws]
    context = {"x": value}
    texts = {one.text(context) for one in templates}
    for subject in ("", "a", value, *(text for text in texts if text)):
        assert any_literal(templates)(subject, context) is (subject in texts)


RESOURCES = [
    ("arn:aws:s3:::b/${aws:username}", "arn:aws:s3:::b/alice", True),
    ("arn:aws:s3:::${aws:username}", "arn:aws:s3:::alice", True),
    ("arn:aws:s3:${aws:username}::b", "arn:aws:s3:alice::b", False),
    ("arn:aws:iam::${aws:username}:role/x", "arn:aws:iam::alice:role/x", False),
    ("arn:aws:s3", "arn:aws:s3:::b/x", True),
    ("arn:aws:sns", "arn:aws:s3:::b/x", False),
    ("arn:aws:s3*", "arn:aws:s3:::b/x", True),
    ("*", "arn:aws:s3:::b/x", True),
    ("*", "*", True),
    ("arn:aws:s3:::*", "*", False),
]


@pytest.mark.parametrize(("pattern", "resource", "expected"), RESOURCES)
def test_resources(pattern: str, resource: str, expected: bool) -> None:
    context = {"aws:username": "alice"}
    assert resource_element("Resource", "", [pattern], variables=True).test(resource, context) is expected
    assert resource_element("NotResource", "", [pattern], variables=True).test(resource, context) is not expected
