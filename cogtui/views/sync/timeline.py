"""The history of everything that concerns synchronising, for the ladder: which records, and each in a few words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import msgspec

from cogtui.cloud.devices import APP
from cogtui.cloud.line import Line
from cogtui.cloud.trail import Record
from cogtui.views.sign_in import MOST_ROWS, Story
from cogtui.views.sync.messages import words_of

SERVICES = frozenset({"cognito-sync", "sns", "sync"})
"""Whose calls and acts belong to the history whoever makes them; `sync` are the devices' acts."""

AT_ONCE = 50
"""So many rows go together when there are too many: the others stay at their places, and need not be drawn again."""

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


class Teller:
    """Tells one history again and again: each record is looked at once, and put into words once while it is shown."""

    def __init__(self) -> None:
        self._line: Line | None = None
        self._of: tuple[object, ...] = ()
        self._looked = 0
        """How far the line was looked through."""
        self._places: list[int] = []
        """Which of its records belong to the history."""
        self._told: dict[int, Record] = {}

    def tell(self, line: Line, position: int, epoch: int, device: str = "", *, sparse: bool = False) -> Story:
        """Return the newest part of the history, undone records included: each with its words as its title.

        `sparse` draws no arrows of what is beside the point, such as a device's sign-in: lanes are dear on a narrow screen.
        `epoch` is raised when others take the place of records that were undone.
        """
        if line is not self._line or self._of != (epoch, device, sparse):
            self._line, self._of, self._looked, self._places, self._told = line, (epoch, device, sparse), 0, [], {}
        unseen = range(max(self._looked, line.first), len(line))
        self._places.extend(at for at in unseen if concerns(line[at], device))
        del self._places[: bisect_left(self._places, line.first)]
        self._looked = len(line)
        in_force = bisect_left(self._places, position)
        left_out = -(-max(in_force - MOST_ROWS, 0) // AT_ONCE) * AT_ONCE
        shown = self._places[left_out:]
        self._told = {at: self._told.get(at) or told(line[at], sparse=sparse) for at in shown}
        return Story([*self._told.values()], in_force - left_out, self._places[left_out - 1] + 1 if left_out else 0)


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
