"""The scripts of the Sync screen come to what they promise: in a new world, in the lab's, and where somebody was before."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from cogtui.cloud.device_sync.cache import device_named, devices_of, dirty_records, local_datasets
from cogtui.cloud.device_sync.conflicts import Choice
from cogtui.cloud.device_sync.records import MOST_DEVICES, PUSHES
from cogtui.cloud.services.cognito_sync.records import DATASETS
from cogtui.cloud.services.cognito_sync.records import RECORDS as CLOUD_RECORDS
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.trail import Record
from cogtui.cloud.world import World
from cogtui.device.settings import settings_of
from cogtui.device.sync import devices
from cogtui.device.sync.progress import Handlers, resolve_all
from cogtui.device.sync.scripts import SCRIPTS, play
from cogtui.device.sync.scripts.cast import value_of
from cogtui.resources import lessons_dir
from tests.builders import done, state
from tests.device.every_way import a_lab

TEMPLATE = lessons_dir() / "worlds" / "sync.yaml"


def a_sync_world() -> World:
    world = World(seed="scripts")
    apply(world, TEMPLATE.read_text(encoding="utf-8"), TEMPLATE.name)
    return world


def a_used_world() -> World:
    """Make one in which somebody did a lot before: other people, other values, an app that is gone, four devices."""
    world = a_sync_world()
    devices.add(world, "web", profile="javascript")
    for name, value in (("web", "dark"), ("tablet", "sepia")):
        for dataset in ("reading", "look", "game", "alarm", "shopping"):
            devices.edit(world, name, dataset, "theme", value)
            devices.synchronize(world, name, dataset)
    devices.sign_in_as_guest(world, "phone")
    devices.edit(world, "phone", "reading", "page", "99")
    devices.uninstall(world, "phone")
    devices.set_online(world, "tablet", online=False)
    devices.set_profile(world, "tablet", "javascript")
    devices.edit(world, "tablet", "reading", "page", "13")
    world.act("clock.advance", seconds=7200)
    return world


WORLDS: dict[str, Callable[[], World]] = {"new": a_sync_world, "lab": a_lab, "used": a_used_world}


@pytest.fixture(params=WORLDS)
def world(request: pytest.FixtureRequest) -> World:
    return WORLDS[request.param]()


def played(world: World, script: str, choice: Choice = "local") -> list[Record]:
    """Play a script to its end and return what it left on the trail."""
    before = world.history.position
    outcome = play(world, SCRIPTS[script], Handlers(on_conflict=resolve_all(choice)))
    assert (outcome.state, outcome.message) == ("done", "")
    return list(world.trail[before:])


def cloud(world: World, device: str, dataset: str) -> dict[str, str | None]:
    """Return what the cloud has of a dataset of a device's identity, tombstones too."""
    row = world.store.get(DATASETS, (devices.identity(world, device), dataset))
    assert row is not None
    assert row.exists
    return {record.key: record.value for record in world.store.scan(CLOUD_RECORDS, row.scope)}


def has(world: World, device: str, dataset: str, *keys: str) -> list[str | None]:
    return [value_of(world.store, device, dataset, key) for key in keys]


def count(world: World, device: str, dataset: str) -> int:
    row = world.store.get(DATASETS, (devices.identity(world, device), dataset))
    return row.sync_count if row else 0


def unsent(world: World, device: str, dataset: str) -> list[str]:
    records = dirty_records(world.store, device, devices.identity(world, device), dataset)
    return [record.key for record in records]


def below(records: list[Record]) -> Iterator[Record]:
    for record in records:
        yield record
        yield from below(list(record.children))


def test_airplane_mode_loses_nothing_and_asks_nothing(world: World) -> None:
    records = played(world, "airplane-mode")
    wanted = ["57", "large", "night"]
    for device in ("phone", "tablet"):
        assert has(world, device, "reading", "page", "font", "light") == wanted
        assert unsent(world, device, "reading") == []
    there = cloud(world, "phone", "reading")
    assert [there[key] for key in ("page", "font", "light")] == wanted
    offline = next(at for at, record in enumerate(records) if record.title == "phone: offline")
    online = next(at for at, record in enumerate(records) if record.title == "phone: online")
    assert [one for one in records[offline:online] if one.device == "phone" and one.kind == "call"] == []
    assert all(record.ok for record in records)


@pytest.mark.parametrize(("choice", "left"), [("local", "sepia"), ("remote", "dark"), ("last_writer", "dark")])
def test_of_two_phones_that_write_one_key_the_watcher_chooses(world: World, choice: Choice, left: str) -> None:
    played(world, "two-phones", choice)
    first, second = (device.name for device in devices_of(world.store) if device.kind == "phone")
    assert devices.identity(world, first) == devices.identity(world, second)
    assert has(world, first, "look", "theme") == has(world, second, "look", "theme") == [left]
    assert cloud(world, first, "look")["theme"] == left
    assert unsent(world, second, "look") == []


def test_a_conflict_that_the_watcher_does_not_resolve_ends_the_script_and_says_so() -> None:
    world = a_sync_world()
    outcome = play(world, SCRIPTS["two-phones"])
    assert (outcome.state, outcome.message) == ("failed", "the synchronisation ended as cancelled: Manual cancel")
    assert unsent(world, "phone-2", "look") == ["theme"]
    assert cloud(world, "phone", "look") == {"theme": "dark"}


def test_a_guest_who_signs_in_keeps_the_identity_or_comes_to_the_one_that_is_there(world: World) -> None:
    records = played(world, "guest-signs-in")
    asked = [record for record in records if record.operation == "GetCredentialsForIdentity"]
    guest, same, other, merged = [str(record.output and record.output["IdentityId"]) for record in asked]
    assert guest == same == merged != other
    assert devices.identity(world, "phone") == devices.identity(world, "tablet") == guest
    told = [(record.output or {}).get("MergedDatasetNames") for record in records if record.operation == "ListRecords"]
    assert [f"game.{other}"] in told
    assert told[-1] in (None, [])
    for device in ("phone", "tablet"):
        assert has(world, device, "game", "level", "coins") == ["7", "50"]
    assert cloud(world, "phone", "game") == {"level": "7", "coins": "50"}
    names = [row.name for row in local_datasets(world.store, "tablet", guest)]
    assert [name for name in names if name.startswith("game")] == ["game"]


def test_an_app_that_is_gone_costs_its_endpoint_and_the_writer_nothing(world: World) -> None:
    records = played(world, "app-uninstalled")
    gone = next(
        at for at, record in enumerate(records) if record.operation == "sync.uninstall" or "removed" in record.title
    )
    back = next(at for at, record in enumerate(records) if record.title == "phone: the app is installed" and at > gone)
    writes = [record for record in records[gone:back] if record.operation == "UpdateRecords"]
    assert [record.ok for record in writes] == [True, True]
    published = [one for record in writes for one in below([record]) if one.operation == "Publish"]
    assert [one.error and one.error.code for one in published] == [None, "EndpointDisabled"]
    assert "sync.push.sent" in dict(writes[1].rules())
    assert has(world, "phone", "alarm", "time") == has(world, "tablet", "alarm", "time") == ["6:15"]
    phone = device_named(world.store, "phone")
    assert phone is not None
    assert devices.identity(world, "phone") in phone.device_ids


def test_a_push_that_is_lost_is_not_sent_again_and_the_pull_brings_the_data(world: World) -> None:
    records = played(world, "push-lost")
    online = max(at for at, record in enumerate(records) if record.title == "phone: online")
    pushes = [one for one in below(records) if one.operation == "Publish"]
    assert [one.ok for one in pushes] == [True]
    assert [push.state for push in world.store.scan(PUSHES, "phone")][-1] == "lost"
    after = [record.operation for record in records[online:] if record.kind == "call"]
    assert after == ["ListRecords"]
    assert has(world, "phone", "shopping", "milk") == ["2"]


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_can_be_watched_again_and_after_any_other(script: str) -> None:
    world = a_sync_world()
    for other in (*SCRIPTS, script, script):
        played(world, other)
    assert len(devices_of(world.store)) <= MOST_DEVICES


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_is_the_same_each_time(script: str) -> None:
    first, second = a_sync_world(), a_sync_world()
    for world in (first, second):
        played(world, script)
    assert state(first) == state(second)


@pytest.mark.parametrize("script", SCRIPTS)
def test_undo_takes_a_whole_script_back(script: str) -> None:
    world = a_sync_world()
    before, position = state(world), world.history.position
    played(world, script)
    world.seek(position)
    assert state(world) == before


def test_a_pool_without_pushes_is_set_up_and_one_that_has_them_stays_as_it_is() -> None:
    world = a_sync_world()
    pool = settings_of(world).identity_pool_id
    records = played(world, "push-lost")
    assert [one.operation for one in records if one.source == "You"] == [
        "CreateRole",
        "PutRolePolicy",
        "CreatePlatformApplication",
        "SetIdentityPoolConfiguration",
    ]
    before = done(world, "cognito-sync", "GetIdentityPoolConfiguration", IdentityPoolId=pool)
    assert [one.operation for one in played(world, "app-uninstalled") if one.source == "You"] == []
    assert done(world, "cognito-sync", "GetIdentityPoolConfiguration", IdentityPoolId=pool) == before


def test_a_phone_of_another_platform_gets_an_application_of_its_own_and_the_others_stay() -> None:
    world = a_sync_world()
    played(world, "push-lost")
    devices.remove(world, "phone")
    devices.add(world, "phone", platform="APNS_SANDBOX")
    played(world, "push-lost")
    pool = settings_of(world).identity_pool_id
    shown = done(world, "cognito-sync", "GetIdentityPoolConfiguration", IdentityPoolId=pool)["PushSync"]
    assert [arn.split("/")[1] for arn in shown["ApplicationArns"]] == ["GCM", "APNS_SANDBOX"]


def test_a_world_that_lets_nobody_sign_in_is_told_so() -> None:
    outcome = play(World(), SCRIPTS["airplane-mode"])
    assert outcome.state == "failed"
    assert "no device knows a login" in outcome.message


def test_every_step_says_in_short_sentences_what_happens() -> None:
    for script in SCRIPTS.values():
        assert script.about.endswith(".")
        for step in script.steps:
            assert 8 <= len(step.text.split()) <= 45, step.text
            assert step.text.endswith(".")
    assert [script.title for script in SCRIPTS.values()] == [
        "airplane mode",
        "two phones, one key",
        "guest signs in",
        "app uninstalled",
        "push lost",
    ]
