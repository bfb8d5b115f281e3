"""What a world's kept records go on from, and how older ones are folded into it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cogtui.cloud.line import Line
from cogtui.cloud.store import Change, Key, Store, Table
from cogtui.cloud.trail import Record


class Base:
    """The state before the first kept record, as rows by (table, key)."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self.rows: dict[tuple[str, Key], Any] = {}
        self.apply(changes)

    def apply(self, changes: Iterable[Change]) -> None:
        """Make the changes part of the state."""
        for change in changes:
            if change.after is None:
                self.rows.pop((change.table, change.key), None)
            else:
                self.rows[change.table, change.key] = change.after


def net_changes(records: Iterable[Record]) -> Iterator[Change]:
    """Yield what the records changed, the last state of each row only."""
    last = {(change.table, change.key): change for record in records for change in record.changes}
    yield from last.values()


def sweep(store: Store, line: Line) -> Iterator[Change]:
    """Remove from the store what expired before the oldest kept record and no kept record changed; yield the removals.

    DIFFERS: AWS tells an expired key or code from an unknown one for longer; so do we, for as long as calls are kept.
    """
    if not line.kept:
        return
    expired = list(_expired(store, line[line.first].at))
    if not expired:
        return
    touched = {(change.table, change.key) for record in line for change in record.changes}
    for change in expired:
        if (change.table, change.key) not in touched:
            store.set(change.table, change.key, None)
            yield change


def _expired(store: Store, moment: float) -> Iterator[Change]:
    """Yield what it would be to remove each row that was no more good at that moment."""
    for table in Table.known.values():
        if table.expires is None:
            continue
        for key, row in store.rows(table):
            end = table.expires(row)
            if end is not None and end < moment:
                yield Change(table.name, key, row, None)
