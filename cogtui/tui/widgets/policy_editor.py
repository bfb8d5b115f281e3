"""PolicyEditor: JSON in colours; what is wrong is underlined and said below; it completes. Saving is asked of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static, TextArea
from textual.widgets.text_area import Selection

from cogtui.cloud.policy.request import PolicyKind
from cogtui.tui.content import content
from cogtui.tui.host import host
from cogtui.tui.widgets.candidates import Candidates
from cogtui.tui.widgets.policy_area import PolicyArea
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink, ink
from cogtui.views.policy_ink import Problem, after, draw_problem, on_line, problems

Kind = PolicyKind

HEAVY = 8_000
"""Characters from which on a text is looked over only when the typing pauses."""
PAUSE = 0.2
"""Seconds that count as a pause."""


class PolicyEditor(Vertical):
    """Edits the text of one policy. A draft stays until it is saved or dropped."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save"),
        Binding("ctrl+r", "drop", "Drop the draft"),
        # Not every terminal sends ctrl+space (it is the same as ctrl+@), nor f8; ctrl+n and ctrl+g all do.
        Binding("ctrl+n,ctrl+@,ctrl+space", "complete", "Complete", priority=True),
        Binding("ctrl+g,f8", "next_problem", "Next problem", priority=True),
        Binding("up", "choose(-1)", "Up", show=False, priority=True),
        Binding("down", "choose(1)", "Down", show=False, priority=True),
        Binding("enter,tab", "take", "Take", show=False, priority=True),
        # Before the text area sees it: with tabs that indent, it would take esc as a wish to go to the next widget.
        Binding("escape", "leave", "Leave", priority=True),
    ]
    DEFAULT_CSS = """
    PolicyEditor {
        & > TextArea { height: 1fr; border: none; padding: 0; background: $background; }
        & > #policy-candidates { max-height: 50%; }
        & > #diagnosis { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    @dataclass
    class Edited(Message):
        """The text changed; nothing is saved."""

        editor: PolicyEditor
        text: str

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
        self._problems: list[Problem] = []
        self._refusal = ""
        """What AWS said to the text as it is."""
        self._awaited = 0
        """How many looks over the text were put off; only the last one looks."""

    def compose(self) -> ComposeResult:
        yield PolicyArea()
        yield Candidates(id="policy-candidates")
        yield Static(id="diagnosis")

    @property
    def area(self) -> PolicyArea:
        """The text area."""
        return self.query_one(PolicyArea)

    @property
    def offered(self) -> Candidates:
        """The list of what could stand at the cursor."""
        return self.query_one(Candidates)

    @property
    def is_draft(self) -> bool:
        """Whether the text differs from what is stored."""
        return self.area.text != self._stored

    def edit(self, label: str, text: str, kind: Kind, *, line: int = 0) -> None:
        """Edit a stored text; `label` tells the policy. A draft of it is gone on with, and those of others are kept."""
        area = self.area
        self.offered.close()
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
        self._look_over()
        area.focus()

    # --- problems ----------------------------------------------------------------------------------------------------

    @on(TextArea.Changed)
    def text_changed(self, event: TextArea.Changed) -> None:
        """Look for problems, and tell those who follow the draft."""
        event.stop()
        text = self.area.text
        if len(text) < HEAVY:
            self._look_over()
        else:
            self._awaited += 1
            self.set_timer(PAUSE, self._look_over_later)
        if self.offered.completion is not None:
            self._offer()
        self.post_message(self.Edited(self, text))

    def _look_over_later(self) -> None:
        self._awaited -= 1
        if not self._awaited:
            self._look_over()

    def _look_over(self) -> None:
        """Find what is wrong with the text as it is now."""
        self._refusal = ""
        self._problems = problems(self.area.text, self._kind)
        self.area.mark(self._problems)
        self._tell()

    @on(TextArea.SelectionChanged)
    def cursor_moved(self, event: TextArea.SelectionChanged) -> None:
        """Tell what is wrong where the cursor is."""
        event.stop()
        self._tell()

    def _tell(self) -> None:
        self.query_one("#diagnosis", Static).update(content(self._line()))

    def _line(self) -> Ink:
        """Return the line below: AWS's no, else a problem (that of the cursor's line, or the first), else the keys."""
        if self._refusal:
            return ink((f"✗ {self._refusal}", "no"))
        here = on_line(self._problems, self.area.cursor_location[0] + 1)
        errors = (one for one in self._problems if one.level == "error")
        if shown := here or next(errors, None):
            return draw_problem(shown, len(self._problems) - 1)
        lead = ("draft, not saved yet   ", "mark") if self.is_draft else ("", "dim")
        remarks = f"{len(self._problems)} to look at, ctrl+g   " if self._problems else ""
        drop = "ctrl+r drop   " if self.is_draft else ""
        return ink(lead, (remarks, "mark"), (f"ctrl+s save   ctrl+n complete   {drop}esc leave", "dim"))

    def action_next_problem(self) -> None:
        """Go to the next problem behind the cursor, after the last to the first."""
        row, column = self.area.cursor_location
        found = after(self._problems, row + 1, column)
        if found is not None:
            self.area.go_to(found.line - 1, found.start)

    # --- completion --------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let keys of the list be the text's while the list is closed."""
        if action in ("choose", "take") and self.offered.completion is None:
            return False
        return super().check_action(action, parameters)

    def action_complete(self) -> None:
        """List what could stand at the cursor; a single candidate is put there at once."""
        self._offer()
        completion = self.offered.completion
        if completion is None:
            self.query_one("#diagnosis", Static).update(content(ink(("nothing known fits here", "dim"))))
        elif len(completion.candidates) == 1:
            self.action_take()

    def _offer(self) -> None:
        from cogtui.console.complete import Candidate, Completion
        from cogtui.views.policy_completion import offer

        session = host(self).session
        if session is None:
            return
        area = self.area
        found = offer("\n".join(area.document.lines), area.offset_of_cursor, self._kind, session.world.store)
        candidates = tuple(Candidate(name, about) for name, about in found.candidates)
        self.offered.offer(Completion(found.start, found.end, candidates))

    def action_choose(self, step: int) -> None:
        """Move in the list."""
        self.offered.action_move(step)

    def action_take(self) -> None:
        """Put the chosen candidate where it belongs."""
        found, taken = self.offered.completion, self.offered.taken
        self.offered.close()
        if found is not None and taken is not None:
            area = self.area
            area.replace(taken.text, area.location_of(found.start), area.location_of(found.end))

    @on(RowList.Opened, "#policy-candidates")
    def candidate_opened(self, event: RowList.Opened) -> None:
        """Take the candidate that was double-clicked."""
        event.stop()
        self.action_take()

    def on_descendant_blur(self) -> None:
        """Close the list: it belongs to the text."""
        self.offered.close()

    # --- saving ------------------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Save; a text with errors goes to AWS too, which says no in its own words."""
        self.post_message(self.Saved(self, self.area.text))

    def saved(self, text: str) -> None:
        """Take note that `text` is stored now."""
        self._stored = text
        self._look_over()

    def refused(self, words: str) -> None:
        """Show AWS's words in place of the line below, until the text is changed."""
        self._refusal = words
        self._tell()

    def action_drop(self) -> None:
        """Go back to what is stored."""
        self.offered.close()
        self.area.load_text(self._stored)
        self._look_over()

    def action_leave(self) -> None:
        """Close the list; without one leave the editor, and the draft stays."""
        if self.offered.completion is not None:
            self.offered.close()
        else:
            self.post_message(self.Left(self))


def _value_in(text: str, row: int) -> Selection:
    """Return the selection of a line's last quoted text, so that typing or pasting replaces it; else the line's start."""
    end = text.rfind('"')
    start = text.rfind('"', 0, end) + 1 if end > 0 else 0
    return Selection((row, start), (row, end)) if start else Selection.cursor((row, 0))
