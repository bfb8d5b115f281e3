"""How far the learner is: one row per lesson in a SQLite file of the learner's own. Never part of a world, never undone."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.save_files import set_aside
from cogtui.course.marks import Memory
from cogtui.folders import data_dir

FORMAT = 1

_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS lessons (
    lesson TEXT PRIMARY KEY, step TEXT NOT NULL, answers TEXT NOT NULL, done INTEGER NOT NULL, memory BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS session (one INTEGER PRIMARY KEY CHECK (one = 1), lesson TEXT NOT NULL);
PRAGMA user_version = {FORMAT};
"""

R = TypeVar("R")


class Standing(msgspec.Struct, frozen=True):
    """How far somebody is in a lesson."""

    lesson: str
    step: str
    answers: dict[str, str]
    """Step id -> letter."""
    done: bool
    """The lesson was played to its end, at least once."""


class Progress:
    """The file. It is opened for each use alone, so that two windows do not lock each other out."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or data_dir() / "progress.sqlite"

    def note(self, memory: Memory) -> None:
        """Write down where a play is; what was done once stays done."""
        answers = {step: mark.answer for step, mark in memory.marks.items() if mark.answer}
        row = (memory.lesson, memory.step, msgspec.json.encode(answers).decode(), memory.finished)
        with self._open() as file:
            file.execute(
                "INSERT INTO lessons VALUES (?, ?, ?, ?, ?) ON CONFLICT (lesson) DO UPDATE SET step = excluded.step, "
                "answers = excluded.answers, done = max(done, excluded.done), memory = excluded.memory",
                (*row, msgspec.json.encode(memory)),
            )

    def open_session(self, lesson: str) -> None:
        """Remember which lesson the saved world belongs to; empty for none."""
        with self._open() as file:
            file.execute("INSERT OR REPLACE INTO session VALUES (1, ?)", (lesson,))

    def last_session(self) -> Memory | None:
        """Return the play that goes with the saved world, None when that was opened without a lesson."""
        query = "SELECT memory FROM lessons JOIN session USING (lesson)"

        def read(file: sqlite3.Connection) -> Memory | None:
            row = file.execute(query).fetchone()
            return msgspec.json.decode(row[0], type=Memory) if row else None

        return self._read(read)

    def standings(self) -> dict[str, Standing]:
        """Return how far the learner is in every lesson that was ever opened, by lesson."""

        def read(file: sqlite3.Connection) -> dict[str, Standing]:
            rows = file.execute("SELECT lesson, step, answers, done FROM lessons").fetchall()
            return {
                lesson: Standing(lesson, step, msgspec.json.decode(answers, type=dict[str, str]), bool(done))
                for lesson, step, answers, done in rows
            }

        return self._read(read)

    def _read(self, read: Callable[[sqlite3.Connection], R]) -> R:
        with self._open() as file:
            try:
                return read(file)
            except msgspec.MsgspecError as problem:
                raise sqlite3.DatabaseError(str(problem)) from problem

    @contextmanager
    def _open(self) -> Generator[sqlite3.Connection]:
        """Open the file, making it when there is none; a damaged one is set aside and reported as AuthoringError."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if not self.path.exists():
                os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))
            with closing(sqlite3.connect(self.path)) as file, file:
                self._prepare(file)
                yield file
        except (OSError, sqlite3.OperationalError) as problem:
            raise self._error(f"progress cannot be kept: {problem}") from problem
        except sqlite3.DatabaseError as problem:
            aside = set_aside(self.path)
            message = f"the progress file is damaged; it was set aside as `{aside.name}`, and a new one begins"
            raise self._error(message) from problem

    def _prepare(self, file: sqlite3.Connection) -> None:
        """Make the tables in a new file; leave one of a newer CogTUI alone."""
        version: int = file.execute("PRAGMA user_version").fetchone()[0]
        if version > FORMAT:
            raise self._error("the progress file was written by a newer CogTUI; it stays as it is")
        if version < FORMAT:
            file.executescript(_SCHEMA)

    def _error(self, message: str) -> AuthoringError:
        return AuthoringError(message, file=str(self.path))
