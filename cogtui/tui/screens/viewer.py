"""The viewer: one whole value, wrapped; find in it, copy it, write it to a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from cogtui.tui.content import raw
from cogtui.tui.host import host
from cogtui.tui.messages import CopyRequested
from cogtui.tui.screens.modal import Modal
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink
from cogtui.views.text import found_in, wrapped


class Lines(RowList):
    """The wrapped lines of the value; what was searched for is marked."""

    wanted = ""

    def draw(self, row: Any, width: int) -> Ink:
        return found_in(row, self.wanted)


class Viewer(Modal[None]):
    """Shows a long value."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", "Find", key_display="/"),
        Binding("y", "copy", "Copy"),
        Binding("w", "write", "Write to a file"),
    ]
    DEFAULT_CSS = """
    Viewer {
        & #sheet { height: 92%; }
        & Lines { height: 1fr; }
        & Input { height: 1; border: none; display: none; &.-shown { display: block; } }
    }
    """
    AUTO_FOCUS = "Lines"

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet", classes="sheet"):
            yield Lines(id="lines")
            yield Input(id="find", placeholder="find", compact=True)
            yield Input(id="path", placeholder="write to this file", compact=True)
            yield Static(Content("/ find   y copy   w write to a file   esc close"), classes="keys")

    def on_mount(self) -> None:
        sheet = self.query_one("#sheet")
        sheet.border_title = raw(f"{self._title}  {len(self._text):,} characters")
        self._wrap()

    def on_resize(self) -> None:
        self.call_after_refresh(self._wrap)

    def _wrap(self) -> None:
        lines = self.query_one(Lines)
        lines.show(wrapped(self._text, max(lines.scrollable_content_region.width, 20)))

    def action_find(self) -> None:
        """Ask what to find."""
        self._ask("#find")

    def action_write(self) -> None:
        """Ask where to write the value."""
        self._ask("#path")

    def _ask(self, field: str) -> None:
        asked = self.query_one(field, Input)
        asked.add_class("-shown")
        asked.focus()

    @on(Input.Changed, "#find")
    def find(self, event: Input.Changed) -> None:
        """Go to the first line with what was typed, from the cursor on."""
        lines = self.query_one(Lines)
        lines.wanted = event.value
        rows: list[str] = list(lines.rows)
        order = [*range(lines.cursor, len(rows)), *range(lines.cursor)]
        hit = next((index for index in order if event.value.lower() in rows[index].lower()), None)
        lines.show(rows, cursor=hit)

    @on(Input.Submitted)
    def field_done(self, event: Input.Submitted) -> None:
        """Write the file, or go back to the lines."""
        if event.input.id == "path" and event.value.strip():
            host(self).tell(*self._written(Path(event.value.strip()).expanduser()))
        event.input.remove_class("-shown")
        self.query_one(Lines).focus()

    def _written(self, path: Path) -> tuple[str]:
        """Write a new file for its owner alone; a file that is there is left alone."""
        try:
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
                file.write(self._text)
        except FileExistsError:
            return (f"{path} is there already; nothing was written",)
        except (OSError, ValueError) as problem:
            return (f"Not written: {problem}",)
        return (f"Written to {path}",)

    def action_copy(self) -> None:
        """Copy the whole value."""
        self.post_message(CopyRequested(self._title, self._text))

    def action_close(self) -> None:
        """Leave a field first, then close."""
        focused = self.focused
        if isinstance(focused, Input):
            focused.remove_class("-shown")
            self.query_one(Lines).focus()
            return
        self.dismiss(None)
