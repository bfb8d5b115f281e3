"""The two flows beside each other, by keyboard alone."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from cogtui.tui.widgets.flows_compared import Compared, FlowsCompared
from cogtui.tui.widgets.record_detail import RecordDetail
from tests.tui.driving import SIZES, TYPED, Driver, drawn, lines_of, opened
from tests.tui.laws import faults

TO_FLOWS = ("3", *("right_square_bracket",) * 3)


async def flows(app: Driver) -> Compared:
    """Go to the comparison and return its rows."""
    await app.press(*TO_FLOWS)
    rows = app.pane.query_one(Compared)
    assert app.focused is rows
    return rows


def line_of(rows: Compared, words: str) -> str:
    """Return the line that begins with some words."""
    return next(line for line in lines_of(rows) if line.strip().startswith(words))


async def test_calls_session_and_verdicts_stand_beside_each_other() -> None:
    async with opened() as app:
        rows = await flows(app)
        lines = lines_of(rows)
        assert any("GetOpenIdToken" in line and "GetCredentialsForIdentity" in line for line in lines)
        assert line_of(rows, "session policy").split()[2:] == ["none", "2,", "added", "for", "guests"]
        assert line_of(rows, "GetObject public/hello.txt").split()[-4:] == ["✓", "allowed", "✓", "allowed"]
        assert line_of(rows, "ssm:GetParameter").split()[-6:] == ["✗", "role", "silent", "✗", "session", "silent"]
        assert app.world.history.position == app.session.floor


async def test_x_tells_of_the_other_flow_s_side() -> None:
    async with opened() as app:
        await flows(app)
        await app.press("end")
        told = app.pane.query_one("#told", Static)
        assert "enhanced: nearest inline session policy" in str(told.render())
        await app.press("x")
        assert "classic: nearest role Guests, inline policy ReadPublic, statement 1" in str(told.render())


async def test_the_hidden_call_can_be_read_with_its_session_policies() -> None:
    async with opened() as app:
        await flows(app)
        await app.press("down", "down")
        record = app.pane.query_one(FlowsCompared).query_one(RecordDetail).record
        assert record is not None
        assert record.operation == "AssumeRoleWithWebIdentity"
        assert record.request["PolicyArns"]
        await app.press("enter", "right")
        assert any("PolicyArns" in line for line in lines_of(app.pane.query_one("#flow-detail #json")))  # type: ignore[arg-type]


async def test_any_action_can_be_asked_and_a_half_one_is_told_below_the_field() -> None:
    async with opened() as app:
        rows = await flows(app)
        before = len(rows.rows)
        await app.press("a", TYPED + "sqs", "enter")
        says = app.pane.query_one("FlowsCompared #field-says", Static)
        assert "✗ A whole action is wanted" in str(says.render())
        assert app.focused is not rows
        await app.press("escape", "a", TYPED + "sqs:SendMessage", "enter")
        assert app.focused is rows
        assert len(rows.rows) == before + 1
        assert "sqs:SendMessage" in drawn(rows)[rows.cursor - rows.scroll_offset.y]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_nothing_is_cut_off_at_any_size(size: tuple[int, int]) -> None:
    async with opened(size=size) as app:
        await flows(app)
        found = faults(app.app)
        await app.press("end")
        found += faults(app.app)
        await app.press("a")
        found += faults(app.app)
        await app.press("escape", "end", "enter")
        assert found + faults(app.app) == []
