"""Replay: goes back in a world's history and forward again, a record at a time, and always returns to the present."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from cogtui.cloud.trail import Record
from cogtui.cloud.world import Event, World
from cogtui.views.sync.timeline import concerns

Told = Callable[[Record | None], None]


class Replay:
    """Seeks in the history; nothing is called. Whatever calls meanwhile finds the present: it ends the replay first.

    ```
    replay = Replay(world, story_start(world.trail))
    replay.begin()
    while replay.step():
        ...
    ```
    """

    def __init__(self, world: World, start: int, told: Told = lambda record: None) -> None:
        self._world = world
        self._told = told
        self.start = start
        """Position from which it is watched."""
        self.present = world.history.position
        """Position to which it returns."""
        self.running = False
        self._own = False
        """Whether it is the replay that moves in time now."""
        self._stop: Callable[[], None] = lambda: None

    @property
    def steps(self) -> int:
        """How many records there are to watch."""
        return sum(self._shown(at) for at in range(self.start, self.present))

    @property
    def done(self) -> int:
        """How many of them were watched."""
        return sum(self._shown(at) for at in range(self.start, self._world.history.position))

    @property
    def record(self) -> Record | None:
        """The record that was watched last; None at the beginning."""
        position = self._world.history.position
        return self._world.trail[position - 1] if position > self.start else None

    def begin(self) -> None:
        """Go back to where it starts."""
        self.running = True
        self._stop = self._world.subscribe(self._heard)
        self._world.before_entry = self.end
        self._seek(self.start)

    def step(self) -> bool:
        """Let the next record happen again; False, and the end, when there is none."""
        found = next((at for at in range(self._world.history.position, self.present) if self._shown(at)), None)
        if not self.running or found is None:
            self.end()
            return False
        self._seek(found + 1)
        return self.running

    def back(self) -> None:
        """Take the last record back, to see it again."""
        shown = (at for at in range(self._world.history.position - 1, self.start - 1, -1) if self._shown(at))
        if self.running:
            self._seek(next(shown, self.start))

    def end(self) -> None:
        """Return to the present; what comes after an end does nothing."""
        if self.running:
            self._leave()
            if self._world.history.position != self.present:
                self._world.seek(self.present)
            self._told(None)

    def _shown(self, at: int) -> bool:
        return concerns(self._world.trail[at])

    def _seek(self, position: int) -> None:
        self._own = True
        try:
            self._world.seek(position)
            self._told(self.record)
        except BaseException:
            self._leave()
            with suppress(Exception):  # whoever failed to follow may fail again; the world is there by then
                self._world.seek(self.present)
            raise
        finally:
            self._own = False

    def _heard(self, event: Event, record: Record | None) -> None:
        """Give up when somebody else moves in time, or puts another world in place: that is the present then."""
        if not self._own:
            self._leave()
            self._told(None)

    def _leave(self) -> None:
        self.running = False
        self._stop()
        self._stop = lambda: None
        if self._world.before_entry == self.end:
            self._world.before_entry = None
