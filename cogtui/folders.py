"""The learner's own folders: settings and progress, where this platform keeps such things."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def config_dir() -> Path:
    """Return the folder of the settings; `COGTUI_CONFIG_DIR` overrides the platform's. It may not exist yet."""
    return _own("COGTUI_CONFIG_DIR") or platformdirs.user_config_path("cogtui", appauthor=False)


def data_dir() -> Path:
    """Return the folder of progress and saved worlds; `COGTUI_DATA_DIR` overrides the platform's. It may not exist yet."""
    return _own("COGTUI_DATA_DIR") or platformdirs.user_data_path("cogtui", appauthor=False)


def _own(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value).expanduser() if value else None
