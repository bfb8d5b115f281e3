"""Home: one sentence, the map, and what to do first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from cogtui import __version__
from cogtui.tui.content import paragraph
from cogtui.tui.host import host
from cogtui.tui.widgets.key_line import KeyLine
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink, ink, pad
from cogtui.views.map import drawing

SENTENCE = "Sign in, read the token, exchange it for AWS credentials, open an S3 object: and see at every hop why."


@dataclass(frozen=True)
class Entry:
    """One thing to do from Home."""

    id: str
    title: str
    text: str


ENTRIES = (
    Entry("start", "Start: sign in with Facebook", "the guided walk, ten minutes"),
    Entry("continue", "Continue", "where you left off"),
    Entry("lab", "Lab", "every way to sign in, without a guide"),
    Entry("lessons", "Lessons", "all guided walks"),
    Entry("glossary", "Glossary", "the words that people mix up"),
    Entry("quit", "Quit", ""),
)


class Menu(RowList):
    """The entries of Home."""

    def draw(self, row: Any, width: int) -> Ink:
        return ink(" ", *pad(ink((row.title, "strong")), 32), (row.text, "dim"))


class Home(Screen[None]):
    """What `cogtui` opens at."""

    BINDINGS: ClassVar[list[BindingType]] = []
    AUTO_FOCUS = "Menu"

    def compose(self) -> ComposeResult:
        with Vertical(id="page"):
            yield Static(Content.assemble(("CogTUI", "bold $primary"), f" {__version__}"), id="title")
            yield Static(Content(SENTENCE), id="sentence")
            yield Static(paragraph(drawing()), id="map")
            yield Menu(id="menu")
            yield Static(
                Content("A simulation on this machine: no AWS account, no network, all of it made up."),
                id="note",
            )
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Menu).show(ENTRIES)

    @on(RowList.Opened)
    def entry_opened(self, event: RowList.Opened) -> None:
        """Do what the entry says."""
        event.stop()
        self.run_entry(event.list.rows[event.index].id)

    def run_entry(self, entry: str) -> None:
        """Start, continue, open the lab or the glossary, or quit."""
        from cogtui.tui.app import FIRST_LESSON

        app = host(self)
        doing = {
            "start": lambda: app.open_lesson(FIRST_LESSON),
            "continue": app.continue_last,
            "lab": app.open_lab,
            "lessons": self._choose_lesson,
            "glossary": app.action_glossary,
            "quit": lambda: app.call_later(app.action_quit),
        }
        doing[entry]()

    def _choose_lesson(self) -> None:
        from cogtui.tui.screens.lessons import Lessons

        app = host(self)

        def begin(lesson: str | None) -> None:
            if lesson is not None:
                app.open_lesson(lesson)

        app.push_screen(Lessons(), begin)
