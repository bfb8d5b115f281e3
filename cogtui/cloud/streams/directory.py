"""The streams of a world: put there by templates or by the act `stream.put`, taken away by `stream.delete`."""

from __future__ import annotations

import re
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.store import Reader, rows_of
from cogtui.cloud.streams.records import STREAM_RECORDS, STREAMS, Stream, StreamRecord

NAME = re.compile(r"[a-zA-Z0-9_.-]{1,128}")
"""What Kinesis takes for a name (Kinesis API, CreateStream)."""

MOST_SHARDS = 10_000


def arn_of(account: str, region: str, name: str) -> str:
    """Return the ARN of a stream of that name."""
    return f"arn:aws:kinesis:{region}:{account}:stream/{name}"


def make(call: Call, name: str, shards: int = 1) -> Stream:
    """Make a stream in the call's account and region; one that is there keeps its records."""
    arn = arn_of(call.account, call.region, name)
    there = call.tx.get(STREAMS, (arn,))
    stream = Stream(arn, name, there.created, shards, there.put) if there else Stream(arn, name, call.now, shards)
    call.tx.put(STREAMS, stream)
    return stream


def streams(reader: Reader) -> list[Stream]:
    """Return the world's streams, by ARN."""
    return list(rows_of(reader, STREAMS))


def records_in(reader: Reader, arn: str) -> list[StreamRecord]:
    """Return the records that lie in a stream, oldest first."""
    return list(reader.scan(STREAM_RECORDS, arn))


def act_put(call: Call, *, name: str, shards: int = 1) -> dict[str, Any]:
    """Do the act `stream.put`: make a stream, or give one another number of shards."""
    if NAME.fullmatch(name) is None:
        message = f"`{name}` is no name for a stream: letters, digits, `_`, `.` and `-`, at most 128"
        raise AwsError("InvalidAct", message)
    if not 1 <= shards <= MOST_SHARDS:
        raise AwsError("InvalidAct", f"a stream has 1 to {MOST_SHARDS} shards, not {shards}")
    return {"arn": make(call, name, shards).arn}


def act_delete(call: Call, *, name: str) -> dict[str, Any]:
    """Do the act `stream.delete`: take a stream and all that lies in it out of the world."""
    arn = arn_of(call.account, call.region, name)
    if call.tx.get(STREAMS, (arn,)) is None:
        raise AwsError("InvalidAct", f"there is no stream `{name}` in this account and region")
    for record in records_in(call.tx, arn):
        call.tx.delete(STREAM_RECORDS, (arn, record.sequence))
    call.tx.delete(STREAMS, (arn,))
    return {"arn": arn}
