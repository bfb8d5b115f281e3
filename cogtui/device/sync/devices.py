"""The devices of a world as people use them: add, switch, sign in, edit, synchronise. Everything passes the world's door."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final

from cogtui.cloud.device_sync.cache import device_named, devices_of, identity_of
from cogtui.cloud.device_sync.records import MOST_DEVICES, DeviceKind, Platform, Profile, SyncDevice
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from cogtui.device.sync import follow, metadata, push, session, words
from cogtui.device.sync.base import Manager
from cogtui.device.sync.javascript import JavaScriptManager
from cogtui.device.sync.manager import SyncManager
from cogtui.device.sync.progress import Answer, Handlers, Outcome, Progress, Synchronization, drive

_PLATFORMS: Final[dict[DeviceKind, Platform]] = {"phone": "GCM", "tablet": "GCM", "web": ""}


def add(
    world: World,
    kind: DeviceKind,
    *,
    profile: Profile = "correct",
    platform: Platform | None = None,
    login: dict[str, str] | None = None,
) -> str:
    """Add a device and return its name: "phone", "phone-2". ValueError when there are as many as there is room for.

    `login` is what its password store has: username and password at the app's user pool.
    """
    if len(devices_of(world.store)) >= MOST_DEVICES:
        raise ValueError(f"there are {MOST_DEVICES} devices already: remove one first")
    reached = _PLATFORMS[kind] if platform is None else platform
    given: dict[str, Any] = {"kind": kind, "profile": profile, "platform": reached, "login": login}
    return world.act("sync.add", title=f"Add a {words.KINDS[kind]}", **given).output["name"]


def remove(world: World, name: str) -> Reply:
    """Take a device out of the world, with all that is on it."""
    return world.act("sync.remove", name=name, title=f"Remove {name}")


def set_online(world: World, name: str, online: bool) -> Reply:
    """Switch a device's network on or off. Pushes that waited for it arrive when it is on."""
    return world.act("sync.set", online=online, device=name, title=f"{name}: {'online' if online else 'offline'}")


def set_skew(world: World, name: str, seconds: float) -> Reply:
    """Let a device's clock be wrong by so many seconds."""
    return world.act("sync.set", skew=seconds, device=name, title=f"{name}: {words.skew(seconds)}")


def set_profile(world: World, name: str, profile: Profile) -> Reply:
    """Give a device's app the other sync manager; its cache stays."""
    return world.act("sync.set", profile=profile, device=name, title=f"{name}: {words.PROFILES[profile]}")


def uninstall(world: World, name: str) -> Reply:
    """Remove the app from a device: cache, identity, tokens, credentials and push token go. In a browser: clear site data."""
    return world.act("sync.uninstall", device=name, title=f"{name}: the app is removed")


def install(world: World, name: str) -> Reply:
    """Install the app on a device again: the operating system gives it a new token."""
    return world.act("sync.install", device=name, title=f"{name}: the app is installed")


def lose_pushes(world: World, name: str) -> Reply:
    """Lose the pushes that wait for a device or lie there unread, as platforms may."""
    return world.act("sync.lose_pushes", device=name, title=f"{name}: pushes are lost")


def sign_in(world: World, name: str) -> Reply:
    """Sign in with the login that the device has saved: at the user pool, then at the identity pool."""
    return session.sign_in(world, name)


def sign_in_as_guest(world: World, name: str) -> Reply:
    """Get an identity without a login; who was signed in is signed out first."""
    return session.sign_in_as_guest(world, name)


def sign_out(world: World, name: str) -> Reply:
    """Forget tokens, identity and credentials. The cache stays, as in the real clients unless the app wipes it."""
    return session.sign_out(world, name)


def edit(world: World, name: str, dataset: str, key: str, value: str | None) -> Reply:
    """Write a record into a device's cache; None removes it. Nothing is sent.

    An app with the JavaScript manager has got its credentials before it makes one: without an identity it has no dataset.
    """
    session.begin(world, name)
    title = words.edited(name, key, value)
    return world.act("sync.write", dataset=dataset, key=key, value=value, device=name, title=title)


def delete_dataset(world: World, name: str, dataset: str) -> Reply:
    """Delete a dataset on a device; the service is told at its next synchronisation."""
    return world.act("sync.delete_dataset", dataset=dataset, device=name, title=f"{name}: delete {dataset}")


def refresh_metadata(world: World, name: str) -> Reply:
    """Have a device ask for everything again at its next synchronisations (JavaScript's `refreshDatasetMetadata`)."""
    return metadata.refresh(world, name)


def open_dataset(world: World, name: str, dataset: str) -> Reply:
    """Open a dataset on a device, or make it there (openOrCreateDataset). Who writes or synchronises needs not ask for it."""
    return world.act("sync.open", dataset=dataset, device=name, title=f"{name}: open {dataset}")


def push_on(world: World, name: str, dataset: str) -> Reply:
    """Have a device told of changes to a dataset: RegisterDevice where it has no DeviceId yet, SubscribeToDataset."""
    return push.on(world, name, dataset)


def push_off(world: World, name: str, dataset: str) -> Reply:
    """Have a device not told of changes to a dataset any more."""
    return push.off(world, name, dataset)


def synchronization(world: World, name: str, dataset: str) -> Synchronization:
    """Synchronise a dataset as the manager of the device's profile does, a step at a time."""
    device = _named(world, name)
    return _MANAGERS[device.profile](world, name, dataset).run()


_MANAGERS: Final[dict[Profile, type[Manager]]] = {"correct": SyncManager, "javascript": JavaScriptManager}


def synchronize(world: World, name: str, dataset: str, handlers: Handlers | None = None) -> Outcome:
    """Synchronise a dataset; an app without handlers of its own says no to every question."""
    return drive(synchronization(world, name, dataset), handlers or Handlers())


def synchronize_when_connected(world: World, name: str, dataset: str) -> Reply:
    """Have a dataset synchronised once the device is online: `follow_ups` does it, once however often this was asked."""
    return world.act("sync.queue", dataset=dataset, device=name, title=f"{name}: {dataset} when connected")


def follow_ups(world: World) -> Generator[Progress, Answer, list[Outcome]]:
    """Let every device that is online do what waits for it, and return how each synchronisation ended.

    Datasets that waited for the network are synchronised; pushes are judged, and ignored or followed by a synchronisation.
    """
    outcomes: list[Outcome] = []
    for name in [device.name for device in devices_of(world.store)]:
        for dataset in follow.queued(world, name):
            yield from follow.dequeue(world, name, dataset)
            outcomes.append((yield from synchronization(world, name, dataset)))
        while (number := follow.next_push(world, name)) is not None:
            dataset = yield from follow.judge(world, name, number)
            if dataset:
                outcomes.append((yield from synchronization(world, name, dataset)))
    return outcomes


def identity(world: World, name: str) -> str:
    """Return the identity id under which a device works; "unknown" before it has one."""
    return identity_of(world.store, name)


def _named(world: World, name: str) -> SyncDevice:
    device = device_named(world.store, name)
    if device is None:
        raise LookupError(f"there is no device `{name}`")
    return device
