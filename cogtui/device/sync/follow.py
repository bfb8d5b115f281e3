"""What waits for a device: pushes that arrived, and datasets that are to be synchronised once the network is there.

Source: Developer Guide, "Push sync": a push is a hint; the app compares it with what it has and synchronises by itself.
"""

from __future__ import annotations

from collections.abc import Generator

from cogtui.cloud.device_sync.cache import device_named, identity_of, local_dataset
from cogtui.cloud.device_sync.records import PUSHES, Push, SyncDevice
from cogtui.cloud.world import World
from cogtui.device.sync.progress import Answer, Progress, Sent

SOURCE = "cognito-sync"


def queued(world: World, name: str) -> tuple[str, ...]:
    """Return the datasets that a device can synchronise now because it is online."""
    device = device_named(world.store, name)
    return device.when_connected if device is not None and device.online and device.installed else ()


def dequeue(world: World, name: str, dataset: str) -> Generator[Progress, Answer, None]:
    """Take a dataset off the list: it is synchronised once, whatever becomes of it."""
    title = f"{name}: the network is there, {dataset} is next"
    yield Sent(world.act("sync.unqueue", dataset=dataset, device=name, title=title).record)


def next_push(world: World, name: str) -> str | None:
    """Return the number of the oldest push that a device's app has not looked at; None where it can't or there is none."""
    device = device_named(world.store, name)
    if device is None or not device.online:
        return None
    return next((push.number for push in world.store.scan(PUSHES, name) if push.state == "arrived"), None)


def judge(world: World, name: str, number: str) -> Generator[Progress, Answer, str]:
    """Decide about a push; return the dataset to synchronise, empty for one that is ignored."""
    push, device = world.store.get(PUSHES, (name, number)), device_named(world.store, name)
    assert push is not None
    assert device is not None
    note = why_ignored(world, device, push)
    state, dataset = ("ignored", "") if note else ("followed", str(push.content["datasetName"]))
    title = f"{name} ignores a push: {note}" if note else f"{name} follows a push: {dataset}"
    yield Sent(world.act("sync.judge_push", number=number, state=state, note=note, device=name, title=title).record)
    return dataset


def why_ignored(world: World, device: SyncDevice, push: Push) -> str:
    """Return why an app does not care about a push; empty when it synchronises."""
    if device.profile == "javascript":
        return "the JavaScript manager takes no pushes"
    content, identity_id = push.content, identity_of(world.store, device.name)
    if content.get("source") != SOURCE:
        return "not from Cognito Sync"
    if content.get("identityId") != identity_id:
        return "for another identity"
    row = local_dataset(world.store, device.name, identity_id, str(content["datasetName"]))
    has, told = row.last_sync_count if row else 0, int(content["syncCount"])
    return "" if has < told else f"nothing new: has count {has}, was told {told}"
