"""Making a lesson's world: its templates applied, its clock set, its setup played; then that is where the world begins."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cogtui.cloud.documents import below, unknown
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from cogtui.course.load import Manuscript
from cogtui.course.perform import perform
from cogtui.course.variables import lookup_in


def make_world(manuscript: Manuscript) -> tuple[World, dict[str, Any]]:
    """Return the world as the first step finds it, and the lesson's first variables."""
    lesson = manuscript.lesson
    world = World(lesson.seed or lesson.id, accounts=tuple(lesson.world))
    values: dict[str, Any] = {}
    for account in lesson.world:
        values |= _outputs(manuscript, world, account, values)
    if lesson.start:
        world.act("clock.advance", seconds=moment_of(manuscript) - world.now)
    for index, action in enumerate(lesson.setup):
        done = perform(world, action, lookup_in(values, world.held))
        if done.problem:
            raise manuscript.document.error(below("/setup", index), done.problem)
        values |= done.saved
    world.settle()
    return world, values


def _outputs(manuscript: Manuscript, world: World, account: str, known: dict[str, Any]) -> dict[str, str]:
    if not manuscript.lesson.world[account]:
        return {}
    outputs = apply(world, *template_text(manuscript, account), account).outputs
    for twice in known.keys() & outputs.keys():
        where = below("/world", account)
        raise manuscript.document.error(where, f"two of the lesson's templates have an output `{twice}`")
    return outputs


def template_text(manuscript: Manuscript, account: str) -> tuple[str, str]:
    """Return the text of an account's template, and its file as messages name it: beside the lesson's."""
    name = manuscript.lesson.world[account]
    path = manuscript.worlds / name
    try:
        return path.read_text(encoding="utf-8"), str(Path(manuscript.document.file).parent / "worlds" / name)
    except (OSError, ValueError):
        there = [found.name for found in sorted(manuscript.worlds.glob("*.yaml"))]
        where = below("/world", account)
        raise manuscript.document.error(where, unknown("a template under `worlds/`", name, there)) from None


def moment_of(manuscript: Manuscript) -> float:
    """Return the lesson's `start` as epoch seconds."""
    text = manuscript.lesson.start
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise manuscript.document.error(
            "/start", f"`{text}` is no moment; write it as `2026-01-05T09:00:00Z`"
        ) from None
    return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
