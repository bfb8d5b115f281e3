"""Pulse: how often the screen follows a world that real clients change by themselves."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from textual.app import App
    from textual.timer import Timer

LEAST: Final = 0.05
"""Seconds between two drawings: twenty a second look like motion, and more would be drawn for nobody."""
SHARE: Final = 4
"""How many times as long as a drawing took there is none after it: clients that ask faster than that get their answers."""


class Pulse:
    """Has something done soon after each beat, and once for many beats that come together."""

    def __init__(self, app: App[None], do: Callable[[], None]) -> None:
        self._app = app
        self._do = do
        self._timer: Timer | None = None
        self._next = 0.0
        """The earliest moment for the next time."""

    def beat(self) -> None:
        """Ask for it. It is done after whatever is under way now: a client waits for its answer first."""
        if self._timer is None:
            self._timer = self._app.set_timer(max(self._next - monotonic(), 0.001), self._fire, name="pulse")

    def now(self) -> None:
        """Do it at once."""
        began = monotonic()
        self._do()
        ended = monotonic()
        self._next = ended + max(LEAST, (ended - began) * SHARE)

    @property
    def pending(self) -> bool:
        """Whether something is still to be done."""
        return self._timer is not None

    def _fire(self) -> None:
        self._timer = None
        self.now()
