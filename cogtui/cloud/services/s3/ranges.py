"""A part of an object: the Range header (RFC 9110 section 14)."""

from __future__ import annotations

import re

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.s3 import errors

_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


class Span(msgspec.Struct, frozen=True):
    """Some octets of an object."""

    first: int
    last: int
    """The last one that belongs to it."""
    size: int
    """Of the whole object."""

    @property
    def text(self) -> str:
        """As in Content-Range."""
        return f"bytes {self.first}-{self.last}/{self.size}"

    def of(self, body: bytes) -> bytes:
        """Return the octets."""
        return body[self.first : self.last + 1]


def span_asked(call: Call, size: int) -> Span | None:
    """Return the octets that a request asks for, or None for all; refuse those that the object has not.

    What is no range of octets is passed over, as RFC 9110 wants; so are several ranges, which S3 does not give.
    """
    text = str(call.params.get("Range") or "")
    found = _RANGE.fullmatch(text)
    if found is None or found.groups() == ("", ""):
        return None
    begin, end = found.groups()
    if begin and end and int(begin) > int(end):
        return None
    first = int(begin) if begin else max(size - int(end), 0)
    last = min(int(end), size - 1) if begin and end else size - 1
    call.require("s3.object.range", first <= last, lambda: errors.invalid_range(text, size), size=size, has=text)
    return Span(first, last, size)


def span_copied(call: Call, text: str, size: int) -> Span:
    """Return the octets of the source that UploadPartCopy asks for; here both ends must be given, and be there."""
    found = _RANGE.fullmatch(text)
    ends = [int(end) for end in found.groups() if end] if found else []
    fits = len(ends) == 2 and ends[0] <= ends[1] < size
    call.require("s3.copy.range", fits, lambda: errors.copy_range(text, size), size=size, has=text)
    return Span(ends[0], ends[1], size)
