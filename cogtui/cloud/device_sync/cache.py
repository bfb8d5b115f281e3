"""Reading and writing the local caches: whoever writes a record keeps the list of what waits to be sent in step."""

from __future__ import annotations

from collections.abc import Iterable

from cogtui.cloud.device_sync.records import (
    DEVICES,
    DIRTY_KEYS,
    LOCAL_DATASETS,
    LOCAL_RECORDS,
    UNKNOWN,
    DirtyKey,
    LocalDataset,
    LocalRecord,
    SyncDevice,
    scope_of,
)
from cogtui.cloud.devices import HELD
from cogtui.cloud.holdings import IDENTITY_ID
from cogtui.cloud.store import Reader, Transaction


def devices_of(reader: Reader) -> list[SyncDevice]:
    """Return the world's devices in the order in which they were added."""
    return sorted(reader.scan(DEVICES, "devices"), key=lambda device: device.added)


def device_named(reader: Reader, name: str) -> SyncDevice | None:
    """Return a device, or None."""
    return reader.get(DEVICES, ("devices", name))


def identity_of(reader: Reader, device: str) -> str:
    """Return the identity id under which the device's app works now; `UNKNOWN` before it has one."""
    held = reader.get(HELD, (device, IDENTITY_ID))
    return str(held.value) if held and held.value else UNKNOWN


def local_datasets(reader: Reader, device: str, identity_id: str) -> list[LocalDataset]:
    """Return the datasets that a device caches for an identity, by name; those to be deleted included."""
    return [row for row in reader.scan(LOCAL_DATASETS, device) if row.identity_id == identity_id]


def local_dataset(reader: Reader, device: str, identity_id: str, name: str) -> LocalDataset | None:
    """Return a cached dataset, or None."""
    return reader.get(LOCAL_DATASETS, (device, identity_id, name))


def local_records(reader: Reader, device: str, identity_id: str, dataset: str) -> list[LocalRecord]:
    """Return all cached records of a dataset by key, removed ones included."""
    return list(reader.scan(LOCAL_RECORDS, scope_of(device, identity_id, dataset)))


def local_record(reader: Reader, device: str, identity_id: str, dataset: str, key: str) -> LocalRecord | None:
    """Return one cached record, or None."""
    return reader.get(LOCAL_RECORDS, (scope_of(device, identity_id, dataset), key))


def dirty_records(reader: Reader, device: str, identity_id: str, dataset: str) -> list[LocalRecord]:
    """Return the records that wait to be sent, by key."""
    scope = scope_of(device, identity_id, dataset)
    found = (reader.get(LOCAL_RECORDS, (scope, row.key)) for row in reader.scan(DIRTY_KEYS, scope))
    return [record for record in found if record is not None]


def put_records(tx: Transaction, records: Iterable[LocalRecord]) -> None:
    """Write records into the cache."""
    for record in records:
        tx.put(LOCAL_RECORDS, record)
        marked = tx.get(DIRTY_KEYS, (record.scope, record.key)) is not None
        if record.dirty and not marked:
            tx.put(DIRTY_KEYS, DirtyKey(record.scope, record.key))
        elif marked and not record.dirty:
            tx.delete(DIRTY_KEYS, (record.scope, record.key))


def forget_records(tx: Transaction, scope: str) -> None:
    """Remove all records of a dataset from the cache."""
    for record in list(tx.scan(LOCAL_RECORDS, scope)):
        tx.delete(LOCAL_RECORDS, (scope, record.key))
    for row in list(tx.scan(DIRTY_KEYS, scope)):
        tx.delete(DIRTY_KEYS, (scope, row.key))
