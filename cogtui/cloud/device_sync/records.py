"""The tables of the devices: what each is, its cached datasets and records, and the pushes sent to it.

The cache has the columns of the real clients: Android's tables `datasets` and `records`, with iOS's and JavaScript's equivalents
(aws-sdk-android, module aws-android-sdk-cognito, `SQLiteLocalStorage`).
"""

from __future__ import annotations

from typing import Any, Final, Literal

import msgspec

from cogtui.cloud.store import Table

DeviceKind = Literal["phone", "tablet", "web"]
Profile = Literal["correct", "javascript"]
Platform = Literal["", "GCM", "ADM", "APNS", "APNS_SANDBOX"]

MOST_DEVICES: Final = 4
"""Devices that a world has room for: as many as the Sync screen can show."""

MOST_SKEW: Final = 10 * 366 * 86400
"""Seconds that a device's clock may be wrong by, either way."""

LONGEST_KEY: Final = 128
"""UTF-8 bytes of a key, in the checks of the Android, iOS and .NET clients; the service takes more."""

LONGEST_VALUE: Final = 1_048_575
"""Characters of a value (API reference, RecordPatch)."""

MERGED_BY = "."
"""Between a dataset's name and the id of the identity whose it was before a merge: `prefs.us-east-1:...`."""

UNKNOWN = "unknown"
"""The identity under which a device keeps what it wrote before it ever got an identity id."""

DELETED = -1
"""`last_sync_count` of a dataset that was deleted on the device and not yet at the service."""


class SyncDevice(msgspec.Struct, frozen=True, gc=False):
    """A device whose app synchronises: a phone, a tablet, a browser."""

    name: str
    """"phone", "tablet-2"; its tokens, identity id and credentials are what `cloud.devices` holds under this name."""
    kind: DeviceKind
    added: int
    """Devices stand in this order."""
    profile: Profile = "correct"
    """Which sync manager its app has: one that keeps its promises, or one that does as amazon-cognito-js does."""
    online: bool = True
    skew: float = 0
    """Seconds that the device's clock is ahead of the world's."""
    platform: Platform = ""
    """Whose push service reaches it; empty for browsers, which Cognito Sync has no push for."""
    token: str = ""
    """What the operating system told the app for pushes; empty while the app is not installed."""
    device_ids: dict[str, str] = {}
    """Identity id -> DeviceId that RegisterDevice gave; the clients never register twice."""
    when_connected: tuple[str, ...] = ()
    """Datasets to synchronise as soon as the device is online again."""
    lost: tuple[str, ...] = ()
    """Datasets that the app still holds although its cache forgot them, as after the JavaScript manager's TypeError."""
    pushes: int = 0
    """How many were ever sent to it."""

    @property
    def installed(self) -> bool:
        """Whether the app is on the device: without, the operating system knows no token for it."""
        return bool(self.token) or not self.platform


class LocalDataset(msgspec.Struct, frozen=True, gc=False):
    """A dataset as a device caches it."""

    device: str
    identity_id: str
    """`UNKNOWN` before the device ever had one."""
    name: str
    created: float
    """Device's clock, like the other times unless they say otherwise."""
    modified: float
    last_sync_count: int = 0
    """0: never synchronised; `DELETED`; n: everything up to n was pulled."""
    last_sync: float = 0
    """World time of the last synchronisation that succeeded; 0: none did."""

    @property
    def scope(self) -> str:
        """Scope of its records."""
        return scope_of(self.device, self.identity_id, self.name)


class LocalRecord(msgspec.Struct, frozen=True, gc=False):
    """A record as a device caches it."""

    device: str
    identity_id: str
    dataset: str
    key: str
    value: str | None
    """None: removed on this device, or at the service."""
    sync_count: int = 0
    """The count that the service told last; 0: the service never had it as far as the device knows."""
    dirty: bool = True
    """Changed here and not yet at the service."""
    modified: float = 0
    """LastModifiedDate, by the service's clock; 0: the service never told."""
    modified_by: str = ""
    device_modified: float = 0
    """DeviceLastModifiedDate, by the clock of the device that wrote it."""
    base: str | None = None
    """The value that the service told last: what a change here started from. Real caches lack it; the conflict dialog shows it."""

    @property
    def scope(self) -> str:
        """Scope of its dataset's records."""
        return scope_of(self.device, self.identity_id, self.dataset)


class DirtyKey(msgspec.Struct, frozen=True, gc=False):
    """A record waits to be sent: finds them without a look at all others."""

    scope: str
    key: str


class Push(msgspec.Struct, frozen=True, gc=False):
    """A silent notification on its way to a device, or there."""

    device: str
    number: str
    """Counted per device from 0001: keys sort as text."""
    content: dict[str, Any]
    """source, identityPoolId, identityId, datasetName, syncCount, all text."""
    sent: float
    state: Literal["waiting", "arrived", "ignored", "followed", "lost"]
    """waiting: the device is offline; ignored: nothing new, or for somebody else; followed: the app synchronised."""
    note: str = ""
    """Why it was ignored or lost."""


def scope_of(device: str, identity_id: str, dataset: str) -> str:
    """Return the scope of the records of a dataset on a device; no part of it can contain a blank."""
    return f"{device} {identity_id} {dataset}"


DEVICES = Table("sync.devices", SyncDevice, lambda row: ("devices", row.name))
LOCAL_DATASETS = Table("sync.local_datasets", LocalDataset, lambda row: (row.device, row.identity_id, row.name))
LOCAL_RECORDS = Table("sync.local_records", LocalRecord, lambda row: (row.scope, row.key))
DIRTY_KEYS = Table("sync.dirty_keys", DirtyKey, lambda row: (row.scope, row.key))
PUSHES = Table("sync.pushes", Push, lambda row: (row.device, row.number))
