"""Choosing the hints of a task by what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from cogtui.cloud.trail import Record
from cogtui.course.lesson import Hint, When


def fitting(hints: Sequence[Hint], records: Sequence[Record], open_goals: Collection[str]) -> Iterator[int]:
    """Yield the indices of the hints that fit: first those for what went wrong, then those that always fit."""
    newest = next((record for record in reversed(records) if record.kind != "act"), None)
    for index, hint in enumerate(hints):
        if hint.when is not None and _fits(hint.when, newest, open_goals):
            yield index
    for index, hint in enumerate(hints):
        if hint.when is None:
            yield index


def _fits(when: When, newest: Record | None, open_goals: Collection[str]) -> bool:
    denied = not when.denied_by or (newest is not None and when.denied_by in newest.refused_by)
    failed = not when.error or (newest is not None and newest.error is not None and newest.error.code == when.error)
    return denied and failed and (not when.goal or when.goal in open_goals)
