"""Saving a world to a file and loading it: SQLite, one row per call, so that a crash loses at most the call in flight.

Only simulated secrets are in a save, and only its owner may read it. Parameters that the API model marks sensitive, and
tokens that this world did not sign, are withheld.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import msgspec

from cogtui.cloud import codec
from cogtui.cloud.base import Base
from cogtui.cloud.door.withhold import withheld
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.line import Line
from cogtui.cloud.save_files import FORMAT, UNREADABLE, Obstacle, locked, meta_of, opened, problem_with, to_look_at
from cogtui.cloud.store import Change
from cogtui.cloud.trail import Record
from cogtui.cloud.world import Event, World

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE base (tab TEXT NOT NULL, key BLOB NOT NULL, record BLOB NOT NULL);
CREATE INDEX base_key ON base (tab, key);
CREATE TABLE calls (no INTEGER PRIMARY KEY, record BLOB NOT NULL);
"""


class Save:
    """An open save file. While it is open it follows its world and nobody else may write it."""

    def __init__(self, path: Path, connection: sqlite3.Connection, world: World, obstacle: Obstacle = "") -> None:
        self.path = path
        self.world = world
        self.obstacle: Obstacle = obstacle
        """Why it was opened for looking only; empty where it follows its world."""
        self.trouble = ""
        """Why it had to stop following its world: the disk is full, the file is gone. Empty while all is well."""
        self._connection = connection
        self._stop: Callable[[], None] = (lambda: None) if obstacle else world.subscribe(self._follow)

    @property
    def read_only(self) -> bool:
        """Whether it was opened for looking only."""
        return bool(self.obstacle)

    @classmethod
    def create(cls, path: Path, world: World) -> Self:
        """Write the world to a new file, in place of any old one, and follow it from now on."""
        codec.load_tables()
        part = path.with_name(path.name + ".part")
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        connection = sqlite3.connect(part, isolation_level=None)
        connection.executescript(_SCHEMA)
        connection.execute("BEGIN")
        _write_whole(connection, world)
        connection.execute("COMMIT")
        connection.close()
        part.replace(path)
        return cls(path, locked(path), world)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Load the world of a file and follow it; only look at it where the file is newer or in use.

        A file that is no save, or is damaged, is set aside (`NAME.broken`, never deleted) and reported as AuthoringError.
        One of an older CogTUI, or that can't be read just now, is reported too and left as it is.
        """
        codec.load_tables()
        if not path.is_file():
            raise AuthoringError("there is no such save file", file=str(path))
        connection: sqlite3.Connection | None = None
        try:
            connection, obstacle = opened(path)
            return cls(path, connection, _world(connection, meta_of(connection)), obstacle)
        except UNREADABLE as error:
            if connection is not None:
                connection.close()
            raise problem_with(path, error) from error

    def _follow(self, event: Event, record: Record | None) -> None:
        try:
            self._write_down(event, record)
        except sqlite3.Error as error:  # the world goes on: a call must not fail because a disk is full
            self.trouble = str(error)
            self._stop()
            self._stop = lambda: None

    def _write_down(self, event: Event, record: Record | None) -> None:
        history = self.world.history
        self._connection.execute("BEGIN")
        if event == "published" and record is not None:
            self._connection.execute("DELETE FROM calls WHERE no >= ?", (history.position,))
            self._connection.execute("INSERT INTO calls VALUES (?, ?)", (history.position, _packed(self.world, record)))
        if event == "folded":
            self._fold()
        if event == "replaced":
            _write_whole(self._connection, self.world)
        for name in ("position", "epoch"):
            value = str(getattr(history, name))
            self._connection.execute("UPDATE meta SET value = ? WHERE name = ?", (value, name))
        self._connection.execute("COMMIT")

    def _fold(self) -> None:
        """Move into the base what the world let go of."""
        self._connection.execute("DELETE FROM calls WHERE no <= ?", (self.world.history.records.first,))
        for change in self.world.folded:
            where = (change.table, msgspec.json.encode(change.key))
            self._connection.execute("DELETE FROM base WHERE tab = ? AND key = ?", where)
            if change.after is not None:
                self._connection.execute("INSERT INTO base VALUES (?, ?, ?)", (*where, codec.pack_row(change.after)))

    def close(self) -> None:
        """Stop following and let go of the file."""
        self._stop()
        self._connection.close()


def look_at(path: Path) -> World:
    """Return the world of a save as it is now; the file is left alone, whoever has it open and whatever it is."""
    codec.load_tables()
    if not path.is_file():
        raise AuthoringError("there is no such save file", file=str(path))
    try:
        with contextlib.closing(to_look_at(path)) as connection:
            meta = meta_of(connection)
            if int(meta["format"]) != FORMAT:
                age = "a newer" if int(meta["format"]) > FORMAT else "an older"
                raise AuthoringError(f"{age} CogTUI wrote this (format {meta['format']})", file=str(path))
            return _world(connection, meta)
    except UNREADABLE as error:
        raise AuthoringError("this is no CogTUI save, or it is damaged", file=str(path)) from error


def _write_whole(connection: sqlite3.Connection, world: World) -> None:
    """Write all of the world in place of what is there."""
    for table in ("meta", "base", "calls"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - three names of our own
    connection.executemany("INSERT INTO meta VALUES (?, ?)", _meta(world).items())
    rows = [(table, msgspec.json.encode(key), codec.pack_row(row)) for (table, key), row in world.base.rows.items()]
    connection.executemany("INSERT INTO base VALUES (?, ?, ?)", rows)
    packed = [(no, _packed(world, record)) for no, record in enumerate(world.trail, world.trail.first + 1)]
    connection.executemany("INSERT INTO calls VALUES (?, ?)", packed)


def _meta(world: World) -> dict[str, str]:
    return {
        "format": str(FORMAT),
        "seed": world.seed,
        "accounts": ",".join(world.founded),
        "region": world.region,
        "position": str(world.history.position),
        "epoch": str(world.history.epoch),
    }


def _packed(world: World, record: Record) -> bytes:
    return codec.pack_record(withheld(world.store, record))


def _world(connection: sqlite3.Connection, meta: dict[str, str]) -> World:
    world = World(meta["seed"], accounts=tuple(meta["accounts"].split(",")), region=meta["region"])
    for _, key, _record in list(world.store.every()):
        world.store.set(_, key, None)
    rows: list[tuple[str, bytes, bytes]] = connection.execute("SELECT tab, key, record FROM base").fetchall()
    for table, key, record in rows:
        world.store.set(table, tuple(msgspec.json.decode(key)), codec.unpack_row(table, record))
    world.base = Base(Change(table, key, None, record) for table, key, record in world.store.every())
    calls: list[tuple[Any, ...]] = connection.execute("SELECT no, record FROM calls ORDER BY no").fetchall()
    first = calls[0][0] - 1 if calls else int(meta["position"])
    world.history.records = Line([codec.unpack_record(packed) for _, packed in calls], first)
    world.history.position = first
    world.history.seek(int(meta["position"]))
    world.history.epoch = int(meta["epoch"])
    return world
