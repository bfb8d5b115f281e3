"""The schema of a goal about data that devices synchronise: `synced: {at: tablet, key: theme, value: dark}`."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from msgspec import Meta

CLOUD: Final = "cloud"
DATASET: Final = "settings"
"""The dataset that is meant where a lesson names none: the one that the Sync pane opens with."""

Count = Annotated[int, Meta(ge=0)]
DatasetName = Annotated[str, Meta(pattern="^[a-zA-Z0-9_.:-]{1,128}$")]


class Synced(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a device, or the cloud, must have; everything that is named must hold."""

    at: str
    """"phone", or "cloud"."""
    of: str = ""
    """At the cloud: the device whose identity's data is meant; empty: that of the first device that has one."""
    dataset: DatasetName = DATASET
    key: str = ""
    """This record must be there."""
    value: str | None = None
    """And have this value."""
    removed: bool = False
    """The record must not be there, or not any more."""
    dirty: Count | None = None
    """So many records of the dataset must wait on the device to be sent."""
    count: Count | None = None
    """The cloud's count of the dataset; on a device, up to which count it has synchronised."""
    least: Count | None = None
    """The same, or more."""
    same: bool = False
    """The device must have all that the cloud has, and nothing else."""
    gone: bool = False
    """There must be no such dataset."""
    online: bool | None = None
    """Whether the device must be on the network."""

    def __post_init__(self) -> None:
        """Refuse what asserts nothing, or what only one side has."""
        if (self.value is not None or self.removed) and not self.key:
            raise ValueError("`value` and `removed` are about a record: name its `key`")
        if self.value is not None and self.removed:
            raise ValueError("a record that is `removed` has no `value`")
        numbers = (self.dirty, self.count, self.least, self.online)
        if not (self.key or self.same or self.gone or any(number is not None for number in numbers)):
            raise ValueError(
                "something is expected that must hold: `key`, `dirty`, `count`, `least`, `same`, `gone` or `online`"
            )
        if self.at == CLOUD and (self.dirty is not None or self.online is not None or self.same):
            raise ValueError("`dirty`, `online` and `same` are about a device, not the cloud")
        if self.at != CLOUD and self.of:
            raise ValueError("`of` is about the cloud: a device has the data of whoever works on it")
