"""The Console draws whatever comes back, at any width, and keeps every value whole for whoever opens it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from cogtui.cloud.errors import ErrorInfo
from cogtui.cloud.explain import Check, Fact
from cogtui.cloud.trail import Record
from cogtui.views import console
from cogtui.views.ink import Ink, ink, plain
from tests.views.texts import NASTY, cells, faulty, texts, values


def an_entry(said: str, value: Any) -> console.Entry:
    """Return an entry all of whose texts are `said`."""
    check = Check("sts.trust.aud", False, (Fact("wants", value), Fact("has", said)), note=said)
    record = Record("1", "call", "sts", said, "App", "STS", 0.0, error=ErrorInfo(said, said), checks=(check,))
    return console.Entry(said, said, record, {said: value}, said, (ink((said, "key"), said),), said or "no", (said,))


def drawn(said: str, value: Any, room: int) -> list[Ink]:
    rows = console.console_rows([an_entry(said, value)], room)
    offered = [console.CandidateRow(said, said), console.CandidateRow(said, dim=True)]
    column = console.column_of(offered)
    return [
        *(console.draw_console(row, room) for row in rows),
        *(console.draw_candidate(row, room, column) for row in offered),
    ]


@given(said=texts, value=values, room=cells)
def test_any_text_is_drawn_at_any_width(said: str, value: Any, room: int) -> None:
    assert [fault for line in drawn(said, value, room) for fault in faulty(line)] == []


@pytest.mark.parametrize("said", NASTY)
def test_the_nastiest_texts_are_drawn(said: str) -> None:
    assert [fault for line in drawn(said, {said: [said]}, 80) for fault in faulty(line)] == []


@given(said=texts)
def test_a_field_gives_back_what_was_pasted_as_far_as_it_can_be_seen(said: str) -> None:
    shown = console.for_field(said)
    assert shown.isprintable() or not faulty(((shown, ""),))
    pictured = any("␀" <= character <= "␡" for character in said)
    if "\ufffd" not in shown and not pictured:
        assert console.from_field(shown) == said.replace("\r\n", "\n")


def test_a_long_command_takes_three_rows_and_is_kept_whole() -> None:
    rows = console.console_rows([console.Entry("app", "aws " + "x" * 5000)], 80)
    assert [row.kind for row in rows] == ["echo"] * 3
    assert plain(rows[2].line).endswith("…")
    assert rows[0].whole == "aws " + "x" * 5000


def test_the_finest_refusal_stands_below_the_error() -> None:
    inner = Check("sts.trust.aud", False, (Fact("wants", "a"),))
    outer = Check("sts.trust", False, children=(Check("jwt.signature", True), inner))
    record = Record("1", "call", "sts", "X", "App", "STS", 0.0, error=ErrorInfo("No", "no"), checks=(outer,))
    why = [
        row for row in console.console_rows([console.Entry("app", "x", record, error="no")], 80) if row.kind == "why"
    ]
    assert [row.why.check.rule for row in why if row.why and row.why.check] == ["sts.trust.aud"]
