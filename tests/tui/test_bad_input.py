"""What people paste, break and lose: one line says what is wrong, nothing else happens, and the app goes on."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from cogtui.cloud.save import Save
from cogtui.cloud.templates.placed import Placed
from cogtui.cloud.world import World
from cogtui.tui import opening
from cogtui.tui.panes.tokens import TokenView
from cogtui.tui.screens.ask import Ask
from cogtui.tui.screens.home import Home, Menu
from cogtui.tui.screens.viewer import Viewer
from cogtui.tui.screens.workspace import Workspace
from cogtui.tui.widgets.policy_editor import PolicyEditor
from tests.tui.driving import Driver, lines_of, opened
from tests.tui.laws import faults

MEGABYTE = 1_000_000


async def paste(app: Driver, text: str) -> None:
    """Paste a text into the token field and send it off."""
    await app.pane_shown("2", "tokens")
    await app.press("v")
    app.screen(Ask).query_one(Input).value = text
    await app.press("enter")


@pytest.mark.parametrize("shape", ["{}", "eyJhbGciOiJub25lIn0.{}.", "..{}", "{}.{}.{}.{}.{}"])
async def test_a_megabyte_pasted_as_a_token_is_shown_and_leaves_no_trace(shape: str) -> None:
    async with opened() as app:
        position = app.world.history.position
        await paste(app, shape.replace("{}", "e" * MEGABYTE))
        assert lines_of(app.pane.query_one(TokenView), 80)
        assert faults(app.app) == []
        assert app.world.history.position == position
        await app.press("enter")
        assert isinstance(app.app.screen, Viewer)


@pytest.mark.parametrize("text", ["", "   ", "\t"])
async def test_pasting_nothing_changes_nothing(text: str) -> None:
    async with opened() as app:
        await paste(app, text)
        assert isinstance(app.app.screen, Workspace)
        assert app.pane.query_one("#empty").display


async def test_a_megabyte_in_the_policy_editor_gets_iam_s_answer() -> None:
    async with opened() as app:
        await app.pane_shown("3", "exchange")
        await app.press("e")
        app.one(PolicyEditor).query_one(TextArea).load_text("[" * 100_000)
        await app.press("ctrl+s")
        assert app.last.error is not None
        assert app.app.is_running


async def test_continue_with_nothing_kept_says_so() -> None:
    async with opened("home") as app:
        app.one(Menu).cursor = 1
        await app.press("enter")
        assert isinstance(app.app.screen, Home)
        assert app.toasts == ["There is nothing to continue yet: start with the first entry"]


@pytest.mark.parametrize("octets", [b"", b"rubbish", b"SQLite format 3\x00" + b"\x00" * 5000])
async def test_a_damaged_save_is_set_aside_and_said(octets: bytes) -> None:
    kept = opening.last_file()
    kept.parent.mkdir(parents=True)
    kept.write_bytes(octets)
    async with opened("home") as app:
        app.one(Menu).cursor = 1
        await app.press("enter")
        assert isinstance(app.app.screen, Home)
        assert len(app.toasts) == 1
        assert "set aside as `last.cogtui.broken`" in app.toasts[0]
        assert not kept.exists()
        assert kept.with_name("last.cogtui.broken").read_bytes() == octets
        app.one(Menu).cursor = 2
        await app.press("enter")
        await app.begun()


async def test_a_save_of_an_older_cogtui_is_said_and_left_as_it_is() -> None:
    kept = opening.last_file()
    kept.parent.mkdir(parents=True)
    Save.create(kept, World()).close()
    connection = sqlite3.connect(kept)
    connection.execute("UPDATE meta SET value = '1' WHERE name = 'format'")
    connection.commit()
    connection.close()
    before = kept.read_bytes()
    async with opened("home") as app:
        app.one(Menu).cursor = 1
        await app.press("enter")
        assert isinstance(app.app.screen, Home)
        assert len(app.toasts) == 1
        assert "an older CogTUI wrote this (format 1)" in app.toasts[0]
        assert kept.read_bytes() == before


async def test_what_was_done_is_there_after_a_crash() -> None:
    async with opened() as app:
        await app.press(*("enter",) * 5)
        done = [record.operation for record in app.world.trail]
        copy = opening.last_file().read_bytes()
    opening.last_file().write_bytes(copy)
    async with opened("home") as app:
        app.one(Menu).cursor = 1
        await app.press("enter")
        await app.begun()
        assert [record.operation for record in app.world.trail] == done
        await app.press("enter")
        assert app.last.operation == "AssumeRoleWithWebIdentity"
        assert app.last.ok


async def test_a_world_that_another_window_has_open_is_only_looked_at() -> None:
    async with opened() as first:
        await first.press(*("enter",) * 4)
        async with opened("home") as second:
            second.one(Menu).cursor = 1
            await second.press("enter")
            await second.begun()
            await second.settle()
            assert "another CogTUI" in second.toasts[0]
            await second.press("enter")
            assert second.last.operation == "GetOpenIdToken"
        assert first.last.operation == "GetId"
        await first.press("enter")
        assert first.last.ok


async def test_a_folder_that_cannot_be_written_is_said_and_the_lab_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setenv("COGTUI_DATA_DIR", str(blocked / "data"))
    async with opened("home") as app:
        for entry in (1, 0):
            app.app.screen.query_one(Menu).cursor = entry
            await app.press("enter")
        await app.begun()
        await app.settle()
        assert "can't be kept" in app.toasts[-1]
        await app.press("y")
        assert app.app.is_running


async def test_a_file_that_can_be_written_no_longer_is_said_once_and_the_calls_go_on() -> None:
    async with opened() as app:
        assert app.session.save is not None
        app.session.save._connection.close()
        await app.press(*("enter",) * 4)
        assert app.last.operation == "GetId"
        assert app.last.ok
        assert len(app.toasts) == 1
        assert "can't be kept any longer" in app.toasts[0]


def test_types_that_the_lab_only_names_are_told(tmp_path: Path) -> None:
    template = tmp_path / "mine.yaml"
    template.write_text("Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n", encoding="utf-8")
    session = opening.lab((Placed(template),))
    session.close()
    assert session.notice == "Not simulated, there by name only: Queue (AWS::SQS::Queue)"
