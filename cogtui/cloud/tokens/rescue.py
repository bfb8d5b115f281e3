"""What can be read of a broken part of a token: the text before the wrong character, the members before the wrong place."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from cogtui.cloud.tokens.segments import DEPTH

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder(strict=False)


def text_before(segment: str, offset: int) -> str:
    """Return the text behind the base64url before that character; what is no UTF-8 shows as U+FFFD."""
    sound = segment[: offset - offset % 4]
    return base64.urlsafe_b64decode(sound.encode("ascii")).decode("utf-8", "replace")


def members_before(plain: str) -> dict[str, Any]:
    """Return the members of a JSON object that are whole before the text breaks off or goes wrong."""
    found: dict[str, Any] = {}
    at = _skip(plain, 0)
    if plain[at : at + 1] != "{" or plain.count("{") + plain.count("[") > DEPTH:
        return found
    while True:
        try:
            name, at = _DECODER.raw_decode(plain, _skip(plain, at + 1))
            at = _skip(plain, at)
            if not isinstance(name, str) or plain[at : at + 1] != ":":
                return found
            value, at = _DECODER.raw_decode(plain, _skip(plain, at + 1))
        except (ValueError, RecursionError):
            return found
        at = _skip(plain, at)
        # A number at the very end may be the beginning of a longer one.
        if plain[at : at + 1] not in (",", "}"):
            return found
        found[name] = value
        if plain[at] == "}":
            return found


def _skip(plain: str, at: int) -> int:
    blank = _SPACE.match(plain, at)
    return blank.end() if blank else at
