"""The list of ways to tamper with a token."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from cogtui.cloud.tokens.attacks import TAMPERS, Tamper
from cogtui.tui.content import raw
from cogtui.tui.screens.modal import Modal
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink, beside, ink


class TamperRows(RowList):
    """The tamperings by title."""

    def draw(self, row: Any, width: int) -> Ink:
        refused = ink(("refused by ", "dim"), (row.refused_by.removeprefix("jwt.").replace("_", " "), ""))
        return beside(ink(f" {row.title}"), refused, width)


class Tampers(Modal[Tamper]):
    """Choose one; its description stands below."""

    DEFAULT_CSS = """
    Tampers {
        & #sheet { width: 72; height: 30; }
        & TamperRows { height: 1fr; max-height: 21; }
        & #description { height: 3; margin-top: 1; color: $text-muted; }
    }
    """
    AUTO_FOCUS = "TamperRows"

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet", classes="sheet"):
            yield TamperRows()
            yield Static(id="description")
            yield Static(Content("enter tamper   esc leave the token alone"), classes="keys")

    def on_mount(self) -> None:
        self.query_one("#sheet").border_title = "tamper with the token"
        self.query_one(TamperRows).show(tuple(TAMPERS.values()))
        self._describe()

    @on(RowList.Highlighted)
    def highlighted(self, event: RowList.Highlighted) -> None:
        """Say what the tampering does."""
        event.stop()
        self._describe()

    def _describe(self) -> None:
        chosen: Tamper | None = self.query_one(TamperRows).chosen
        self.query_one("#description", Static).update(raw(chosen.description if chosen else ""))

    @on(RowList.Opened)
    def opened(self, event: RowList.Opened) -> None:
        """Tamper."""
        event.stop()
        self.dismiss(event.list.rows[event.index])
