"""The project's files, as the hygiene tests look at them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

PARTS = (".ci", "cogtui", "lessons", "screenshots", "tests")
"""The folders that make up the project; the files at the top belong to it too."""

MADE = {"__pycache__", "node_modules"}
"""Folders that tools fill."""

NOT_TEXT = {".png", ".gif", ".sqlite", ".whl", ".gz", ".zip"}


def files(*parts: str) -> Iterator[Path]:
    """Yield the files below the project's folders `parts`."""
    for part in parts:
        for path in sorted((ROOT / part).rglob("*")):
            if path.is_file() and not MADE & set(path.parts) and path.suffix != ".pyc":
                yield path


def texts() -> Iterator[tuple[str, str]]:
    """Yield name and text of every text file of the project."""
    tops = [path for path in sorted(ROOT.iterdir()) if path.is_file() and path.name != "snapshot_report.html"]
    for path in (*tops, *files(*PARTS)):
        if path.suffix not in NOT_TEXT:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def modules() -> list[Path]:
    """Return the package's Python files."""
    return [path for path in files("cogtui") if path.suffix == ".py"]
