"""One segment of a compact token: base64url both ways, and the JSON object inside, read strictly."""

from __future__ import annotations

import binascii
import re
from typing import Any, Literal, cast

import msgspec

LIMIT = 100_000
"""Characters of the longest token that is read; AWS's own limits end at 20,000."""

DEPTH = 64
"""Objects and lists that may stand inside one another."""

FaultKind = Literal["empty", "too-long", "parts", "not-base64url", "not-utf8", "not-json", "not-object", "too-deep"]

_TO_STANDARD = bytes.maketrans(b"-_+/=", b"+/!!!")
_TO_URL = bytes.maketrans(b"+/", b"-_")
_PADDING = (b"", b"", b"==", b"=")
_LAST = ("", "", "AQgw", "AEIMQUYcgkosw048")
"""Which characters may end a text whose length leaves 2 or 3 over four: those whose unused bits are zero."""
_STRANGER = re.compile(r"[^A-Za-z0-9_-]")
_AT_BYTE = re.compile(r" ?\(byte (\d+)\)")
_JSON_TYPES = {
    list: "a list",
    str: "a text",
    int: "a number",
    float: "a number",
    bool: "true or false",
    type(None): "null",
}

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder()


class Unreadable(Exception):
    """Why a segment could not be read, and where."""

    def __init__(self, kind: FaultKind, offset: int, why: str) -> None:
        super().__init__(why)
        self.kind: FaultKind = kind
        self.offset = offset
        """In characters for base64url, in bytes of the decoded text for JSON."""
        self.why = why


def text_of(data: bytes) -> str:
    """Return base64url without padding (RFC 7515, section 2)."""
    return binascii.b2a_base64(data, newline=False).translate(_TO_URL).rstrip(b"=").decode("ascii")


def segment_of(value: Any) -> str:
    """Return a JSON value as a segment: compact JSON, members in the order given."""
    return text_of(_encoder.encode(value))


def octets(text: str) -> bytes:
    """Decode base64url without padding, strictly.

    One text per content: unused bits at the end must be zero (RFC 4648, section 3.5), so that no changed character of a
    token goes unseen. Whether AWS insists on that is not documented.
    """
    over = len(text) % 4
    try:
        found = binascii.a2b_base64(text.encode("ascii").translate(_TO_STANDARD) + _PADDING[over], strict_mode=True)
    except ValueError:
        raise _stranger(text) from None
    if over and text[-1] not in _LAST[over]:
        raise Unreadable("not-base64url", len(text) - 1, f"`{text[-1]}` cannot be the last character of this length")
    return found


def _stranger(text: str) -> Unreadable:
    stranger = _STRANGER.search(text)
    if stranger is None:
        return Unreadable("not-base64url", len(text), f"base64url text cannot have {len(text)} characters")
    char = stranger[0]
    name = f"`{char}`" if char.isprintable() and char != " " else f"U+{ord(char):04X}"
    return Unreadable("not-base64url", stranger.start(), f"{name} is not a character of base64url")


def members(data: bytes) -> dict[str, Any]:
    """Read a JSON object; of a member given twice the last counts (RFC 7519, section 4)."""
    if data.count(b"{") + data.count(b"[") > DEPTH:
        _refuse_deep(data)
    try:
        value = _decoder.decode(data)
    except UnicodeDecodeError:
        raise _not_utf8(data) from None
    except msgspec.DecodeError as problem:
        raise _not_json(data, str(problem)) from None
    if not isinstance(value, dict):
        raise Unreadable("not-object", 0, f"{_JSON_TYPES[type(value)]} where a JSON object is wanted")
    return cast("dict[str, Any]", value)


def _not_utf8(data: bytes) -> Unreadable:
    """Find the place in the whole text; the JSON reader counts from the beginning of a string."""
    at = 0
    try:
        data.decode()
    except UnicodeDecodeError as problem:
        at = problem.start
    return Unreadable("not-utf8", at, "the bytes are not UTF-8 text")


def _not_json(data: bytes, problem: str) -> Unreadable:
    """Put the reader's message into our words; it says "truncated" of a broken escape as well."""
    if "truncated" in problem:
        return Unreadable("not-json", len(data), "the JSON text ends too early, or holds a broken escape")
    at = _AT_BYTE.search(problem)
    said = _AT_BYTE.sub("", problem).removeprefix("JSON is malformed: ").split(" - at ")[0].lower()
    return Unreadable("not-json", int(at[1]) if at else 0, f"not JSON: {said}")


def _refuse_deep(data: bytes) -> None:
    """Refuse what would exhaust the stack of whoever walks the value; brackets inside texts don't count."""
    depth = 0
    for found in re.finditer(rb'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', data):
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(found[0], 0)
        if depth > DEPTH:
            raise Unreadable("too-deep", found.start(), f"more than {DEPTH} objects and lists inside one another")
