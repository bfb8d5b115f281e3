"""The report of a bug: what happened, where, and what was done before; a file that the user can pass on."""

from __future__ import annotations

import os
import platform
import traceback
from importlib.metadata import version
from pathlib import Path

from cogtui import __version__
from cogtui.folders import data_dir
from cogtui.tui.session import Session

MOST_REPORTS = 20


def write_report(error: Exception, session: Session | None) -> Path | None:
    """Write the report of what ended the app; see `keep_report`."""
    return keep_report("".join(traceback.format_exception(error)), session)


def keep_report(what: str, session: Session | None) -> Path | None:
    """Write the report for its owner alone and return its place; None where nothing can be written."""
    text = "\n".join((*_setting(), "", *_trail(session), "", what))
    folder = data_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for count in range(1, MOST_REPORTS + 1):
            path = folder / f"crash-{count}.txt"
            if not path.exists() or count == MOST_REPORTS:
                path.unlink(missing_ok=True)
                with os.fdopen(
                    os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8"
                ) as file:
                    file.write(text)
                return path
    except OSError:
        return None
    return None


def _setting() -> tuple[str, ...]:
    return (
        f"CogTUI {__version__}, textual {version('textual')}, Python {platform.python_version()}, {platform.system()}",
        "The world and your progress are safe: Continue on Home goes on from the last call.",
    )


def _trail(session: Session | None) -> tuple[str, ...]:
    """Return the last calls by name, without their values."""
    if session is None:
        return ("No session was open.",)
    records = session.world.trail[-10:]
    return (f"Open: {session.title}", *(f"{record.no:>4} {record.service} {record.operation}" for record in records))
