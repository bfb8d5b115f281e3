"""The policy bench on the screen: edit on trial, see what turns, open both whys, apply, undo."""

from __future__ import annotations

import asyncio

import pytest
from textual.widgets import Input, Static

from cogtui.cloud.callers import Operator
from cogtui.cloud.world import World
from cogtui.tui.screens.bench import BenchScreen
from cogtui.tui.screens.viewer import Lines, Viewer
from cogtui.tui.screens.workspace import Workspace
from cogtui.tui.session import Session
from cogtui.tui.widgets.answered_why import AnsweredWhy
from cogtui.tui.widgets.bench_rows import SubjectRows, VerdictRows
from cogtui.views.ink import plain
from cogtui.views.what_if.drawing import row_in_words
from cogtui.views.what_if.subjects import Subject
from tests.console.two_accounts import OURS, ROLE, THEIRS
from tests.tui.driving import LARGE, MIDDLE, SIZES, SMALL, TYPED, Driver, lines_of, opened
from tests.tui.laws import faults
from tests.tui.test_matrix_screen import fifty_by_fifty
from tests.views.test_what_if import CLOSED, GROUP, INLINE, built

TURNS = 40
"""Turns of the loop within which a key must have been answered; each is at most one slice of asking."""


def bench(app: Driver) -> BenchScreen:
    return app.screen(BenchScreen)


def said(app: Driver, selector: str) -> str:
    return str(bench(app).query_one(selector, Static).render())


async def done(app: Driver) -> None:
    """Wait until every question was asked."""

    def asked() -> bool:
        return not [worker for worker in app.app.workers if worker.group == "bench" and not worker.is_finished]

    await app.pilot.pause()
    await app.waited(asked)
    await app.settle()


async def shown(app: Driver) -> None:
    await app.press("W")
    await app.until(BenchScreen)
    await done(app)


async def choose(app: Driver, title: str) -> None:
    """Put the cursor on what can be changed, and enter."""
    rows = app.one(SubjectRows)
    rows.cursor = next(at for at, row in enumerate(rows.rows) if isinstance(row, Subject) and row.title == title)
    await app.press("enter")
    await done(app)


async def write(app: Driver, text: str) -> None:
    """Put another text into the editor."""
    bench(app).editor.area.load_text(text)
    await done(app)


def verdicts(app: Driver) -> list[str]:
    return [plain(row_in_words(row)) for row in app.one(VerdictRows).rows]


SCRIPT = (
    ("open", ()),
    ("all verdicts", ("a",)),
    ("the last verdict", ("tab", "end")),
    ("its whys", ("enter",)),
    ("a policy of it", ("end", "enter")),
    ("back", ("escape", "escape", "a", "shift+tab")),
    ("a policy in the editor", ("enter",)),
    ("broken", ("x",)),
    ("mended", ("backspace",)),
    ("gone", ("f7", "delete")),
    ("left", ("escape",)),
    ("a key", ("end", "enter")),
    ("its value", (TYPED + "203.0.113.7",)),
    ("kept", ("enter",)),
    ("help", ("f1",)),
)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_all_can_be_reached_and_nothing_is_cut_off(size: tuple[int, int]) -> None:
    async with opened(size=size, session=Session(built(), title="two accounts")) as app:
        await shown(app)
        broken: dict[str, list[str]] = {}
        for state, keys in SCRIPT:
            await app.press(*keys)
            await done(app)
            found = faults(app.app)
            if found:
                broken[state] = found
        assert not broken


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_typing_shows_what_turns_and_changes_nothing(size: tuple[int, int]) -> None:
    world = built()
    async with opened(size=size, session=Session(world, title="two accounts")) as app:
        await shown(app)
        before = len(world.trail)
        await choose(app, INLINE)
        assert said(app, "#summary").startswith("15 verdicts as they are")
        await write(app, CLOSED)
        assert said(app, "#summary") == "3 of 15 verdicts turn: 0 to allowed, 3 to denied"
        assert [line.split(": ", 1)[1] for line in verdicts(app)] == [
            "now allowed: a policy of its own allows it; then denied: a policy of its own denies it"
        ] * 3
        assert said(app, "#title") == f"What if {INLINE} were another?"
        assert len(world.trail) == before
        assert not faults(app.app)


async def test_a_text_that_aws_would_refuse_says_so_and_lists_nothing() -> None:
    async with opened(size=MIDDLE, session=Session(built(), title="two accounts")) as app:
        await shown(app)
        await choose(app, INLINE)
        await write(app, CLOSED)
        await write(app, CLOSED.replace("Deny", "Maybe"))
        assert said(app, "#summary").startswith("✗ MalformedPolicyDocument: ")
        assert verdicts(app) == []
        await write(app, CLOSED)
        assert len(verdicts(app)) == 3


async def test_both_whys_of_a_verdict_open_and_their_policies_are_those_of_the_moment() -> None:
    async with opened(size=LARGE, session=Session(built(), title="two accounts")) as app:
        await shown(app)
        await choose(app, INLINE)
        await write(app, CLOSED)
        await app.press("escape", "tab", "enter")
        await app.settle()
        now, then = (app.one(AnsweredWhy, f"#{moment} AnsweredWhy") for moment in ("now", "then"))
        assert app.focused is then
        assert lines_of(now)[0] == "✓ allowed: a policy of its own allows it"
        assert lines_of(then)[0].startswith("✗ AccessDenied   User: ")
        assert any("the Deny statement applies" in line for line in lines_of(then))
        then.cursor = next(at for at, row in enumerate(then.rows) if row.place is not None and row.place.table)
        await app.press("enter")
        await app.until(Viewer)
        assert "Deny" in " ".join(lines_of(app.one(Lines)))
        await app.press("escape")
        await app.until(BenchScreen)
        await app.press("escape")
        assert isinstance(app.focused, VerdictRows)
        await app.press("escape")
        await app.until(Workspace)


async def test_apply_makes_the_call_as_the_right_operator_and_u_takes_it_back() -> None:
    world = built()
    async with opened(session=Session(world, title="two accounts")) as app:
        await shown(app)
        await choose(app, INLINE)
        await write(app, CLOSED)
        await app.press("ctrl+s")
        await done(app)
        assert (app.last.operation, app.last.caller) == ("PutRolePolicy", Operator(THEIRS))
        assert app.toasts[-1] == "Made: PutRolePolicy; u takes it back"
        assert verdicts(app) == []
        await choose(app, GROUP)
        await write(app, CLOSED)
        await app.press("escape", "A")
        await done(app)
        assert (app.last.operation, app.last.caller) == ("PutGroupPolicy", Operator(OURS))
        await app.press("u", "u")
        await done(app)
        assert app.last.operation == "GetObject"
        assert said(app, "#summary").startswith("15 verdicts as they are")


async def test_the_draft_can_be_forgotten_and_nothing_is_not_applied() -> None:
    world = built()
    async with opened(session=Session(world, title="two accounts")) as app:
        await shown(app)
        before = len(world.trail)
        await choose(app, INLINE)
        await write(app, CLOSED)
        await app.press("escape", "o")
        await done(app)
        assert verdicts(app) == []
        await app.press("A")
        assert app.toasts == ["Nothing to apply: nothing is changed"]
        await choose(app, INLINE)
        assert "Deny" not in bench(app).editor.area.text
        assert len(world.trail) == before


async def test_tags_and_condition_keys_are_typed_in_a_line() -> None:
    world = built()
    async with opened(size=SMALL, session=Session(world, title="two accounts")) as app:
        await shown(app)
        await choose(app, "user alice, tags")
        assert isinstance(app.focused, Input)
        await app.press(TYPED + "team", "enter")
        assert "`team` is no tag" in str(bench(app).query_one("#field-says", Static).render())
        await app.press(TYPED + "=red", "enter")
        await done(app)
        assert said(app, "#summary") == "✓ no verdict turns"
        await app.press("A")
        await done(app)
        assert (app.last.operation, app.last.request["Tags"]) == ("TagUser", [{"Key": "team", "Value": "red"}])
        await choose(app, "aws:MultiFactorAuthPresent")
        await app.press(TYPED + "true", "enter")
        await done(app)
        assert said(app, "#title") == "What if aws:MultiFactorAuthPresent were another?"
        await app.press("A")
        assert app.toasts[-1] == "Nothing to apply: a condition key comes with each request"


async def test_the_bench_follows_the_world() -> None:
    world = built()
    async with opened(session=Session(world, title="two accounts")) as app:
        await shown(app)
        await choose(app, INLINE)
        await write(app, CLOSED)
        await app.press("escape")
        reply = world.call(
            "iam", "DeleteRolePolicy", {"RoleName": "LogReader", "PolicyName": "ReadLogs"}, caller=Operator(THEIRS)
        )
        assert reply.ok
        await app.waited(
            lambda: INLINE not in [row.title for row in app.one(SubjectRows).rows if isinstance(row, Subject)]
        )
        await done(app)
        assert said(app, "#summary").startswith("15 verdicts as they are")
        await app.press("A")
        assert app.toasts[-1] == "Nothing to apply: nothing is changed"


def many() -> World:
    """Return a world with more questions than a slice takes."""
    return fifty_by_fifty()


async def test_a_screen_that_was_left_while_it_filled_is_drawn_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BenchScreen, "turn", 0.0)
    async with opened() as app:
        await app.press("W")
        await app.until(BenchScreen)
        screen, drawn = bench(app), list[int]()
        found = [one async for one in screen.in_slices(range(3), drawn.append)]
        assert (found, drawn) == ([0, 1, 2], [3])
        found.clear()
        async for one in screen.in_slices(range(3), drawn.append):
            found.append(one)
            app.app.pop_screen()
        assert (found, drawn) == ([0], [3])


async def test_keys_are_answered_while_verdicts_are_asked_and_leaving_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BenchScreen, "turn", 0.0)  # one question, then everything else has its turn
    async with opened(session=Session(many(), title="many")) as app:
        app.app.push_screen(BenchScreen(app.session))
        await app.until(BenchScreen)
        app.app.simulate_key("a")
        screen = bench(app)
        for _ in range(200):
            await asyncio.sleep(0)
            if screen._known:
                break
        before, rows = len(screen._known), screen.listed
        at = rows.cursor
        app.app.simulate_key("down")
        while rows.cursor == at:
            assert len(screen._known) - before < TURNS
            await asyncio.sleep(0)
        app.app.simulate_key("escape")
        await app.until(Workspace)
        asked = len(screen._known)
        assert asked < len(screen._questions)
        await app.settle()
        assert len(screen._known) == asked
        assert not [worker for worker in app.app.workers if worker.group == "bench"]


async def test_the_verdict_under_the_cursor_is_told_in_words() -> None:
    async with opened(size=MIDDLE, session=Session(built(), title="two accounts")) as app:
        await shown(app)
        await choose(app, GROUP)
        await write(app, "")
        assert said(app, "#title") == f"What if {GROUP} were gone?"
        words = said(app, "#words")
        assert words.startswith(f"alice@A sts:AssumeRole on {ROLE} (call ")
        assert words.endswith("now allowed: both sides allow it; then not allowed: no policy of its own allows it")
