"""Where a broken token breaks, in words, and what stands around the place."""

from __future__ import annotations

import json
from typing import Any

from cogtui.cloud.tokens import Fault
from cogtui.views.why import shown

AROUND = 24
"""Characters that are shown before and after the place."""


def fault_words(fault: Fault) -> str:
    """Return where a token breaks and why, on one line."""
    where = f"{fault.segment}, " if fault.segment else ""
    return f"{where}at character {fault.offset + 1:,}: {fault.why}"


def around(text: str, fault: Fault) -> tuple[str, str, str]:
    """Return what stands before the place, the character there, and what follows; three empty texts at the text's end."""
    at = fault.offset
    if not 0 <= at < len(text) or fault.kind in ("too-long", "not-object"):
        return "", "", ""
    return text[max(at - AROUND, 0) : at], text[at], text[at + 1 : at + 1 + AROUND]


def twice(plain: str, name: str) -> str:
    """Say that a member stands in an object more than once, with each of its values."""
    values: list[Any] = []

    def note(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        named = [value for found, value in pairs if found == name]
        if len(named) > 1:
            values.extend(named)
        return dict(pairs)

    json.loads(plain, object_pairs_hook=note)
    each = ", then ".join(shown(value) for value in values)
    return f"`{name}` stands here twice: {each}. Here the last counts; other readers take the first"
