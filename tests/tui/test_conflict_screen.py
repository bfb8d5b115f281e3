"""The dialogs of a synchronisation: conflicts are decided one by one or alike, and questions are answered."""

from __future__ import annotations

import itertools
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.widgets import Input

from cogtui.cloud.device_sync.conflicts import Conflict, Resolution
from cogtui.device.sync.progress import AsksDeleted, AsksMerged
from cogtui.tui.screens.conflict import ConflictScreen, InDispute, Resolutions
from cogtui.tui.screens.modal import Modal
from cogtui.tui.screens.sync_question import SyncQuestion, YesOrNo
from cogtui.views.ink import plain
from tests.conflicts import a_conflict, a_device
from tests.tui.driving import SIZES, TYPED, Driver, opened
from tests.tui.laws import faults
from tests.views.texts import NASTY

UNANSWERED = object()
THREE = [a_conflict("a"), a_conflict("b"), a_conflict("c")]


class Asked:
    """A dialog in front, and its answer once it is there."""

    def __init__(self, app: Driver) -> None:
        self.app = app
        self.answer: Any = UNANSWERED

    def take(self, answer: Any) -> None:
        """Keep the answer."""
        self.answer = answer


async def put(app: Driver, dialog: Modal[Any]) -> Asked:
    """Open a dialog over the app."""
    found = Asked(app)
    app.app.push_screen(dialog, found.take)
    await app.until(type(dialog))
    return found


@asynccontextmanager
async def conflicts(*found: Conflict) -> AsyncGenerator[Asked]:
    """Open the conflict dialog in an app of its own."""
    async with opened() as app:
        yield await put(app, ConflictScreen(found, a_device()))


async def test_one_conflict_is_decided_with_one_key() -> None:
    answers: list[Any] = []
    async with opened() as app:
        for key in "123":
            dialog = await put(app, ConflictScreen([a_conflict()], a_device()))
            await app.press(key)
            answers.extend(dialog.answer)
    assert answers == [Resolution("theme", choice) for choice in ("remote", "local", "last_writer")]


async def test_the_resolution_under_the_cursor_is_taken_with_enter_or_a_double_click() -> None:
    async with conflicts(a_conflict()) as dialog:
        await dialog.app.press("down", "enter")
        assert dialog.answer == [Resolution("theme", "local")]
    async with conflicts(a_conflict()) as dialog:
        await dialog.app.pilot.click(Resolutions, offset=(4, 2), times=2)
        await dialog.app.settle()
        assert dialog.answer == [Resolution("theme", "last_writer")]


async def test_esc_stops_the_synchronisation() -> None:
    async with conflicts(*THREE) as dialog:
        await dialog.app.press("1", "escape")
        assert dialog.answer is None


async def test_several_conflicts_are_decided_one_after_the_other_and_sent_together() -> None:
    async with conflicts(*THREE) as dialog:
        await dialog.app.press("1", "2", "3")
        assert dialog.answer is UNANSWERED
        await dialog.app.press("enter")
        assert dialog.answer == [Resolution("a", "remote"), Resolution("b", "local"), Resolution("c", "last_writer")]


async def test_a_decision_can_be_changed_before_it_goes_on() -> None:
    async with conflicts(*THREE) as dialog:
        await dialog.app.press("1", "1", "1", "left", "left", "2", "s")
        assert [found.choice for found in dialog.answer] == ["local", "remote", "remote"]


async def test_going_on_too_early_leads_to_what_is_undecided() -> None:
    async with conflicts(*THREE) as dialog:
        await dialog.app.press("1", "right", "2", "s")
        assert dialog.answer is UNANSWERED
        assert dialog.app.screen(ConflictScreen).conflict.key == "b"


async def test_same_for_all_decides_what_is_undecided_and_nothing_else() -> None:
    async with conflicts(*(a_conflict(f"key-{number}") for number in range(200))) as dialog:
        await dialog.app.press("2", "a", "s")
        assert [found.choice for found in dialog.answer] == ["local"] + ["local"] * 199
    async with conflicts(*THREE) as dialog:
        await dialog.app.press("2", "home", "a", "s")
        assert [found.choice for found in dialog.answer] == ["local", "remote", "remote"]


async def test_with_the_mouse_the_rest_is_decided_like_the_last_one() -> None:
    async with conflicts(*THREE) as dialog:
        for row in (1, 4, 5):
            await dialog.app.pilot.click(Resolutions, offset=(4, row), times=2)
            await dialog.app.settle()
        assert [found.choice for found in dialog.answer] == ["local"] * 3


async def test_a_value_of_ones_own_is_typed_for_one_key_or_for_all() -> None:
    async with conflicts(a_conflict(ours="")) as dialog:
        await dialog.app.press("4", TYPED + "green [/] 漢", "enter")
        assert dialog.answer == [Resolution("theme", "custom", "green [/] 漢")]
    async with conflicts(a_conflict("a", ""), a_conflict("b", "")) as dialog:
        await dialog.app.press("down", "down", "down", "a", TYPED + "x", "enter", "s")
        assert dialog.answer == [Resolution("a", "custom", "x"), Resolution("b", "custom", "x")]


async def test_letters_and_digits_belong_to_the_field_while_it_is_open() -> None:
    async with conflicts(a_conflict("a", ""), a_conflict("b")) as dialog:
        await dialog.app.press("4", "a", "1", "s")
        assert dialog.app.one(Input).value == "a1s"
        await dialog.app.press("escape")
        assert dialog.answer is UNANSWERED
        assert isinstance(dialog.app.focused, Resolutions)
        assert not dialog.app.screen(ConflictScreen).decided


async def test_a_value_that_the_service_would_refuse_is_refused_below_the_field() -> None:
    async with conflicts(a_conflict(ours="x" * 1_048_576)) as dialog:
        await dialog.app.press("4", "enter")
        assert dialog.answer is UNANSWERED
        assert "1,048,575 are the most" in str(dialog.app.app.screen.query_one("#field-says").render())
        assert isinstance(dialog.app.focused, Input)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_nothing_is_cut_off_or_out_of_reach(size: tuple[int, int]) -> None:
    found = [a_conflict(f"key-{number} {NASTY[number % len(NASTY)]}", "x" * 900, None) for number in range(200)]
    broken: dict[str, list[str]] = {}
    async with opened(size=size) as app:
        for profile, count in (("correct", 1), ("javascript", 1), ("correct", 200)):
            await put(app, ConflictScreen(found[:count], a_device(skew=90, profile=profile)))
            for keys in ((), ("down",), ("down",), ("4",), ("escape", "down"), ("down",), ("tab",)):
                await app.press(*keys)
                await app.settle()
                if faults(app.app):
                    broken[f"{profile} {count} {keys}"] = faults(app.app)
            await app.press("escape")
    assert not broken


async def test_no_text_breaks_the_dialog() -> None:
    async with opened() as app:
        for nasty in NASTY:
            clash = a_conflict(nasty or "k", nasty, nasty + "!", base=nasty, dataset=nasty or "d", by=nasty)
            dialog = await put(app, ConflictScreen([clash], a_device()))
            assert not faults(app.app), nasty
            await app.press("1")
            assert dialog.answer == [Resolution(clash.key, "remote")]


async def test_both_lists_follow_the_keys() -> None:
    async with conflicts(*THREE) as dialog:
        await dialog.app.press("right")
        assert dialog.app.one(InDispute).cursor == 1
        assert dialog.app.screen(ConflictScreen).conflict.key == "b"


# --- deleted, merged -----------------------------------------------------------------------------------------------------

MERGED = AsksMerged("prefs", ("prefs.us-east-1:11111111-2222-3333-4444-555555555555",) * 5)


@pytest.mark.parametrize("question", [AsksDeleted("prefs"), MERGED], ids=["deleted", "merged"])
async def test_a_question_is_answered_and_enter_by_mistake_deletes_nothing(question: AsksDeleted | AsksMerged) -> None:
    wanted = {("y",): True, ("n",): False, ("escape",): False, ("enter",): False, ("down", "enter"): True}
    async with opened() as app:
        for keys, answer in wanted.items():
            dialog = await put(app, SyncQuestion(question))
            await app.press(*keys)
            assert dialog.answer is answer, keys


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_question_fits_and_says_what_both_answers_do(size: tuple[int, int]) -> None:
    questions = (AsksDeleted("prefs"), AsksDeleted("x" * 128), MERGED, AsksMerged("[/]", (*NASTY,)))
    async with opened(size=size) as app:
        for question, profile in itertools.product(questions, ("correct", "javascript")):
            await put(app, SyncQuestion(question, a_device(profile=profile)))
            assert not faults(app.app)
            rows = [plain(app.one(YesOrNo).draw(row, 90)) for row in app.one(YesOrNo).rows]
            assert any("TypeError" in row for row in rows) == (profile == "javascript")
            await app.press("escape")
