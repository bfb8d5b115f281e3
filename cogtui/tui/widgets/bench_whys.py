"""Both whys of a verdict: as the world is, and as it would be."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import Static

from cogtui.cloud.explain import Place
from cogtui.cloud.policy.request import ContextValue
from cogtui.cloud.store import Reader
from cogtui.tui.content import content
from cogtui.tui.places import text_of
from cogtui.tui.widgets.answered_why import AnsweredWhy
from cogtui.views.ink import OK, ink
from cogtui.views.verdicts import documents, why
from cogtui.views.what_if.drawing import in_words, row_in_words
from cogtui.views.what_if.questions import Row

_TITLES = {"now": "As it is", "then": "As it would be"}
SIDE_BY_SIDE = 120
"""Cells from which they stand beside each other."""


class Whys(Container):
    """The question in words, and a tree for each moment."""

    DEFAULT_CSS = """
    Whys {
        height: 1fr;
        & #question { height: auto; max-height: 3; padding: 0 1; background: $surface; }
        & #trees { height: 1fr; layout: vertical; padding: 0 1; }
        & .why { height: 1fr; }
        & .why > Static { height: 1; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
        & WhyTree { height: 1fr; }
        &.-beside #trees { layout: horizontal; & #then { margin-left: 2; } }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._row: Row | None = None
        self._readers: dict[str, Reader] = {}

    def compose(self) -> ComposeResult:
        yield Static(id="question")
        with Container(id="trees"):
            for moment in ("now", "then"):
                with Vertical(id=moment, classes="why"):
                    yield Static(classes="moment")
                    yield AnsweredWhy()

    def on_resize(self) -> None:
        self.set_class(self.size.width >= SIDE_BY_SIDE, "-beside")

    def take_focus(self) -> None:
        """Go into the second tree: what a change comes to."""
        self.query_one("#then AnsweredWhy", AnsweredWhy).focus()

    def explain(self, row: Row, before: Reader, after: Reader, context: Mapping[str, ContextValue]) -> None:
        """Show both whys of a question."""
        self._row, self._readers = row, {"now": before, "then": after}
        self.query_one("#question", Static).update(content(row_in_words(row)))
        for moment, judged, brought in (("now", row.before, None), ("then", row.after, context)):
            self.query_one(f"#{moment} .moment", Static).update(content(ink((_TITLES[moment], "title"))))
            tree = self.query_one(f"#{moment} AnsweredWhy", AnsweredWhy)
            tree.answer = f"{OK} {in_words(judged)}" if judged.answer == "allowed" else ""
            tree.explain(why(self._readers[moment], row.asked, brought, no=row.asked.id))

    def text_of(self, place: Place) -> str:
        """Return the policy or record of a place, as it is at the moment whose tree has the focus."""
        moment = "then" if self.query_one("#then AnsweredWhy", AnsweredWhy).has_focus else "now"
        reader = self._readers[moment]
        texts = documents(reader, self._row.asked) if self._row is not None else {}
        return texts.get(place.label) or text_of(reader, place)
