"""Calls per second through the door that need no cryptography: what the pipeline itself costs."""

from __future__ import annotations

from functools import partial

from cogtui.dev.benchmarks.row import Row, counted
from cogtui.dev.benchmarks.scene import Scene, a_scene
from cogtui.dev.benchmarks.timing import Work, median

TURNS = 40
PER_TURN = 100


def rows(share: float) -> list[Row]:
    """Measure calls of several kinds."""
    found = works(a_scene())
    turns = counted(TURNS, share)
    return [
        Row(f"door.{name}", f"calls through the door, {name}", 1 / median(work, turns, PER_TURN), "/s")
        for name, work in found.items()
    ]


def works(scene: Scene) -> dict[str, Work]:
    """Return calls of several kinds, by name."""
    keys = scene.credentials(scene.sign_in())
    operator = scene.world.operator
    pool = {"IdentityPoolId": scene.identity_pool_id}
    return {
        "GetCallerIdentity": partial(scene.call, "sts", "GetCallerIdentity", {}, caller=operator),
        "GetObject": partial(scene.read, keys),
        "DescribeIdentityPool": partial(scene.call, "cognito-identity", "DescribeIdentityPool", pool, caller=operator),
        "GetId": partial(scene.call, "cognito-identity", "GetId", pool),
    }
