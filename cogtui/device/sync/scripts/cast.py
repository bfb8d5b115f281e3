"""Who plays in a script: devices that are found or added, signed in as one person, and in step with one another."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from cogtui.cloud.device_sync.cache import device_named, devices_of, identity_of, local_record
from cogtui.cloud.device_sync.records import MOST_DEVICES, DeviceKind, SyncDevice
from cogtui.cloud.devices import APP, SAVED_LOGIN
from cogtui.cloud.holdings import ID_TOKEN
from cogtui.cloud.store import Reader
from cogtui.cloud.tokens import read
from cogtui.cloud.world import World
from cogtui.device.sync import devices
from cogtui.device.sync.scripts.script import NOTHING, Course, Take, done, said, settled

Kinds = tuple[DeviceKind, ...]

NO_LOGIN: Final = "no device knows a login: save one on a device (i), or sign up first"


def cast(world: World, kinds: Kinds) -> list[str]:
    """Return the devices that play: of each kind the oldest that is not taken yet; fewer where some are missing."""
    found = _matched(world.store, kinds)
    return [device.name for device in found if device is not None]


def _matched(reader: Reader, kinds: Kinds) -> list[SyncDevice | None]:
    left = [device for device in devices_of(reader) if device.platform or device.kind == "web"]
    matched: list[SyncDevice | None] = []
    for kind in kinds:
        device = next((one for one in left if one.kind == kind), None)
        matched.append(device)
        if device is not None:
            left.remove(device)
    return matched


def player(kinds: Kinds, number: int, act: Callable[[World, str], Course]) -> Take:
    """Return a step in which one of the cast does something: `act` takes the world and the device's name."""
    return lambda world: act(world, cast(world, kinds)[number])


def ready(kinds: Kinds) -> Take:
    """Have the devices there, with the app on them, online, and with the correct sync manager."""

    def take(world: World) -> Course:
        for number, kind in enumerate(kinds):
            if _matched(world.store, kinds)[number] is None:
                yield from _added(world, kinds, kind)
        for name in cast(world, kinds):
            yield from _restored(world, name)
        return NOTHING

    return take


def _added(world: World, kinds: Kinds, kind: DeviceKind) -> Course:
    """Add a device; where there is no room, the youngest that does not play makes some."""
    everybody = [device.name for device in devices_of(world.store)]
    if len(everybody) >= MOST_DEVICES:
        spare = [name for name in everybody if name not in cast(world, kinds)]
        yield from done(world, partial(devices.remove, world, spare[-1]))
    return (yield from done(world, partial(devices.add, world, kind, login=login_of(world))))


def _restored(world: World, name: str) -> Course:
    device = device_named(world.store, name)
    assert device is not None
    if not device.installed:
        yield from done(world, partial(devices.install, world, name))
    if not device.online:
        yield from done(world, partial(devices.set_online, world, name, online=True))
    if device.profile != "correct":
        yield from done(world, partial(devices.set_profile, world, name, "correct"))
    return NOTHING


def login_of(world: World) -> dict[str, str] | None:
    """Return the login of whoever's devices these are: the first that a device has saved, else the app's own."""
    names = [*(device.name for device in devices_of(world.store)), APP]
    return next((login for name in names if (login := world.held(name).get(SAVED_LOGIN))), None)


def signed_in(kinds: Kinds) -> Take:
    """Have all of them signed in as one person: the first one's."""

    def take(world: World) -> Course:
        names = cast(world, kinds)
        login = world.held(names[0]).get(SAVED_LOGIN) or login_of(world)
        if login is None:
            return NO_LOGIN
        for name in names:
            problem = yield from sign_in_as(world, name, login)
            if problem:
                return problem
        return NOTHING

    return take


def sign_in_as(world: World, name: str, login: dict[str, str]) -> Course:
    """Have a device signed in as somebody; one that is already stays as it is."""
    if world.held(name).get(SAVED_LOGIN) != login:
        title = f"{name}: the login of {login['username']} is saved"
        keep = partial(world.act, "device.keep", values={SAVED_LOGIN: login}, device=name, title=title)
        yield from done(world, keep)
    elif _is(world, name, login["username"]):
        return NOTHING
    return (yield from done(world, partial(devices.sign_in, world, name)))


def _is(world: World, name: str, username: str) -> bool:
    claims = read(str(world.held(name).get(ID_TOKEN))).claims or {}
    return claims.get("cognito:username") == username and float(claims.get("exp", 0)) > world.now


def in_step(kinds: Kinds, dataset: str, start: dict[str, str]) -> Take:
    """Have the dataset hold these records, at the cloud and on all of them."""

    def take(world: World) -> Course:
        first, *others = cast(world, kinds)
        problem = yield from _begun(world, first, dataset, start)
        for name in others:
            if problem:
                return problem
            problem = said((yield from settled(devices.synchronization(world, name, dataset), "remote")))
        return problem

    return take


def _begun(world: World, name: str, dataset: str, start: dict[str, str]) -> Course:
    """Write the records where they differ, and send them; once more where the dataset had been deleted elsewhere."""
    for _ in range(2):
        yield from written(world, name, dataset, start)
        outcome = yield from settled(devices.synchronization(world, name, dataset), "local")
        there = all(value_of(world.store, name, dataset, key) == value for key, value in start.items())
        if there or not outcome.ok:
            return said(outcome)
    return f"{name} can't bring `{dataset}` to where the story begins"


def written(world: World, name: str, dataset: str, values: dict[str, str]) -> Course:
    """Write records into a device's cache, those that differ."""
    for key, value in values.items():
        if value_of(world.store, name, dataset, key) != value:
            problem = yield from done(world, partial(devices.edit, world, name, dataset, key, value))
            if problem:
                return problem
    return NOTHING


def value_of(reader: Reader, name: str, dataset: str, key: str) -> str | None:
    """Return what a device has under a key."""
    record = local_record(reader, name, identity_of(reader, name), dataset, key)
    return record.value if record else None


def writes(kinds: Kinds, number: int, dataset: str, values: dict[str, str]) -> Take:
    """Have one of the cast write records; nothing is sent."""
    return player(kinds, number, lambda world, name: written(world, name, dataset, values))


def does(kinds: Kinds, number: int, act: Callable[..., object], *given: Any) -> Take:
    """Have one of the cast do something of `device.sync.devices` that leaves rows on the trail."""
    return player(kinds, number, lambda world, name: done(world, partial(act, world, name, *given)))
