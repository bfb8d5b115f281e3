"""What the lists to choose from share: rows above, what is special about the one under the cursor below, enter takes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from cogtui.tui.content import raw
from cogtui.tui.screens.modal import Modal
from cogtui.tui.widgets.rows import RowList

Result = TypeVar("Result")


class Pick(Modal[Result]):
    """A list to choose from. Subclasses say what is listed and what a row means."""

    DEFAULT_CSS = """
    Pick {
        & #sheet { width: 76; }
        & RowList { height: auto; max-height: 12; }
        & #about { height: auto; min-height: 2; max-height: 6; margin-top: 1; color: $text-muted; }
    }
    """
    AUTO_FOCUS = "RowList"
    list_class: ClassVar[type[RowList]]
    title_text: ClassVar[str]
    keys_text: ClassVar[str]

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet", classes="sheet"):
            yield self.list_class()
            yield Static(id="about")
            yield Static(Content(self.keys_text), classes="keys")

    def on_mount(self) -> None:
        self.query_one("#sheet").border_title = self.title_text
        self.rows.show(self.listed(), cursor=self.first())
        self._describe()

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one(RowList)

    def listed(self) -> Sequence[Any]:
        """Return what there is to choose from."""
        raise NotImplementedError

    def first(self) -> int:
        """Return where the cursor stands at first."""
        return 0

    def about(self, row: Any) -> str:
        """Return what is said about a row."""
        raise NotImplementedError

    def meant(self, row: Any) -> Result:
        """Return what choosing a row gives."""
        raise NotImplementedError

    @on(RowList.Highlighted)
    def highlighted(self, event: RowList.Highlighted) -> None:
        """Say what is special about the row."""
        event.stop()
        self._describe()

    def _describe(self) -> None:
        chosen = self.rows.chosen
        self.query_one("#about", Static).update(raw(self.about(chosen) if chosen is not None else ""))

    @on(RowList.Opened)
    def opened(self, event: RowList.Opened) -> None:
        """Choose it."""
        event.stop()
        self.dismiss(self.meant(event.list.rows[event.index]))
