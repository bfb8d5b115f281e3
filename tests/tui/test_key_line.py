"""The line of keys follows the focus, and is left alone while the keys stay the same."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.pilot import Pilot
from textual.widgets import Static
from textual.widgets._footer import FooterKey

from cogtui.tui.widgets.key_line import KeyLine


class Plain(Static, can_focus=True):
    """Has a key."""

    BINDINGS: ClassVar[list[BindingType]] = [("x", "mark", "Mark")]


class Other(Static, can_focus=True):
    """Has another key."""

    BINDINGS: ClassVar[list[BindingType]] = [("y", "open", "Open")]


class Page(App[None]):
    """Two widgets with the same key, one with another."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Plain(id="one")
        yield Plain(id="two")
        yield Other(id="three")
        yield KeyLine()


async def keys_with(app: App[None], pilot: Pilot[None], focus: str) -> list[FooterKey]:
    """Move the focus and return what the line shows then."""
    app.query_one(focus).focus()
    for _ in range(3):
        await pilot.pause()
    return list(app.query(FooterKey))


async def test_the_line_is_made_anew_only_when_the_keys_change() -> None:
    app = Page()
    async with app.run_test(size=(80, 24)) as pilot:
        one = await keys_with(app, pilot, "#one")
        two = await keys_with(app, pilot, "#two")
        three = await keys_with(app, pilot, "#three")
        back = await keys_with(app, pilot, "#one")
        named = [[key.description for key in keys] for keys in (one, two, three, back)]
    assert named == [["Mark"], ["Mark"], ["Open"], ["Mark"]]
    assert two[0] is one[0]
    assert back[0] is not one[0]
