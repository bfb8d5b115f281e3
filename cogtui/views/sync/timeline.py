"""The history of everything that concerns synchronising, for the ladder: which records, and each in a few words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from cogtui.cloud.devices import APP
from cogtui.cloud.line import Line
from cogtui.cloud.trail import Record
from cogtui.views.sign_in import MOST_ROWS, Story
from cogtui.views.sync.messages import words_of

SERVICES = frozenset({"cognito-sync", "sns", "sync"})
"""Whose calls and acts belong to the history whoever makes them; `sync` are the devices' acts."""

MERGING = frozenset({"MergeDeveloperIdentities", "DeleteIdentities", "DeleteIdentityPool"})
"""Calls at the identity pool that move or remove datasets."""

EMPTY = "Nothing was synchronised yet: change a record on a device (e), then synchronise it (s)."


def concerns(record: Record, device: str = "") -> bool:
    """Return whether a record belongs to the history; of one device: whether that asked for it, or was told of it."""
    if device:
        return record.device == device or any(concerns(child, device) for child in record.children)
    if record.device not in ("", APP) or record.service in SERVICES:
        return True
    return record.operation in MERGING or (record.kind == "act" and record.service == "clock")


def timeline(records: Sequence[Record], position: int, device: str = "", *, sparse: bool = False) -> Story:
    """Return the newest part of the history, undone records included: each with its words as its title.

    `sparse` draws no arrows of what is beside the point, such as a device's sign-in: lanes are dear on a narrow screen.
    """
    found: list[Record] = []
    in_force = 0
    start = first = records.first if isinstance(records, Line) else 0
    for index in range(len(records) - 1, first - 1, -1):
        record = records[index]
        if not concerns(record, device):
            continue
        if in_force == MOST_ROWS:
            start = index + 1
            break
        found.append(told(record, sparse=sparse))
        in_force += index < position
    return Story(found[::-1], in_force, start if start > first else 0)


def told(record: Record, *, sparse: bool = False) -> Record:
    """Return a record that says in a few words what went over the wire; its number stays."""
    words = words_of(record)
    if sparse and record.kind in ("call", "web") and record.service not in SERVICES:
        return msgspec.structs.replace(record, title=words, target=record.source, children=())
    children = tuple(told(child, sparse=sparse) for child in record.children if not sparse or _matters(child))
    return msgspec.structs.replace(record, title=words, children=children)


def _matters(child: Record) -> bool:
    """Return whether a call made on the way is shown where lanes are dear: what carries data on, or failed."""
    return not child.ok or child.service in SERVICES or child.kind not in ("call", "web")


def numbered(records: Sequence[Record], no: str) -> Record | None:
    """Return the record of the trail with a number: "12", or "12.1" for a child."""
    top = no.partition(".")[0]
    index = int(top) - 1 if top.isdecimal() else -1
    first = records.first if isinstance(records, Line) else 0
    if not first <= index < len(records):
        return None
    return next((one for one in _family(records[index]) if one.no == no), None)


def _family(record: Record) -> Iterator[Record]:
    yield record
    for child in record.children:
        yield from _family(child)


def story_start(records: Sequence[Record], since: int = 0) -> int:
    """Return the position from which the history can be watched again: before the first record of it after `since`."""
    first = records.first if isinstance(records, Line) else 0
    for index in range(max(since, first), len(records)):
        if concerns(records[index]) and records[index].service != "clock":
            return index
    return len(records)
