"""What Cognito Sync keeps: datasets and their records, and what each step of a dataset's count touched."""

from __future__ import annotations

import msgspec

from cogtui.cloud.store import Table

PARENT_SEPARATOR = "."
"""Between a dataset's name and the id of the identity whose it was before a merge: `prefs.us-east-1:...`."""


class Dataset(msgspec.Struct, frozen=True, gc=False):
    """A dataset of an identity; one that was deleted stays as long as its count must be remembered."""

    pool_id: str
    identity_id: str
    name: str
    created: float
    modified: float
    modified_by: str
    """A DeviceId where the writer gave one, else the identity's id."""
    sync_count: int = 0
    """Goes up by one with each UpdateRecords that stored something, and never down."""
    exists: bool = True
    deleted_at: int = 0
    """`sync_count` with which it was deleted last; 0: never."""
    size: int = 0
    """DataStorage: UTF-8 bytes of all keys and values."""
    count: int = 0
    """NumRecords: removed records do not count."""
    merged_into: str = ""
    """Name of the dataset beside which a merge of identities left this one; empty for others."""

    @property
    def scope(self) -> str:
        """Scope of its records."""
        return f"{self.identity_id} {self.name}"


class SyncRecord(msgspec.Struct, frozen=True, gc=False):
    """A record; one without a value is a tombstone.

    DIFFERS: how long AWS keeps tombstones is not published; here they stay as long as their dataset.
    """

    scope: str
    """Its dataset's."""
    key: str
    value: str | None
    sync_count: int
    """The dataset's count at the step that touched it last."""
    modified: float
    """By the service's clock."""
    modified_by: str
    device_modified: float | None = None
    """DeviceLastModifiedDate as the client told it; None where it told none."""

    @property
    def size(self) -> int:
        """UTF-8 bytes that it takes; a removed one takes its key's, as the iOS client reckons."""
        return _octets(self.key) + _octets(self.value or "")


def _octets(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


class Step(msgspec.Struct, frozen=True, gc=False):
    """The keys whose records have a certain count: finds what changed since, without a look at all records."""

    scope: str
    count: str
    """The count in 12 digits: keys sort as text."""
    keys: tuple[str, ...]


class PoolUsage(msgspec.Struct, frozen=True, gc=False):
    """What a pool used."""

    pool_id: str
    sessions: int
    """SyncSessionsCount."""
    modified: float
    size: int = 0
    """DataStorage: that of all its identities' datasets."""


DATASETS = Table("cognito_sync.datasets", Dataset, lambda row: (row.identity_id, row.name))
RECORDS = Table("cognito_sync.records", SyncRecord, lambda row: (row.scope, row.key))
STEPS = Table("cognito_sync.steps", Step, lambda row: (row.scope, row.count))
POOL_USAGE = Table("cognito_sync.pool_usage", PoolUsage, lambda row: (row.pool_id,))
