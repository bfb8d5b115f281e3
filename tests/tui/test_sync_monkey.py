"""A monkey at the keys of Sync, with messages on their way: nothing breaks, nothing is cut off, undo takes all of it back."""

from __future__ import annotations

import random

import pytest

from cogtui.cloud.world import World
from cogtui.tui.actions import EVERY_ACTION
from cogtui.tui.screens.replaying import Replaying
from cogtui.tui.screens.too_small import TooSmall
from cogtui.tui.session import Session
from cogtui.tui.widgets import sync_wire
from cogtui.tui.widgets.sync_wire import SyncWire
from tests.tui.driving import LARGE, MIDDLE, SMALL, TYPED, Driver, opened
from tests.tui.laws import faults
from tests.tui.sync_world import anas_devices

ARRIVE = "arrive"
"""No key: the message on its way is there."""

SIZES = {"small": SMALL, "middle": MIDDLE, "large": LARGE, "tiny": (60, 15)}
"""No keys: the terminal changes."""

OFTEN = (
    "s",
    "s",
    "s",
    "e",
    "e",
    "o",
    "enter",
    "enter",
    "enter",
    "escape",
    "escape",
    "left",
    "right",
    "up",
    "home",
    "end",
)
GENERAL = ("tab", "shift+tab", "space", "space", "down", "ctrl+s", "n", "y", "1", "2", "3", "4", "a", "backspace")
OTHERS = ("u", "u", "U", "7", "7", "6", "4", "ctrl+p", "greater_than_sign", "E", "question_mark", "g", "y")
TEXTS = (
    "",
    " ",
    "a=1",
    "b = [red]x",
    "c=",
    "=",
    "ü📱字=é字📱",
    "\x07=\x1b",
    f"{'k' * 129}=v",
    "-90",
    "9" * 20,
    "z" * 300,
    ",",
)
KEYS = (
    *OFTEN,
    *OFTEN,
    *GENERAL,
    *OTHERS,
    *(key for one in EVERY_ACTION if one.scope == "sync" for key in one.keys),
    *(f"{TYPED}{text}" for text in TEXTS),
    *(ARRIVE,) * 6,
    *SIZES,
)


def state(world: World) -> list[str]:
    """Return everything that a world holds at a moment."""
    return [repr(one) for one in world.store.every()]


async def do(app: Driver, key: str) -> None:
    """Press a key, or let happen what is none."""
    if key in SIZES:
        await app.pilot.resize_terminal(*SIZES[key])
    elif key == ARRIVE:
        for wire in app.workspace.query(SyncWire):
            wire.arrive()
        await app.settle()
    else:
        await app.press(key)


def broken(app: Driver) -> list[str]:
    """Return which laws do not hold now."""
    found = faults(app.app)
    if app.focused is None and not isinstance(app.app.screen, Replaying | TooSmall):
        found.append(f"nothing has the focus on {app.app.screen}")
    return found


@pytest.mark.parametrize(("seed", "moves"), [(1, True), (2, False), (3, True), (4, True), (5, False)])
async def test_no_sequence_of_keys_breaks_anything(seed: int, moves: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)  # the same keys each time, so that a failure can be repeated
    monkeypatch.setattr(sync_wire, "FLIGHT", 1e9)  # the clock has no part in it either
    monkeypatch.setattr(sync_wire, "FRAME", 1e3)
    world = anas_devices(f"monkey-{seed}")
    beginning = state(world)
    async with opened(size=SMALL, session=Session(world, title="monkey")) as app:
        app.app.animation_level = "full" if moves else "none"
        await app.pane_shown("7", "sync")
        pressed: list[str] = []
        for _ in range(60):
            pressed.append(chance.choice(KEYS))
            await do(app, pressed[-1])
            assert broken(app) == [], pressed
        await app.pilot.resize_terminal(*SMALL)
        while world.undo() is not None:
            pass
        await app.settle()
        assert broken(app) == [], pressed
    assert state(world) == beginning, pressed
