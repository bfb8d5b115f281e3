"""A template's text as it stands in a file."""

from __future__ import annotations

from pathlib import Path

from cogtui.cloud.errors import AuthoringError


def text_of(path: Path) -> str:
    """Return what a file holds that a person wrote; AuthoringError where it can't be read or is no UTF-8 text."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as problem:
        raise AuthoringError(f"expected a file that can be read: {problem.strerror}", file=str(path)) from problem
    except UnicodeDecodeError as problem:
        raise AuthoringError(f"byte {problem.start + 1} is no UTF-8 text", file=str(path)) from problem
