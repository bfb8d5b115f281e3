"""Pushes on their way to devices, and what the devices make of them (scenarios 23 to 25)."""

from __future__ import annotations

import pytest

from cogtui.cloud.device_sync.cache import device_named
from cogtui.cloud.device_sync.pushes import KEPT
from cogtui.device.sync import devices
from cogtui.device.sync.progress import Handlers, Outcome, drive
from tests.device.sync.lab import Lab


@pytest.fixture
def lab() -> Lab:
    """Two phones with the same records; the second one is subscribed."""
    lab = Lab("correct", "correct")
    lab.furnish_push()
    lab.shared(k="v0")
    assert devices.push_on(lab.world, "phone-2", "d").ok
    return lab


def follow(lab: Lab) -> list[Outcome]:
    """Let the devices do what waits for them."""
    return drive(devices.follow_ups(lab.world), Handlers())


def write(lab: Lab, value: str) -> None:
    """Let the first phone write `k` and synchronise."""
    lab.put("phone", k=value)
    assert lab.sync("phone").ok


def test_a_push_is_followed_by_a_synchronisation(lab: Lab) -> None:
    write(lab, "new")
    assert lab.cache("phone-2") == {"k": "v0"}
    assert [outcome.ok for outcome in follow(lab)] == [True]
    assert lab.cache("phone-2") == {"k": "new"}
    assert lab.pushes("phone-2") == [("followed", "")]
    assert follow(lab) == []


def test_23_to_an_app_that_was_removed_nothing_comes_and_the_writer_does_not_mind(lab: Lab) -> None:
    devices.uninstall(lab.world, "phone-2")
    write(lab, "one")
    write(lab, "two")
    assert lab.pushes("phone-2") == []
    errors = [
        child.error.code
        for record in lab.world.trail
        for publish in record.children
        for child in (publish, *publish.children)
        if child.error is not None
    ]
    assert errors == ["InvalidRegistration", "EndpointDisabled"]


def test_23_a_new_installation_registers_anew_and_hears_again(lab: Lab) -> None:
    old = device_named(lab.world.store, "phone-2")
    assert old is not None
    devices.uninstall(lab.world, "phone-2")
    devices.install(lab.world, "phone-2")
    assert lab.sync("phone-2").ok
    assert devices.push_on(lab.world, "phone-2", "d").ok
    new = device_named(lab.world.store, "phone-2")
    assert new is not None
    assert new.token != old.token
    write(lab, "one")
    assert [state for state, _ in lab.pushes("phone-2")] == ["arrived"]


def test_24_a_push_that_comes_late_is_ignored_when_the_device_knows_already(lab: Lab) -> None:
    write(lab, "one")
    assert lab.sync("phone-2").ok
    assert lab.calls(lambda: follow(lab)) == []
    assert lab.pushes("phone-2") == [("ignored", "nothing new: has count 2, was told 2")]


def test_24_an_offline_device_gets_the_newest_push_once_it_is_back(lab: Lab) -> None:
    devices.set_online(lab.world, "phone-2", online=False)
    write(lab, "one")
    write(lab, "two")
    assert lab.pushes("phone-2") == [("lost", "a newer one took its place"), ("waiting", "")]
    assert follow(lab) == []
    devices.set_online(lab.world, "phone-2", online=True)
    assert [outcome.pulled for outcome in follow(lab)] == [("k",)]
    assert [state for state, _ in lab.pushes("phone-2")] == ["lost", "followed"]


def test_a_lost_push_is_made_good_by_the_next_synchronisation(lab: Lab) -> None:
    devices.set_online(lab.world, "phone-2", online=False)
    write(lab, "one")
    devices.lose_pushes(lab.world, "phone-2")
    devices.set_online(lab.world, "phone-2", online=True)
    assert follow(lab) == []
    assert [state for state, _ in lab.pushes("phone-2")] == ["lost"]
    assert lab.cache("phone-2") == {"k": "v0"}
    assert lab.sync("phone-2").ok
    assert lab.cache("phone-2") == {"k": "one"}


def test_a_push_for_whom_the_phone_belonged_to_before_is_ignored(lab: Lab) -> None:
    write(lab, "one")
    devices.sign_out(lab.world, "phone-2")
    devices.sign_in_as_guest(lab.world, "phone-2")
    assert follow(lab) == []
    assert lab.pushes("phone-2") == [("ignored", "for another identity")]


def test_24_the_device_that_writes_is_not_told(lab: Lab) -> None:
    assert devices.push_on(lab.world, "phone", "d").ok
    write(lab, "one")
    assert lab.pushes("phone") == []
    assert len(lab.pushes("phone-2")) == 1


def test_25_without_a_subscription_nothing_comes_and_one_for_another_dataset_does_not_help(lab: Lab) -> None:
    lab.put("phone", "other", k="v")
    assert lab.sync("phone", "other").ok
    assert lab.pushes("phone-2") == []
    assert devices.push_off(lab.world, "phone-2", "d").ok
    write(lab, "one")
    assert lab.pushes("phone-2") == []


def test_a_device_registers_once(lab: Lab) -> None:
    lab.put("phone", "other", k="v")
    lab.sync("phone", "other")
    assert lab.calls(lambda: devices.push_on(lab.world, "phone-2", "other")) == ["SubscribeToDataset"]
    assert lab.calls(lambda: devices.push_on(lab.world, "phone", "d")) == ["RegisterDevice", "SubscribeToDataset"]


def test_unsubscribing_without_a_registration_is_refused_on_the_device(lab: Lab) -> None:
    reply = devices.push_off(lab.world, "phone", "d")
    assert reply.error is not None
    assert reply.error.message == "Device hasn't been registered yet"


def test_a_browser_has_no_pushes(lab: Lab) -> None:
    web = lab.add("web")
    reply = devices.push_on(lab.world, web, "d")
    assert reply.error is not None
    assert "no pushes" in reply.error.message


def test_a_device_remembers_the_newest_pushes_alone(lab: Lab) -> None:
    for number in range(KEPT + 2):
        lab.develop(k=f"v{number}")
    kept = lab.pushes("phone-2")
    assert len(kept) == KEPT
