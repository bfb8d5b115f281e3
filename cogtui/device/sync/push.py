"""Push synchronisation on a device: registering it and asking to be told of changes.

Source: Developer Guide, "Push sync"; the Android client registers once for each identity, whatever becomes of the token.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.device_sync.cache import device_named, identity_of
from cogtui.cloud.device_sync.records import SyncDevice
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from cogtui.device.sync.remote import Remote
from cogtui.device.sync.session import attempt, connected, without_pool


def on(world: World, name: str, dataset: str) -> Reply:
    """Register the device where it has no DeviceId for its identity yet, and subscribe it; the first failure ends it."""
    failed = _ready(world, name)
    if failed is not None:
        return failed
    reply = _registered(world, name)
    return reply if reply is not None and not reply.ok else _subscription(world, name, dataset, "SubscribeToDataset")


def off(world: World, name: str, dataset: str) -> Reply:
    """Take the device's subscription to a dataset back."""
    failed = _ready(world, name)
    if failed is not None:
        return failed
    if _device_id(world, name) is None:
        return attempt(world, name, "not_registered")
    return _subscription(world, name, dataset, "UnsubscribeFromDataset")


def _ready(world: World, name: str) -> Reply | None:
    """Return the refusal of a device that can have no pushes or reach nobody now; None when all is well."""
    device = device_named(world.store, name)
    assert device is not None
    problem = _problem(device)
    if problem:
        return attempt(world, name, problem)
    reply = without_pool(world, name) or connected(world, name)
    return reply if reply is not None and not reply.ok else None


def _problem(device: SyncDevice) -> str:
    if not device.platform or device.profile == "javascript":
        return "no_push"
    if not device.token:
        return "not_installed"
    return "" if device.online else "offline"


def _registered(world: World, name: str) -> Reply | None:
    """Have the device registered; None when it is already."""
    device = device_named(world.store, name)
    if device is None or _device_id(world, name) is not None:
        return None
    reply = _send(world, name, "RegisterDevice", {"Platform": device.platform, "Token": device.token})
    if reply.ok:
        identity_id, device_id = identity_of(world.store, name), str(reply.output["DeviceId"])
        title = f"{name} keeps its DeviceId"
        world.act("sync.registered", identity_id=identity_id, device_id=device_id, device=name, title=title)
    return reply


def _subscription(world: World, name: str, dataset: str, operation: str) -> Reply:
    return _send(world, name, operation, {"DatasetName": dataset, "DeviceId": _device_id(world, name)})


def _device_id(world: World, name: str) -> str | None:
    device = device_named(world.store, name)
    return device.device_ids.get(identity_of(world.store, name)) if device is not None else None


def _send(world: World, name: str, operation: str, more: dict[str, Any]) -> Reply:
    return Remote(world, name).send(operation, **more)
