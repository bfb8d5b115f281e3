"""What a line of the Console came to, for any front end to show."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from cogtui.cloud.trail import Record

Look = Literal["", "dim", "strong", "title", "ok", "no", "key", "text", "mark"]

Line = tuple[tuple[str, Look], ...]
"""Text in pieces that say what they are."""

Wish = Literal["", "clear", "undo", "redo"]


class Outcome(msgspec.Struct, frozen=True):
    """What came of a line. What is empty is not shown."""

    record: Record | None = None
    """The call that was made."""
    value: Any = {}
    """The answer as JSON-able data; an empty structure is not printed, None is `null`."""
    text: str = ""
    """The answer as text, where it is no JSON: `--output text`, a file's content."""
    lines: tuple[Line, ...] = ()
    """Help, lists."""
    error: str = ""
    """The call failed: AWS's sentence."""
    notes: tuple[str, ...] = ()
    """Who called, what was written where."""
    wish: Wish = ""
    """What the front end is asked to do; each has its own way to."""


def line(*parts: str | tuple[str, Look]) -> Line:
    """Join plain strings and pieces."""
    return tuple((part, "") if isinstance(part, str) else part for part in parts)
