"""FlowDiagram: the ladder of a flow, with its lanes' names above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from cogtui.tui.content import content
from cogtui.tui.widgets.rows import RowList
from cogtui.views.flow import NOTES, FlowRow, Ladder, Planned, draw, header, laid_out, rows_of
from cogtui.views.ink import Ink
from cogtui.views.sign_in import Story


class FlowRows(RowList):
    """The rows of the ladder."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "toggle_replies", "Replies", show=False)]

    ladder = Ladder((), 40, 7)

    def draw(self, row: Any, width: int) -> Ink:
        return draw(row, self.ladder)

    def selectable(self, row: Any) -> bool:
        return row.kind not in NOTES

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
        self._story = Story([], 0)
        self._planned: Sequence[Planned] = ()
        self._replies = False

    def compose(self) -> ComposeResult:
        yield Static(classes="lanes")
        yield FlowRows()

    @property
    def list(self) -> FlowRows:
        """The list of rows."""
        return self.query_one(FlowRows)

    def show(self, story: Story, planned: Sequence[Planned] = ()) -> None:
        """Show what happened, and the steps still to come."""
        self._story, self._planned = story, planned
        self._draw()

    def toggle_replies(self) -> None:
        """Show replies as rows, or not."""
        self._replies = not self._replies
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        told = self._story
        rows = rows_of(told.records, told.position, self._planned, replies=self._replies, earlier=told.earlier)
        listed = self.list
        listed.ladder = laid_out(rows, max(self.size.width - 1, 20))
        self.query_one(".lanes", Static).update(content(header(listed.ladder)))
        listed.show(rows)

    def choose(self, no: str) -> None:
        """Put the cursor on a record or planned step."""
        found = next((index for index, row in enumerate(self.list.rows) if row.id == no), None)
        if found is not None:
            self.list.cursor = found
