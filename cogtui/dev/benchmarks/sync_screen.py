"""The Sync pane at work: four devices with two hundred records each, and a story of ten thousand calls.

An edit is one key: x removes the record under the cursor on the device in view. The board, the timeline and all that hangs on
the world are drawn anew after it.
"""

from __future__ import annotations

import asyncio
import time
from typing import Final

from cogtui.cloud.device_sync.cache import devices_of
from cogtui.cloud.device_sync.records import MOST_DEVICES
from cogtui.cloud.world import World
from cogtui.dev.benchmarks import sync
from cogtui.dev.benchmarks.keys import SIZE, Pressed, Terminal, press, quiet, row_of
from cogtui.dev.benchmarks.row import Bar, Row, counted
from cogtui.device.sync import devices
from cogtui.tui.app import CogTUI
from cogtui.tui.session import Session

DATASET: Final = "settings"
RECORDS: Final = 200
EDITS: Final = 100
STORY: Final = 10_000
FRAME: Final = Bar(16, "at most")
PANE: Final = "7"
LOGIN: Final = {"username": "ana", "password": "Pool-ana-1"}


def rows(share: float) -> list[Row]:
    """Measure edits, with a short story behind them and with a long one."""
    edits = min(counted(EDITS, share), RECORDS // 2)
    short = _edits(the_board(), edits)
    world = the_board()
    calls = counted(STORY, share)
    while world.history.position < calls:
        devices.set_skew(world, "phone", world.history.position % 2)
    long = _edits(world, edits)
    what = f"{MOST_DEVICES} devices, {RECORDS} records each"
    return [
        row_of("sync.edit", f"edit, {what}, p95", [pressed.first for pressed in short], FRAME),
        row_of("sync.drawn", "the same until everything stands, p95", [pressed.last for pressed in short]),
        row_of("sync.story", f"edit after a story of {calls:,} calls, p95", [pressed.first for pressed in long], FRAME),
    ]


def the_board() -> World:
    """Make a world whose devices, as many as the screen has room for, have synchronised the same records."""
    world = sync.a_world("bench")
    while len(devices_of(world.store)) < MOST_DEVICES:
        devices.add(world, "phone", login=LOGIN)
    names = [device.name for device in devices_of(world.store)]
    for name in names:
        devices.sign_in(world, name)
    sync.fill(sync.Place(world, names[0], DATASET), RECORDS)
    for name in names[1:]:
        devices.synchronize(world, name, DATASET)
    return world


def _edits(world: World, times: int) -> list[Pressed]:
    """Remove records on the first device, one after the other, in the app."""
    app = CogTUI()
    app.driver_class = Terminal
    found: list[Pressed] = []

    async def drive(_: object) -> None:
        app.enter(Session(world, title="bench"))
        await quiet(time.perf_counter())
        await press(app, PANE)
        for _ in range(times):
            found.append(await press(app, "x"))
            await press(app, "down")
        app.exit()

    asyncio.run(app.run_async(size=SIZE, auto_pilot=drive))
    return found
