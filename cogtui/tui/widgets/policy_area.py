"""PolicyArea: the text area of the policy editor, with JSON in colours and what is wrong underlined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import ClassVar

from rich.text import Text
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from cogtui.views.policy_ink import Problem, for_area, line_spans


class PolicyArea(TextArea):
    """Edits JSON. Colours are computed line by line, so that broken JSON has them too and no parser is needed."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "policy--key",
        "policy--text",
        "policy--number",
        "policy--variable",
        "policy--mark",
        "policy--error",
        "policy--security",
        "policy--suggestion",
    }
    DEFAULT_CSS = """
    PolicyArea {
        & .policy--key { color: $json-key; }
        & .policy--text { color: $json-text; }
        & .policy--number { color: $json-number; }
        & .policy--variable { color: $accent; }
        & .policy--mark { color: $dim; }
        & .policy--error { color: $verdict-no; text-style: bold underline; }
        & .policy--security { color: $accent; text-style: underline; }
        & .policy--suggestion { text-style: underline; }
    }
    """

    def __init__(self) -> None:
        super().__init__(show_line_numbers=True, compact=True, tab_behavior="indent", highlight_cursor_line=True)
        self._problems: dict[int, list[Problem]] = {}

    def on_resize(self) -> None:
        """Keep the cursor in sight when the list of candidates takes rows, or gives them back."""
        self.scroll_cursor_visible()

    def mark(self, problems: Iterable[Problem]) -> None:
        """Underline what there is to say something about."""
        found: dict[int, list[Problem]] = defaultdict(list)
        for problem in problems:
            found[problem.line - 1].append(problem)
        if found != self._problems:
            self._problems = dict(found)
            self.notify_style_update()  # lines that were drawn before are drawn anew
            self.refresh()

    def get_line(self, line_index: int) -> Text:
        """Return a line with its colours; control characters are shown, never sent to the terminal."""
        line = self.document.get_line(line_index)
        text = Text(for_area(line), end="", no_wrap=True)
        for start, end, part in line_spans(line):
            text.stylize(self._look(part), start, end)
        for problem in reversed(self._problems.get(line_index, [])):
            text.stylize(self._look(problem.level), problem.start, problem.end)
        return text

    def _look(self, name: str) -> str:
        return str(self.get_component_rich_style(f"policy--{name}", partial=True))

    def go_to(self, row: int, column: int = 0) -> None:
        """Put the cursor somewhere and show it."""
        self.selection = Selection.cursor((row, column))
        self.scroll_cursor_visible()

    @property
    def offset_of_cursor(self) -> int:
        """How many characters stand before the cursor; a line's end counts as one."""
        row, column = self.cursor_location
        return sum(len(self.document.get_line(index)) + 1 for index in range(row)) + column

    def location_of(self, offset: int) -> tuple[int, int]:
        """Return the row and column behind so many characters."""
        for row in range(self.document.line_count):
            length = len(self.document.get_line(row))
            if offset <= length:
                return row, offset
            offset -= length + 1
        return self.document.end
