"""The sync trigger (Cognito Events): a function that has its say about changes before they are stored.

Source: Developer Guide, "Amazon Cognito Events". It sees all records of the dataset, runs once, and not for its own changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.catalog.forms import is_dict
from cogtui.cloud.errors import AwsError, ErrorInfo
from cogtui.cloud.functions.run import TIMED_OUT
from cogtui.cloud.services.cognito_sync import push_errors
from cogtui.cloud.services.cognito_sync.lookup import by_identity
from cogtui.cloud.services.cognito_sync.push_records import PoolConfiguration, configuration_of
from cogtui.cloud.services.cognito_sync.records import Dataset, SyncRecord
from cogtui.cloud.services.cognito_sync.role_sessions import ourselves

SOURCE = "SyncTrigger"
RECORDS = "datasetRecords"

_ENTRY = {"oldValue", "newValue", "op"}
_LONGEST_KEY = 1024
_LONGEST_VALUE = 1_048_575

Changes = dict[str, str | None]
"""Key -> the value that a record is to have; None: it is to be removed."""


def applied(call: Call, dataset: Dataset, before: Mapping[str, SyncRecord], changes: Changes) -> Changes:
    """Return what is to be stored after the trigger had its say: all changes where none is set or a developer calls.

    The guide says that records which the function leaves out are ignored for the update; here a change that it leaves out is not
    stored, and other records stay as they are.
    """
    configuration = configuration_of(call.tx, dataset.pool_id)
    if not configuration.trigger or not changes:
        return changes
    theirs = by_identity(call)
    place = configuration.place("Events, SyncTrigger", "trigger")
    call.note("sync.trigger.identity", theirs, place=place, function=configuration.trigger)
    return _asked(call, configuration, event_of(call, dataset, before, changes), before, changes) if theirs else changes


def event_of(call: Call, dataset: Dataset, before: Mapping[str, SyncRecord], changes: Changes) -> dict[str, Any]:
    """Return the event.

    DIFFERS: how it shows records that nobody touched is not published (here as replaced by what they are), nor when it shows those
    that were removed earlier: somebody saw one as null (amazon-cognito-js, issue 61); here they are left out.
    """
    records: dict[str, Any] = {
        key: _entry(record.value, record.value) for key, record in before.items() if record.value is not None
    }
    for key, value in changes.items():
        old = before.get(key)
        records[key] = _entry(old.value if old else None, value)
    return {
        "version": 2,
        "eventType": SOURCE,
        "region": call.region,
        "identityPoolId": dataset.pool_id,
        "identityId": dataset.identity_id,
        "datasetName": dataset.name,
        RECORDS: records,
    }


def _entry(old: str | None, new: str | None) -> dict[str, Any]:
    return {"oldValue": old, "newValue": new, "op": "remove" if new is None else "replace"}


def _asked(
    call: Call,
    configuration: PoolConfiguration,
    event: dict[str, Any],
    before: Mapping[str, SyncRecord],
    changes: Changes,
) -> Changes:
    arn = configuration.trigger
    record = call.trigger(arn, SOURCE, event, ourselves(call, configuration.pool_id))
    place = configuration.place("Events, SyncTrigger", "trigger")
    call.require("sync.trigger.ran", record.ok, lambda: _failure(record.error), place=place, function=arn)
    answer = record.output or {}
    problem = _misshapen(event, answer)
    call.require("sync.trigger.output", not problem, lambda: push_errors.bad_output(problem), problem=problem)
    wanted = {key: _value(entry) for key, entry in answer[RECORDS].items()}
    omitted = [key for key in changes if key not in wanted]
    call.note("sync.trigger.kept", not omitted, omitted=omitted)
    kept = {key: wanted[key] for key in changes if key in wanted}
    return kept | {key: value for key, value in wanted.items() if key not in kept and value != _now(before, key)}


def _failure(told: ErrorInfo | None) -> AwsError:
    """Return what AWS makes of a run that failed.

    DIFFERS: its words are not published, nor what it says when there is no function at the ARN.
    """
    assert told is not None
    if told.code == TIMED_OUT:
        return push_errors.timed_out()
    return push_errors.bad_output(f"The Lambda function failed: {told.message}")


def _misshapen(event: dict[str, Any], answer: dict[str, Any]) -> str:
    """Say what is wrong with an answer; empty for one that can be used."""
    touched = [
        name
        for name in (*event, *answer)
        if name != RECORDS and (name not in event or name not in answer or answer[name] != event[name])
    ]
    if touched:
        return f"The Lambda function may change {RECORDS} alone, not {touched[0]}."
    records = answer.get(RECORDS)
    if not is_dict(records):
        return f"The Lambda function's answer has no map {RECORDS}."
    return next((said for key, entry in records.items() if (said := _wrong_entry(key, entry))), "")


def _wrong_entry(key: str, entry: Any) -> str:
    if entry is None:
        return ""
    if not is_dict(entry) or entry.keys() - _ENTRY:
        return f"The record {key} is not made of oldValue, newValue and op."
    if entry.get("op") not in ("replace", "remove"):
        return f"The op of the record {key} is neither replace nor remove."
    value = entry.get("newValue")
    if value is not None and not isinstance(value, str):
        return f"The newValue of the record {key} is not a string."
    fits = 1 <= len(key) <= _LONGEST_KEY and len(value or "") <= _LONGEST_VALUE
    return "" if fits else f"The record {key[:64]} is too long."


def _value(entry: dict[str, Any] | None) -> str | None:
    return None if entry is None or entry["op"] == "remove" else entry.get("newValue")


def _now(before: Mapping[str, SyncRecord], key: str) -> str | None:
    record = before.get(key)
    return record.value if record else None
