"""The lessons as a list to choose from: those for beginners first, each with how far the learner came."""

from __future__ import annotations

from typing import Final

import msgspec

from cogtui.cloud.errors import AuthoringError
from cogtui.course.lesson import Lesson
from cogtui.course.library import lesson_files, load
from cogtui.course.progress import Progress, Standing

_LEVELS: Final = ("beginner", "intermediate", "advanced")


class Offer(msgspec.Struct, frozen=True):
    """One lesson of the list."""

    id: str
    title: str
    lesson: Lesson | None
    """None for one that does not hold; `trouble` says why."""
    standing: Standing | None
    """None where nobody has begun it."""
    trouble: str = ""


def offers(progress: Progress | None = None) -> list[Offer]:
    """Return every lesson; a broken one, or broken progress, keeps nobody from the others."""
    try:
        standings = (progress or Progress()).standings()
    except AuthoringError:
        standings = {}
    found = [_offer(name, standings.get(name)) for name in lesson_files()]
    return sorted(found, key=_order)


def _offer(name: str, standing: Standing | None) -> Offer:
    try:
        lesson = load(name).lesson
    except AuthoringError as problem:
        return Offer(name, name, None, standing, str(problem))
    return Offer(name, lesson.title, lesson, standing)


def _order(offer: Offer) -> tuple[int, int, str]:
    if offer.lesson is None:
        return len(_LEVELS), 0, offer.id
    return _LEVELS.index(offer.lesson.level), len(offer.lesson.needs), offer.id
