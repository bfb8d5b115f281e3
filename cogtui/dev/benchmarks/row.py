"""One measurement of the bench: what was measured, the figure, and the bar that it is held against."""

from __future__ import annotations

from typing import Literal

import msgspec

Verdict = Literal["ok", "over", ""]


class Bar(msgspec.Struct, frozen=True):
    """The limit that a figure is held against."""

    limit: float
    side: Literal["at most", "at least"]


class Row(msgspec.Struct, frozen=True):
    """One row of the table."""

    id: str
    """Stable: "start", "undo.many"."""
    what: str
    """For people."""
    figure: float
    unit: str
    """"x" for ratios, "ms", "/s"."""
    bar: Bar | None = None
    note: str = ""
    """What the figure was made of: "Home 412 ms, bare app 353 ms"."""

    @property
    def verdict(self) -> Verdict:
        """Whether the bar is kept; empty where there is none."""
        if self.bar is None:
            return ""
        kept = self.figure <= self.bar.limit if self.bar.side == "at most" else self.figure >= self.bar.limit
        return "ok" if kept else "over"


def counted(whole: int, share: float) -> int:
    """Return how often to do what a full run does `whole` times; at least twice."""
    return max(2, round(whole * share))
