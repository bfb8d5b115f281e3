"""What all modals share: a framed sheet over the screen, esc closes it, one deep."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

Result = TypeVar("Result")


class Modal(ModalScreen[Result]):
    """A sheet over the screen. The first child is the sheet."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close")]
    DEFAULT_CSS = """
    Modal {
        align: center middle;
        & > .sheet {
            width: 100;
            max-width: 96%;
            height: auto;
            max-height: 92%;
            background: $surface;
            border: round $primary;
            padding: 0 1;
        }
        & RowList { background: $surface; scrollbar-gutter: stable; & .rows--row { background: $surface; } }
        & .keys { height: 1; color: $text-muted; margin-top: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
