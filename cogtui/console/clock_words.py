"""Spans of time as the Console takes them: `+1h`, `-30m`, `+1d12h`, `+90s`."""

from __future__ import annotations

import re
from typing import Final

UNITS: Final = {"d": 86400, "h": 3600, "m": 60, "s": 1}

_SPAN: Final = re.compile(r"([+-])((?:\d{1,9}(?:\.\d{1,6})?[dhms])+)")
_PART: Final = re.compile(r"([\d.]+)([dhms])")


def seconds_of(text: str) -> float | None:
    """Return the seconds that a span has, None when it is none."""
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    total = sum(float(number) * UNITS[unit] for number, unit in _PART.findall(found.group(2)))
    return -total if found.group(1) == "-" else total


def spelled(seconds: float) -> str:
    """Return a span as it is typed: 5400 is "+1h30m"."""
    left = abs(seconds)
    parts = ""
    for unit, size in UNITS.items():
        count = left if unit == "s" else left // size
        if count:
            parts += f"{count:g}{unit}" if unit == "s" else f"{int(count)}{unit}"
            left -= count * size
    return f"{'-' if seconds < 0 else '+'}{parts or '0s'}"
