"""BulkPublish and GetBulkPublishDetails: all datasets of a pool into its stream, at most once a day.

Source: API reference of the two; Developer Guide, "Amazon Cognito Streams".
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.services.cognito_sync import push_errors
from cogtui.cloud.services.cognito_sync.lookup import as_developer
from cogtui.cloud.services.cognito_sync.push_records import BULK_RUNS, BulkRun, configuration_of
from cogtui.cloud.services.cognito_sync.records import DATASETS, RECORDS, Dataset
from cogtui.cloud.services.cognito_sync.streaming import stream

SECONDS = 5
"""World time that a run takes. DIFFERS: at AWS it takes as long as it takes, and records come one by one meanwhile; here the
records lie in the stream at once, and only the status waits for the world's clock."""
DAY = 24 * 3600


def bulk_publish(call: Call, *, IdentityPoolId: str) -> dict[str, Any]:
    """Put every dataset of the pool into its stream.

    DIFFERS: into how many records AWS puts a dataset, and whether removed records are among them, is not published; here it is
    one, with them.
    """
    as_developer(call, IdentityPoolId)
    configuration = configuration_of(call.tx, IdentityPoolId)
    streams = configuration.streams
    place = configuration.place("CognitoStreams", "streams")
    on = streams is not None and streams.enabled
    call.require("sync.bulk.streaming", on, push_errors.not_streaming, place=place, pool=IdentityPoolId)
    _require_no_other(call, IdentityPoolId)
    failure = ""
    for dataset in _datasets(call, IdentityPoolId):
        failure = stream(call, configuration, dataset, list(call.tx.scan(RECORDS, dataset.scope)), removed=False)
        if failure:
            break
    call.tx.put(BULK_RUNS, BulkRun(IdentityPoolId, call.now, call.now + SECONDS, failure))
    return {"IdentityPoolId": IdentityPoolId}


def get_bulk_publish_details(call: Call, *, IdentityPoolId: str) -> dict[str, Any]:
    """Return what became of the last BulkPublish."""
    as_developer(call, IdentityPoolId)
    run = call.tx.get(BULK_RUNS, (IdentityPoolId,))
    status = _status(run, call.now)
    shown: dict[str, Any] = {"IdentityPoolId": IdentityPoolId, "BulkPublishStatus": status}
    if run is None:
        return shown
    shown["BulkPublishStartTime"] = timestamp(run.started)
    if status == "SUCCEEDED":
        shown["BulkPublishCompleteTime"] = timestamp(run.ends)
    if status == "FAILED":
        shown["FailureMessage"] = run.failure
    return shown


def _status(run: BulkRun | None, now: float) -> str:
    if run is None:
        return "NOT_STARTED"
    if now < run.ends:
        return "IN_PROGRESS"
    return "FAILED" if run.failure else "SUCCEEDED"


def _require_no_other(call: Call, pool_id: str) -> None:
    """Refuse a run while another goes on, and within a day of one that succeeded; one that failed may be tried again."""
    run = call.tx.get(BULK_RUNS, (pool_id,))
    status = _status(run, call.now)
    call.require("sync.bulk.running", status != "IN_PROGRESS", push_errors.already_running, status=status)
    recent = run is not None and status == "SUCCEEDED" and call.now < run.ends + DAY
    ended = run.ends if run is not None else None
    call.require("sync.bulk.day", not recent, push_errors.already_streamed, ended=ended, now=call.now)


def _datasets(call: Call, pool_id: str) -> list[Dataset]:
    scopes = call.tx.scopes(DATASETS)
    rows = (row for scope in scopes for row in call.tx.scan(DATASETS, scope))
    return [row for row in rows if row.exists and row.pool_id == pool_id]
