"""The shapes of properties: what is taken as what, and what is said of a value that does not fit."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.templates.dialect import read_template
from cogtui.cloud.templates.shapes import (
    Fit,
    api,
    fields,
    flag,
    many,
    number,
    one_of,
    policy,
    shape,
    table,
    text,
    whole,
)

POLICIES = api("cognito-idp", "CreateUserPool", "Policies")
RULES = shape("cognito-identity", "RulesConfigurationType")

TAKEN: list[tuple[Fit, str, Any]] = [
    (text, "abc", "abc"),
    (text, "8", "8"),
    (text, "true", "true"),
    (text, "111122223333", "111122223333"),
    (whole, "8", 8),
    (whole, '"8"', 8),
    (number, "1.5", 1.5),
    (number, '"2"', 2.0),
    (flag, "true", True),
    (flag, '"False"', False),
    (many(text), "[a, 1]", ["a", "1"]),
    (many(text), "[]", []),
    (table(whole), "{a: 1, b: '2'}", {"a": 1, "b": 2}),
    (one_of("Facebook", "Google"), "Google", "Google"),
    (fields({"a": text}, ("a",)), "{a: b}", {"a": "b"}),
    (policy, "'{}'", "{}"),
    (POLICIES, "{PasswordPolicy: {MinimumLength: '8', RequireSymbols: 'true'}}", {"PasswordPolicy": {"MinimumLength": 8, "RequireSymbols": True}}),
    (RULES, "{Rules: [{Claim: c, MatchType: Equals, Value: 1, RoleARN: r}]}", {"Rules": [{"Claim": "c", "MatchType": "Equals", "Value": "1", "RoleARN": "r"}]}),
]  # fmt: skip

# Column 6 is where the value begins: `Key: `.
REFUSED: list[tuple[Fit, str, int, str]] = [
    (text, "[a]", 6, "`Key` is text, not a list"),
    (text, "~", 6, "`Key` is text, not nothing"),
    (whole, "eight", 6, "`Key` is a whole number, not `eight`"),
    (whole, "1.5", 6, "`Key` is a whole number, not a number"),
    (whole, "true", 6, "`Key` is a whole number, not true or false"),
    (number, "{a: 1}", 6, "`Key` is a number, not a map"),
    (flag, "yes", 6, "`Key` is true or false, not `yes`"),
    (flag, "1", 6, "`Key` is true or false, not a number"),
    (many(text), "a", 6, "`Key` is a list, not `a`"),
    (many(text), "[a, [b]]", 10, "an item of `Key` is text, not a list"),
    (table(whole), "{a: x}", 10, "`a` is a whole number, not `x`"),
    (table(whole), "[]", 6, "`Key` is a map, not a list"),
    (one_of("Facebook", "Google"), "Facebok", 6, "`Facebok` is not a `Key`; did you mean `Facebook`?"),
    (fields({"Name": text}, ("Name",)), "{}", 6, "`Key` needs `Name`"),
    (fields({"Name": text}), "{Nam: x}", 7, "`Nam` is not a property of `Key`; did you mean `Name`?"),
    (fields({"Name": text}), "[]", 6, "`Key` is a map, not a list"),
    (policy, "[a]", 6, "`Key` is a policy document, written as a map, not a list"),
    (POLICIES, "{PasswordPolicy: {MinLength: 8}}", 24, "did you mean `MinimumLength`?"),
    (POLICIES, "{PasswordPolicy: {MinimumLength: long}}", 39, "`MinimumLength` is a whole number, not `long`"),
    (RULES, "{Rules: [{Claim: c}]}", 15, "`Rules` needs `MatchType`"),
]


def fitted(fit: Fit, written: str) -> Any:
    document = read_template(f"Key: {written}\n", "w.yaml")
    return fit(document, "/Key", document.data["Key"])


@pytest.mark.parametrize(("fit", "written", "taken"), TAKEN)
def test_value_is_taken_as_the_api_takes_it(fit: Fit, written: str, taken: Any) -> None:
    assert json.dumps(fitted(fit, written)) == json.dumps(taken)


@pytest.mark.parametrize(("fit", "written", "column", "says"), REFUSED)
def test_value_that_does_not_fit_says_so_at_its_place(fit: Fit, written: str, column: int, says: str) -> None:
    with pytest.raises(AuthoringError) as caught:
        fitted(fit, written)
    assert (caught.value.file, caught.value.line, caught.value.column) == ("w.yaml", 1, column)
    assert says in caught.value.message


def test_policy_becomes_json_laid_out_with_the_authors_order_of_keys() -> None:
    written = "{Version: 2012-10-17, Statement: [{Sid: é, Effect: Allow, Action: ['s3:*']}]}"
    assert fitted(policy, written).splitlines() == [
        "{",
        '  "Version": "2012-10-17",',
        '  "Statement": [',
        "    {",
        '      "Sid": "é",',
        '      "Effect": "Allow",',
        '      "Action": [',
        '        "s3:*"',
        "      ]",
        "    }",
        "  ]",
        "}",
    ]
