"""The list of lessons."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from cogtui.course.catalogue import Offer, offers
from cogtui.tui.content import raw
from cogtui.tui.screens.modal import Modal
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import OK, PENDING, Ink, Piece, fit, ink, pad


class LessonRows(RowList):
    """The lessons, those for beginners first."""

    def draw(self, row: Any, width: int) -> Ink:
        offer: Offer = row
        facts = f"{offer.lesson.level}, {offer.lesson.minutes} min" if offer.lesson else "does not hold"
        title = pad(ink((offer.title, "strong")), max(width - 28, 12))
        return fit(ink(" ", _mark(offer), " ", *title, (facts, "dim")), width)


def _mark(offer: Offer) -> Piece:
    if offer.standing is None:
        return " ", ""
    return (OK, "ok") if offer.standing.done else (PENDING, "pending")


class Lessons(Modal[str]):
    """Choose one; what it is about stands below."""

    DEFAULT_CSS = """
    Lessons {
        & #sheet { width: 76; }
        & LessonRows { height: auto; max-height: 12; }
        & #summary { height: auto; min-height: 4; max-height: 6; margin-top: 1; color: $text-muted; }
    }
    """
    AUTO_FOCUS = "LessonRows"

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet", classes="sheet"):
            yield LessonRows()
            yield Static(id="summary")
            yield Static(Content("enter begin   ✓ played to its end   · begun   esc close"), classes="keys")

    def on_mount(self) -> None:
        self.query_one("#sheet").border_title = "lessons"
        self.query_one(LessonRows).show(offers(), cursor=0)
        self._describe()

    @on(RowList.Highlighted)
    def highlighted(self, event: RowList.Highlighted) -> None:
        """Say what the lesson is about."""
        event.stop()
        self._describe()

    def _describe(self) -> None:
        offer: Offer | None = self.query_one(LessonRows).chosen
        self.query_one("#summary", Static).update(raw(_about(offer) if offer else ""))

    @on(RowList.Opened)
    def opened(self, event: RowList.Opened) -> None:
        """Begin it."""
        event.stop()
        self.dismiss(event.list.rows[event.index].id)


def _about(offer: Offer) -> str:
    if offer.lesson is None:
        return offer.trouble
    needs = f"\nTake first: {', '.join(offer.lesson.needs)}." if offer.lesson.needs else ""
    exam = ", ".join(f"{part.certification} ({part.domain})" for part in offer.lesson.exam)
    return f"{offer.lesson.summary}{needs}" + (f"\nFor {exam}." if exam else "")
