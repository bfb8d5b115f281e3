"""Values as a function can send them: JSON, whose texts are UTF-8 and whose numbers are doubles (RFC 8259, section 6)."""

from __future__ import annotations

import math
from typing import Any

from cogtui.cloud.any_text import plain
from cogtui.cloud.catalog.forms import is_dict, is_list

EXACT = 2**53
"""Beyond this whole numbers are no longer exact in a double."""


def sendable(value: Any) -> Any:
    """Return a value as JSON has it; what JSON has no form for is null."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, int):
        return value if -EXACT <= value <= EXACT else sendable(_as_double(value))
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if is_dict(value):
        return {plain(str(name)): sendable(part) for name, part in value.items()}
    return [sendable(part) for part in value] if is_list(value) else None


def _as_double(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf
