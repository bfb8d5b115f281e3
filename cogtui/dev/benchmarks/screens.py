"""The app at work: from a key to the frames that it brings, in a Trail of ten thousand calls and between panes.

The app is the real one, on a driver that takes the frames, rendered as for a terminal, and notes when they came.
"""

from __future__ import annotations

import asyncio
import time
from itertools import cycle, islice
from typing import ClassVar

import msgspec
from textual.drivers.headless_driver import HeadlessDriver

from cogtui.dev.benchmarks.door import works
from cogtui.dev.benchmarks.row import Bar, Row, counted
from cogtui.dev.benchmarks.scene import a_scene
from cogtui.dev.benchmarks.timing import percentile
from cogtui.tui.app import CogTUI
from cogtui.tui.session import Session

RECORDS = 10_000
MOVES = 100
ROUNDS = 8
SIZE = (120, 40)

PANES = "1234"
"""The keys of the panes."""

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


def rows(share: float) -> list[Row]:
    """Measure keys."""
    scene = a_scene()
    records = counted(RECORDS, share)
    for work in islice(cycle(works(scene).values()), records):
        work()
    app = CogTUI()
    app.driver_class = Terminal
    found: list[Row] = []

    async def drive(_: object) -> None:
        app.enter(Session(scene.world, title="bench"))
        await _quiet(time.perf_counter())
        found.extend(await _moves(app, records, counted(MOVES, share)))
        found.extend(await _switches(app, counted(ROUNDS, share)))
        app.exit()

    asyncio.run(app.run_async(size=SIZE, auto_pilot=drive))
    return found


async def _moves(app: CogTUI, records: int, times: int) -> list[Row]:
    """Move the cursor in the Trail."""
    await _press(app, "4")
    moves = [await _press(app, key) for key in islice(cycle(("up", "up", "up", "down")), times)]
    where = f"a Trail of {records:,} calls"
    return [
        _row("trail.move", f"cursor move in {where}, p95", [move.first for move in moves], Bar(16, "at most")),
        _row("trail.detail", "the same until the detail beside it stands, p95", [move.last for move in moves]),
    ]


async def _switches(app: CogTUI, rounds: int) -> list[Row]:
    """Go through the panes, and then again and again."""
    first = [(await _press(app, pane)).last for pane in PANES]
    warm = [(await _press(app, pane)).last for pane in PANES * rounds]
    return [
        _row("switch.first", "switch of pane for the first time, p95", first, Bar(250, "at most")),
        _row("switch.warm", "switch of pane when seen before, p95", warm, Bar(150, "at most")),
    ]


def _row(id_: str, what: str, ms: list[float], bar: Bar | None = None) -> Row:
    note = f"median {percentile(ms, 50):.1f} ms, slowest {max(ms):.1f} ms"
    return Row(id_, what, percentile(ms, 95), "ms", bar, note)


async def _press(app: CogTUI, key: str) -> Pressed:
    """Press a key and wait until it has done all that it does."""
    pressed = time.perf_counter()
    Terminal.frames.clear()
    app.simulate_key(key)
    await _quiet(pressed)
    return Pressed((Terminal.frames[0] - pressed) * 1000, (Terminal.frames[-1] - pressed) * 1000)


async def _quiet(since: float) -> None:
    """Wait for a frame, and until no other follows."""
    while not Terminal.frames or time.perf_counter() - max(Terminal.frames[-1], since) < QUIET:
        await asyncio.sleep(0.004)
        if time.perf_counter() - since > PATIENCE:
            raise RuntimeError("the app drew no frame")
