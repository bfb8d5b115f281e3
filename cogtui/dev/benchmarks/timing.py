"""Stopwatches. Two things that are compared are measured by turns, so that a busy moment hits both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

import msgspec

Work = Callable[[], object]


def seconds(work: Work, times: int = 1) -> float:
    """Return how long it takes to do the work once, measured over several times.

    Counted is the time that the processor spent on this process: what other programs do meanwhile is none of it.
    """
    begin = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - begin) / times


def median(work: Work, turns: int, times: int = 1) -> float:
    """Return how long it takes to do the work once: the median of several turns, each of which does it several times."""
    return statistics.median(seconds(work, times) for _ in range(turns))


class Compared(msgspec.Struct, frozen=True):
    """Two works, measured by turns."""

    first: float
    """Seconds: the median."""
    second: float
    ratio: float
    """First by second: the median of the turns' own ratios."""


def compared(first: Callable[[], float], second: Callable[[], float], turns: int) -> Compared:
    """Take turns at two measurements, each of which returns seconds."""
    pairs = [(first(), second()) for _ in range(turns)]
    return Compared(
        statistics.median(one for one, _ in pairs),
        statistics.median(other for _, other in pairs),
        statistics.median(one / other for one, other in pairs),
    )


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
