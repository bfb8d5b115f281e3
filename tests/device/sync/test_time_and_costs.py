"""Undoing synchronisations takes devices and cloud back; and a synchronisation costs what changed, not what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cogtui.cloud.device_sync.records import Profile
from cogtui.cloud.store import Reader, Store, Table
from cogtui.device.sync import devices
from cogtui.device.sync.javascript import SILENT, JavaScriptManager
from cogtui.device.sync.progress import Handlers, drive
from tests.builders import state
from tests.device.sync.lab import Lab


@pytest.mark.parametrize("profile", ["correct", "javascript"])
def test_undo_and_redo_of_a_whole_synchronisation_leave_devices_and_cloud_as_they_were(profile: Profile) -> None:
    lab = Lab(profile, "correct")
    lab.furnish_push()
    lab.shared(k="v0", l="v0")
    devices.push_on(lab.world, "phone-2", "d")
    lab.put("phone-2", k="B")
    lab.sync("phone-2")
    lab.put("phone", k="A", l=None)
    before, position = state(lab.world), lab.world.history.position
    assert lab.sync("phone", conflict="local").ok
    drive(devices.follow_ups(lab.world), Handlers())
    after = state(lab.world)
    assert after != before
    undone = 0
    while lab.world.history.position > position and lab.world.undo():
        undone += 1
    assert state(lab.world) == before
    for _ in range(undone):
        lab.world.redo()
    assert state(lab.world) == after


def _sizes(count: int) -> dict[str, int]:
    """Return how many rows a push, an idle synchronisation and a pull of ten records read in a dataset of `count` records."""
    lab = Lab("correct", "correct")
    lab.shared(**{f"key{number:04}": "v" for number in range(count)})
    lab.put("phone", **{f"key{number:04}": "new" for number in range(10)})
    return {
        "push": _reads(lab, lambda: lab.sync("phone")),
        "idle": _reads(lab, lambda: lab.sync("phone")),
        "pull": _reads(lab, lambda: lab.sync("phone-2")),
    }


def _reads(lab: Lab, act: Callable[[], Any]) -> int:
    """Count the rows that are read, one by one or in a scan."""
    read = 0
    get, scan = Store.get, Store.scan

    def counted_get(self: Reader, table: Table[Any], key: Any) -> Any:
        nonlocal read
        read += 1
        return get(self, table, key)  # pyright: ignore[reportArgumentType] - the store itself

    def counted_scan(self: Reader, table: Table[Any], scope: str) -> Iterator[Any]:
        nonlocal read
        rows = list(scan(self, table, scope))  # pyright: ignore[reportArgumentType] - the store itself
        read += len(rows)
        return iter(rows)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Store, "get", counted_get)
        patched.setattr(Store, "scan", counted_scan)
        assert act().ok
    assert lab.dirty("phone") == []
    return read


def test_ten_records_in_a_full_dataset_cost_as_much_as_in_a_small_one() -> None:
    assert _sizes(1024) == _sizes(32)


def test_j9_an_answer_without_records_never_calls_back() -> None:
    lab = Lab("javascript")
    lab.put("phone", k="v")
    assert lab.sync("phone").ok
    lab.put("phone", k="w")
    manager = JavaScriptManager(lab.world, "phone", "d")
    send = manager.remote.send

    def emptied(operation: str, **more: Any) -> Any:
        reply = send(operation, **more)
        if operation == "UpdateRecords":
            reply.output["Records"].clear()
        return reply

    manager.remote.send = emptied  # pyright: ignore[reportAttributeAccessIssue] - in place of a service that answers so
    outcome = drive(manager.run(), Handlers())
    assert (outcome.state, outcome.message) == ("crashed", SILENT)
