"""Conflicts between a device and the service, made by hand."""

from __future__ import annotations

from cogtui.cloud.device_sync.conflicts import Conflict, RemoteRecord
from cogtui.cloud.device_sync.records import LocalRecord, SyncDevice

IDENTITY = "us-east-1:11111111-2222-3333-4444-555555555555"
NOON = 1_699_963_200.0
"""2023-11-14 12:00:00 UTC."""


def a_device(name: str = "phone", *, skew: float = 0, **settings: object) -> SyncDevice:
    """Return a phone."""
    return SyncDevice(name, "phone", 1, skew=skew, **settings)  # pyright: ignore[reportArgumentType]


def a_conflict(
    key: str = "theme",
    ours: str | None = "blue",
    theirs: str | None = "dark",
    *,
    base: str | None = "light",
    known: int = 1,
    count: int = 2,
    wrote: float = NOON + 10,
    stored: float = NOON + 20,
    by_writer: float | None = NOON + 5,
    by: str = "device-of-the-tablet",
    dataset: str = "prefs",
) -> Conflict:
    """Return a conflict: this device wrote `ours` at `wrote` by its clock, the service stored `theirs` at `stored`."""
    local = LocalRecord("phone", IDENTITY, dataset, key, ours, known, True, NOON, IDENTITY, wrote, base)
    return Conflict(dataset, local, RemoteRecord(key, theirs, count, stored, by, by_writer))
