"""Candidates: the short list of what could stand at the cursor; the field keeps the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cogtui.tui.widgets.rows import RowList
from cogtui.views.console import CandidateRow, column_of, draw_candidate
from cogtui.views.ink import Ink

if TYPE_CHECKING:
    from cogtui.console.complete import Candidate, Completion


class Candidates(RowList, can_focus=False):
    """Hidden while there is nothing to choose from."""

    DEFAULT_CSS = """
    Candidates { height: auto; max-height: 6; background: $surface; display: none; &.-shown { display: block; } }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.completion: Completion | None = None
        """What is offered; None while the list is closed."""
        self._column = 0

    def draw(self, row: Any, width: int) -> Ink:
        return draw_candidate(row, width, self._column)

    def offer(self, found: Completion) -> None:
        """List candidates, the first one chosen; none of them closes the list."""
        self.completion = found if found.candidates else None
        self.set_class(self.completion is not None, "-shown")
        rows = [CandidateRow(each.text, each.help, each.dim) for each in found.candidates]
        self._column = column_of(rows)
        self.show(rows, cursor=0)

    def close(self) -> None:
        """Offer nothing any more."""
        self.completion = None
        self.remove_class("-shown")

    @property
    def taken(self) -> Candidate | None:
        """The candidate under the cursor."""
        found = self.completion
        return found.candidates[self.cursor] if found and 0 <= self.cursor < len(found.candidates) else None
