"""The patches of a call: what is to become of which record, and the count with which the caller saw it last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.services.cognito_sync import errors
from cogtui.cloud.services.cognito_sync.records import RECORDS, SyncRecord


class Patch(msgspec.Struct, frozen=True, gc=False):
    """One entry of RecordPatches."""

    op: Literal["replace", "remove"]
    key: str
    sync_count: int
    """The record's count as the caller saw it; 0: it saw none."""
    value: str | None
    """None: the record is to be removed."""
    device_modified: float | None


def read_patches(call: Call, given: Sequence[dict[str, Any]]) -> list[Patch]:
    """Return the patches; refuse a key that comes twice, and nothing in place of a value."""
    patches = [_read(one) for one in given]
    seen: set[str] = set()
    for patch in patches:
        if patch.key in seen:
            call.refuse("sync.keys.once", errors.key_twice(patch.key), key=patch.key)
        if patch.op == "replace" and patch.value is None:
            call.refuse("sync.patch.value", errors.no_value(patch.key), key=patch.key)
        seen.add(patch.key)
    return patches


def _read(given: dict[str, Any]) -> Patch:
    """Return a patch as AWS's shape has it; a removal's value says nothing."""
    told = given.get("DeviceLastModifiedDate")
    value = given.get("Value") if given["Op"] == "replace" else None
    return Patch(given["Op"], given["Key"], given["SyncCount"], value, _epoch(told) if told is not None else None)


def _epoch(moment: datetime) -> float:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def require_counts(call: Call, scope: str, before: Mapping[str, SyncRecord], patches: Sequence[Patch]) -> None:
    """Refuse the whole call when a record has another count than its patch says; one that never was has 0.

    A removed record has a count too. DIFFERS: which of several such records AWS names is not published; here it is the first. Nor
    is what AWS says to a count that is ahead of the record's (its docs speak of old ones; here both are refused), and to the
    removal of a record that never was: here it is as good as any, and leaves the mark of a removed one.
    """
    for patch in patches:
        record = before.get(patch.key)
        current = record.sync_count if record else 0
        if current != patch.sync_count:
            has = Fact("has", patch.sync_count, Place("parameter", "parameter RecordPatches of UpdateRecords"))
            place = Place("setting", f"record {patch.key}", RECORDS.name, (scope, patch.key)) if record else None
            refusal = errors.stale_count(patch.key, current, patch.sync_count)
            call.refuse("sync.count", refusal, key=patch.key, wants=Fact("wants", current, place), has=has)
    if patches:
        call.note("sync.count", passed=True, records=len(patches))
