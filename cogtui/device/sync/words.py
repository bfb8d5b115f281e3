"""What the trail calls the things that devices do."""

from __future__ import annotations

from collections.abc import Sized
from typing import Final

from cogtui.cloud.device_sync.records import DeviceKind, Profile

PROFILES: Final[dict[Profile, str]] = {
    "correct": "a manager that keeps its promises",
    "javascript": "the JavaScript manager",
}
KINDS: Final[dict[DeviceKind, str]] = {"phone": "phone", "tablet": "tablet", "web": "browser"}
_LONGEST: Final = 24


def edited(device: str, key: str, value: str | None) -> str:
    """Return "phone: theme = dark"."""
    return f"{device}: {_short(key)} removed" if value is None else f"{device}: {_short(key)} = {_short(value)}"


def skew(seconds: float) -> str:
    """Return "its clock is 60 s ahead"."""
    if not seconds:
        return "its clock is right"
    return f"its clock is {abs(seconds):,.12g} s {'ahead' if seconds > 0 else 'behind'}"


def stored(device: str, records: Sized, count: int | None) -> str:
    """Return "phone stores 2 records, count 3"."""
    many = len(records)
    if not many:
        return f"{device} is at count {count}" if count is not None else f"{device} stores nothing"
    told = f", count {count}" if count is not None else ""
    return f"{device} stores {many} {'record' if many == 1 else 'records'}{told}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
