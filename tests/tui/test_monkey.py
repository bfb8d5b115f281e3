"""A monkey at the keys of Accounts, matrix and policy bench: nothing breaks, nothing is cut off, undo takes all of it back."""

from __future__ import annotations

import random

import pytest

from cogtui.cloud.world import World
from cogtui.tui.actions import EVERY_ACTION
from cogtui.tui.session import Session
from tests.tui.driving import SMALL, TYPED, opened
from tests.tui.laws import faults

A, B, C = "111122223333", "444455556666", "777788889999"
SCREENS = ("accounts", "matrix", "bench")
GENERAL = ("enter", "enter", "enter", "escape", "escape", "up", "down", "left", "right", "tab", "space", "ctrl+s")
OTHERS = ("u", "U", "6", "4", "X", "W", "ctrl+n", "ctrl+z", "backspace")
TEXTS = ("", " ", "[red]x", '"{', "ünï", "1" * 11, ",,,", "z" * 300, "\x07")
KEYS = (
    *GENERAL,
    *OTHERS,
    *(key for one in EVERY_ACTION if one.scope in SCREENS for key in one.keys),
    *(f"{TYPED}{text}" for text in TEXTS),
)


def state(world: World) -> list[str]:
    """Return everything that a world holds at a moment."""
    return [repr(one) for one in world.store.every()]


@pytest.mark.parametrize(("seed", "accounts"), [(1, (A,)), (2, (A, B)), (3, (A, B, C)), (4, (A, B))])
async def test_no_sequence_of_keys_breaks_anything(seed: int, accounts: tuple[str, ...]) -> None:
    chance = random.Random(seed)  # the same keys each time, so that a failure can be repeated
    world = World(f"monkey-{seed}", accounts=accounts)
    beginning, position = state(world), world.history.position
    async with opened(size=SMALL, session=Session(world, title="monkey")) as app:
        await app.pane_shown("6", "accounts")
        pressed: list[str] = []
        for _ in range(40):
            pressed.append(chance.choice(KEYS))
            await app.press(pressed[-1])
        await app.settle()
        assert faults(app.app) == [], pressed
        while world.history.position > position:
            world.undo()
        await app.settle()
        assert faults(app.app) == [], pressed
    assert state(world) == beginning, pressed
