"""Below 80x24 the app says what it needs, and whatever was open is there again afterwards."""

from __future__ import annotations

import pytest
from textual.widgets import Input, Static, TextArea

from cogtui.tui.screens.login import Login
from cogtui.tui.screens.too_small import TooSmall
from tests.tui.driving import SMALL, Driver, opened


async def resize(app: Driver, width: int, height: int) -> None:
    """Give the terminal another size."""
    await app.pilot.resize_terminal(width, height)
    await app.settle()


def words(app: Driver) -> str:
    """Return what covers the screen."""
    return str(app.screen(TooSmall).query_one("#words", Static).render())


@pytest.mark.parametrize("size", [(79, 24), (80, 23), (60, 20), (20, 5), (1, 1), (0, 0)])
async def test_the_app_says_what_it_needs(size: tuple[int, int]) -> None:
    async with opened("lab", size=size) as app:
        assert f"needs 80x24; this terminal is {size[0]}x{size[1]}" in words(app)


async def test_home_is_there_once_there_is_room() -> None:
    async with opened("home", size=(60, 20)) as app:
        await resize(app, *SMALL)
        assert app.focused is not None
        assert app.focused.id == "menu"


async def test_a_draft_and_its_cursor_outlive_a_small_terminal() -> None:
    async with opened() as app:
        await app.pane_shown("3", "exchange")
        await app.press("e", "x", "y", "down")
        area = app.one(TextArea)
        before = (area.text, area.cursor_location)
        await resize(app, 60, 20)
        await resize(app, 40, 10)
        assert "this terminal is 40x10" in words(app)
        await app.press("z", "enter", "escape", "w", "T", "question_mark")
        await resize(app, *SMALL)
        assert app.focused is area
        assert (area.text, area.cursor_location) == before


async def test_a_page_that_was_open_outlives_it_too() -> None:
    async with opened() as app:
        await app.press("enter", "tab", "x")
        fields = [field.value for field in app.screen(Login).query(Input)]
        await resize(app, 70, 24)
        await app.press("enter")
        await resize(app, 120, 40)
        assert [field.value for field in app.screen(Login).query(Input)] == fields != []


async def test_a_small_terminal_can_be_left_with_ctrl_q() -> None:
    async with opened(size=(60, 20)) as app:
        await app.press("ctrl+q")
        assert not app.app.is_running
