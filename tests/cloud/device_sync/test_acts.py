"""The acts of devices: what they refuse, in words that say what was expected, and what they leave alone."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.device_sync.cache import device_named, devices_of, dirty_records
from cogtui.cloud.device_sync.records import UNKNOWN, Platform
from cogtui.cloud.world import World
from cogtui.device.sync import devices
from tests.builders import state


@pytest.fixture
def world() -> World:
    """A world with a phone."""
    made = World("acts")
    devices.add(made, "phone")
    return made


@pytest.mark.parametrize(
    ("act", "given", "says"),
    [
        ("sync.add", {"kind": "watch"}, "`kind` is `watch`: one of phone, tablet, web is expected"),
        ("sync.add", {"kind": "phone", "name": "app"}, "`app` is no name for one more device"),
        ("sync.add", {"kind": "phone", "name": "phone"}, "`phone` is no name for one more device"),
        ("sync.add", {"kind": "phone", "name": "My Phone"}, "small letters, digits and hyphens"),
        ("sync.add", {"kind": "phone", "profile": "ios"}, "one of correct, javascript"),
        ("sync.add", {"kind": "phone", "platform": "WNS"}, "one of , GCM, ADM, APNS, APNS_SANDBOX"),
        ("sync.remove", {"name": "radio"}, "there is no device `radio`: the world has `phone`"),
        ("sync.set", {"skew": 1e12}, "`skew` is out of range"),
        ("sync.set", {"profile": "ios"}, "one of correct, javascript"),
        ("sync.write", {"dataset": "pr fs", "key": "k", "value": "v"}, "Dataset name must match the pattern"),
        ("sync.write", {"dataset": "x" * 129, "key": "k", "value": "v"}, "Dataset name must match the pattern"),
        ("sync.write", {"dataset": "d", "key": "", "value": "v"}, "a key has 1 to 128 bytes in UTF-8: this one has 0"),
        ("sync.write", {"dataset": "d", "key": "é" * 65, "value": "v"}, "this one has 130"),
        ("sync.write", {"dataset": "d", "key": "k", "value": 5}, "The value type must be a string but was int."),
        ("sync.write", {"dataset": "d", "key": "k", "value": "é" * 1_048_576}, "at most 1,048,575 characters"),
        ("sync.write", {"dataset": "d", "key": "\ud800", "value": "v"}, "no Unicode text"),
        ("sync.write", {"dataset": "d", "key": "k", "value": "\ud800"}, "no Unicode text"),
        ("sync.delete_dataset", {"dataset": "d"}, "`phone` has no dataset `d`"),
        ("sync.judge_push", {"number": "0001", "state": "followed"}, "no push 0001 that it could judge"),
        ("sync.attempt", {"problem": "offline"}, "Network connectivity unavailable."),
    ],
)
def test_an_act_that_makes_no_sense_is_refused_and_changes_nothing(
    world: World, act: str, given: dict[str, Any], says: str
) -> None:
    before = state(world)
    reply = world.act(act, device="phone", **given)
    assert reply.error is not None
    assert says in reply.error.message
    assert state(world) == before


def test_names_are_counted_by_kind_and_there_is_room_for_four(world: World) -> None:
    assert [devices.add(world, "phone"), devices.add(world, "web"), devices.add(world, "tablet")] == [
        "phone-2",
        "web",
        "tablet",
    ]
    with pytest.raises(ValueError, match="4 devices already"):
        devices.add(world, "web")
    devices.remove(world, "phone")
    assert devices.add(world, "phone") == "phone"
    assert [row.name for row in devices_of(world.store)] == ["phone-2", "web", "tablet", "phone"]


@pytest.mark.parametrize("platform", ["GCM", "ADM", "APNS", "APNS_SANDBOX"])
def test_a_new_installation_has_a_new_token_of_its_platforms_form(world: World, platform: Platform) -> None:
    name = devices.add(world, "tablet", platform=platform)
    first = device_named(world.store, name)
    devices.uninstall(world, name)
    devices.install(world, name)
    second = device_named(world.store, name)
    assert first is not None
    assert second is not None
    assert first.token != second.token
    assert len(first.token) == len(second.token) > 60


def test_an_equal_value_changes_nothing(world: World) -> None:
    devices.edit(world, "phone", "d", "k", "v")
    reply = devices.edit(world, "phone", "d", "k", "v")
    assert reply.output == {"changed": False}
    assert reply.record.changes == ()
    assert devices.edit(world, "phone", "d", "other", None).output == {"changed": False}


def test_an_edit_has_the_devices_own_time_and_a_title_that_people_understand(world: World) -> None:
    devices.set_skew(world, "phone", 60)
    reply = devices.edit(world, "phone", "d", "theme", "dark")
    (record,) = dirty_records(world.store, "phone", UNKNOWN, "d")
    assert record.device_modified == world.now + 60
    assert (reply.record.title, reply.record.source) == ("phone: theme = dark", "Phone")
    assert devices.edit(world, "phone", "d", "theme", None).record.title == "phone: theme removed"
    assert len(devices.edit(world, "phone", "d", "k", "x" * 5000).record.title) < 60


def test_whatever_is_done_to_a_device_goes_with_it(world: World) -> None:
    name = devices.add(world, "tablet", login={"username": "ana", "password": "x"})
    devices.edit(world, name, "d", "k", "v")
    devices.edit(world, name, "e", "k", "v")
    assert devices.remove(world, name).ok
    left = [key for _, key, row in world.store.every() if name in key or getattr(row, "device", "") == name]
    assert left == []


def test_every_act_can_be_undone(world: World) -> None:
    begin = state(world)
    count = world.history.position
    devices.edit(world, "phone", "d", "k", "v")
    devices.edit(world, "phone", "d", "k", None)
    devices.delete_dataset(world, "phone", "d")
    devices.synchronize_when_connected(world, "phone", "d")
    devices.set_online(world, "phone", online=False)
    devices.uninstall(world, "phone")
    devices.remove(world, "phone")
    while world.history.position > count and world.undo():
        pass
    assert state(world) == begin
