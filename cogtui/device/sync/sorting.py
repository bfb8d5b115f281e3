"""What a synchronisation makes of records: which are news, which conflict, what is sent, and what the answer leaves behind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from cogtui.cloud.clock import timestamp
from cogtui.cloud.device_sync.conflicts import Conflict, RemoteRecord
from cogtui.cloud.device_sync.records import LocalRecord

Local = Callable[[str], LocalRecord | None]
"""Reads a record of the cache."""

_IDENTITY = re.compile(r"[\w-]+:[0-9a-f-]{36}(?:\.[0-9]+)?")


class SortedOut(msgspec.Struct, frozen=True):
    """The records of a list, as they concern a cache. Those that it has already are left out."""

    news: list[RemoteRecord]
    conflicts: list[Conflict]


def sort_out(records: Iterable[RemoteRecord], local: Local) -> SortedOut:
    """Tell news from conflicts: a record conflicts if it changed here and there, and not to the same value."""
    news: list[RemoteRecord] = []
    conflicts: list[Conflict] = []
    for remote in records:
        mine = local(remote.key)
        if mine is not None and mine.sync_count >= remote.sync_count:
            continue  # the cache knew it when it was edited
        if mine is not None and mine.dirty and mine.value != remote.value:
            conflicts.append(Conflict(mine.dataset, mine, remote))
        else:
            news.append(remote)
    return SortedOut(news, conflicts)


def gone(listed: Iterable[RemoteRecord], cached: Iterable[LocalRecord]) -> list[LocalRecord]:
    """Return what a list of all records lacks although the cache has it from the service: removed, and nobody remembers."""
    keys = {record.key for record in listed}
    stale = [record for record in cached if not record.dirty and record.value is not None and record.key not in keys]
    return [msgspec.structs.replace(record, value=None, base=None) for record in stale]


def patch(record: LocalRecord) -> dict[str, Any]:
    """Return what UpdateRecords is told about a record."""
    value = {"Op": "replace", "Value": record.value} if record.value is not None else {"Op": "remove"}
    at = timestamp(record.device_modified)
    return {**value, "Key": record.key, "SyncCount": record.sync_count, "DeviceLastModifiedDate": at}


def pushed_records(
    sent: list[LocalRecord], told: list[RemoteRecord], local: Local, clean: Callable[[RemoteRecord], LocalRecord]
) -> tuple[list[LocalRecord], bool]:
    """Return what the cache keeps of UpdateRecords' answer, and whether that is all of it.

    What was edited while the call was under way stays dirty, with the count that the service has now. A record that somebody
    else changed in the call, such as a trigger, and the app meanwhile, is left for the next list: it may be a conflict.
    """
    were = {record.key: record for record in sent}
    kept: list[LocalRecord] = []
    for remote in told:
        mine, was = local(remote.key), were.get(remote.key)
        if mine is None or not mine.dirty or mine == was:
            kept.append(clean(remote))
        elif was is not None:
            kept.append(msgspec.structs.replace(mine, sync_count=remote.sync_count, base=remote.value))
    return kept, len(kept) == len(told)


def is_identity(text: str) -> bool:
    """Tell whether a text looks like an identity id, or like one with a number as the service's names have it."""
    return _IDENTITY.fullmatch(text) is not None
