"""Undo of one call, in a pool with one user and in one with many: what it costs must not depend on the world's size."""

from __future__ import annotations

import statistics

import msgspec

from cogtui.cloud.services.cognito_idp.records import POOLS
from cogtui.cloud.services.cognito_idp.users import directory
from cogtui.cloud.store import Transaction
from cogtui.dev.benchmarks.row import Bar, Row, counted
from cogtui.dev.benchmarks.scene import Scene, a_scene
from cogtui.dev.benchmarks.timing import seconds

MANY = 100_000
TIMES = 300


def rows(share: float) -> list[Row]:
    """Measure undos."""
    scene = a_scene()
    one = _undo_ms(scene, counted(TIMES, share))
    users = counted(MANY, share)
    fill(scene, users)
    many = _undo_ms(scene, counted(TIMES, share))
    bar = Bar(1.0, "at most")
    return [
        Row("undo.one", "undo of one call, 1 user in the pool", one, "ms", bar),
        Row("undo.many", f"undo of one call, {users:,} users in the pool", many, "ms", bar),
    ]


def fill(scene: Scene, users: int) -> None:
    """Put further users into the pool, past the door: a hundred thousand sign-ups would take minutes."""
    tx = Transaction(scene.world.store)
    pool = tx.get(POOLS, (scene.user_pool_id,))
    assert pool is not None
    model = scene.user()
    for number in range(1, users):
        name = f"user{number:06d}"
        directory.add(tx, pool, msgspec.structs.replace(model, key=name, username=name, sub=f"sub-{number}"))
    tx.commit()


def _undo_ms(scene: Scene, times: int) -> float:
    """Return how long it takes to undo one call, in milliseconds: the median."""
    return statistics.median(_one_undo(scene) for _ in range(times)) * 1000


def _one_undo(scene: Scene) -> float:
    """Make a user and take that back; the undo alone is timed."""
    asked = {"UserPoolId": scene.user_pool_id, "Username": "ben", "MessageAction": "SUPPRESS"}
    scene.call("cognito-idp", "AdminCreateUser", asked, caller=scene.world.operator)
    return seconds(scene.world.undo)
