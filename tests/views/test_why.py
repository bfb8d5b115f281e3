"""The why as rows: what comes first, what is folded, and where a value stands."""

from __future__ import annotations

from cogtui.device import flows
from cogtui.views.ink import plain
from cogtui.views.why import WhyRow, draw_why, why_rows
from tests.cloud.worlds import ready_made, walk


def refused_by_policy() -> list[WhyRow]:
    world = ready_made()
    walk(world)
    return why_rows(flows.get_object(world, key="private/somebody/else.txt").record)


def test_a_place_in_a_policy_is_told_with_its_line() -> None:
    wants = [row.where for row in refused_by_policy() if row.fact is not None and row.fact.name == "wants"]
    assert wants[0] == "role Readers, inline policy ReadReports, line 8"


def test_the_statement_that_came_nearest_stands_first() -> None:
    statements = [row.check for row in refused_by_policy() if row.check and row.check.rule == "policy.statement"]
    assert [bool(check.fact("nearest")) for check in statements] == [True, False, False]


def test_the_line_is_the_one_that_the_policy_had_when_the_call_was_made() -> None:
    world = ready_made()
    walk(world)
    record = flows.get_object(world, key="private/somebody/else.txt").record
    before = [row.where for row in why_rows(record)]
    document = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'
    asked = {"RoleName": "Readers", "PolicyName": "ReadReports", "PolicyDocument": document}
    assert world.call("iam", "PutRolePolicy", asked, caller=world.operator).ok
    assert [row.where for row in why_rows(record)] == before


def test_what_passed_is_one_line_until_it_is_unfolded() -> None:
    rows = refused_by_policy()
    folded = next(row for row in rows if row.folds == "+" and "passed" in row.words and row.depth == 1)
    world = ready_made()
    walk(world)
    record = flows.get_object(world, key="private/somebody/else.txt").record
    assert len(why_rows(record, frozenset({folded.id}))) > len(rows)


def test_below_a_denial_stands_the_smallest_change_and_where_to_make_it() -> None:
    row = refused_by_policy()[1]
    assert row.fact is not None
    assert row.fact.value == "add arn:aws:s3:::anas-reports/private/somebody/else.txt to Resource"
    assert row.place is not None
    assert row.place.pointer == "/Statement/0/Resource"
    assert row.where == "role Readers, inline policy ReadReports, line 8"
    assert plain(draw_why(row, 80)).startswith("  ► smallest change  add arn:aws:s3:::")
    assert " to Resource   role Readers" in plain(draw_why(row, 80))


def test_where_no_policy_refused_there_is_nothing_to_change() -> None:
    world = ready_made()
    record = world.call("s3", "GetObject", {"Bucket": "nowhere-at-all", "Key": "x"}, caller=world.operator).record
    assert record.error is not None
    assert not any(row.id.startswith("change") for row in why_rows(record))
