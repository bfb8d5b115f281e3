"""Answers look as the AWS CLI prints them."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.trail import Record
from cogtui.console import output


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        (None, "None"),
        (True, "True"),
        (["a", "b"], "a\tb"),
        ([], ""),
        ({}, ""),
        ({"B": "2", "A": 1}, "1\t2"),
        ({"Role": {"Name": "r", "Arn": "a"}}, "ROLE\ta\tr"),
        ({"Roles": [{"N": "r", "A": "a"}, {"N": "s", "D": "d"}]}, "ROLES\ta\t\tr\nROLES\t\td\ts"),
        ({"Names": ["x", "y"], "Z": "z"}, "z\nNAMES\tx\nNAMES\ty"),
        ([["a", "b"], ["c", "d"]], "a\tb\nc\td"),
        ({"A": {"B": {"C": "c"}}}, "B\tc"),
    ],
)
def test_text_has_a_line_for_each_structure_and_tabs_between_values(value: Any, text: str) -> None:
    assert output.as_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [({}, ""), (None, "null"), ("é", '"é"'), ({"a": [1]}, '{\n    "a": [\n        1\n    ]\n}')],
)
def test_json_is_indented_by_four(value: Any, text: str) -> None:
    assert output.as_json(value) == text


def test_policies_of_iam_are_data_and_what_is_broken_stays_text() -> None:
    encoded = "%7B%22Version%22%3A%222012-10-17%22%7D"
    record = Record("1", "call", "iam", "GetRole", "You", "IAM", 0.0)
    for sent, printed in ((encoded, {"Version": "2012-10-17"}), ("%7B", "%7B")):
        given = Record(
            "1", "call", "iam", "GetRole", "You", "IAM", 0.0, output={"Role": {"AssumeRolePolicyDocument": sent}}
        )
        assert output.printed(given) == {"Role": {"AssumeRolePolicyDocument": printed}}
    assert output.printed(record) == {}
