"""The lists of the policy bench: what can be changed, and the verdicts before and after."""

from __future__ import annotations

from typing import Any

from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink, plain
from cogtui.views.what_if.drawing import Heading, draw_row, draw_subject, row_in_words
from cogtui.views.what_if.questions import Row
from cogtui.views.what_if.subjects import Subject


class SubjectRows(RowList):
    """What can be changed."""

    edited = ""
    """The id of the subject that is changed on trial."""

    def draw(self, row: Any, width: int) -> Ink:
        return draw_subject(row, width, edited=self.edited)

    def selectable(self, row: Any) -> bool:
        return not isinstance(row, Heading)

    @property
    def subject(self) -> Subject | None:
        """The one under the cursor."""
        return self.chosen if isinstance(self.chosen, Subject) else None

    def mark(self, edited: str) -> None:
        """Mark the subject that is changed on trial."""
        if edited != self.edited:
            self.edited = edited
            self.show(self.rows)

    def copied(self) -> tuple[str, str] | None:
        """Copy the policy, the tags, the key's name."""
        one = self.subject
        return (one.title, one.text or one.title) if one is not None else None


class VerdictRows(RowList):
    """The verdicts."""

    def draw(self, row: Any, width: int) -> Ink:
        return draw_row(row, width)

    @property
    def row(self) -> Row | None:
        """The one under the cursor."""
        return self.chosen

    def copied(self) -> tuple[str, str] | None:
        """Copy both verdicts as a sentence."""
        return ("the verdicts", plain(row_in_words(self.row))) if self.row is not None else None
