"""Keys pressed in the real app, and when the frames came that they brought.

The app runs on a driver that takes the frames, rendered as for a terminal, and notes when they came.
"""

from __future__ import annotations

import asyncio
import time
from typing import ClassVar

import msgspec
from textual.drivers.headless_driver import HeadlessDriver

from cogtui.dev.benchmarks.row import Bar, Row
from cogtui.dev.benchmarks.timing import percentile
from cogtui.tui.app import CogTUI

SIZE = (120, 40)

QUIET = 0.08
"""Seconds without a frame after which a key has done all that it does."""

PATIENCE = 30
"""Seconds after which a key that brings no frame has failed."""


class Terminal(HeadlessDriver):
    """Takes frames in place of a terminal."""

    frames: ClassVar[list[float]] = []
    """When they came, since the last key."""

    @property
    def is_headless(self) -> bool:
        """No: a headless app would not even render its frames."""
        return False

    def write(self, data: str) -> None:
        """Note that a frame came."""
        del data
        Terminal.frames.append(time.perf_counter())


class Pressed(msgspec.Struct, frozen=True):
    """What came of a key, in milliseconds since it was pressed."""

    first: float
    """When its first frame came."""
    last: float
    """When its last one came: the screen is complete."""


def row_of(id_: str, what: str, ms: list[float], bar: Bar | None = None) -> Row:
    """Return the row of milliseconds that were measured: 95 of 100 were at most the figure."""
    note = f"median {percentile(ms, 50):.1f} ms, slowest {max(ms):.1f} ms"
    return Row(id_, what, percentile(ms, 95), "ms", bar, note)


async def press(app: CogTUI, key: str) -> Pressed:
    """Press a key and wait until it has done all that it does."""
    pressed = time.perf_counter()
    Terminal.frames.clear()
    app.simulate_key(key)
    await quiet(pressed)
    return Pressed((Terminal.frames[0] - pressed) * 1000, (Terminal.frames[-1] - pressed) * 1000)


async def quiet(since: float) -> None:
    """Wait for a frame, and until no other follows."""
    while not Terminal.frames or time.perf_counter() - max(Terminal.frames[-1], since) < QUIET:
        await asyncio.sleep(0.004)
        if time.perf_counter() - since > PATIENCE:
            raise RuntimeError("the app drew no frame")
