"""The question that a synchronisation puts to the app: a dataset was deleted, or datasets were merged. Yes or no?"""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from cogtui.cloud.device_sync.records import SyncDevice
from cogtui.device.sync.progress import AsksDeleted, AsksMerged
from cogtui.tui.content import raw
from cogtui.tui.screens.modal import Modal
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink, ink
from cogtui.views.sync.question import Question, about_deleted, about_merged


class YesOrNo(RowList):
    """The two answers: (answer, what it does)."""

    def draw(self, row: Any, width: int) -> Ink:
        yes, does = row
        letter, word = ("y", "yes") if yes else ("n", "no")
        return ink((f"{letter} ", "mark"), (f"{word:<5}", "strong"), does)


class SyncQuestion(Modal[bool]):
    """Asks; esc is a no. `device` makes the words those of its manager."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes"),
        Binding("n", "answer(False)", "No"),
    ]
    AUTO_FOCUS = "YesOrNo"
    DEFAULT_CSS = """
    SyncQuestion {
        & #sheet { width: 96; }
        & #text { height: auto; margin-bottom: 1; }
        & YesOrNo { height: 2; }
        & #clients { height: auto; margin-top: 1; color: $text-muted; }
    }
    """

    def __init__(self, asked: AsksDeleted | AsksMerged, device: SyncDevice | None = None) -> None:
        super().__init__()
        self.question = _question(asked, device)

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet", classes="sheet"):
            yield Static(raw(self.question.text), id="text")
            yield YesOrNo()
            yield Static(raw(self.question.clients), id="clients")
            yield Static(Content("enter take the answer   y yes   n or esc no"), classes="keys")

    def on_mount(self) -> None:
        self.query_one("#sheet").border_title = raw(self.question.title)
        # What can be undone by asking again comes first: enter by mistake deletes nothing.
        self.query_one(YesOrNo).show([(False, self.question.no), (True, self.question.yes)], cursor=0)

    @on(RowList.Highlighted)
    def highlighted(self, event: RowList.Highlighted) -> None:
        """Nobody else need know."""
        event.stop()

    @on(RowList.Opened)
    def opened(self, event: RowList.Opened) -> None:
        """Answer."""
        event.stop()
        yes: bool = event.list.rows[event.index][0]
        self.dismiss(yes)

    def action_answer(self, yes: bool) -> None:
        """Answer."""
        self.dismiss(yes)

    def action_close(self) -> None:
        """Answer no."""
        self.dismiss(result=False)


def _question(asked: AsksDeleted | AsksMerged, device: SyncDevice | None) -> Question:
    if isinstance(asked, AsksDeleted):
        return about_deleted(asked.dataset, device)
    return about_merged(asked.dataset, asked.merged, device)
