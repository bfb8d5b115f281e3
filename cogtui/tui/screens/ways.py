"""The list of ways to sign in."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from cogtui.device.ways import WAYS, WHERE, Way, WayIn
from cogtui.tui.content import raw
from cogtui.tui.screens.modal import Modal
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink
from cogtui.views.sign_in import way_row


class WayRows(RowList):
    """The ways by title."""

    def draw(self, row: Any, width: int) -> Ink:
        return way_row(row.title, row.flow, WHERE[row.kind])


class Ways(Modal[Way]):
    """Choose one; what is special about it stands below."""

    DEFAULT_CSS = """
    Ways {
        & #sheet { width: 72; }
        & WayRows { height: auto; max-height: 13; }
        & #description { height: 2; margin-top: 1; color: $text-muted; }
    }
    """
    AUTO_FOCUS = "WayRows"

    def __init__(self, chosen: Way) -> None:
        super().__init__()
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet", classes="sheet"):
            yield WayRows()
            yield Static(id="description")
            yield Static(Content("enter sign in this way   esc stay"), classes="keys")

    def on_mount(self) -> None:
        self.query_one("#sheet").border_title = "how do you want to sign in?"
        self.query_one(WayRows).show(tuple(WAYS.values()), cursor=list(WAYS).index(self._chosen))
        self._describe()

    @on(RowList.Highlighted)
    def highlighted(self, event: RowList.Highlighted) -> None:
        """Say what is special about the way."""
        event.stop()
        self._describe()

    def _describe(self) -> None:
        chosen: WayIn | None = self.query_one(WayRows).chosen
        self.query_one("#description", Static).update(raw(chosen.text if chosen else ""))

    @on(RowList.Opened)
    def opened(self, event: RowList.Opened) -> None:
        """Choose it."""
        event.stop()
        self.dismiss(event.list.rows[event.index].id)
