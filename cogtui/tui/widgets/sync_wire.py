"""SyncWire: one line on which messages are seen on their way, and what came of them."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

from textual.timer import Timer
from textual.widgets import Static

from cogtui.cloud.trail import Record
from cogtui.tui.content import content
from cogtui.views.ink import Ink
from cogtui.views.sync.flight import Flight, flights_of, frame

FLIGHT: Final = 0.45
"""Seconds that a message is on its way."""

FRAME: Final = 0.04
"""Seconds between two drawings."""


class SyncWire(Static):
    """Between the columns and the timeline."""

    DEFAULT_CSS = """
    SyncWire { height: 1; background: $panel; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._timer: Timer | None = None
        self._began = 0.0
        self._flights: list[Flight] = []
        self._then: Callable[[], None] = _nobody

    def say(self, line: Ink) -> None:
        """Say what came of something."""
        self._stop()
        self.update(content(line), layout=False)

    def clear(self) -> None:
        """Say nothing any more."""
        self.say(())

    def fly(self, record: Record, then: Callable[[], None]) -> None:
        """Let the messages of a record be seen, one after the other, and call back at the end."""
        self._flights, self._then = list(flights_of(record)), then
        if not self._flights:
            self.call_later(self._nothing_flew)
            return
        self._began = monotonic()
        if self._timer is None:
            self._timer = self.set_interval(FRAME, self.draw)

    def arrive(self) -> None:
        """Let what is on its way be there at once."""
        if self._timer is not None:
            then = self._then
            self._stop()
            then()

    def land(self) -> None:
        """Show nothing on its way any more, and call nobody back."""
        if self._timer is not None:
            self.clear()
        self._stop()

    def _nothing_flew(self) -> None:
        """Call back, unless something else has begun since."""
        if not self._flights:
            then = self._then
            self._stop()
            then()

    def draw(self) -> None:
        """Draw what is on its way where it is now."""
        done = (monotonic() - self._began) / FLIGHT
        if done >= len(self._flights):
            self.arrive()
            return
        flight = self._flights[int(done)]
        self.update(content(frame(flight, done % 1, max(self.size.width, 20))), layout=False)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._then = _nobody


def _nobody() -> None:
    """Nobody is called back."""
