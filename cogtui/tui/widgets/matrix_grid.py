"""MatrixGrid: principals by resources, a cursor that walks over cells, headers that stay in view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive

from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink, plain
from cogtui.views.matrix.answers import Matrix
from cogtui.views.matrix.drawing import Heading, Row, Window, draw_line, in_words, lines, window
from cogtui.views.matrix.sides import What, Who
from cogtui.views.verdicts import Judged

EMPTY = Matrix((), "", (), ())

PLAIN = "rows--row"
"""The look of lines without the cursor."""


class MatrixGrid(RowList):
    """The cells. Rows are a RowList's; this adds the columns."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "aside(-1)", "Left", show=False),
        Binding("right", "aside(1)", "Right", show=False),
        Binding("left_square_bracket", "page_aside(-1)", "Page left", show=False),
        Binding("right_square_bracket", "page_aside(1)", "Page right", show=False),
    ]

    column: reactive[int] = reactive(0, init=False)
    """The column of the cursor."""

    @dataclass
    class Moved(Message):
        """The cursor came to another cell, or other columns came into view."""

        grid: MatrixGrid

        @property
        def control(self) -> MatrixGrid:
            return self.grid

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.matrix = EMPTY
        self.known: dict[tuple[int, int], Judged] = {}
        """The answers found so far, by row and column."""
        self._stale: set[int] = set()
        """Rows with answers that are not drawn yet."""
        self._first = 0

    # --- what there is -----------------------------------------------------------------------------------------------

    def lay_out(self, matrix: Matrix) -> None:
        """Show other sides, no answer known yet; the cursor stays at its principal and resource where they are left."""
        who, what = self.at
        self.matrix, self.known = matrix, {}
        columns = [one.id for one in matrix.what]
        self.column = columns.index(what.id) if what is not None and what.id in columns else 0
        rows = lines(matrix)
        found = (n for n, row in enumerate(rows) if isinstance(row, Row) and who is not None and row.who.id == who.id)
        self.show(rows, cursor=next(found, 0))
        self.post_message(self.Moved(self))

    def put(self, row: int, column: int, cell: Judged) -> None:
        """Keep an answer; `redraw` shows it."""
        self.known[row, column] = cell
        self._stale.add(row)

    def redraw(self) -> None:
        """Draw the rows that got answers again."""
        stale = {index for index, line in enumerate(self.rows) if isinstance(line, Row) and line.number in self._stale}
        self._stale.clear()
        self._forget(lambda index, _: index in stale)
        self.refresh_rows(*stale)

    def _forget(self, outdated: Callable[[int, str], bool]) -> None:
        """Forget drawn lines by their index and look."""
        for key in [key for key in self._strips if outdated(key[0], key[2])]:
            del self._strips[key]

    @property
    def at(self) -> tuple[Who | None, What | None]:
        """The principal and the resource under the cursor."""
        line = self.chosen
        who = line.who if isinstance(line, Row) else None
        inside = 0 <= self.column < len(self.matrix.what)
        return who, self.matrix.what[self.column] if inside else None

    @property
    def answer(self) -> Judged | None:
        """The answer under the cursor, None while it is not known."""
        line = self.chosen
        return self.known.get((line.number, self.column)) if isinstance(line, Row) else None

    @property
    def words(self) -> Ink:
        """The cell under the cursor as a sentence."""
        return self.told()

    def told(self, most: int = 2000) -> Ink:
        """Return the cell under the cursor as a sentence, with names of at most `most` cells."""
        who, what = self.at
        return in_words(self.matrix, who, what, self.answer, most) if who is not None and what is not None else ()

    @property
    def seen(self) -> Window:
        """Which columns are in view."""
        return self._window(self.scrollable_content_region.width)

    def _window(self, cells: int) -> Window:
        return window(self.matrix, cells, self.column, self._first)

    def copied(self) -> tuple[str, str] | None:
        """Copy the sentence."""
        return ("the answer", plain(self.words)) if self.words else None

    # --- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, row: Any, width: int) -> Ink:
        at = self.column if row is self.chosen else -1
        return draw_line(row, self.matrix, self.known, self._window(width), at)

    def selectable(self, row: Any) -> bool:
        return not isinstance(row, Heading)

    def watch_cursor(self, old: int, new: int) -> None:
        super().watch_cursor(old, new)
        self.post_message(self.Moved(self))

    def watch_column(self) -> None:
        """Bring the column into view."""
        first, self._first = self._first, self.seen.first
        if first != self._first:
            self._strips.clear()
            self.refresh()
        else:
            self._forget(lambda _, look: look != PLAIN)
            self.refresh_rows(self.cursor)
        self.post_message(self.Moved(self))

    def on_resize(self) -> None:
        self._first = self.seen.first
        self.post_message(self.Moved(self))

    # --- keys and mouse ----------------------------------------------------------------------------------------------

    def action_aside(self, step: int) -> None:
        """Go to the next column."""
        self.column = max(0, min(self.column + step, len(self.matrix.what) - 1))

    def action_page_aside(self, step: int) -> None:
        """Go on by as many columns as are in view."""
        self.action_aside(step * max(self.seen.count, 1))

    def on_click(self, event: Click) -> None:
        seen = self.seen
        wanted = seen.first + (event.x - seen.header - 1) // seen.column
        if event.x > seen.header and seen.first <= wanted <= seen.last:
            self.column = wanted
