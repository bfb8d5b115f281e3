"""The app at work: from a key to the frames that it brings, in a Trail of ten thousand calls and between panes."""

from __future__ import annotations

import asyncio
import time
from itertools import cycle, islice
from typing import Final

from cogtui.dev.benchmarks.door import works
from cogtui.dev.benchmarks.keys import SIZE, Terminal, press, quiet, row_of
from cogtui.dev.benchmarks.row import Bar, Row, counted
from cogtui.dev.benchmarks.scene import a_scene
from cogtui.tui.app import CogTUI
from cogtui.tui.session import Session

RECORDS = 10_000
MOVES = 100
ROUNDS = 8

PANES = "1234567"
"""The keys of the panes."""

OUT: Final = {"5": "escape"}
"""Pane -> the key that leaves its field, in which a digit would be text."""


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
        await quiet(time.perf_counter())
        found.extend(await _moves(app, records, counted(MOVES, share)))
        found.extend(await _switches(app, counted(ROUNDS, share)))
        app.exit()

    asyncio.run(app.run_async(size=SIZE, auto_pilot=drive))
    return found


async def _moves(app: CogTUI, records: int, times: int) -> list[Row]:
    """Move the cursor in the Trail."""
    await press(app, "4")
    moves = [await press(app, key) for key in islice(cycle(("up", "up", "up", "down")), times)]
    where = f"a Trail of {records:,} calls"
    return [
        row_of("trail.move", f"cursor move in {where}, p95", [move.first for move in moves], Bar(16, "at most")),
        row_of("trail.detail", "the same until the detail beside it stands, p95", [move.last for move in moves]),
    ]


async def _switches(app: CogTUI, rounds: int) -> list[Row]:
    """Go through the panes, and then again and again."""
    first = [await _switch(app, pane) for pane in PANES]
    warm = [await _switch(app, pane) for pane in PANES * rounds]
    return [
        row_of("switch.first", "switch of pane for the first time, p95", first, Bar(250, "at most")),
        row_of("switch.warm", "switch of pane when seen before, p95", warm, Bar(150, "at most")),
    ]


async def _switch(app: CogTUI, pane: str) -> float:
    """Go to a pane and return how long that took, in milliseconds."""
    switched = await press(app, pane)
    if pane in OUT:
        await press(app, OUT[pane])
    return switched.last
