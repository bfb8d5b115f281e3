"""The map over the workspace: the pieces, with the hop of the last call lit."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from cogtui.tui.content import content, paragraph, raw
from cogtui.tui.screens.modal import Modal
from cogtui.tui.session import Session
from cogtui.views.flow import name_of
from cogtui.views.map import drawing, legend, lit_by


class MapScreen(Modal[None]):
    """The map."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("m", "close", "Close", show=False)]
    DEFAULT_CSS = """
    MapScreen {
        & > .sheet { width: 80; max-width: 100%; padding: 0; }
        & #drawing { height: 9; text-wrap: nowrap; }
        & #legend { height: auto; margin-top: 1; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        history = self._session.world.history
        hops = (record for record in reversed(history.records[: history.position]) if lit_by(record))
        last = next(hops, None)
        words = f"Lit: call {last.no}, {name_of(last)}" if last else "Nothing has been sent yet"
        with Vertical(classes="sheet", id="sheet"):
            yield Static(paragraph(drawing(lit_by(last))), id="drawing")
            yield Static(Content("\n").join(content(line) for line in legend()), id="legend")
            yield Static(raw(f"{words}.   esc close"), classes="keys")

    def on_mount(self) -> None:
        self.query_one("#sheet").border_title = "the map"
