"""Policy documents: what is read, where it stands, and what every broken one says."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.policy.document import compiled, locate
from cogtui.cloud.policy.json_text import PolicySyntaxError, read
from cogtui.cloud.policy.validate import diagnose
from tests.cloud.policy.questions import allow, document, without

JSON_ERRORS = [
    ("", 1, 1, "expected `{`"),
    ("  []", 1, 3, "expected `{`"),
    ("\ufeff{}", 1, 1, "expected `{`"),
    ('{"a": 1}\n x', 2, 2, "expected the end of the policy"),
    ('{"a" 1}', 1, 6, "expected `:` after the name `a`"),
    ('{"a": 1 "b": 2}', 1, 9, "expected `,` or `}`"),
    ('{"a": [1 2]}', 1, 10, "expected `,` or `]`"),
    ('{"a": 1,}', 1, 9, "no `,` before `}`"),
    ('{"a": [1,]}', 1, 10, "no `,` before `]`"),
    ("{a: 1}", 1, 2, "expected a name in double quotes"),
    ("{'a': 1}", 1, 2, "expected a name in double quotes"),
    ("{\"a\": 'x'}", 1, 7, "quotes are double"),
    ('{"a": True}', 1, 7, "expected a value"),
    ('{"a": 01}', 1, 8, "expected `,` or `}`"),
    ('{"a": }', 1, 7, "expected a value"),
    ('{"a":', 1, 6, "expected a value"),
    ('{\n  "a": "x\n}', 2, 8, 'expected `"` at the end'),
    ('{"a": "x', 1, 7, 'expected `"` at the end'),
    ('{"a": "\\x"}', 1, 8, "expected one of"),
    ('{"a": "\\u12"}', 1, 8, "expected one of"),
    ('{"a": "\t"}', 1, 8, "control character"),
    ('{"a": "\\ud800"}', 1, 7, "half of a character"),
    ('{"a": 1,\n "a": 2}', 2, 2, "`a` stands twice in this object; the first is in line 1"),
    ('{"a": ' + "[" * 40, 1, 38, "nested too deeply"),
    ('{"a": ' + "1" * 1001 + "}", 1, 7, "at most 1,000 digits"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), JSON_ERRORS)
def test_broken_json_says_where_and_what_was_expected(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(PolicySyntaxError) as raised:
        compiled(text)
    assert (raised.value.line, raised.value.column) == (line, column)
    assert message in raised.value.message
    assert [(one.line, one.column) for one in diagnose(text, "identity")] == [(line, column)]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), JSON, max_size=4), st.sampled_from([None, 1, "\t"]), st.booleans())
def test_every_json_object_is_read_as_the_standard_reader_reads_it(
    data: dict, indent: int | str | None, ascii_only: bool
) -> None:
    assert read(json.dumps(data, indent=indent, ensure_ascii=ascii_only)).data == data


@given(st.text() | st.text('{}[]",:\\ntru0. -').map(lambda text: "{" + text))
def test_arbitrary_text_raises_nothing_but_the_documented_error(text: str) -> None:
    with suppress(PolicySyntaxError):
        compiled(text)
    diagnose(text, "trust")


NAMES = ["Version", "Statement", "Effect", "Action", "NotAction", "Resource", "Principal", "Sid", "Condition", "AWS"]
VALUES = ["2012-10-17", "Allow", "Deny", "StringLike", "Null", "aws:x", "s3:*", "*", "arn:aws:s3:::b", "${aws:x}", ""]
WORDS = st.sampled_from([*NAMES, *VALUES])
POLICY_LIKE = st.recursive(
    WORDS | st.none() | st.booleans() | st.integers(-5, 5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(WORDS, inside, max_size=5),
    max_leaves=20,
)


@given(st.dictionaries(WORDS, POLICY_LIKE, max_size=4))
def test_arbitrary_json_raises_nothing_but_the_documented_error(data: dict) -> None:
    text = json.dumps(data)
    with suppress(PolicySyntaxError):
        compiled(text)
    diagnose(text, "identity")
    diagnose(text, "trust")


GRAMMAR = [
    ('{"Statement": []}', 1, 15, "expected a statement or a list of statements"),
    ('{"Statement": [{}]}', 1, 16, "expected a statement: an object"),
    ('{"Statement": "x"}', 1, 15, "expected a statement: an object"),
    ('{"Version": "2012-10-17"}', 1, 1, "a policy needs a `Statement`"),
    ('{"Version": "2012-10-18", "Statement": {}}', 1, 13, "expected the version of the policy language"),
    ('{"version": "2012-10-17"}', 1, 2, "did you mean `Version`?"),
    ('{"Statement": {"Effect": "Allow", "Actoin": "*"}}', 1, 35, "did you mean `Action`?"),
    ('{"Statement": {"Effect": "allow", "Action": "*"}}', 1, 26, "case counts"),
    ('{"Statement": {"Effect": "Maybe", "Action": "*"}}', 1, 26, "expected `Allow` or `Deny`"),
    ('{"Statement": {"Action": "*"}}', 1, 15, "a statement needs an `Effect`"),
    ('{"Statement": {"Effect": "Allow"}}', 1, 15, "needs an `Action` or a `NotAction`"),
    ('{"Statement": {"Effect": "Allow", "Action": []}}', 1, 15, "needs an `Action` or a `NotAction`"),
    ('{"Statement": {"Effect": "Allow", "Action": ["*", 5]}}', 1, 51, "expected text or a list of texts"),
    ('{"Statement": {"Effect": "Allow", "Action": "*", "NotAction": "*"}}', 1, 50, "either `Action` or `NotAction`"),
    ('{"Statement": {"Effect": "Allow", "Action": "*", "Sid": 1}}', 1, 57, "expected text"),
    ('{"Statement": {"Effect": "Allow", "Action": "*", "Principal": "me"}}', 1, 63, "expected `*`, or an object"),
    ('{"Statement": {"Effect": "Allow", "Action": "*", "Principal": {"Aws": "*"}}}', 1, 64, "did you mean `AWS`?"),
    ('{"Statement": {"Effect": "Allow", "Action": "*", "Condition": []}}', 1, 63, "operator, then key"),
    ('{"Statement": {"Effect": "Allow", "Action": "*", "Condition": {"StringLike": "x"}}}', 1, 78, "key, then values"),
    (
        '{"Statement": {"Effect": "Allow", "Action": "*", "Condition": {"StringLik": {}}}}',
        1,
        64,
        "did you mean `StringLike`?",
    ),
    (
        '{"Statement": {"Effect": "Allow", "Action": "*", "Condition": {"ForAny:Bool": {}}}}',
        1,
        64,
        "only `ForAnyValue:`",
    ),
    (
        '{"Statement": {"Effect": "Allow", "Action": "*", "Condition": {"Bool": {"a:b": []}}}}',
        1,
        80,
        "expected a value",
    ),
    (
        '{"Statement": {"Effect": "Allow", "Action": "*", "Condition": {"Bool": {"a:b": [null]}}}}',
        1,
        81,
        "expected text",
    ),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), GRAMMAR)
def test_a_broken_policy_says_where_and_what_was_expected(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(PolicySyntaxError) as raised:
        compiled(text)
    assert (raised.value.line, raised.value.column) == (line, column)
    assert message in raised.value.message


TEXT = """{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "A", "Effect": "Allow", "Action": ["s3:GetObject",
      "s3:PutObject"], "Resource": "*"},
    {
      "Effect": "Deny", "NotAction": "iam:*", "NotResource": "arn:aws:s3:::b",
      "Condition": {"StringEquals": {"aws:PrincipalTag/team": "red"}}
    }
  ]
}"""
PLACES = [
    ("/Statement/0", 4, 5),
    ("/Statement/0/Action", 4, 37),
    ("/Statement/0/Action/1", 5, 7),
    ("/Statement/1", 6, 5),
    ("/Statement/1/NotAction", 7, 25),
    ("/Statement/1/Condition/StringEquals/aws:PrincipalTag~1team", 8, 38),
    ("", 1, 1),
    ("/Statement/7", 3, 16),
]


@pytest.mark.parametrize(("pointer", "line", "column"), PLACES)
def test_a_pointer_is_located(pointer: str, line: int, column: int) -> None:
    assert locate(TEXT, pointer) == (line, column)


def test_statements_keep_what_was_written_and_where() -> None:
    first, second = compiled(TEXT).statements
    assert (first.sid, first.effect, first.pointer) == ("A", "Allow", "/Statement/0")
    assert [one.raw for one in first.action.templates] == ["s3:GetObject", "s3:PutObject"]
    assert second.resource is not None
    assert (second.action.name, second.resource.name) == ("NotAction", "NotResource")
    assert [(one.key, one.operator.written, one.pointer) for one in second.conditions] == [
        ("aws:PrincipalTag/team", "StringEquals", "/Statement/1/Condition/StringEquals/aws:PrincipalTag~1team")
    ]


def test_a_statement_may_stand_alone() -> None:
    statements = compiled('{"Statement": {"Effect": "Allow", "Action": "*"}}').statements
    assert [(one.index, one.pointer, one.resource) for one in statements] == [(0, "/Statement", None)]


def test_a_policy_without_version_is_of_the_oldest() -> None:
    assert compiled('{"Statement": {"Effect": "Allow", "Action": "*"}}').version == "2008-10-17"


def test_a_text_is_compiled_once() -> None:
    text = document(without(allow(), "Resource"))
    assert compiled(text) is compiled(text)
