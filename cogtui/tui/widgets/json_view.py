"""JsonView: JSON to read, one member a line; enter opens the whole value."""

from __future__ import annotations

from typing import Any

from textual import on

from cogtui.tui.messages import ValueOpened
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink, plain
from cogtui.views.json_ink import JsonLine, draw_json, json_lines, pretty


class JsonView(RowList):
    """A JSON-able value as lines."""

    def __init__(self, *, id: str | None = None, what: str = "the JSON") -> None:
        super().__init__(id=id)
        self._what = what
        self._value: Any = None

    def read(self, value: Any) -> None:
        """Show a value."""
        self._value = value
        self.show(json_lines(value))

    def draw(self, row: Any, width: int) -> Ink:
        return draw_json(row, width)

    @on(RowList.Opened)
    def open_value(self, event: RowList.Opened) -> None:
        """Open the whole value of a line."""
        event.stop()
        line: JsonLine = self.rows[event.index]
        self.post_message(ValueOpened(line.name or self._what, line.whole))

    def copied(self) -> tuple[str, str] | None:
        """Copy the value under the cursor; the whole text on the first line."""
        line: JsonLine | None = self.chosen
        if line is None:
            return None
        if self.cursor == 0:
            return self._what, pretty(self._value)
        return line.name or "the value", line.whole


class TextLines(RowList):
    """Plain lines to read: code, HTTP."""

    def draw(self, row: Any, width: int) -> Ink:
        return row

    @on(RowList.Opened)
    def open_line(self, event: RowList.Opened) -> None:
        """Open a whole line: a header with a signature is a long one."""
        event.stop()
        self.post_message(ValueOpened("the line", plain(self.rows[event.index])))

    def copied(self) -> tuple[str, str] | None:
        """Copy all lines."""
        return ("the text", "\n".join(plain(row) for row in self.rows)) if self.rows else None
