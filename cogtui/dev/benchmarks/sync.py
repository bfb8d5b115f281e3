"""Synchronisations through the door: ten changed records cost the same in every dataset, and the thousandth device pays no more.

What is compared are synchronisations by the correct manager of one world, each of ten records that were changed on the device:
ListRecords, UpdateRecords, and what goes into the cache.
"""

from __future__ import annotations

import time
from functools import partial
from typing import Any, Final

import msgspec

from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from cogtui.dev.benchmarks.row import Bar, Row, counted
from cogtui.dev.benchmarks.timing import Compared, compared
from cogtui.device.sync import devices
from cogtui.resources import lessons_dir

TEMPLATE: Final = "worlds/sync.yaml"

CHANGED: Final = 10
FULL: Final = 1024
DATASETS: Final = 20
TURNS: Final = 200

DEVICES: Final = 1000
ROUNDS: Final = 10
"""With ten edits and a synchronisation each: a hundred edits of every device."""

SMALL_BAR: Final = Bar(1.1, "at most")
FLAT_BAR: Final = Bar(1.25, "at most")


def rows(share: float) -> list[Row]:
    """Measure synchronisations."""
    return [*_sizes(share), *_many(share)]


def a_world(seed: str) -> World:
    """Make the world of the Sync lessons."""
    world = World(seed)
    file = lessons_dir() / TEMPLATE
    apply(world, file.read_text(encoding="utf-8"), file.name)
    return world


def a_device(world: World, name: str) -> str:
    """Add the device of a guest, with an identity of its own and credentials; as many as one likes: only the screen has room for four."""
    world.act("sync.add", kind="phone", name=name)
    devices.sign_in_as_guest(world, name)
    return name


# --- what changed, in datasets and identities of several sizes -----------------------------------------------------------


class Place(msgspec.Struct, frozen=True):
    """A dataset on a device, its first records about to be changed."""

    world: World
    device: str
    dataset: str


def _sizes(share: float) -> list[Row]:
    full = max(CHANGED, counted(FULL, share))
    world = a_world("bench")
    small, large, crowded = (a_device(world, name) for name in ("small", "large", "crowded"))
    bases = Place(world, small, "one"), Place(world, large, "one")
    fill(bases[0], CHANGED)
    fill(bases[1], full)
    names = [f"set{number:02}" for number in range(counted(DATASETS, share))]
    for name in names:
        fill(Place(world, crowded, name), full)
    others = (
        ("sync.full", f"10 changed records of {full:,}", bases[1]),
        ("sync.identity", f"the same, beside {len(names) - 1} more such datasets", Place(world, crowded, names[-1])),
    )
    return [_against(id_, what, place, bases[0], counted(TURNS, share)) for id_, what, place in others]


def _against(id_: str, what: str, place: Place, base: Place, turns: int) -> Row:
    found: Compared = compared(partial(synchronised, place), partial(synchronised, base), turns)
    note = f"{found.first * 1000:.2f} ms, in a dataset of {CHANGED} {found.second * 1000:.2f} ms"
    return Row(id_, f"sync of {what}, by 10 of 10", found.ratio, "x", SMALL_BAR, note)


def fill(place: Place, count: int) -> None:
    """Put records into a dataset, and bring them to the service."""
    rows = [{"key": _key(number), "value": f"value {number}", "dirty": True} for number in range(count)]
    whose: dict[str, Any] = {"identity_id": devices.identity(place.world, place.device), "dataset": place.dataset}
    place.world.act("sync.store", records=rows, device=place.device, **whose)
    _synchronise(place)


def synchronised(place: Place) -> float:
    """Change ten records on the device and return the seconds that it then takes to synchronise them."""
    change(place)
    begin = time.process_time()
    _synchronise(place)
    return time.process_time() - begin


def change(place: Place) -> None:
    """Change ten records on the device."""
    world = place.world
    for number in range(CHANGED):
        devices.edit(world, place.device, place.dataset, _key(number), f"at {world.history.position}")


def _synchronise(place: Place) -> None:
    outcome = devices.synchronize(place.world, place.device, place.dataset)
    if not outcome.ok or not outcome.pushed:
        raise RuntimeError(f"{place.device} {outcome.state}: {outcome.message}")


def _key(number: int) -> str:
    return f"key{number:04}"


# --- many devices --------------------------------------------------------------------------------------------------------


def _many(share: float) -> list[Row]:
    """Let many devices edit and synchronise by turns; each has an identity of its own."""
    world = a_world("bench")
    count = counted(DEVICES, share)
    places = [Place(world, a_device(world, f"phone-{number}"), "settings") for number in range(count)]
    spent: list[float] = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        for place in places:
            change(place)
            _synchronise(place)
        spent.append(time.process_time() - begin)
    edits = count * CHANGED * ROUNDS
    operations = edits + count * ROUNDS
    note = f"{edits:,} edits, {count * ROUNDS:,} synchronisations"
    ends = f"{_each(spent[-1], operations):.3f} ms, at first {_each(spent[0], operations):.3f} ms"
    return [
        Row(
            "sync.devices", f"edits and synchronisations, {count:,} devices", operations / sum(spent), "/s", None, note
        ),
        Row("sync.flat", "the last tenth of them, by the first", spent[-1] / spent[0], "x", FLAT_BAR, ends),
    ]


def _each(seconds: float, operations: int) -> float:
    """Return the milliseconds that an operation of one round took."""
    return seconds * 1000 / (operations / ROUNDS)
