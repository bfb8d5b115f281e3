"""What is typed on the Sync pane: a new record, the name of a dataset, a clock's difference; and what is wrong with it."""

from __future__ import annotations

import math
import re

from cogtui.cloud.any_text import is_writable
from cogtui.cloud.device_sync.records import LONGEST_KEY, LONGEST_VALUE, MOST_SKEW, Profile

_JS_KEY = re.compile(r"[a-zA-Z0-9_.:-]{1,128}")
_DATASET = re.compile(r"[a-zA-Z0-9_.:-]{1,128}")


def record_of(text: str) -> tuple[str, str]:
    """Return key and value of a line `key = value`; the value may be empty, and hold more equals signs."""
    key, _, value = text.partition("=")
    return key.strip(), value.strip()


def wrong_with_record(text: str, profile: Profile) -> str:
    """Say in one sentence what is wrong with a line `key = value`; empty where nothing is."""
    if "=" not in text:
        return "a record is written `key = value`"
    key, value = record_of(text)
    return wrong_with_key(key, profile) or wrong_with_value(value)


def wrong_with_key(key: str, profile: Profile) -> str:
    """Say what is wrong with a key."""
    if not key:
        return "the key is missing: a record is written `key = value`"
    if profile == "javascript" and _JS_KEY.fullmatch(key) is None:
        return "Invalid key. The JavaScript manager takes letters, digits and _ . : - only, at most 128"
    wrong = _wrong_with_text(key)
    if wrong:
        return wrong
    size = len(key.encode())
    return f"the key has {size:,} bytes; {LONGEST_KEY} are the most" if size > LONGEST_KEY else ""


def wrong_with_value(value: str) -> str:
    """Say what is wrong with a value."""
    if len(value) > LONGEST_VALUE:
        return f"the value has {len(value):,} characters; {LONGEST_VALUE:,} are the most"
    return _wrong_with_text(value)


def _wrong_with_text(text: str) -> str:
    return "" if is_writable(text) else "half of a character can't be sent: this is no Unicode text"


def wrong_with_dataset(name: str) -> str:
    """Say what is wrong with the name of a dataset."""
    if _DATASET.fullmatch(name):
        return ""
    return "a dataset's name has 1 to 128 letters, digits and _ . : -"


def seconds_of(text: str) -> float | None:
    """Return a clock's difference in seconds: "90", "-3600", "+0.5"; None for what is no number, or too far off."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) and abs(found) <= MOST_SKEW else None
