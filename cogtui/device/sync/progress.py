"""What happens in the course of a synchronisation: messages, questions to the app, and the end of it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Literal, TypeVar

import msgspec

from cogtui.cloud.device_sync.conflicts import Choice, Conflict, Resolution
from cogtui.cloud.trail import Record

T = TypeVar("T")


class Sent(msgspec.Struct, frozen=True):
    """Something happened that is on the trail: a call was answered, or the cache was written."""

    record: Record


class Asks(msgspec.Struct, frozen=True):
    """The app is asked what becomes of conflicts (onConflict); answered by resolutions for all of them, or None to stop."""

    conflicts: tuple[Conflict, ...]


class AsksDeleted(msgspec.Struct, frozen=True):
    """The app is told that the dataset was deleted at the service (onDatasetDeleted); True: delete it here too."""

    dataset: str


class AsksMerged(msgspec.Struct, frozen=True):
    """The app is told of datasets that a merge of identities left (onDatasetsMerged); True: go on."""

    dataset: str
    merged: tuple[str, ...]


Question = Asks | AsksDeleted | AsksMerged
Progress = Sent | Question
Answer = Sequence[Resolution] | bool | None


class Outcome(msgspec.Struct, frozen=True):
    """How a synchronisation ended."""

    state: Literal["done", "failed", "cancelled", "offline", "crashed"]
    """crashed: the JavaScript manager threw where it should have called back."""
    message: str = ""
    """The client's own words for a failure."""
    pulled: tuple[str, ...] = ()
    """Keys that came from the service."""
    pushed: tuple[str, ...] = ()
    """Keys that the service took."""
    passes: int = 1

    @property
    def ok(self) -> bool:
        """Whether it succeeded."""
        return self.state == "done"


Synchronization = Generator[Progress, Answer, Outcome]
"""A synchronisation, a step at a time: whoever drives it sends the answers to its questions in, and None after `Sent`."""


class Handlers(msgspec.Struct, frozen=True):
    """What an app answers to the questions of a synchronisation."""

    on_conflict: Callable[[Sequence[Conflict]], Sequence[Resolution] | None] = lambda conflicts: None
    on_deleted: Callable[[str], bool] = lambda dataset: False
    on_merged: Callable[[str, tuple[str, ...]], bool] = lambda dataset, merged: False
    on_sent: Callable[[Record], None] = lambda record: None


def resolve_all(choice: Choice, value: str | None = None) -> Callable[[Sequence[Conflict]], Sequence[Resolution]]:
    """Return a conflict handler that resolves every conflict alike."""
    return lambda conflicts: [Resolution(conflict.key, choice, value) for conflict in conflicts]


def drive(run: Generator[Progress, Answer, T], handlers: Handlers) -> T:
    """Let a synchronisation, or several in a row, go on to the end, with an app that answers by these handlers."""
    answer: Answer = None
    while True:
        try:
            step = run.send(answer)
        except StopIteration as end:
            return end.value
        answer = _answered(step, handlers)


def _answered(step: Progress, handlers: Handlers) -> Answer:
    if isinstance(step, Asks):
        return handlers.on_conflict(step.conflicts)
    if isinstance(step, AsksDeleted):
        return handlers.on_deleted(step.dataset)
    if isinstance(step, AsksMerged):
        return handlers.on_merged(step.dataset, step.merged)
    handlers.on_sent(step.record)
    return None
