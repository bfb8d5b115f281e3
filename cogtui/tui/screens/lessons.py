"""The list of lessons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cogtui.course.catalogue import Offer, offers
from cogtui.tui.screens.pick import Pick
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


class Lessons(Pick[str]):
    """Choose one."""

    DEFAULT_CSS = "Lessons #about { min-height: 4; }"
    list_class = LessonRows
    title_text = "lessons"
    keys_text = "enter begin   ✓ played to its end   · begun   esc close"

    def listed(self) -> Sequence[Any]:
        return offers()

    def about(self, row: Any) -> str:
        offer: Offer = row
        if offer.lesson is None:
            return offer.trouble
        needs = f"\nTake first: {', '.join(offer.lesson.needs)}." if offer.lesson.needs else ""
        exam = ", ".join(f"{part.certification} ({part.domain})" for part in offer.lesson.exam)
        return f"{offer.lesson.summary}{needs}" + (f"\nFor {exam}." if exam else "")

    def meant(self, row: Any) -> str:
        return row.id
