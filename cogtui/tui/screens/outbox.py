"""The outbox: the simulated e-mails, SMS and pushes of user pools and SNS, where codes are read and copied."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from cogtui.cloud.world import World
from cogtui.tui.content import content
from cogtui.tui.messages import CopyRequested
from cogtui.tui.screens.modal import Modal
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink
from cogtui.views.outbox import EMPTY, Mail, letter, message_row, newest_first


class MessageRows(RowList):
    """The messages, the newest first."""

    def draw(self, row: Any, width: int) -> Ink:
        return message_row(row, width)

    def copied(self) -> tuple[str, str] | None:
        """Copy the code."""
        message: Mail | None = self.chosen
        return ("the code", message.code) if message is not None and message.code else None


class Outbox(Modal[None]):
    """Messages above, the one under the cursor below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("M", "close", "Close", show=False),
        Binding("y,enter", "copy", "Copy the code", show=False),
    ]
    DEFAULT_CSS = """
    Outbox {
        & #sheet { width: 90; height: 22; }
        & MessageRows { height: 1fr; min-height: 4; }
        & #letter { height: 9; border-top: solid $panel; padding: 0 1; }
    }
    """
    AUTO_FOCUS = "MessageRows"

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet", classes="sheet"):
            yield MessageRows()
            with VerticalScroll(id="letter", can_focus=False):
                yield Static(id="text")
            yield Static(Content("y copy the code   up and down choose   esc close"), classes="keys")

    def on_mount(self) -> None:
        self.query_one("#sheet").border_title = "outbox: what user pools and SNS sent (simulated)"
        self.query_one(MessageRows).show(newest_first(self._world.store), cursor=0)
        self.call_after_refresh(self._read)

    @on(RowList.Highlighted)
    def highlighted(self, event: RowList.Highlighted) -> None:
        """Read the message under the cursor."""
        event.stop()
        self._read()

    def _read(self) -> None:
        message: Mail | None = self.query_one(MessageRows).chosen
        cells = self.query_one("#letter").size.width - 2
        lines = [Content(EMPTY)] if message is None else [content(line) for line in letter(message, cells)]
        self.query_one("#text", Static).update(Content("\n").join(lines))

    @on(RowList.Opened)
    def opened(self, event: RowList.Opened) -> None:
        """Copy the code of the message."""
        event.stop()
        self.action_copy()

    def action_copy(self) -> None:
        """Copy the code."""
        found = self.query_one(MessageRows).copied()
        if found is not None:
            self.post_message(CopyRequested(*found))
