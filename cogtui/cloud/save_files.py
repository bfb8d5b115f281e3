"""Files of saves: how one is opened and locked, and what is said of one that can't be."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Final, Literal

import msgspec

from cogtui.cloud.errors import AuthoringError

FORMAT = 2
"""Raised whenever records change so that older saves can't be read any more."""

Obstacle = Literal["", "newer", "in use", "protected"]
"""Why a file is only to be looked at: written by a newer CogTUI, open in another one, not to be written by this user."""


def locked(path: Path) -> sqlite3.Connection:
    """Open for writing and keep others from writing for as long as the connection lives; _OtherFormat leaves it alone."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=0)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        written = int(meta_of(connection)["format"])
        if written != FORMAT:
            raise _OtherFormat(written)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE meta SET value = value WHERE name = 'format'")
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def opened(path: Path) -> tuple[sqlite3.Connection, Obstacle]:
    """Open for writing, else for looking, and say what stood in the way."""
    try:
        return locked(path), ""
    except _OtherFormat as other:
        if other.written < FORMAT:
            raise
        return to_look_at(path), "newer"
    except sqlite3.OperationalError as error:
        for words, obstacle in _OBSTACLES.items():
            if words in str(error):
                return to_look_at(path), obstacle
        raise


def to_look_at(path: Path) -> sqlite3.Connection:
    """Open for looking only; nothing keeps others from writing meanwhile."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)


_OBSTACLES: Final[dict[str, Obstacle]] = {"locked": "in use", "readonly": "protected"}
"""Words of SQLite's errors and what they mean here."""
_FOR_NOW: Final = ("unable to open", "disk I/O error", "disk is full", "out of memory")
"""Words of those that say nothing about the file itself."""


class _OtherFormat(Exception):
    """The file was written by another CogTUI."""

    def __init__(self, written: int) -> None:
        super().__init__(written)
        self.written = written


UNREADABLE: Final = (
    _OtherFormat,
    sqlite3.Error,
    msgspec.MsgspecError,
    LookupError,
    ValueError,
    TypeError,
    RecursionError,
)
"""What becomes of reading a file that is not as it should be."""


def problem_with(path: Path, error: BaseException) -> AuthoringError:
    """Return what to say of a file that can't be loaded; one that is damaged is set aside."""
    if isinstance(error, _OtherFormat):
        words = f"an older CogTUI wrote this (format {error.written}), which this one can't read; it is left as it is"
    elif isinstance(error, sqlite3.OperationalError) and any(words in str(error) for words in _FOR_NOW):
        words = f"this can't be read: {error}"
    elif _is_newer(path):
        words = "a newer CogTUI wrote this, which this one can't read; it is left as it is"
    else:
        words = f"this is no CogTUI save, or it is damaged; it was set aside as `{set_aside(path).name}`"
    return AuthoringError(words, file=str(path))


def _is_newer(path: Path) -> bool:
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=0)) as connection:
            return int(meta_of(connection)["format"]) > FORMAT
    except (sqlite3.Error, LookupError, ValueError, TypeError):
        return False


def meta_of(connection: sqlite3.Connection) -> dict[str, str]:
    """Return what the file says of itself, by name."""
    return dict(connection.execute("SELECT name, value FROM meta").fetchall())


def set_aside(path: Path) -> Path:
    """Rename a damaged file to the first free `NAME.broken`, `NAME.broken2`... and return its new place."""
    for count in range(1, 1000):
        aside = path.with_name(f"{path.name}.broken{count if count > 1 else ''}")
        if not aside.exists():
            path.rename(aside)
            return aside
    raise FileExistsError(f"too many broken files beside {path}")
