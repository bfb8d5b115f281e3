"""Cognito Sync as an app on a device calls it: with the device's credentials, about the identity that it works as."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from cogtui.cloud.callers import ANONYMOUS
from cogtui.cloud.device_sync.cache import identity_of
from cogtui.cloud.device_sync.conflicts import RemoteRecord
from cogtui.cloud.holdings import keys_of
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from cogtui.device.settings import AppSettings, settings_of

PAGE: Final = 1024
"""MaxResults of ListRecords, as the real clients ask."""


class Listing(msgspec.Struct, frozen=True):
    """All pages of ListRecords together."""

    since: int
    """LastSyncCount of the request."""
    records: tuple[RemoteRecord, ...]
    count: int
    """DatasetSyncCount."""
    exists: bool
    deleted: bool
    """DatasetDeletedAfterRequestedSyncCount."""
    merged: tuple[str, ...]
    token: str
    """SyncSessionToken of the first page."""


class Remote:
    """Calls Cognito Sync for a device."""

    def __init__(self, world: World, name: str) -> None:
        self._world = world
        self._name = name
        self._settings: AppSettings = settings_of(world, name)

    @property
    def has_pool(self) -> bool:
        """Whether the app knows an identity pool to ask."""
        return bool(self._settings.identity_pool_id)

    def send(self, operation: str, **more: Any) -> Reply:
        """Make a signed call about the device's identity."""
        world, settings = self._world, self._settings
        whose = {"IdentityPoolId": settings.identity_pool_id, "IdentityId": identity_of(world.store, self._name)}
        caller = keys_of(world.held(self._name)) or ANONYMOUS
        region = settings.region
        return world.call("cognito-sync", operation, whose | more, caller=caller, region=region, device=self._name)


def listed(since: int, pages: list[dict[str, Any]]) -> Listing:
    """Put the pages of ListRecords together; what is said about the dataset is the first one's."""
    first = pages[0]
    return Listing(
        since=since,
        records=tuple(remote_record(row) for page in pages for row in page["Records"]),
        count=first["DatasetSyncCount"],
        exists=first["DatasetExists"],
        deleted=first["DatasetDeletedAfterRequestedSyncCount"],
        merged=tuple(first.get("MergedDatasetNames", ())),
        token=first["SyncSessionToken"],
    )


def remote_record(row: Mapping[str, Any]) -> RemoteRecord:
    """Return a record of an answer; one without a value was removed."""
    return RemoteRecord(
        key=row["Key"],
        value=row.get("Value"),
        sync_count=row["SyncCount"],
        modified=_epoch(row["LastModifiedDate"]) if "LastModifiedDate" in row else 0,
        modified_by=row.get("LastModifiedBy", ""),
        device_modified=_epoch(row["DeviceLastModifiedDate"]) if "DeviceLastModifiedDate" in row else None,
    )


def _epoch(date: datetime) -> float:
    return date.timestamp()
