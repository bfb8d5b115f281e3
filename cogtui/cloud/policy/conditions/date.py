"""Date operators: ISO 8601 in the profile of the W3C, or seconds since 1970."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from cogtui.cloud.policy.conditions.operator import ordered

_W3C = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})"
    r"(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6})[0-9]*)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?"
)
_EPOCH = re.compile(r"[0-9]{1,15}(\.[0-9]{1,9})?")


def seconds(text: str) -> float | None:
    """Return the moment that `text` writes as seconds since 1970, None when it isn't one.

    Four digits are a year. A time without a zone is UTC.
    """
    if found := _W3C.fullmatch(text):
        return _w3c(found)
    return float(text) if _EPOCH.fullmatch(text) else None


def _w3c(found: re.Match[str]) -> float | None:
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    try:
        moment = datetime(
            int(year),
            int(month or 1),
            int(day or 1),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            int((fraction or "0").ljust(6, "0")),
            tzinfo=_zone(zone),
        )
        return (moment - _START).total_seconds()
    except ValueError:
        return None


_START = datetime(1970, 1, 1, tzinfo=UTC)


def _zone(text: str | None) -> timezone:
    if text in (None, "Z"):
        return UTC
    sign = -1 if text.startswith("-") else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


OPERATORS = ordered("Date", seconds, "a date such as 2025-12-31T23:59:59Z, or seconds since 1970")
