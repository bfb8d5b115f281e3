"""World time. It stands still until somebody moves it, or goes with the host's clock while an endpoint serves clients.

The host's clock is not read here: the world is handed it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

import msgspec

from cogtui.cloud.store import Reader, Table, Transaction

HostClock = Callable[[], float]
"""Gives the host's time, epoch seconds."""

START = 1767603600.0
"""2026-01-05T09:00:00Z: where a new world's clock stands."""


class Instant(msgspec.Struct, frozen=True, gc=False):
    """What the world's clock shows."""

    now: float
    """Epoch seconds."""
    since: float | None = None
    """When it goes with the host's clock: what that showed at `now`. None: it stands still."""


INSTANTS = Table("world.clock", Instant, lambda row: ("clock",))


def now(reader: Reader, host: float | None = None) -> float:
    """Return world time as epoch seconds; `host` is what the host's clock shows, needed by a clock that runs."""
    instant = reader.get(INSTANTS, ("clock",)) or Instant(START)
    return instant.now if instant.since is None or host is None else instant.now + (host - instant.since)


def last_shown(reader: Reader, at: float) -> float:
    """Return world time where nobody can tell what the host's clock shows: a clock that ran stopped at `at`."""
    instant = reader.get(INSTANTS, ("clock",)) or Instant(START)
    return instant.now if instant.since is None else max(instant.now, at)


def offset(reader: Reader) -> float | None:
    """Return how far world time is ahead of the host's, in seconds; None where it stands still."""
    instant = reader.get(INSTANTS, ("clock",))
    return instant.now - instant.since if instant is not None and instant.since is not None else None


def move(tx: Transaction, to: float, host: float | None = None) -> None:
    """Set world time; a clock that runs goes on from there."""
    instant = tx.get(INSTANTS, ("clock",))
    runs = instant is not None and instant.since is not None and host is not None
    tx.put(INSTANTS, Instant(to, host if runs else None))


def run(tx: Transaction, host: float) -> None:
    """Have the clock show the host's time and go with it."""
    tx.put(INSTANTS, Instant(host, host))


def stop(tx: Transaction, at: float) -> None:
    """Have the clock stand still where it is."""
    tx.put(INSTANTS, Instant(at))


def iso(epoch: float) -> str:
    """Return the time as condition keys have it: 2026-01-05T09:00:00Z."""
    return _iso(int(epoch // 1))


@lru_cache(maxsize=64)
def _iso(second: int) -> str:
    return timestamp(second).strftime("%Y-%m-%dT%H:%M:%SZ")


def timestamp(epoch: float) -> datetime:
    """Return the time as AWS shapes carry it in process: an aware datetime in UTC."""
    return datetime.fromtimestamp(epoch, UTC)
