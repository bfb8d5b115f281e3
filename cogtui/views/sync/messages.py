"""Messages of synchronising in a few words: what was asked, and what was answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from cogtui.cloud.trail import Record
from cogtui.views.flow import name_of
from cogtui.views.ink import middle, visible

MOST_NAMED = 2
"""Records that are named one by one; of more the number is told."""
LONGEST = 24
"""Cells of a key with its value."""

PUSH_CARRIERS = frozenset({"GCM", "ADM", "APNS", "APNS_SANDBOX"})

_CONFLICT = re.compile(r"Current SyncCount for: (.*) is: (\d+) not: (\d+)", re.DOTALL)
"""The service's text for 409 ResourceConflictException."""


def words_of(record: Record) -> str:
    """Return a record's row: "UpdateRecords theme=dark@1 -> @2"."""
    asks, answers = asked(record), answered(record)
    if not answers:
        return asks
    if record.error is not None:
        return f"{asks.partition(' ')[0]} {answers}" if _is_conflict(record) else f"{asks}: {answers}"
    return f"{asks}{' ' if answers.startswith('->') else ': '}{answers}"


def asked(record: Record) -> str:
    """Return what was asked: "ListRecords since 1"."""
    words = _ASKED.get(_kind(record))
    return words(record.request) if words is not None else visible(name_of(record))


def answered(record: Record) -> str:
    """Return what was answered, or why it was refused; nothing where success is all there is to tell."""
    if record.error is not None:
        return _refusal(record)
    words = _ANSWERED.get(_kind(record))
    return words(record.output or {}) if words is not None else ""


def _kind(record: Record) -> str:
    """Return what tells how to put a record into words."""
    if record.kind == "message":
        return "push" if record.service in PUSH_CARRIERS else record.service
    return record.operation if record.kind == "call" and record.service == "cognito-sync" else ""


# --- refusals ------------------------------------------------------------------------------------------------------------


def _is_conflict(record: Record) -> bool:
    return record.error is not None and record.error.code == "ResourceConflictException"


def _refusal(record: Record) -> str:
    error = record.error
    assert error is not None
    if record.kind == "act":
        return ""  # its title says what could not be done
    found = _CONFLICT.fullmatch(error.message) if _is_conflict(record) else None
    if found is not None:
        return f"409 {middle(found[1], LONGEST)} is {found[2]} not {found[3]}"
    return f"{error.status} {error.code}" if record.kind == "call" else error.code


# --- what was asked ------------------------------------------------------------------------------------------------------


def _list_records(request: Mapping[str, Any]) -> str:
    since = request.get("LastSyncCount") or 0
    more = ", next page" if request.get("NextToken") else ""
    return f"ListRecords since {since}{more}"


def _update_records(request: Mapping[str, Any]) -> str:
    patches = _rows(request.get("RecordPatches"))
    return "UpdateRecords " + _listed(patches, _patch)


def _patch(patch: Mapping[str, Any]) -> str:
    count = f"@{patch.get('SyncCount', 0)}"
    key = str(patch.get("Key", ""))
    if patch.get("Op") == "remove" or patch.get("Value") is None:
        return f"remove {middle(key, LONGEST)}{count}"
    return f"{middle(key, LONGEST // 2)}={middle(str(patch['Value']), LONGEST // 2)}{count}"


def _named(operation: str, parameter: str) -> Callable[[Mapping[str, Any]], str]:
    """Return the words of an operation that are its name and one parameter."""
    return lambda request: f"{operation} {middle(str(request.get(parameter, '')), LONGEST)}".rstrip()


def _push(content: Mapping[str, Any]) -> str:
    """Return the words of a push; APNs and FCM wrap what Cognito Sync says in `data`, SNS in `message`."""
    told = _inner(_inner(content, "message"), "data")
    return f"push {middle(str(told.get('datasetName', '')), LONGEST)} count {told.get('syncCount', '?')}"


def _stream(content: Mapping[str, Any]) -> str:
    told = _inner(content, "Data")
    name = middle(str(told.get("dataSetName", "")), LONGEST)
    return f"stream {name} count {told['syncCount']}" if "syncCount" in told else f"stream {name}".rstrip()


def _inner(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the structure within another, that itself where it has none of that name."""
    found = content.get(name)
    return cast("Mapping[str, Any]", found) if isinstance(found, Mapping) else content


_ASKED: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "ListRecords": _list_records,
    "UpdateRecords": _update_records,
    "push": _push,
    "kinesis": _stream,
    "RegisterDevice": _named("RegisterDevice", "Platform"),
    **{
        operation: _named(operation, "DatasetName")
        for operation in ("DescribeDataset", "DeleteDataset", "SubscribeToDataset", "UnsubscribeFromDataset")
    },
}


# --- what was answered ---------------------------------------------------------------------------------------------------


def _listed_records(output: Mapping[str, Any]) -> str:
    records = _rows(output.get("Records"))
    parts = [
        _listed(records, _record) if records else "nothing",
        f"count {output.get('DatasetSyncCount', 0)}",
        *(["deleted meanwhile"] if output.get("DatasetDeletedAfterRequestedSyncCount") else []),
        *(["merged datasets"] if output.get("MergedDatasetNames") else []),
    ]
    return ", ".join(parts)


def _updated_records(output: Mapping[str, Any]) -> str:
    counts = [record.get("SyncCount") for record in _rows(output.get("Records"))]
    known = [count for count in counts if isinstance(count, int)]
    return f"-> @{max(known)}" if known else "-> nothing"


def _record(record: Mapping[str, Any]) -> str:
    gone = "" if record.get("Value") is not None else " removed"
    return f"{middle(str(record.get('Key', '')), LONGEST)}@{record.get('SyncCount', 0)}{gone}"


def _datasets(output: Mapping[str, Any]) -> str:
    names = [middle(str(row.get("DatasetName", "")), LONGEST) for row in _rows(output.get("Datasets"))]
    return ", ".join(names) or "none"


_ANSWERED: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "ListRecords": _listed_records,
    "UpdateRecords": _updated_records,
    "ListDatasets": _datasets,
}


def _rows(value: Any) -> list[Mapping[str, Any]]:
    """Return the structures of a list; real clients may send anything."""
    rows = cast("Sequence[Any]", value) if isinstance(value, list | tuple) else ()
    return [row for row in rows if isinstance(row, Mapping)]


def _listed(rows: Sequence[Mapping[str, Any]], worded: Callable[[Mapping[str, Any]], str]) -> str:
    if len(rows) > MOST_NAMED:
        return f"{worded(rows[0])} + {len(rows) - 1} more"
    return ", ".join(worded(row) for row in rows)
