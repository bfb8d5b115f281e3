"""The weight of a trail: calls with large bodies are kept for as long as all of them together stay within bounds."""

from __future__ import annotations

from collections import deque
from typing import Final

from cogtui.cloud.world import World

_LIGHT: Final = 4096
"""Bodies up to so many octets count for nothing: the number of calls is bounded too."""


class Ballast:
    """The bodies that the records of a world hold."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._total = 0
        self._heavy: deque[tuple[int, int]] = deque()
        """Position of the trail after a call, and the size of the call's body."""

    def add(self, world: World, size: int) -> None:
        """Take note of a call that was just made; let go of the oldest ones when there is too much."""
        if size <= _LIGHT:
            return
        self._heavy.append((world.history.position, size))
        self._total += size
        position = 0
        while self._total > self._most and len(self._heavy) > 1:
            position, size = self._heavy.popleft()
            self._total -= size
        if position > world.trail.first:
            world.let_go(position - world.trail.first)
