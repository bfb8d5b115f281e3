"""Ask: one field in a modal. Enter answers, esc gives up."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from cogtui.tui.content import raw
from cogtui.tui.screens.modal import Modal


class Ask(Modal[str]):
    """Asks for a text."""

    DEFAULT_CSS = """
    Ask {
        & #sheet { width: 76; }
        & #hint { color: $text-muted; height: auto; }
        & Input { height: 1; border: none; background: $panel; margin-top: 1; }
    }
    """

    def __init__(self, title: str, hint: str, value: str = "") -> None:
        super().__init__()
        self._title = title
        self._hint = hint
        self._value = value

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet", classes="sheet"):
            yield Static(raw(self._hint), id="hint")
            yield Input(self._value, compact=True)
            yield Static(Content("enter answer   esc give up"), classes="keys")

    def on_mount(self) -> None:
        self.query_one("#sheet").border_title = raw(self._title)
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Answer."""
        event.stop()
        self.dismiss(event.value)
