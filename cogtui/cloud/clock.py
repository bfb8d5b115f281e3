"""World time. It stands still until somebody moves it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

import msgspec

from cogtui.cloud.store import Reader, Table, Transaction

START = 1767603600.0
"""2026-01-05T09:00:00Z: where a new world's clock stands."""


class Instant(msgspec.Struct, frozen=True, gc=False):
    """What the world's clock shows."""

    now: float
    """Epoch seconds."""


INSTANTS = Table("world.clock", Instant, lambda row: ("clock",))


def now(reader: Reader) -> float:
    """Return world time as epoch seconds."""
    instant = reader.get(INSTANTS, ("clock",))
    return instant.now if instant else START


def move(tx: Transaction, to: float) -> None:
    """Set world time."""
    tx.put(INSTANTS, Instant(to))


@lru_cache(maxsize=64)
def iso(epoch: float) -> str:
    """Return the time as condition keys have it: 2026-01-05T09:00:00Z."""
    return timestamp(epoch).strftime("%Y-%m-%dT%H:%M:%SZ")


def timestamp(epoch: float) -> datetime:
    """Return the time as AWS shapes carry it in process: an aware datetime in UTC."""
    return datetime.fromtimestamp(epoch, UTC)
