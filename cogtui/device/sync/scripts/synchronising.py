"""Steps that many scripts have: a device synchronises, devices follow what waits for them."""

from __future__ import annotations

from cogtui.cloud.world import World
from cogtui.device.sync import devices
from cogtui.device.sync.scripts.cast import Kinds, does, in_step, player, ready, signed_in
from cogtui.device.sync.scripts.pool import pushes
from cogtui.device.sync.scripts.script import NOTHING, Course, Take, in_turn, said, synced


def syncs(kinds: Kinds, number: int, dataset: str) -> Take:
    """Have one of the cast synchronise; whoever watches answers its questions."""
    return player(kinds, number, lambda world, name: synced(devices.synchronization(world, name, dataset)))


def all_follow(world: World) -> Course:
    """Let every device that is online do what waits for it."""
    outcomes = yield from devices.follow_ups(world)
    return next((said(outcome) for outcome in outcomes if not outcome.ok), NOTHING)


def listening(kinds: Kinds, number: int, dataset: str, start: dict[str, str]) -> Take:
    """Return what brings everybody to the same records, and has pushes tell one of them of changes."""
    return in_turn(
        ready(kinds),
        signed_in(kinds),
        in_step(kinds, dataset, start),
        pushes(kinds, number),
        does(kinds, number, devices.push_on, dataset),
    )
