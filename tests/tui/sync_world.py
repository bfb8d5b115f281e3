"""The world of the Sync lessons, for tests of the Sync pane: Ana's phone, tablet and browser."""

from __future__ import annotations

from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from cogtui.resources import lessons_dir

TEMPLATE = lessons_dir() / "worlds" / "sync.yaml"


def anas_devices(seed: str = "sync") -> World:
    """Return a world with Ana's devices, in which nothing can be undone yet."""
    world = World(seed)
    apply(world, TEMPLATE.read_text(), str(TEMPLATE))
    world.settle()
    return world
