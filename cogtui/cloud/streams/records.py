"""What a world keeps of its data streams and of what lies in them."""

from __future__ import annotations

import msgspec

from cogtui.cloud.explain import Place
from cogtui.cloud.store import Table

RETENTION = 24 * 3600
"""Seconds that a record stays (Kinesis Developer Guide, "Changing the data retention period": 24 hours unless somebody says so)."""


class Stream(msgspec.Struct, frozen=True, gc=False):
    """A data stream."""

    arn: str
    name: str
    created: float
    shards: int = 1
    """ShardCount. DIFFERS: it is kept and shown; every record goes to the first shard."""
    put: int = 0
    """Records that it ever took."""

    def place(self) -> Place:
        """Return where it stands."""
        return Place("setting", f"stream {self.name}", STREAMS.name, (self.arn,))


class StreamRecord(msgspec.Struct, frozen=True, gc=False):
    """A record in a stream."""

    stream: str
    """ARN."""
    sequence: str
    """Its sequence number: as many digits for all, so that later ones sort behind earlier ones."""
    partition_key: str
    data: str
    """As Kinesis would give it, without the Base64."""
    at: float
    """When it came, epoch seconds."""


STREAMS = Table("streams.streams", Stream, lambda row: (row.arn,))
STREAM_RECORDS = Table(
    "streams.records", StreamRecord, lambda row: (row.stream, row.sequence), expires=lambda row: row.at + RETENTION
)
