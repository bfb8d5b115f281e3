"""A plain JSON editor for a policy: the first error stands below, with its line and column. Saving is asked of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static, TextArea
from textual.widgets.text_area import Selection

from cogtui.cloud.policy.validate import diagnose
from cogtui.tui.content import content, raw
from cogtui.views.ink import ink

Kind = Literal["trust", "identity"]


class PolicyEditor(Vertical):
    """Edits the text of one policy. A draft stays until it is saved or dropped."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save"),
        Binding("ctrl+r", "drop", "Drop the draft"),
        # Before the text area sees it: with tabs that indent, it would take esc as a wish to go to the next widget.
        Binding("escape", "leave", "Leave", priority=True),
    ]
    DEFAULT_CSS = """
    PolicyEditor {
        & > TextArea { height: 1fr; border: none; padding: 0; background: $background; }
        & > #diagnosis { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    @dataclass
    class Saved(Message):
        """The user wants this text to be the policy."""

        editor: PolicyEditor
        text: str

    @dataclass
    class Left(Message):
        """The user is done editing; the draft is kept."""

        editor: PolicyEditor

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._label = ""
        self._stored = ""
        self._kind: Kind = "trust"
        self._drafts: dict[str, str] = {}
        """Texts of the other policies that were edited and neither saved nor dropped, by label."""

    def compose(self) -> ComposeResult:
        yield TextArea(show_line_numbers=True, compact=True, tab_behavior="indent", highlight_cursor_line=True)
        yield Static(id="diagnosis")

    @property
    def area(self) -> TextArea:
        """The text area."""
        return self.query_one(TextArea)

    @property
    def is_draft(self) -> bool:
        """Whether the text differs from what is stored."""
        return self.area.text != self._stored

    def edit(self, label: str, text: str, kind: Kind, *, line: int = 0) -> None:
        """Edit a stored text; `label` tells the policy. A draft of it is gone on with, and those of others are kept."""
        area = self.area
        if label != self._label:
            if self.is_draft:
                self._drafts[self._label] = area.text
            area.load_text(self._drafts.pop(label, text))
        elif not self.is_draft:
            area.load_text(text)
        self._label, self._stored, self._kind = label, text, kind
        if line:
            row = min(line, area.document.line_count) - 1
            area.selection = _value_in(area.document.get_line(row), row)
            area.scroll_cursor_visible()
        self._diagnose()
        self.area.focus()

    @on(TextArea.Changed)
    def text_changed(self, event: TextArea.Changed) -> None:
        """Look for errors."""
        event.stop()
        self._diagnose()

    def _diagnose(self) -> None:
        found = diagnose(self.area.text, self._kind)
        line = self.query_one("#diagnosis", Static)
        if found:
            first = found[0]
            more = f"   and {len(found) - 1} more" if len(found) > 1 else ""
            line.update(content(ink((f"✗ line {first.line}, column {first.column}: {first.message}{more}", "no"))))
        elif self.is_draft:
            line.update(
                content(ink(("draft, not saved yet   ", "mark"), ("ctrl+s save   ctrl+r drop   esc leave", "dim")))
            )
        else:
            line.update(raw("ctrl+s save   esc leave"))

    def action_save(self) -> None:
        """Save; a text with errors goes to AWS too, which says no in its own words."""
        self.post_message(self.Saved(self, self.area.text))

    def saved(self, text: str) -> None:
        """Take note that `text` is stored now."""
        self._stored = text
        self._diagnose()

    def refused(self, words: str) -> None:
        """Show AWS's words in place of the line below, until the text is changed."""
        self.query_one("#diagnosis", Static).update(content(ink((f"✗ {words}", "no"))))

    def action_drop(self) -> None:
        """Go back to what is stored."""
        self.area.load_text(self._stored)
        self._diagnose()

    def action_leave(self) -> None:
        """Leave the editor; the draft stays."""
        self.post_message(self.Left(self))


def _value_in(text: str, row: int) -> Selection:
    """Return the selection of a line's last quoted text, so that typing or pasting replaces it; else the line's start."""
    end = text.rfind('"')
    start = text.rfind('"', 0, end) + 1 if end > 0 else 0
    return Selection((row, start), (row, end)) if start else Selection.cursor((row, 0))
