"""The cache follows its app to another identity id: what was nobody's becomes the person's, what was a guest's is set aside.

Sources: aws-sdk-android, `SQLiteLocalStorage.changeIdentityId`; aws-sdk-net, the same with its fix of the counts.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from cogtui.cloud.device_sync.cache import forget_records, local_datasets, local_record, local_records, put_records
from cogtui.cloud.device_sync.records import LOCAL_DATASETS, MERGED_BY, UNKNOWN, LocalDataset, LocalRecord
from cogtui.cloud.store import Transaction


def relabel(tx: Transaction, device: str, before: str, after: str) -> list[str]:
    """Move a device's rows from one identity to another and return the names that its datasets have there."""
    rows = local_datasets(tx, device, before)
    move = _adopt if before == UNKNOWN else _set_aside
    return [move(tx, row, after) for row in rows]


def _adopt(tx: Transaction, row: LocalDataset, identity_id: str) -> str:
    """Give what was written before there was an identity to the one that came.

    DIFFERS: where the identity has the dataset on this device already, Android leaves the rows beside it, as `name.unknown`;
    here they are edits of the dataset that is there, so that nothing lies where no app looks.
    """
    there = tx.get(LOCAL_DATASETS, (row.device, identity_id, row.name))
    put_records(tx, list(_edits(tx, row, identity_id)))
    tx.put(LOCAL_DATASETS, there or msgspec.structs.replace(row, identity_id=identity_id))
    _forget(tx, row)
    return row.name


def _edits(tx: Transaction, row: LocalDataset, identity_id: str) -> Iterator[LocalRecord]:
    for record in local_records(tx, row.device, row.identity_id, row.name):
        there = local_record(tx, row.device, identity_id, row.name, record.key)
        if there is None:
            yield msgspec.structs.replace(record, identity_id=identity_id)
        elif there.value != record.value:
            edit = {"value": record.value, "dirty": True, "device_modified": record.device_modified}
            yield msgspec.structs.replace(there, **edit)


def _set_aside(tx: Transaction, row: LocalDataset, identity_id: str) -> str:
    """Keep a former identity's dataset under the name that a merge gives it at the service, as iOS does.

    DIFFERS: Android and .NET also leave a copy of the records, as edits, in the person's own dataset, which then conflict with
    what is there; here nothing is sent that nobody decided. .NET gives the dataset LastSyncCount 1, the count of the service's
    copy. Here it is 0, as on a device that never saw the copy: with 1, what the device had not pulled before the merge would
    never come, and a dataset that the service never had would pass for deleted there.
    """
    name = f"{row.name}{MERGED_BY}{row.identity_id}"
    moved = {"identity_id": identity_id, "sync_count": 0}
    records = local_records(tx, row.device, row.identity_id, row.name)
    put_records(tx, [msgspec.structs.replace(record, dataset=name, **moved) for record in records])
    count = min(row.last_sync_count, 0)  # one that waits to be deleted still does
    aside = msgspec.structs.replace(row, identity_id=identity_id, name=name, last_sync_count=count)
    tx.put(LOCAL_DATASETS, aside)
    _forget(tx, row)
    return name


def _forget(tx: Transaction, row: LocalDataset) -> None:
    forget_records(tx, row.scope)
    tx.delete(LOCAL_DATASETS, LOCAL_DATASETS.key(row))
