"""The trail as a line that one can walk: where "now" is on it, and how the store follows.

`position` counts the records that are in force. Records beyond it are undone: they stay, dimmed, until a new call replaces
them, which raises the epoch.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from cogtui.cloud.line import Line
from cogtui.cloud.store import Past, Store
from cogtui.cloud.trail import Record

Branch = tuple[Line, int, int]


class History:
    """The records of a world and its place among them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.records = Line()
        self.position = 0
        """How many records are in force."""
        self.epoch = 0
        """Raised whenever a new call replaces undone ones; never rewound."""

    def begin(self) -> None:
        """Drop what was undone, because a new call comes."""
        if self.position < len(self.records):
            self.records.cut(self.position)
            self.epoch += 1

    def append(self, record: Record) -> None:
        """Add the record of a call that has just been made."""
        self.records.append(record)
        self.position += 1

    @property
    def undoable(self) -> Record | None:
        """The record that `undo` would take back."""
        return next((record for _, record in self._in_force() if record.changes), None)

    def _in_force(self) -> Iterator[tuple[int, Record]]:
        """Yield the records in force with their place, newest first."""
        for index in range(self.position - 1, self.records.first - 1, -1):
            yield index, self.records[index]

    def undo(self) -> Record | None:
        """Take back the last record in force that changed something; reads after it become undone with it."""
        for index, record in self._in_force():
            if record.changes:
                self.seek(index)
                return record
        return None

    def redo(self) -> Record | None:
        """Bring back the next record that changed something, and the reads that follow it."""
        for index in range(self.position, len(self.records)):
            if self.records[index].changes:
                end = index + 1
                while end < len(self.records) and not self.records[end].changes:
                    end += 1
                self.seek(end)
                return self.records[index]
        return None

    def seek(self, position: int) -> None:
        """Move "now" to just after the first `position` records."""
        if not self.records.first <= position <= len(self.records):
            kept = f"records {self.records.first + 1} to {len(self.records)}"
            raise IndexError(f"{kept} are there; {position} is none of their moments")
        for record in reversed(self.records[position : self.position]):
            self._store.revert(record.changes)
        for record in self.records[self.position : position]:
            self._store.apply(record.changes)
        self.position = position

    def forget(self) -> None:
        """Drop every record; the store stays as it is."""
        self.records = Line()
        self.position = 0

    def fold(self, count: int) -> list[Record]:
        """Let the oldest `count` records in force go and return them; the store stays as it is."""
        return self.records.fold(min(count, self.position - self.records.first))

    def at(self, position: int) -> Past:
        """Return the state after the first `position` records, which must be in force."""
        if not self.records.first <= position <= self.position:
            raise IndexError(f"{self.position} records are in force; {position} is none of their moments")
        later = self.records[position : self.position]
        return Past(self._store, chain.from_iterable(record.changes for record in later))

    def branch(self) -> Branch:
        """Begin a trial: later records are taken off the line and can be put back by `rejoin`."""
        kept = (self.records, self.position, self.epoch)
        self.records = self.records.until(self.position)
        return kept

    def rejoin(self, kept: Branch) -> None:
        """End a trial: undo what it did and put the line back as it was."""
        self.seek(kept[1])
        self.records, self.position, self.epoch = kept
