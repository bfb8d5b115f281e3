"""Where statements begin and end, as published answers of IAM's simulators have it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.policy.statement_spans import span_of

TWO_SPACES = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "*",
      "Resource": "*"
    }
  ]
}"""
TABS = '{\n\t"Version": "2012-10-17",\n\t"Statement": [\n\t\t{\n\t\t\t"Effect": "Allow"\n\t\t}\n\t]\n}'
ONE_LINE = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Sid": "}{"}]})
DENSE = '{"Version":"2012-10-17","Statement":[{"A":"1"},{"A":"2"}]}'


@pytest.mark.parametrize(
    ("document", "pointer", "span"),
    [
        (TWO_SPACES, "/Statement/0", ((3, 17), (8, 6))),
        (TABS, "/Statement/0", ((3, 16), (6, 4))),
        (ONE_LINE, "/Statement/0", ((1, 41), (1, len(ONE_LINE) - 1))),
        (DENSE, "/Statement/0", ((1, 38), (1, 47))),
        (DENSE, "/Statement/1", ((1, 47), (1, 57))),
        ('{"Statement": {"A": "1"}}', "/Statement", ((1, 16), (1, 25))),
        ('{"Statement":\n {"A": "1"}}', "/Statement", ((2, 3), (2, 12))),
    ],
)
def test_a_statement_goes_from_where_the_reader_stood_to_its_end(
    document: str, pointer: str, span: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    assert span_of(document, pointer) == span


@given(st.lists(st.text(max_size=8), min_size=1, max_size=4), st.sampled_from([None, 0, 3]))
def test_what_stands_between_the_two_is_the_statement(sids: list[str], indent: int | None) -> None:
    statements = [{"Sid": sid, "Condition": {"StringLike": {"aws:userid": ["{", "}"]}}} for sid in sids]
    document = json.dumps({"Statement": statements}, indent=indent)
    lines = document.split("\n")
    for index, statement in enumerate(statements):
        (start, first), (end, last) = span_of(document, f"/Statement/{index}")
        inside = "\n".join(lines[start - 1 : end])
        inside = inside[first - 1 : len(inside) - len(lines[end - 1]) + last - 1]
        assert json.loads(inside.lstrip().removeprefix(",")) == statement
