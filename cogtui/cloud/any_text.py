"""Texts that UTF-8 cannot hold: half a surrogate pair, octets that were no UTF-8. Requests may bring them; files get escapes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from cogtui.cloud.catalog.forms import is_dict, is_list


def is_writable(text: str) -> bool:
    """Tell whether UTF-8 can hold a text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def plain(value: Any) -> Any:
    """Return records, or data, as data whose texts are all writable: escapes stand for what is not."""
    return _plain(msgspec.to_builtins(value, builtin_types=(bytes, datetime)))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if is_dict(value):
        return {_plain(name): _plain(part) for name, part in value.items()}
    if is_list(value):
        return [_plain(part) for part in value]
    return value
