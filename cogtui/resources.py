"""Where the files that ship with CogTUI are, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def lessons_dir() -> Path:
    """Return the folder of the lessons: inside the package when installed, beside it in a checkout."""
    shipped = _PACKAGE / "_lessons"
    return shipped if shipped.is_dir() else _PACKAGE.parent / "lessons"
