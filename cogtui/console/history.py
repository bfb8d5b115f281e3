"""Lines typed before: up and down, and the file that keeps them from one session to the next without their secrets."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cogtui.cloud.store import Reader
from cogtui.console.secrets import keepable
from cogtui.folders import data_dir

LIMIT: Final = 500
"""Lines that are remembered."""
LONGEST: Final = 4_000
"""Characters of a line that still goes to the file."""
LARGEST: Final = 8_000_000
"""Bytes of a file that is still read."""


def file_of_history() -> Path:
    """Return where the lines are kept."""
    return data_dir() / "console-history.jsonl"


class History:
    """What was typed, oldest first; and how far back somebody has gone. In memory lines are whole."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self.lines = _read(path) if path is not None else []
        self._at = len(self.lines)
        self._draft = ""

    def add(self, line: str, state: Reader) -> None:
        """Remember a line that was entered; `state` knows whose tokens are this world's own."""
        if not self.lines or self.lines[-1] != line:
            self.lines.append(line)
            del self.lines[:-LIMIT]
            kept = keepable(line, state) if len(line) <= LONGEST else None
            if self._path is not None and kept is not None:
                _append(self._path, kept)
        self.reset()

    def reset(self) -> None:
        """Go back to the newest end."""
        self._at = len(self.lines)
        self._draft = ""

    def older(self, current: str) -> str | None:
        """Return the line before the one shown, None at the oldest; `current` comes back at the newest end."""
        if self._at == len(self.lines):
            self._draft = current
        if self._at == 0:
            return None
        self._at -= 1
        return self.lines[self._at]

    def newer(self) -> str | None:
        """Return the line after the one shown, None when that is the newest already."""
        if self._at == len(self.lines):
            return None
        self._at += 1
        return self._draft if self._at == len(self.lines) else self.lines[self._at]


def _read(path: Path) -> list[str]:
    """Return the lines of a file; what is damaged is passed over, a file that is none at all is set aside."""
    try:
        if path.stat().st_size > LARGEST:
            _set_aside(path)
            return []
        written = path.read_bytes().splitlines()
    except OSError:
        return []
    lines = [line for line in map(_decoded, written) if line]
    if written and not lines:
        _set_aside(path)
    elif len(written) > 2 * LIMIT:
        _rewrite(path, lines[-LIMIT:])
    return lines[-LIMIT:]


def _decoded(line: bytes) -> str:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    return found if isinstance(found, str) else ""


def _set_aside(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.replace(path.with_name(f"{path.name}.damaged"))


def _append(path: Path, line: str) -> None:
    """Add a line; a disk that takes none leaves the history in memory only."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, os.O_APPEND, [line])


def _rewrite(path: Path, lines: list[str]) -> None:
    part = path.with_name(f"{path.name}.part")
    with contextlib.suppress(OSError):
        _write(part, os.O_TRUNC, lines)
        part.replace(path)


def _write(path: Path, how: int, lines: Iterable[str]) -> None:
    """Write lines to a file that only its owner may read."""
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | how, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(line)}\n" for line in lines)
