"""Cognito Streams: each stored change as a record in the pool's Kinesis stream.

Source: Developer Guide, "Amazon Cognito Streams".
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from cogtui.cloud.accounts import credentials
from cogtui.cloud.call import Call
from cogtui.cloud.callers import Keys
from cogtui.cloud.door.asking import Asker, ask
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_sync.push_records import CONFIGURATIONS, CognitoStreams, PoolConfiguration
from cogtui.cloud.services.cognito_sync.records import Dataset, SyncRecord
from cogtui.cloud.services.cognito_sync.role_sessions import keys_for
from cogtui.cloud.streams.directory import arn_of

ACTION = "kinesis:PutRecord"
LARGEST = 1024 * 1024
"""Octets of a record (Kinesis API, PutRecord)."""


def stream(
    call: Call, configuration: PoolConfiguration, dataset: Dataset, changed: Sequence[SyncRecord], *, removed: bool
) -> str:
    """Put a change into the pool's stream, where it streams; return why it could not, which switches streaming off.

    DIFFERS: that a role without `kinesis:PutRecord` switches it off too is not published; the guide names a stream that is gone
    and a role that cannot be assumed.
    """
    streams = configuration.streams
    if streams is None or not streams.enabled:
        return ""
    failure = _put(call, configuration, streams, dataset, changed, removed=removed)
    if failure:
        off = msgspec.structs.replace(streams, enabled=False)
        call.tx.put(CONFIGURATIONS, msgspec.structs.replace(configuration, streams=off))
    return failure


def _put(
    call: Call,
    configuration: PoolConfiguration,
    streams: CognitoStreams,
    dataset: Dataset,
    changed: Sequence[SyncRecord],
    *,
    removed: bool,
) -> str:
    place = configuration.place("CognitoStreams", "streams")
    try:
        keys = keys_for(call, configuration.pool_id, streams.role_arn)
    except AwsError as problem:
        call.note("sync.stream.role", False, place=place, role=streams.role_arn, problem=problem.message)
        return f"The role {streams.role_arn} cannot be assumed."
    arn = arn_of(call.account, call.region, streams.stream_name)
    if not _may(call, keys, arn):
        return f"The role {streams.role_arn} does not allow {ACTION} on {arn}."
    data = data_of(dataset, changed, removed=removed)
    if len(data.encode()) > LARGEST:
        # DIFFERS: AWS puts what is too large into S3 and its presigned URL into the record (payloadType S3Url).
        note = "The record with payloadType S3Url, which AWS puts instead, is not simulated by CogTUI."
        call.note("sync.stream.size", False, note=note, octets=len(data.encode()), most=LARGEST)
        return ""
    # DIFFERS: by what AWS spreads records over a stream's shards is not published.
    content = {"StreamARN": arn, "PartitionKey": dataset.identity_id, "Data": data}
    sent = call.deliver("kinesis", "PutRecord", content, target="Kinesis")
    problem = sent.error.message if sent.error else ""
    call.note("sync.stream.put", sent.ok, place=place, stream=arn, **({"problem": problem} if problem else {}))
    return problem


def _may(call: Call, keys: Keys, arn: str) -> bool:
    """Ask whether the role may put records: Kinesis has no API here that would ask."""
    session = credentials.find(call.tx, keys.access_key_id)
    assert session is not None
    asker = Asker(session.principal, credentials.carried(session, call.now), session.session_policies)
    verdict = ask(call.tx, asker, ACTION, arn, {"aws:RequestedRegion": call.region})
    call.checks.append(verdict)
    return verdict.passed


def data_of(dataset: Dataset, changed: Sequence[SyncRecord], *, removed: bool = False) -> str:
    """Return what a record of the stream holds.

    DIFFERS: when `operation` is `remove` is not published; here it is when the dataset was deleted.
    """
    content: dict[str, Any] = {
        "identityPoolId": dataset.pool_id,
        "identityId": dataset.identity_id,
        "dataSetName": dataset.name,
        "operation": "remove" if removed else "replace",
        "kinesisSyncRecords": [_shown(record) for record in changed],
        "lastModifiedDate": _milliseconds(dataset.modified),
        "payloadType": "Inline",
        "syncCount": dataset.sync_count,
    }
    return json.dumps(content, ensure_ascii=False)


def _shown(record: SyncRecord) -> dict[str, Any]:
    shown: dict[str, Any] = {"key": record.key}
    if record.value is not None:
        shown["value"] = record.value
    shown["syncCount"] = record.sync_count
    shown["lastModifiedDate"] = _milliseconds(record.modified)
    if record.device_modified is not None:
        shown["deviceLastModifiedDate"] = _milliseconds(record.device_modified)
    shown["op"] = "remove" if record.value is None else "replace"
    return shown


def _milliseconds(epoch: float) -> int:
    return int(epoch * 1000)
