"""CommandField: the line that commands are typed into. It takes pasted lines, shows what cannot be seen, knows its limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Paste
from textual.message import Message
from textual.widgets import Input

from cogtui.console.words import LONGEST
from cogtui.views.console import for_field, from_field


class CommandField(Input):
    """One line. Line breaks of a paste are kept and drawn as ␊."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # The workspace's undo is not meant while somebody types.
        Binding("ctrl+z,ctrl+y", "nothing", show=False),
    ]
    DEFAULT_CSS = """
    CommandField { height: 1; border: none; padding: 0; background: $background; }
    """

    @dataclass
    class Refused(Message):
        """A paste was too long."""

        problem: str

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, compact=True, select_on_focus=False, placeholder="aws ...   tab completes, esc leaves")

    @property
    def command(self) -> str:
        """What is typed, line breaks included."""
        return from_field(self.value)

    def put(self, text: str, cursor: int | None = None) -> None:
        """Replace what is typed; the cursor goes to its end, or where it is told."""
        self.value = for_field(text)
        self.cursor_position = len(self.value) if cursor is None else min(cursor, len(self.value))

    def _on_paste(self, event: Paste) -> None:
        """Take all lines of a paste; a base class would take the first alone."""
        event.prevent_default()
        event.stop()
        length = len(event.text) + len(self.value)
        if length > LONGEST:
            self.post_message(
                self.Refused(
                    f"the paste has {len(event.text):,} characters; a line takes {LONGEST:,}: nothing was pasted"
                )
            )
            return
        text = for_field(event.text.rstrip("\n"))
        if self.selection.is_empty:
            self.insert_text_at_cursor(text)
        else:
            self.replace(text, *self.selection)

    def action_nothing(self) -> None:
        """Take a key away from whoever would get it next."""
