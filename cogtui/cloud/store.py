"""The store: plain dicts of frozen records, and the journal of what each call changed.

A key is a tuple of strings; its first part is the *scope* (the pool of a user, the bucket of an object), so that one
scope can be listed without looking at the others. Writes take effect at once and are noted as `Change`s; a transaction
rolls back by applying its changes backwards. The same changes, kept in the trail, are undo, redo, seek and the view of
any earlier moment. Nothing ever copies a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, Final, Generic, Protocol, TypeVar

import msgspec

Key = tuple[str, ...]
R = TypeVar("R", bound=msgspec.Struct)

_MISSING: Any = object()


class Table(Generic[R]):
    """A table's name, its record type, and how a record gives its key."""

    known: ClassVar[dict[str, Table[Any]]] = {}
    """Every table defined so far, by name; loading a save looks record types up here."""

    def __init__(
        self,
        name: str,
        record: type[R],
        key: Callable[[R], Key],
        *,
        expires: Callable[[R], float | None] | None = None,
    ) -> None:
        self.name = name
        self.record = record
        self.key = key
        self.expires = expires
        """When a row is no more good, epoch seconds; rows that expired long ago may be swept (see `base.sweep`)."""
        Table.known[name] = self

    def __repr__(self) -> str:
        return f"Table({self.name!r})"


class Change(msgspec.Struct, frozen=True, gc=False):
    """One record before and after a call; None where it did not exist."""

    table: str
    key: Key
    before: Any
    after: Any


class Reader(Protocol):
    """What reading code needs: the present (`Store`, `Transaction`) and any past moment (`Past`) give it alike."""

    def get(self, table: Table[R], key: Key) -> R | None:
        """Return the record, or None."""
        ...

    def scan(self, table: Table[R], scope: str) -> Iterator[R]:
        """Yield the records of a scope in the order of their keys."""
        ...

    def scopes(self, table: Table[R]) -> list[str]:
        """Return the scopes that hold records, sorted."""
        ...


def rows_of(reader: Reader, table: Table[R]) -> Iterator[R]:
    """Yield the records of all scopes of a table, in the order of their keys."""
    for scope in reader.scopes(table):
        yield from reader.scan(table, scope)


_NOTHING: Final[dict[Any, Any]] = {}


class Store:
    """The present state: table name -> scope -> key -> record."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, dict[Key, Any]]] = {}

    def get(self, table: Table[R], key: Key) -> R | None:
        """Return the record, or None."""
        return self._rows.get(table.name, _NOTHING).get(key[0], _NOTHING).get(key)

    def scan(self, table: Table[R], scope: str) -> Iterator[R]:
        """Yield the records of a scope in the order of their keys."""
        rows = self._rows.get(table.name, {}).get(scope, {})
        return iter([rows[key] for key in sorted(rows)])

    def scopes(self, table: Table[R]) -> list[str]:
        """Return the scopes that hold records, sorted."""
        return sorted(self._rows.get(table.name, {}))

    def rows(self, table: Table[R]) -> list[tuple[Key, R]]:
        """Return all rows of a table, in no particular order."""
        return [pair for scope in self._rows.get(table.name, {}).values() for pair in scope.items()]

    def every(self) -> Iterator[tuple[str, Key, Any]]:
        """Yield all rows of all tables as (table name, key, record)."""
        for name in sorted(self._rows):
            for scope in sorted(self._rows[name]):
                rows = self._rows[name][scope]
                for key in sorted(rows):
                    yield name, key, rows[key]

    def set(self, table: str, key: Key, record: Any) -> None:
        """Put `record` at `key`, or remove what is there when it is None."""
        scopes = self._rows.setdefault(table, {})
        if record is not None:
            scopes.setdefault(key[0], {})[key] = record
            return
        rows = scopes.get(key[0], {})
        rows.pop(key, None)
        if not rows:
            scopes.pop(key[0], None)
        if not scopes:
            del self._rows[table]

    def apply(self, changes: Iterable[Change]) -> None:
        """Make the changes happen (redo)."""
        for change in changes:
            self.set(change.table, change.key, change.after)

    def revert(self, changes: tuple[Change, ...]) -> None:
        """Make the changes not have happened (undo)."""
        for change in reversed(changes):
            self.set(change.table, change.key, change.before)


class Transaction:
    """A store together with the notes of what was changed since the call began."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._changes: list[Change] = []
        # Writes take effect at once, so reading is the store's own.
        self.get = store.get
        self.scan = store.scan
        self.scopes = store.scopes

    def put(self, table: Table[R], record: R) -> None:
        """Write a record at its own key, new or in place of the old one."""
        self._set(table.name, table.key(record), record)

    def delete(self, table: Table[R], key: Key) -> None:
        """Remove the record at `key`; nothing happens when there is none."""
        if self._store.get(table, key) is not None:
            self._set(table.name, key, None)

    def _set(self, table: str, key: Key, record: Any) -> None:
        before = self._store.get(Table.known[table], key)
        if before == record:
            return
        self._changes.append(Change(table, key, before, record))
        self._store.set(table, key, record)

    def mark(self) -> int:
        """Return a savepoint for `roll_back`."""
        return len(self._changes)

    def roll_back(self, mark: int) -> None:
        """Take back everything since the savepoint."""
        self._store.revert(tuple(self._changes[mark:]))
        del self._changes[mark:]

    def commit(self) -> tuple[Change, ...]:
        """Return the net changes, one per record, and start afresh."""
        if not self._changes:
            return ()
        net: dict[tuple[str, Key], Change] = {}
        for change in self._changes:
            where = (change.table, change.key)
            first = net.get(where)
            net[where] = change if first is None else Change(change.table, change.key, first.before, change.after)
        self._changes = []
        return tuple([change for change in net.values() if change.before != change.after])


class Past:
    """An earlier moment, seen through the changes made since then; the present is not disturbed."""

    def __init__(self, store: Store, since: Iterable[Change]) -> None:
        """`since`: every change after that moment, oldest first."""
        self._store = store
        self._then: dict[str, dict[Key, Any]] = {}
        for change in since:
            self._then.setdefault(change.table, {}).setdefault(change.key, change.before)

    def get(self, table: Table[R], key: Key) -> R | None:
        """Return the record as it was, or None."""
        then = self._then.get(table.name, {}).get(key, _MISSING)
        return self._store.get(table, key) if then is _MISSING else then

    def scan(self, table: Table[R], scope: str) -> Iterator[R]:
        """Yield the records of a scope as they were, in the order of their keys."""
        rows = {table.key(record): record for record in self._store.scan(table, scope)}
        for key, record in self._then.get(table.name, {}).items():
            if key[0] == scope:
                rows.pop(key, None) if record is None else rows.update({key: record})
        return iter([rows[key] for key in sorted(rows)])

    def scopes(self, table: Table[R]) -> list[str]:
        """Return the scopes that held records, sorted."""
        names = {*self._store.scopes(table), *(key[0] for key in self._then.get(table.name, {}))}
        return sorted(name for name in names if next(self.scan(table, name), None) is not None)
