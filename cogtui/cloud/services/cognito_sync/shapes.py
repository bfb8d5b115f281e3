"""Datasets and records in AWS's shapes."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.clock import timestamp
from cogtui.cloud.services.cognito_sync.records import Dataset, SyncRecord

Output = dict[str, Any]


def described(dataset: Dataset) -> Output:
    """Return a dataset as Describe, List and Delete show it; its count is not in there."""
    return {
        "IdentityId": dataset.identity_id,
        "DatasetName": dataset.name,
        "CreationDate": timestamp(dataset.created),
        "LastModifiedDate": timestamp(dataset.modified),
        "LastModifiedBy": dataset.modified_by,
        "DataStorage": dataset.size,
        "NumRecords": dataset.count,
    }


def shown(record: SyncRecord) -> Output:
    """Return a record; a removed one has no value."""
    value = {"Value": record.value} if record.value is not None else {}
    device = record.device_modified
    told = {"DeviceLastModifiedDate": timestamp(device)} if device is not None else {}
    return {
        "Key": record.key,
        **value,
        "SyncCount": record.sync_count,
        "LastModifiedDate": timestamp(record.modified),
        "LastModifiedBy": record.modified_by,
        **told,
    }
