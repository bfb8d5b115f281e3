"""The help begins with what one is in: the widget in focus, then the keys of the pane or screen."""

from __future__ import annotations

import pytest
from textual.screen import Screen

from cogtui.tui.screens.bench import BenchScreen
from cogtui.tui.screens.help import Help, HelpLines
from cogtui.tui.screens.matrix import MatrixScreen
from tests.tui.driving import MIDDLE, Driver, lines_of, opened
from tests.tui.test_accounts_pane import built, pane


async def help_of(app: Driver) -> str:
    """Open the help and return its text."""
    await app.press("question_mark")
    await app.until(Help)
    return "\n".join(lines_of(app.one(HelpLines)))


@pytest.mark.parametrize(
    ("key", "screen", "title"), [("X", MatrixScreen, "In the matrix"), ("W", BenchScreen, "On the policy bench")]
)
async def test_screens_over_the_panes_list_their_own_keys_first(
    key: str, screen: type[Screen[None]], title: str
) -> None:
    async with opened(size=MIDDLE) as app:
        await app.press(key)
        await app.until(screen)
        text = await help_of(app)
        assert text.index(title) < text.index("\nGo")


async def test_the_steps_and_the_chain_of_accounts_say_what_enter_does() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app)
        assert (await help_of(app)).startswith("The steps of one account")
        await app.press("escape")
        pane(app).query_one("Chain").focus()
        assert (await help_of(app)).startswith("The calls from A to B")
