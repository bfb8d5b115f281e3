"""Who wrote last: the one rule that the sync manager follows and the conflict dialog tells beforehand.

DIFFERS: the real clients' rules look at other clocks (Android's and iOS's DefaultSyncCallback, aws-sdk-android and aws-sdk-ios;
the dialog tells how). This one keeps what the name promises as far as the devices' clocks are right: the later edit wins.
"""

from __future__ import annotations

import msgspec


class LastWriter(msgspec.Struct, frozen=True):
    """Which version was written last, and by which clocks."""

    local: bool
    """Whether this device's version was."""
    ours: float
    """When this device wrote, by its own clock."""
    theirs: float
    """When the other version was written: DeviceLastModifiedDate where the device that wrote told one, else LastModifiedDate."""


def last_writer(ours: float, service_modified: float, device_modified: float | None) -> LastWriter:
    """Compare this device's edit with the service's record; of two at the same moment the service's stays.

    `ours` is the edit's time by this device's clock; the others are the record's LastModifiedDate and DeviceLastModifiedDate.
    """
    theirs = service_modified if device_modified is None else device_modified
    return LastWriter(ours > theirs, ours, theirs)
