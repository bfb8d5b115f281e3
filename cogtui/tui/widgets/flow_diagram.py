"""FlowDiagram: the ladder of a flow, with its lanes' names above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from cogtui.cloud.trail import Record
from cogtui.tui.content import content
from cogtui.tui.widgets.rows import RowList
from cogtui.views.flow import FlowRow, Ladder, Planned, draw, header, laid_out, rows_of
from cogtui.views.ink import Ink


class FlowRows(RowList):
    """The rows of the ladder."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "toggle_replies", "Replies", show=False)]

    ladder = Ladder((), 40, 7)

    def draw(self, row: Any, width: int) -> Ink:
        return draw(row, self.ladder)

    def selectable(self, row: Any) -> bool:
        return row.kind != "now"

    def copied(self) -> tuple[str, str] | None:
        """Copy the row's record as JSON."""
        row: FlowRow | None = self.chosen
        if row is None or row.record is None:
            return None
        from cogtui.views.json_ink import pretty

        body = {"request": row.record.request, "output": row.record.output}
        return f"call {row.record.no}", pretty(body)

    def action_toggle_replies(self) -> None:
        """Show each reply as a row of its own, or not."""
        parent = self.parent
        assert isinstance(parent, FlowDiagram)
        parent.toggle_replies()


class FlowDiagram(Vertical):
    """Lanes above, rows below."""

    DEFAULT_CSS = """
    FlowDiagram {
        height: auto;
        & > .lanes { height: 1; text-wrap: nowrap; }
        & > FlowRows { height: 1fr; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._records: Sequence[Record] = ()
        self._position = 0
        self._planned: Sequence[Planned] = ()
        self._replies = False

    def compose(self) -> ComposeResult:
        yield Static(classes="lanes")
        yield FlowRows()

    @property
    def list(self) -> FlowRows:
        """The list of rows."""
        return self.query_one(FlowRows)

    def show(self, records: Sequence[Record], position: int, planned: Sequence[Planned] = ()) -> None:
        """Show these records, of which the first `position` are in force, and the steps still to come."""
        self._records, self._position, self._planned = records, position, planned
        self._draw()

    def toggle_replies(self) -> None:
        """Show replies as rows, or not."""
        self._replies = not self._replies
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        rows = rows_of(self._records, self._position, self._planned, replies=self._replies)
        listed = self.list
        listed.ladder = laid_out(rows, max(self.size.width - 1, 20))
        self.query_one(".lanes", Static).update(content(header(listed.ladder)))
        listed.show(rows)

    def choose(self, no: str) -> None:
        """Put the cursor on a record or planned step."""
        found = next((index for index, row in enumerate(self.list.rows) if row.id == no), None)
        if found is not None:
            self.list.cursor = found
