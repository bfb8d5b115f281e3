"""A trail of large bodies stays within bounds, and what stays can still be undone."""

from __future__ import annotations

from cogtui.cloud.world import World
from cogtui.wire.ballast import Ballast
from cogtui.wire.limits import Limits
from tests.builders import asked, state
from tests.wire.local import Local

KIB = 1024


def put(here: Local, number: int, size: int) -> None:
    """Put an object, allowed or not: its body is on the trail either way."""
    answer = here.ask("PUT", f"/some-bucket/{number}", body=bytes(size))
    assert answer.status in (403, 404)


def bodies(world: World) -> int:
    return sum(len(record.request.get("Body", b"")) for record in world.trail)


def test_only_so_many_octets_of_bodies_are_kept() -> None:
    here = Local(limits=Limits(kept_bytes=1000 * KIB))
    for number in range(30):
        put(here, number, 100 * KIB)
        assert bodies(here.world) <= 1000 * KIB
    assert here.world.trail[-1].request["Key"] == "29"
    assert bodies(here.world) >= 800 * KIB


def test_small_bodies_let_go_of_nothing() -> None:
    here = Local(limits=Limits(kept_bytes=10 * KIB))
    for number in range(30):
        put(here, number, 4 * KIB)
    assert here.world.trail.first == 0


def test_a_body_larger_than_all_bounds_is_kept_until_the_next_one_comes() -> None:
    here = Local(limits=Limits(kept_bytes=KIB))
    put(here, 1, 100 * KIB)
    assert bodies(here.world) == 100 * KIB
    put(here, 2, 5 * KIB)
    assert bodies(here.world) == 5 * KIB


def test_what_is_kept_can_be_undone_and_what_was_let_go_stays_done() -> None:
    world, ballast = World(), Ballast(100)
    for number in range(4):
        asked(world, "s3", "CreateBucket", Bucket=f"bucket-{number}")
        ballast.add(world, 5000)
    kept = state(world)
    while world.undo() is not None:
        pass
    assert [name for name in ("bucket-0", "bucket-1", "bucket-2", "bucket-3") if name in str(state(world))] == [
        "bucket-0",
        "bucket-1",
        "bucket-2",
    ]
    while world.redo() is not None:
        pass
    assert state(world) == kept
