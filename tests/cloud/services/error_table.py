"""One row for each error text of AWS: what brings it about, and what must hold whenever a call is refused with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import msgspec

from cogtui.cloud.explain import walk
from cogtui.cloud.rules import rule
from cogtui.cloud.trail import Record
from cogtui.cloud.world import World
from cogtui.views.coverage import ledger
from tests.builders import last, state

COUNTERS = frozenset({"idp.failures", "idp.attempts", "idp.auth_events"})
"""Tables that a call may change although it fails: counters of failed attempts, and the record of sign-ins."""


class Scene(Protocol):
    """Something in a world that calls are about."""

    @property
    def world(self) -> World:
        """Where it is."""
        ...


S = TypeVar("S", bound=Scene)


class Row(msgspec.Struct, Generic[S], frozen=True):
    """A text, and the call that is refused with it."""

    code: str
    text: str
    """As AWS writes it, its variable parts as `<name>`."""
    scene: Callable[[], S]
    ask: Callable[[S], object]
    """The last call that it makes is the refused one."""
    parts: Callable[[S], dict[str, str]] = lambda _: {}
    """The variable parts, by name."""
    status: int = 400
    uses_up: frozenset[str] = frozenset()
    """Tables in which the refusal uses something up besides: a round trip, a challenge that has no second try."""

    @property
    def id(self) -> str:
        """What a test's name shows of it."""
        return self.text.strip()[:60] or self.code


class NotReached(NamedTuple):
    """A text that no call here is refused with."""

    code: str
    text: str
    reason: str
    operation: str = ""
    """What isn't simulated and would answer with it."""
    instead: str = ""
    """The text with which AWS answers, or is said to answer, in the same case: that one is here."""


def refused(row: Row[S]) -> Record:
    """Play a row and return the record of the refusal, which left everything as it was but for what is declared."""
    scene = row.scene()
    before = [state(scene.world)]
    stop = scene.world.subscribe(lambda *_: before.append(state(scene.world)))
    row.ask(scene)
    stop()
    record = last(scene.world)
    error = record.error
    assert error is not None, record.output
    wanted = (row.code, filled(row.text, row.parts(scene)), row.status)
    assert (error.code, error.message, error.status) == wanted, (error, wanted)
    declared = COUNTERS | row.uses_up
    assert {change.table for change in record.changes} <= declared
    assert without(declared, before[-1]) == without(declared, before[-2])
    return record


def filled(text: str, parts: dict[str, str]) -> str:
    """Return a text with its variable parts."""
    for name, value in parts.items():
        assert f"<{name}>" in text
        text = text.replace(f"<{name}>", value)
    return text


def without(tables: frozenset[str], held: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return what a world holds besides some tables."""
    return [entry for entry in held if entry[0] not in tables]


def explained(record: Record) -> None:
    """See that every reason of a refusal has words and a source."""
    assert record.refused_by, "a refusal without a reason"
    for check in record.why():
        for found in walk(check):
            known = rule(found.rule)
            assert known.source
            assert known.asks
    assert all(rule(name).source for name in record.refused_by)


def is_left_out(service: str, operation: str) -> bool:
    """Tell whether an operation stands in the ledger as one that isn't simulated."""
    return operation in ledger().services[service].not_simulated
