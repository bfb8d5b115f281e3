"""ConsoleOutput: what was typed into the Console and what came of it, newest below."""

from __future__ import annotations

from typing import Any

from cogtui.tui.widgets.rows import RowList
from cogtui.views.console import ConsoleRow, Entry, console_rows, copied_from, draw_console
from cogtui.views.ink import Ink

MOST_ENTRIES = 200
"""Commands whose answers stay on the screen."""


class ConsoleOutput(RowList):
    """Entries as rows; text is wrapped anew when the width changes."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._entries: list[Entry] = []
        self._wrapped_at = 0

    @property
    def cells(self) -> int:
        """Width of a row."""
        return self.scrollable_content_region.width or max(self.size.width - 1, 20)

    def add(self, entry: Entry) -> None:
        """Show one more entry, and go to its end."""
        self._entries.append(entry)
        if len(self._entries) > MOST_ENTRIES or self._wrapped_at != self.cells:
            del self._entries[:-MOST_ENTRIES]
            self._wrapped_at = self.cells
            rows = console_rows(self._entries, self.cells)
        else:
            rows = [*self.rows, *console_rows([entry], self.cells)]
        self.show(rows, cursor=len(rows) - 1)

    def clear(self) -> None:
        """Forget all entries."""
        self._entries.clear()
        self.show([])

    def draw(self, row: Any, width: int) -> Ink:
        return draw_console(row, width)

    def on_resize(self) -> None:
        """Wrap anew; keep the newest answer in sight when the list of candidates or a problem takes some rows."""
        at_end = self.cursor >= len(self.rows) - 1
        if self._entries and self.cells != self._wrapped_at:
            self._wrapped_at = self.cells
            rows = console_rows(self._entries, self.cells)
            self.show(rows, cursor=len(rows) - 1 if at_end else None)
        if at_end:
            self.scroll_end(animate=False)

    def copied(self) -> tuple[str, str] | None:
        """Copy the value under the cursor."""
        row: ConsoleRow | None = self.chosen
        return copied_from(row) if row is not None else None
