"""Cognito Sync beside AppSync: a sheet over the Sync pane that says which to take, and how they differ."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from cogtui.tui.content import paragraph
from cogtui.tui.screens.modal import Modal
from cogtui.views.sync.appsync import TITLE, panel


class Comparison(VerticalScroll, can_focus=True):
    """What scrolls; it has the focus, so that the arrow keys move it."""

    def compose(self) -> ComposeResult:
        yield Static(id="text")

    @on(Resize)
    def lay_out(self) -> None:
        """Write the text anew for the width that there is."""
        cells = self.scrollable_content_region.width - 1
        if cells > 0:
            self.query_one("#text", Static).update(paragraph(panel(cells)))


class SyncOrAppSync(Modal[None]):
    """The comparison."""

    DEFAULT_CSS = """
    SyncOrAppSync {
        & #sheet { width: 116; height: 92%; }
        & Comparison { height: 1fr; scrollbar-size-vertical: 1; scrollbar-gutter: stable; background: $surface; }
        & #text { width: 1fr; height: auto; }
    }
    """
    AUTO_FOCUS = "Comparison"

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet", classes="sheet"):
            yield Comparison()
            yield Static(Content("up and down scroll   esc close"), classes="keys")

    def on_mount(self) -> None:
        self.query_one("#sheet").border_title = TITLE
