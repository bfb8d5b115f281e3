"""Condition operators, one row per use: what the policy says, what the request has, whether it holds."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.policy.conditions.condition import condition
from cogtui.cloud.policy.conditions.table import OPERATORS, spelled
from cogtui.cloud.policy.document import texts
from cogtui.cloud.policy.request import ContextValue

KEY = "aws:Key"
BASES = sorted(OPERATORS)


def holds(operator: str, wanted: Any, found: ContextValue | None, **others: str) -> bool:
    spelling = spelled(operator)
    assert spelling is not None
    context: dict[str, ContextValue] = {} if found is None else {KEY.lower(): found}
    context.update({f"aws:{name}".lower(): value for name, value in others.items()})
    return condition(spelling, KEY, "", texts(wanted), variables=True).test(context)


STRINGS = [
    ("StringEquals", "red", "red", True),
    ("StringEquals", "red", "Red", False),
    ("StringEquals", ["blue", "red"], "red", True),
    ("StringEquals", "r*", "red", False),
    ("StringEquals", "r*", "r*", True),
    ("StringEquals", "${*}", "*", True),
    ("StringEquals", "", "", True),
    ("StringEquals", True, "true", True),
    ("StringNotEquals", "red", "blue", True),
    ("StringNotEquals", ["red", "blue"], "blue", False),
    ("StringEqualsIgnoreCase", "red", "RED", True),
    ("StringEqualsIgnoreCase", "Red", "red", True),
    ("StringEqualsIgnoreCase", "red", "blue", False),
    ("StringNotEqualsIgnoreCase", "red", "RED", False),
    ("StringNotEqualsIgnoreCase", "red", "blue", True),
    ("StringLike", "r*", "red", True),
    ("StringLike", "r*", "r", True),
    ("StringLike", "R*", "red", False),
    ("StringLike", "r?d", "red", True),
    ("StringLike", "r?d", "rd", False),
    ("StringLike", "*e*", "a\ne\nb", True),
    ("StringLike", "r${*}d", "r*d", True),
    ("StringLike", "r${*}d", "rxd", False),
    ("StringLike", "r${?}d", "rxd", False),
    ("StringNotLike", "r*", "red", False),
    ("StringNotLike", "r*", "blue", True),
]

NUMBERS = [
    ("NumericEquals", "5", "5.0", True),
    ("NumericEquals", 5, "5", True),
    ("NumericEquals", "5", "six", False),
    ("NumericEquals", "five", "five", False),
    ("NumericNotEquals", "5", "6", True),
    ("NumericNotEquals", ["5", "6"], "6", False),
    ("NumericNotEquals", "5", "six", False),
    ("NumericNotEquals", "five", "6", False),
    ("NumericLessThan", "10", "9.5", True),
    ("NumericLessThan", "10", "10", False),
    ("NumericLessThanEquals", "10", "10", True),
    ("NumericGreaterThan", "10", "10", False),
    ("NumericGreaterThan", "9", "10", True),
    ("NumericGreaterThanEquals", "-1.5", "-1.5", True),
]

DATES = [
    ("DateEquals", "2025-01-01T00:00:00Z", "2025-01-01T01:00:00+01:00", True),
    ("DateEquals", "2025-01-01", "1735689600", True),
    ("DateEquals", "2025", "2025-01-01T00:00:00Z", True),
    ("DateEquals", 1735689600, "2025-01", True),
    ("DateEquals", "2025-13-01", "2025-12-01", False),
    ("DateEquals", "0001-01-01", "0001-01-01T00:00:00+23:59", False),
    ("DateNotEquals", "2025-01-01", "2025-01-02", True),
    ("DateNotEquals", "2025-01-01", "yesterday", False),
    ("DateLessThan", "2025-01-01T12:00:00Z", "2025-01-01T11:59:59.5Z", True),
    ("DateLessThan", "2025-01-01T12:00:00Z", "2025-01-01T12:00:00Z", False),
    ("DateLessThanEquals", "2025-01-01T12:00:00Z", "2025-01-01T12:00:00Z", True),
    ("DateGreaterThan", "2025-01-01", "2025-01-01T00:00:01Z", True),
    ("DateGreaterThan", "2025-01-01T25:00:00Z", "2025-01-02", False),
    ("DateGreaterThanEquals", "2025-01-01", "2024-12-31", False),
]

OTHERS = [
    ("Bool", "true", "true", True),
    ("Bool", True, "True", True),
    ("Bool", "false", "true", False),
    ("Bool", "yes", "yes", False),
    ("BinaryEquals", "AQID", "AQID", True),
    ("BinaryEquals", "AQID", "AQIE", False),
    ("BinaryEquals", "no base64!", "no base64!", False),
    ("IpAddress", "203.0.113.0/24", "203.0.113.7", True),
    ("IpAddress", "203.0.113.7", "203.0.113.7", True),
    ("IpAddress", "203.0.113.0/24", "203.0.114.7", False),
    ("IpAddress", ["10.0.0.0/8", "2001:db8::/32"], "2001:db8::7", True),
    ("IpAddress", "0.0.0.0/0", "2001:db8::7", False),
    ("IpAddress", "everywhere", "203.0.113.7", False),
    ("IpAddress", "203.0.113.0/24", "here", False),
    ("NotIpAddress", "203.0.113.0/24", "203.0.113.7", False),
    ("NotIpAddress", "203.0.113.0/24", "198.51.100.1", True),
    ("NotIpAddress", "::/0", "203.0.113.7", True),
]

ROLE = "arn:aws:iam::111111111111:role/team/R"
ARNS = [
    ("ArnEquals", ROLE, ROLE, True),
    ("ArnEquals", "arn:aws:iam::*:role/*", ROLE, True),
    ("ArnLike", "arn:aws:iam::1111111111?1:role/*/R", ROLE, True),
    ("ArnLike", "arn:aws:iam::111111111111:role/*S", ROLE, False),
    ("ArnLike", "arn:aws:iam::111111111111:ROLE/*", ROLE, False),
    ("ArnLike", "arn:*:role/team/R", ROLE, False),
    ("ArnLike", "arn:aws:logs:*:*:group:*", "arn:aws:logs:us-east-1:111111111111:group:a:b", True),
    ("ArnLike", "*", ROLE, False),
    ("ArnLike", "*:*:*:*:*:*", "not:an:arn:at:all:!", False),
    ("ArnNotEquals", ROLE, ROLE, False),
    ("ArnNotLike", "arn:aws:iam::*:user/*", ROLE, True),
    ("ArnNotLike", "arn:aws:iam::*:user/*", "alice", False),
    ("ArnNotLike", "user/*", ROLE, False),
]


@pytest.mark.parametrize(("operator", "wanted", "found", "expected"), [*STRINGS, *NUMBERS, *DATES, *OTHERS, *ARNS])
def test_operator_holds(operator: str, wanted: Any, found: str, expected: bool) -> None:
    assert holds(operator, wanted, found) is expected


def test_the_tables_have_every_operator() -> None:
    seen = {row[0] for row in (*STRINGS, *NUMBERS, *DATES, *OTHERS, *ARNS)}
    assert seen == set(OPERATORS) - {"Null"}


NEGATED = {
    "StringNotEquals",
    "StringNotEqualsIgnoreCase",
    "StringNotLike",
    "NumericNotEquals",
    "DateNotEquals",
    "NotIpAddress",
    "ArnNotEquals",
    "ArnNotLike",
}


@pytest.mark.parametrize("operator", [base for base in BASES if base != "Null"])
def test_a_missing_key_is_a_match_for_negated_operators_alone(operator: str) -> None:
    assert holds(operator, "1", None) is (operator in NEGATED)
    assert holds(f"{operator}IfExists", "1", None)
    assert holds(f"ForAllValues:{operator}", "1", None)
    assert not holds(f"ForAnyValue:{operator}", "1", None)
    assert holds(f"ForAnyValue:{operator}IfExists", "1", None)


@pytest.mark.parametrize("operator", [base for base in BASES if base != "Null"])
def test_several_values_want_a_set_operator(operator: str) -> None:
    assert not holds(operator, "1", ("1",))
    assert not holds(f"{operator}IfExists", "1", ("1",))
    assert not holds(operator, "1", ())


NULLS = [
    ("true", None, True),
    (True, None, True),
    ("false", None, False),
    ("true", "x", False),
    ("false", "x", True),
    ("false", "", True),
    ("false", ("x",), True),
    ("true", (), True),
    (["true", "false"], "x", True),
    ("perhaps", "x", False),
]


@pytest.mark.parametrize(("wanted", "found", "expected"), NULLS)
def test_null_asks_for_absence(wanted: Any, found: ContextValue | None, expected: bool) -> None:
    assert holds("Null", wanted, found) is expected


SETS = [
    ("ForAllValues:StringEquals", ["a", "b"], ("a", "b"), True),
    ("ForAllValues:StringEquals", ["a"], ("a", "b"), False),
    ("ForAllValues:StringEquals", ["a"], (), True),
    ("ForAllValues:StringEquals", ["a"], "", True),
    ("ForAllValues:StringEquals", ["a"], ("",), True),
    ("ForAllValues:StringEquals", ["a"], "b", False),
    ("ForAllValues:StringNotEquals", ["a"], ("a", "b"), False),
    ("ForAllValues:StringNotEquals", ["a"], ("c", "b"), True),
    ("ForAnyValue:StringEquals", ["a"], ("a", "b"), True),
    ("ForAnyValue:StringEquals", ["a"], "a", True),
    ("ForAnyValue:StringEquals", ["a"], (), False),
    ("ForAnyValue:StringEquals", ["c"], ("a", "b"), False),
    ("ForAnyValue:StringNotEquals", ["a"], ("a", "b"), True),
    ("ForAnyValue:StringNotEquals", ["a"], ("a",), False),
    ("ForAnyValue:StringNotEquals", ["a"], (), False),
    ("ForAnyValue:StringLike", ["graph.*"], ("authenticated", "graph.facebook.com"), True),
    ("ForAnyValue:NumericLessThan", ["3"], ("5", "2"), True),
]


@pytest.mark.parametrize(("operator", "wanted", "found", "expected"), SETS)
def test_set_operators(operator: str, wanted: Any, found: ContextValue, expected: bool) -> None:
    assert holds(operator, wanted, found) is expected


VARIABLES = [
    ("StringEquals", "${aws:username}", "alice", True),
    ("StringEquals", "${AWS:UserName}", "alice", True),
    ("StringEquals", "home/${aws:username}", "home/bob", False),
    ("StringEquals", "${aws:nobody}", "", False),
    ("StringEquals", "${aws:nobody, 'anon'}", "anon", True),
    ("StringNotEquals", "${aws:nobody}", "alice", True),
    ("StringEqualsIgnoreCase", "${aws:username}", "ALICE", True),
    ("StringNotEqualsIgnoreCase", "${aws:nobody}", "ALICE", True),
    ("StringLike", "${aws:username}-*", "alice-1", True),
    ("StringLike", "${aws:star}", "anything", False),
    ("StringLike", "${aws:star}", "*", True),
    ("StringLike", "?${aws:star}", "x*", True),
    ("StringLike", "?${aws:star}", "xy", False),
    ("StringNotLike", "${aws:nobody}*", "alice", True),
    ("ArnLike", "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::111111111111:user/alice", True),
    ("ArnLike", "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::111111111111:user/bob", False),
    ("ArnNotLike", "arn:aws:iam::*:user/${aws:nobody}", "arn:aws:iam::111111111111:user/bob", True),
    ("ArnEquals", "${aws:arn}", "arn:aws:iam::111111111111:user/bob", True),
    ("ArnEquals", "${aws:username}", "arn:aws:iam::111111111111:user/bob", False),
    ("Bool", "${aws:flag}", "true", True),
    ("Bool", "${aws:nobody}", "true", False),
    ("NumericEquals", "${aws:five}", "5", False),
    ("IpAddress", "${aws:ip}", "203.0.113.7", False),
]
KNOWN = {
    "username": "alice",
    "star": "*",
    "flag": "True",
    "five": "5",
    "ip": "203.0.113.7",
    "arn": "arn:aws:iam::111111111111:user/bob",
}


@pytest.mark.parametrize(("operator", "wanted", "found", "expected"), VARIABLES)
def test_variables_in_values(operator: str, wanted: str, found: str, expected: bool) -> None:
    assert holds(operator, wanted, found, **KNOWN) is expected


NO_OPERATORS = [
    "stringequals",
    "StringMatches",
    "BoolNot",
    "BinaryNotEquals",
    "NotNull",
    "NullIfExists",
    "ForAnyValue:Null",
    "ForSomeValues:StringEquals",
    "foranyvalue:StringEquals",
    ":StringEquals",
    "ForAnyValue:ForAllValues:StringEquals",
    "StringEqualsIfExistsIfExists",
    "",
]


@pytest.mark.parametrize("written", NO_OPERATORS)
def test_only_exact_spellings_are_operators(written: str) -> None:
    assert spelled(written) is None
