"""What a web request brings: query and form as names and values, within bounds and without control characters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final
from urllib.parse import parse_qsl, quote_from_bytes

FORM: Final = "application/x-www-form-urlencoded"

MOST_BYTES: Final = 256 * 1024
"""Of a form."""
MOST_PARAMETERS: Final = 200

_ASCII: Final = bytes(range(128))
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]")
_CONTROLS_BUT_BREAKS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

Pairs = tuple[tuple[str, str], ...]


class Unreadable(Exception):
    """The request makes no sense: a status and one sentence."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words


def of_query(written: bytes) -> Pairs:
    """Read a query as it stands on the wire; Unreadable where it holds control characters."""
    return _pairs(written, "query", _CONTROLS)


def of_form(written: bytes) -> Pairs:
    """Read a form; its values may have line breaks in them, as JSON may that an app sends along."""
    if len(written) > MOST_BYTES:
        raise Unreadable(413, f"The form is larger than {MOST_BYTES:,} bytes.")
    return _pairs(written, "form", _CONTROLS_BUT_BREAKS)


def _pairs(written: bytes, what: str, forbidden: re.Pattern[str]) -> Pairs:
    # Octets beyond ASCII may stand there as they are: they are taken as if they had been percent-encoded.
    text = quote_from_bytes(written, safe=_ASCII)
    try:
        found = tuple(parse_qsl(text, keep_blank_values=True, errors="surrogateescape", max_num_fields=MOST_PARAMETERS))
    except ValueError as many:
        raise Unreadable(400, f"The {what} has more than {MOST_PARAMETERS} parameters.") from many
    if any(forbidden.search(value) or _CONTROLS.search(name) for name, value in found):
        raise Unreadable(400, f"The {what} contains control characters.")
    return found


def path_of(path: str) -> str:
    """Return a path; Unreadable where it holds control characters."""
    if _CONTROLS.search(path):
        raise Unreadable(400, "The path contains control characters.")
    return path


def repeated(*parts: Pairs) -> tuple[str, ...]:
    """Return the names that come more than once in one of the parts."""
    return tuple(name for part in parts for name, times in _counted(part) if times > 1)


def _counted(part: Pairs) -> Iterable[tuple[str, int]]:
    return Counter(name for name, _ in part).items()
