"""Putting a record into a stream: what becomes of a message that `kinesis` carries.

Source: Kinesis API, PutRecord. Whether its sender may is the sender's to ask: the message itself is put to no policy.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.streams.records import STREAM_RECORDS, STREAMS, Stream, StreamRecord

SHARD = "shardId-000000000000"
"""The shard that every record goes to."""

_SEQUENCE = "49{:054d}"
"""Sequence numbers as Kinesis's look: 56 digits, growing."""


def hand_over(call: Call) -> dict[str, Any]:
    """Put the record of a message: StreamARN, PartitionKey, Data (text)."""
    arn: str = call.params["StreamARN"]
    stream = call.tx.get(STREAMS, (arn,))
    call.require("stream.exists", stream is not None, lambda: not_found(arn), stream=arn)
    assert stream is not None
    return {"ShardId": SHARD, "SequenceNumber": _put(call, stream).sequence}


def _put(call: Call, stream: Stream) -> StreamRecord:
    number = stream.put + 1
    record = StreamRecord(
        stream.arn, _SEQUENCE.format(number), call.params["PartitionKey"], call.params["Data"], call.now
    )
    call.tx.put(STREAM_RECORDS, record)
    call.tx.put(STREAMS, msgspec.structs.replace(stream, put=number))
    return record


def not_found(arn: str) -> AwsError:
    """Return the error for a stream that is not there (AWS's text)."""
    account, name = arn.split(":")[4], arn.partition("/")[2]
    return AwsError("ResourceNotFoundException", f"Stream {name} under account {account} not found.")
