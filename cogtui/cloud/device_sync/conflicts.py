"""Conflicts: a record that changed on a device and at the service, and what may become of it."""

from __future__ import annotations

from typing import Literal

import msgspec

from cogtui.cloud.device_sync.records import LocalRecord

Choice = Literal["remote", "local", "last_writer", "custom"]


class RemoteRecord(msgspec.Struct, frozen=True):
    """A record as ListRecords told it."""

    key: str
    value: str | None
    """None: removed at the service."""
    sync_count: int
    modified: float
    """LastModifiedDate, by the service's clock."""
    modified_by: str
    """A DeviceId, or the identity's id where the writer told none."""
    device_modified: float | None = None
    """DeviceLastModifiedDate, by the clock of the device that wrote it; None where it told none."""


class Conflict(msgspec.Struct, frozen=True):
    """A key changed on this device and at the service, to different values."""

    dataset: str
    local: LocalRecord
    """With `base`, the value that both started from."""
    remote: RemoteRecord

    @property
    def key(self) -> str:
        """The key in dispute."""
        return self.local.key


class Resolution(msgspec.Struct, frozen=True):
    """What becomes of a conflict."""

    key: str
    choice: Choice
    value: str | None = None
    """custom: the value to keep; None removes the record."""
