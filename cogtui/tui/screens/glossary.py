"""The glossary: the words that people mix up."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from cogtui.course.glossary import Word, words
from cogtui.tui.content import content
from cogtui.tui.screens.modal import Modal
from cogtui.tui.widgets.rows import RowList
from cogtui.views.guide import marked
from cogtui.views.ink import Ink, ink


class Words(RowList):
    """The words, alphabetically."""

    def draw(self, row: Any, width: int) -> Ink:
        return ink(" ", row.word)


class Glossary(Modal[None]):
    """Words at the left, the meaning of the one under the cursor at the right."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("w", "close", "Close", show=False)]
    DEFAULT_CSS = """
    Glossary {
        & #sheet { height: 22; }
        & Words { width: 28; height: 1fr; }
        & #meaning { width: 1fr; height: 1fr; padding: 0 1; border-left: solid $panel; }
    }
    """
    AUTO_FOCUS = "Words"

    def __init__(self, word: str = "") -> None:
        super().__init__()
        self._word = word.lower()

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet", classes="sheet"):
            with Horizontal():
                yield Words()
                with VerticalScroll(id="meaning", can_focus=False):
                    yield Static(id="text")
            yield Static(Content("up and down choose a word   esc close"), classes="keys")

    def on_mount(self) -> None:
        self.query_one("#sheet").border_title = "glossary"
        known = sorted(words(), key=lambda word: word.word.lower())
        at = next((index for index, word in enumerate(known) if word.word.lower() == self._word), 0)
        self.query_one(Words).show(known, cursor=at)
        self._show(known[at])

    @on(RowList.Highlighted)
    def word_chosen(self, event: RowList.Highlighted) -> None:
        """Show the meaning."""
        event.stop()
        if event.list.chosen is not None:
            self._show(event.list.chosen)

    def _show(self, word: Word) -> None:
        parts = [Content.styled(word.word, "bold"), content(tuple(marked(word.meaning)))]
        if word.not_to_be_confused_with:
            parts.append(
                Content.assemble(
                    ("Not to be confused with ", "$dim"), content(tuple(marked(word.not_to_be_confused_with)))
                )
            )
        if word.source:
            parts.append(Content.styled(word.source, "$dim"))
        self.query_one("#text", Static).update(Content("\n\n").join(parts))
