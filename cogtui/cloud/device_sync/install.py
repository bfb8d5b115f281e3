"""A device comes and goes, and so does the app on it: tokens of the operating system, and what is wiped when."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import msgspec

from cogtui.cloud.device_sync.cache import device_named, devices_of, forget_records
from cogtui.cloud.device_sync.records import (
    DEVICES,
    LOCAL_DATASETS,
    PUSHES,
    DeviceKind,
    Platform,
    Profile,
    SyncDevice,
)
from cogtui.cloud.devices import HELD
from cogtui.cloud.errors import AwsError
from cogtui.cloud.holdings import REMEMBERED_DEVICE, SIGNED_IN
from cogtui.cloud.ids import ALNUM, Ids
from cogtui.cloud.store import Transaction

_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,15}")
_TAKEN: Final = ("app", "you")
"""Names of parties that no device may have."""

_TOKENS: Final[dict[Platform, Callable[[Ids], str]]] = {
    "": lambda ids: "",
    "GCM": lambda ids: f"{ids.text(22, ALNUM)}:APA91b{ids.text(134, ALNUM)}",
    "ADM": lambda ids: f"amzn1.adm-registration.v3.{ids.text(160, ALNUM)}",
    "APNS": lambda ids: ids.octets(32).hex().upper(),
    "APNS_SANDBOX": lambda ids: ids.octets(32).hex().upper(),
}
"""Platform -> a token in the form that its operating system gives an app."""


def add_device(
    tx: Transaction,
    ids: Ids,
    *,
    kind: DeviceKind,
    name: str = "",
    profile: Profile = "correct",
    platform: Platform = "",
) -> SyncDevice:
    """Put one more device into the world, with the app on it: "phone", then "phone-2"; `name` says otherwise."""
    others = devices_of(tx)
    chosen = name or _free_name(kind, {other.name for other in others})
    if not _NAME.fullmatch(chosen) or chosen in _TAKEN or device_named(tx, chosen) is not None:
        raise AwsError("InvalidAct", f"`{chosen}` is no name for one more device: small letters, digits and hyphens")
    number = max((other.added for other in others), default=0) + 1
    device = SyncDevice(chosen, kind, number, profile, platform=platform, token=_TOKENS[platform](ids))
    tx.put(DEVICES, device)
    return device


def remove_device(tx: Transaction, device: SyncDevice) -> None:
    """Take a device out of the world, with all that is on it."""
    _wipe_cache(tx, device.name)
    for held in list(tx.scan(HELD, device.name)):
        tx.delete(HELD, (device.name, held.name))
    for push in list(tx.scan(PUSHES, device.name)):
        tx.delete(PUSHES, (device.name, push.number))
    tx.delete(DEVICES, ("devices", device.name))


def installed_device(ids: Ids, device: SyncDevice) -> SyncDevice:
    """Return a device with the app on it: its operating system gives it a token that was never used."""
    return msgspec.structs.replace(device, token=_TOKENS[device.platform](ids))


def wipe(tx: Transaction, device: SyncDevice) -> None:
    """Remove the app from a device, with its cache and all it held.

    The person's password store is the operating system's and stays, and so do the settings that the developer wrote. In a
    browser this is "clear site data".
    """
    _wipe_cache(tx, device.name)
    for name in (*SIGNED_IN, REMEMBERED_DEVICE):
        tx.delete(HELD, (device.name, name))
    for push in list(tx.scan(PUSHES, device.name)):
        if push.state in ("waiting", "arrived"):
            lost = msgspec.structs.replace(push, state="lost", note="the app was removed")
            tx.put(PUSHES, lost)
    tx.put(DEVICES, msgspec.structs.replace(device, token="", device_ids={}, when_connected=(), lost=()))


def _wipe_cache(tx: Transaction, device: str) -> None:
    for row in list(tx.scan(LOCAL_DATASETS, device)):
        forget_records(tx, row.scope)
        tx.delete(LOCAL_DATASETS, LOCAL_DATASETS.key(row))


def _free_name(kind: DeviceKind, taken: set[str]) -> str:
    candidates = [kind, *(f"{kind}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in candidates if name not in taken)
