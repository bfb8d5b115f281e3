"""Steps that many scripts have: a device synchronises, devices follow what waits for them."""

from __future__ import annotations

from cogtui.cloud.world import World
from cogtui.device.sync import devices
from cogtui.device.sync.scripts.cast import Kinds, player
from cogtui.device.sync.scripts.script import NOTHING, Course, Take, said, synced


def syncs(kinds: Kinds, number: int, dataset: str) -> Take:
    """Have one of the cast synchronise; whoever watches answers its questions."""
    return player(kinds, number, lambda world, name: synced(devices.synchronization(world, name, dataset)))


def all_follow(world: World) -> Course:
    """Let every device that is online do what waits for it."""
    outcomes = yield from devices.follow_ups(world)
    return next((said(outcome) for outcome in outcomes if not outcome.ok), NOTHING)
