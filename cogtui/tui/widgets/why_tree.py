"""WhyTree: why a call was allowed or refused. Enter opens the statement, claim or setting that a line speaks of."""

from __future__ import annotations

from typing import Any

from textual import on

from cogtui.cloud.trail import Record
from cogtui.tui.messages import PlaceOpened, ValueOpened
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink, plain
from cogtui.views.why import NO_CALL, WhyRow, draw_why, known, told, why_rows


class WhyTree(RowList):
    """The tree of checks of one record."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._record: Record | None = None
        self._unfolded: frozenset[str] = frozenset()

    def explain(self, record: Record | None) -> None:
        """Show the why of a record."""
        if record is None:
            self._record = None
            self.show((NO_CALL,))
            return
        if self._record is None or record.no != self._record.no:
            self._unfolded = frozenset()
            self.cursor = 0
        self._record = record
        self.show(why_rows(record, self._unfolded))

    def draw(self, row: Any, width: int) -> Ink:
        return draw_why(row, width)

    @on(RowList.Opened)
    def open_row(self, event: RowList.Opened) -> None:
        """Unfold, or go where the line points."""
        event.stop()
        row: WhyRow = self.rows[event.index]
        if row.folds and self._record is not None:
            self._unfolded ^= {row.id}
            self.show(why_rows(self._record, self._unfolded))
        elif row.place is not None and (row.place.table or row.place.kind == "claim"):
            self.post_message(PlaceOpened(row.place))
        elif row.fact is not None:
            self.post_message(ValueOpened(row.fact.name.replace("_", " "), told(row.fact)))
        elif row.check is not None:
            source = known(row.check)
            text = f"{source.asks}\n\nrule    {row.check.rule}\nsource  {source.source}\n{row.check.note}"
            self.post_message(ValueOpened(row.check.rule, text))
        elif row.words and self._record is not None:
            self.post_message(ValueOpened("verdict", row.words))

    def copied(self) -> tuple[str, str] | None:
        """Copy the whole why as text."""
        if self._record is None:
            return None
        return "the why", "\n".join(plain(draw_why(row, 200)) for row in self.rows)
