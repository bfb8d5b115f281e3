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
from cogtui.views.flow import MESSAGES, NOTES, FlowRow, Ladder, Planned, draw, header, laid_out, rows_of, walked
from cogtui.views.ink import Ink
from cogtui.views.sign_in import Story


class FlowRows(RowList):
    """The rows of the ladder."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "toggle_replies", "Replies", show=False),
        Binding("escape", "leave_walk", "All messages", show=False),
    ]

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

    @property
    def diagram(self) -> FlowDiagram:
        """The diagram that these are the rows of."""
        parent = self.parent
        assert isinstance(parent, FlowDiagram)
        return parent

    def action_toggle_replies(self) -> None:
        """Show each reply as a row of its own, or not."""
        self.diagram.toggle_replies()

    def action_leave_walk(self) -> None:
        """Show all messages again."""
        self.diagram.leave_walk()


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
        self.messages = 0
        """How many messages are shown while somebody walks through them one at a time; 0: all are."""

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

    def walk(self, step: int) -> None:
        """Go on by a message, or back; the first step begins at the first message."""
        most = sum(row.kind in MESSAGES for row in self._rows())
        self.messages = max(min(self.messages + step, most), 1 if self.messages else 0) if most else 0
        self._draw()
        if self.messages:
            self.list.cursor = len(self.list.rows) - 1
            self.list.post_message(RowList.Highlighted(self.list, self.list.cursor))

    def leave_walk(self) -> None:
        """Show all messages again."""
        if self.messages:
            self.messages = 0
            self._draw()
            self.list.post_message(RowList.Highlighted(self.list, self.list.cursor))

    def on_resize(self) -> None:
        self._draw()

    def _rows(self) -> list[FlowRow]:
        told = self._story
        replies = self._replies or bool(self.messages)
        return rows_of(told.records, told.position, self._planned, replies=replies, earlier=told.earlier)

    def _draw(self) -> None:
        rows = self._rows()
        listed = self.list
        ladder = laid_out(rows, max(self.size.width - 1, 20))
        alike, listed.ladder = ladder == listed.ladder, ladder
        note = ""
        if self.messages:
            note = f"message {self.messages} of {sum(row.kind in MESSAGES for row in rows)} ◄ ► esc"
            rows = walked(rows, self.messages)
        self.query_one(".lanes", Static).update(content(header(listed.ladder, note)), layout=False)
        listed.show(rows, alike=alike)

    def choose(self, no: str) -> None:
        """Put the cursor on a record or planned step."""
        found = next((index for index, row in enumerate(self.list.rows) if row.id == no), None)
        if found is not None:
            self.list.cursor = found
