"""What belongs to the app as a whole: palette, copying, Home and back, files written, bugs that leave a report."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from textual.widgets import Input, Static, TextArea

from cogtui.folders import data_dir
from cogtui.tui import opening, palette
from cogtui.tui.actions import EVERY_ACTION, actions, shown_key
from cogtui.tui.app import CogTUI
from cogtui.tui.screens.glossary import Glossary
from cogtui.tui.screens.help import Help, HelpLines
from cogtui.tui.screens.home import Home, Menu
from cogtui.tui.screens.lessons import LessonRows
from cogtui.tui.screens.viewer import Lines, Viewer
from cogtui.tui.screens.workspace import Workspace
from cogtui.tui.widgets.rows import RowList
from tests.cloud.worlds import walk
from tests.tui.driving import TYPED, Driver, lines_of, opened

WALK = ("enter",) * 7


def offered(app: Driver) -> set[str]:
    """Return the titles in the palette."""
    return {command.title for command in palette.commands(app.app, app.app.screen)}


async def test_the_palette_offers_what_applies_where_one_is() -> None:
    async with opened("home") as app:
        assert offered(app) == {action.title for action in actions("app")}
    async with opened() as app:
        assert {"Undo", "Way in", "Sign out"} <= offered(app)
        assert {"Next", "Hint", "Paste"} & offered(app) == set()
        await app.pane_shown("2", "tokens")
        assert "Paste" in offered(app)
        assert "Way in" not in offered(app)


async def test_an_action_of_the_palette_is_done_where_it_belongs() -> None:
    async with opened() as app:
        found = {command.title: command for command in palette.commands(app.app, app.app.screen)}
        for title in ("Flow", "+1 h"):
            done = found[title].callback()
            assert done is not None
            await done
        await app.settle()
        assert "[enhanced flow]" in str(app.pane.query_one("#choice", Static).render())
        assert app.last.request["seconds"] == 3600


async def test_every_action_of_the_registry_has_a_way_to_be_done() -> None:
    async with opened() as app:
        for number, pane in ("1", "sign-in"), ("2", "tokens"), ("3", "exchange"), ("4", "trail"), ("5", "console"):
            await app.pane_shown(number, pane)
            for action in actions(app.pane.pane_id):
                assert hasattr(app.pane, f"action_{action.run.split('(')[0]}"), action.id
            await app.press("escape")
        for action in actions("workspace"):
            assert hasattr(app.workspace, f"action_{action.run.split('(')[0]}"), action.id


async def test_home_and_continue_lead_back_to_the_very_same_world() -> None:
    async with opened() as app:
        await app.press(*WALK)
        world = app.world
        await app.press("H")
        assert isinstance(app.app.screen, Home)
        app.one(Menu).cursor = 1
        await app.press("enter")
        await app.begun()
        assert app.world is world
        assert app.last.operation == "GetObject"


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        ((), "call 8"),
        (("enter",), "the why"),
        (("enter", "right_square_bracket"), "the JSON"),
        (("enter", *("right_square_bracket",) * 4), "the text"),
        (("2", "down", "down"), "signature"),
        (("4",), "call 8 as an AWS CLI line"),
    ],
)
async def test_y_copies_what_is_in_focus_to_the_clipboard_and_to_a_file_for_its_owner(
    keys: tuple[str, ...], what: str
) -> None:
    async with opened() as app:
        await app.press(*WALK, *keys)
        await app.press("y")
        kept = data_dir() / "clipboard.txt"
        assert app.toasts[-1].startswith(f"Copied {what}")
        assert app.app.clipboard
        assert kept.read_text(encoding="utf-8") == app.app.clipboard
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600


async def test_a_value_is_written_to_a_new_file_and_never_over_an_old_one(tmp_path: Path) -> None:
    async with opened() as app:
        await app.press(*WALK)
        await app.pane_shown("2", "tokens")
        await app.press("enter")
        viewer = app.screen(Viewer)
        for wanted in ("Written to", "is there already; nothing was written"):
            await app.press("w")
            viewer.query_one("#path", Input).value = str(tmp_path / "header.txt")
            await app.press("enter")
            assert wanted in app.toasts[-1]
        assert (tmp_path / "header.txt").read_text() == "".join(viewer.query_one(Lines).rows)
        await app.press("w", TYPED + "/nowhere/at/all", "enter")
        assert app.toasts[-1].startswith("Not written")
        assert app.focused is viewer.query_one(Lines)


async def test_finding_in_a_value_goes_to_the_place_and_marks_it() -> None:
    async with opened() as app:
        await app.press(*WALK, "enter", "right_square_bracket", "right_square_bracket", "enter")
        lines = app.screen(Viewer).query_one(Lines)
        await app.press("slash", TYPED + "VOUCHED")
        assert [text for text, style in lines.draw(lines.chosen, 100) if style == "mark"] == ["vouched"]
        await app.press("escape")
        assert app.focused is lines
        await app.press("escape")
        assert isinstance(app.app.screen, Workspace)


async def test_help_explains_the_widget_in_focus_and_begins_with_the_keys_of_its_pane() -> None:
    async with opened() as app:
        await app.pane_shown("2", "tokens")
        await app.press("question_mark")
        lines = lines_of(app.screen(Help).query_one(HelpLines))
        assert lines[0].startswith("The token:")
        assert next(line for line in lines if line in ("On Tokens", "Go", "On Exchange")) == "On Tokens"
        for action in EVERY_ACTION:
            assert any(line.startswith(f"  {shown_key(action):<6}{action.title}") for line in lines), action.id
        await app.press("question_mark")
        assert isinstance(app.app.screen, Workspace)


async def test_f1_helps_in_a_field_too_and_modals_stay_one_deep() -> None:
    async with opened() as app:
        await app.pane_shown("3", "exchange")
        await app.press("e", "f1")
        assert isinstance(app.app.screen, Help)
        await app.press("w", "m", "f1")
        assert isinstance(app.app.screen, Workspace)
        assert app.focused is app.one(TextArea)


async def test_the_glossary_says_what_words_mean() -> None:
    async with opened("home") as app:
        await app.press("w", "end")
        glossary = app.screen(Glossary)
        word = glossary.query_one(RowList).chosen
        assert word is not None
        assert word.meaning[:20] in str(glossary.query_one("#text", Static).render())


async def test_a_bug_ends_the_app_and_leaves_a_report_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(app: CogTUI) -> None:
        raise KeyError("the bug")

    monkeypatch.setattr(CogTUI, "action_next_theme", broken)
    app = CogTUI(at="lab")
    with pytest.raises(KeyError, match="the bug"):
        await press_t(app)
    assert app.crash_report is not None
    report = app.crash_report.read_text(encoding="utf-8")
    assert "KeyError: 'the bug'" in report
    assert "template apply" in report
    assert stat.S_IMODE(app.crash_report.stat().st_mode) == 0o600


async def press_t(app: CogTUI) -> None:
    """Open the app and ask for the next theme."""
    async with app.run_test() as pilot:
        await Driver(app, pilot).begun()
        await pilot.press("T")


async def test_the_clock_is_moved_by_an_act_that_can_be_undone() -> None:
    async with opened() as app:
        began = app.world.now
        await app.press("plus", "greater_than_sign")
        assert app.world.now == began + 3660
        await app.press("u", "u")
        assert app.world.now == began
        assert app.toasts[-2:] == ["Undone: clock +1 min", "Undone: clock +1 h"]
        await app.press("E")
        assert app.toasts[-1] == "Nothing that the app holds expires"


def test_what_was_done_before_a_restart_can_still_be_undone_but_not_the_worlds_making() -> None:
    session = opening.lab()
    walk(session.world, until="get-open-id-token")
    session.close()
    again = opening.last()
    assert again is not None
    assert again.floor == 1
    record = again.world.history.undoable
    assert record is not None
    assert record.operation == "GetId"
    again.close()


async def test_home_lists_the_lessons_and_begins_the_one_that_is_chosen() -> None:
    async with opened("home") as app:
        app.one(Menu).cursor = 3
        await app.press("enter")
        rows = app.one(LessonRows)
        assert next(offer.id for offer in rows.rows) == "sign-in-with-facebook"
        assert all(offer.lesson is not None for offer in rows.rows)
        await app.press("down", "enter")
        assert app.session.play is not None
        assert app.session.play.lesson.id == "sign-up-to-tokens"
