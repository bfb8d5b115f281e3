"""What the Sync pane looks at: the devices with what they cache, and one dataset as Cognito Sync keeps it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from cogtui.cloud.device_sync.cache import devices_of, identity_of, local_dataset, local_datasets, local_records
from cogtui.cloud.device_sync.records import DELETED, PUSHES, LocalDataset, LocalRecord, SyncDevice
from cogtui.cloud.parties import device_party
from cogtui.cloud.services.cognito_sync.push_records import SUBSCRIPTIONS
from cogtui.cloud.services.cognito_sync.records import DATASETS, RECORDS, Dataset, SyncRecord
from cogtui.cloud.store import Reader
from cogtui.views.status import who

DATASET = "settings"
"""The dataset that a device begins with."""


class DeviceView(msgspec.Struct, frozen=True):
    """A device as the pane shows it."""

    device: SyncDevice
    identity_id: str
    person: str
    """Who is signed in: "Ana@UsrPool", "guest", "signed out"."""
    dataset: LocalDataset | None
    records: tuple[LocalRecord, ...]
    subscribed: bool = False
    waiting: int = 0
    """Pushes that wait for the device to come online."""

    @property
    def party(self) -> str:
        """Code of its lane."""
        return device_party(self.device.name)

    @property
    def dirty(self) -> int:
        """How many records wait to be sent."""
        return sum(record.dirty for record in self.records)

    @property
    def count(self) -> int:
        """LastSyncCount."""
        return self.dataset.last_sync_count if self.dataset else 0

    @property
    def deleted(self) -> bool:
        """Whether the dataset was deleted here and not yet at the service."""
        return self.count == DELETED


class CloudView(msgspec.Struct, frozen=True):
    """A dataset at the service."""

    identity_id: str
    dataset: Dataset | None
    """None: it never existed."""
    records: tuple[SyncRecord, ...]
    datasets: tuple[Dataset, ...]
    """All that the identity has."""

    def left_beside(self, name: str) -> tuple[str, ...]:
        """Return the names of the datasets that merges of identities left beside one, whether or not that is there itself."""
        return tuple(one.name for one in self.datasets if one.merged_into == name)


class Board(msgspec.Struct, frozen=True):
    """Everything around one dataset."""

    name: str
    devices: tuple[DeviceView, ...]
    cloud: CloudView
    names: tuple[str, ...]
    """Every dataset that a device or the service knows for the identity in view."""


def board_of(reader: Reader, name: str, device: str = "") -> Board:
    """Return the board of a dataset; the service is seen as the identity of `device` sees it, the first by default."""
    found = devices_of(reader)
    views = tuple(_device(reader, one, name) for one in found)
    chosen = next((one for one in views if one.device.name == device), views[0] if views else None)
    cloud = cloud_of(reader, chosen.identity_id if chosen else "", name)
    local = (row.name for one in views for row in local_datasets(reader, one.device.name, one.identity_id))
    names = dict.fromkeys(sorted({name, *local, *(row.name for row in cloud.datasets)}))
    return Board(name, views, cloud, tuple(names))


def cloud_of(reader: Reader, identity_id: str, name: str) -> CloudView:
    """Return a dataset as the service has it."""
    kept = reader.get(DATASETS, (identity_id, name))
    datasets = tuple(row for row in reader.scan(DATASETS, identity_id) if row.exists)
    return CloudView(identity_id, kept, tuple(_kept(reader, kept)), datasets)


def _kept(reader: Reader, dataset: Dataset | None) -> Iterator[SyncRecord]:
    if dataset is not None and dataset.exists:
        yield from reader.scan(RECORDS, dataset.scope)


def _device(reader: Reader, device: SyncDevice, name: str) -> DeviceView:
    identity_id = identity_of(reader, device.name)
    device_id = device.device_ids.get(identity_id, "")
    return DeviceView(
        device,
        identity_id,
        who(reader, device.name),
        local_dataset(reader, device.name, identity_id, name),
        tuple(local_records(reader, device.name, identity_id, name)),
        bool(device_id) and reader.get(SUBSCRIPTIONS, (identity_id, name, device_id)) is not None,
        sum(push.state == "waiting" for push in reader.scan(PUSHES, device.name)),
    )
