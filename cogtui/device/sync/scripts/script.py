"""What a script of the Sync screen is: steps with captions, each of which makes devices do something."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Final

import msgspec

from cogtui.cloud.device_sync.conflicts import Choice, Resolution
from cogtui.cloud.trail import Record
from cogtui.cloud.world import World
from cogtui.device.sync.progress import Answer, Asks, Handlers, Outcome, Progress, Sent, Synchronization, drive

Course = Generator[Progress, Answer, str]
"""What happens in a step; at the end a sentence that says why it could not be taken to its end, empty when it could."""

Take = Callable[[World], Course]

NOTHING: Final = ""


class Step(msgspec.Struct, frozen=True):
    """One step."""

    text: str
    """The caption: what happens, and what to look at."""
    take: Take


class Script(msgspec.Struct, frozen=True):
    """A story about devices, told in steps. Each can be taken in any world that lets somebody sign in."""

    id: str
    title: str
    about: str
    """What it shows, one sentence."""
    dataset: str
    """The dataset that it is about: one of its own, so that nobody's data is in its way."""
    steps: tuple[Step, ...]


def play(world: World, script: Script, handlers: Handlers | None = None) -> Outcome:
    """Play a script to its end, with an app that answers so; `failed` with the reason where a step could not be taken."""
    return drive(_whole(world, script), handlers or Handlers())


def _whole(world: World, script: Script) -> Synchronization:
    for step in script.steps:
        problem = yield from step.take(world)
        if problem:
            return Outcome("failed", problem)
    return Outcome("done")


def told(world: World, action: Callable[[], object]) -> Generator[Progress, Answer, Record | None]:
    """Do something and show all that it left on the trail; return the last of it."""
    before = world.history.position
    action()
    records = world.trail[before : world.history.position]
    for record in records:
        yield Sent(record)
    return records[-1] if records else None


def done(world: World, action: Callable[[], object]) -> Course:
    """Do something and show it; say so if it failed."""
    last = yield from told(world, action)
    return f"{last.name}: {last.error.message}" if last is not None and last.error is not None else NOTHING


def synced(course: Synchronization) -> Course:
    """Synchronise, whoever watches answers; say how it ended unless it ended well."""
    outcome = yield from course
    return said(outcome)


def settled(course: Synchronization, choice: Choice) -> Generator[Progress, Answer, Outcome]:
    """Synchronise and ask nobody: conflicts are resolved one way, everything else is agreed to."""
    answer: Answer = None
    while True:
        try:
            step = course.send(answer)
        except StopIteration as end:
            return end.value
        if isinstance(step, Sent):
            answer = yield step
        elif isinstance(step, Asks):
            answer = [Resolution(conflict.key, choice) for conflict in step.conflicts]
        else:
            answer = True


def said(outcome: Outcome) -> str:
    """Return how a synchronisation ended, empty when it ended well."""
    return NOTHING if outcome.ok else f"the synchronisation ended as {outcome.state}: {outcome.message}"


def in_turn(*takes: Take) -> Take:
    """Do several things one after the other, up to the first that could not be done."""

    def take(world: World) -> Course:
        for each in takes:
            problem = yield from each(world)
            if problem:
                return problem
        return NOTHING

    return take
