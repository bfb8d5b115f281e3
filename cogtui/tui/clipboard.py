"""A copy on disk of what was last copied: some terminals ignore the clipboard escape (OSC 52)."""

from __future__ import annotations

import os
from pathlib import Path

from cogtui.folders import data_dir


def keep_copy(text: str) -> Path | None:
    """Write the text to `clipboard.txt` in the data folder, for its owner alone; None where that can't be written."""
    path = data_dir() / "clipboard.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        return None
    return path
