"""Single values from text: of a form, a query, a path, a header or an element.

Text that is no number, no time and so on stays text: the door knows what the service says to a value of the wrong type.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from cogtui.cloud.catalog.reader import Reference, Service, ShapeType
from cogtui.wire.protocols.parsed import Unreadable

Reading = Callable[[str], Any]

_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,19}")
_NUMBER: Final = re.compile(r"[+-]?([0-9]{1,19}(\.[0-9]{0,19})?|\.[0-9]{1,19})([eE][+-]?[0-9]{1,2})?")
_BOOLEANS: Final = {"true": True, "false": False}


def whole(text: str) -> Any:
    """Return text as a whole number where it is one."""
    return int(text) if _WHOLE.fullmatch(text.strip()) else text


def number(text: str) -> Any:
    """Return text as a number where it is one."""
    return float(text) if _NUMBER.fullmatch(text.strip()) else text


def boolean(text: str) -> Any:
    """Return text as true or false where it is one of them."""
    return _BOOLEANS.get(text.strip().lower(), text)


def blob(text: str) -> bytes:
    """Return the octets that base64 text stands for."""
    try:
        return base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise Unreadable("a blob must be base64") from error


def moment(text: str) -> Any:
    """Return a time in any of the forms that AWS takes: ISO 8601, seconds since 1970, an HTTP date."""
    for form in (_seconds, datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = form(text.strip())
        except (ValueError, OverflowError, OSError):
            continue
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    return text


def _seconds(text: str) -> datetime:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return datetime.fromtimestamp(float(text), UTC)


_READINGS: Final[dict[ShapeType, Reading]] = {
    "integer": whole,
    "long": whole,
    "float": number,
    "double": number,
    "boolean": boolean,
    "blob": blob,
    "timestamp": moment,
}


def reading(service: Service, use: Reference) -> Reading:
    """Return what reads a value of a shape; a list is written with commas between its items."""
    shape = service.target(use)
    if shape.member is not None:
        each = reading(service, shape.member)
        return lambda text: [each(part.strip()) for part in text.split(",") if part.strip()]
    return _READINGS.get(shape.type, str)
