"""Help: what the widget in focus is for, and every key."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from cogtui.tui.helps import key_lines, widget_help
from cogtui.tui.panes.pane import Pane
from cogtui.tui.screens.modal import Modal
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink


class HelpLines(RowList):
    """The lines of the help."""

    def draw(self, row: Any, width: int) -> Ink:
        return row


class Help(Modal[None]):
    """The help."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark,f1", "close", "Close", show=False)]
    DEFAULT_CSS = """
    Help {
        & #sheet { height: 92%; }
        & HelpLines { height: 1fr; }
    }
    """
    AUTO_FOCUS = "HelpLines"

    def __init__(self, focused: Widget | None) -> None:
        super().__init__()
        self._widget = focused
        around = focused.ancestors_with_self if focused is not None else ()
        self._pane = next((node.pane_id for node in around if isinstance(node, Pane)), "")
        if not self._pane and focused is not None:
            scopes = getattr(focused.screen, "scopes", ())
            self._pane = next((scope for scope in ("matrix", "bench") if scope in scopes), "")

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet", classes="sheet"):
            yield HelpLines()
            yield Static(Content("up and down scroll   esc close"), classes="keys")

    def on_mount(self) -> None:
        self.query_one("#sheet").border_title = "help"
        self.call_after_refresh(self._fill)

    def on_resize(self) -> None:
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        lines = self.query_one(HelpLines)
        cells = max(lines.scrollable_content_region.width, 30)
        lines.show([*widget_help(self._widget, cells), *key_lines(cells, self._pane)])
