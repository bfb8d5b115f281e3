"""HTTP messages as data, and the forms that single values have in them."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, Literal

import msgspec

from cogtui.cloud.catalog.reader import Reference, Service

Pairs = list[tuple[str, str]]

Form = Literal["plain", "json", "xml", "form"]
"""What a body is made of, which says how it reads best."""


class HttpMessage(msgspec.Struct, frozen=True):
    """A request or an answer; the first line is up to who writes it down."""

    headers: Pairs = []
    content: bytes = b""
    """The body as it goes over the wire."""
    form: Form = "plain"

    @property
    def body(self) -> str:
        """The body as it reads best: JSON and XML with line breaks, forms with one field a line."""
        return _READABLE[self.form](self.content)


def octets(text: str) -> bytes:
    """Return text as a body; what people type may hold characters that no client would send."""
    return text.encode("utf-8", "surrogatepass")


def readable(content: bytes) -> str:
    """Return bytes as text where they are text, else say how many there are."""
    try:
        return content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return f"({len(content):,} bytes that are no text)"


def _lines_of_json(content: bytes) -> str:
    return msgspec.json.format(content, indent=2).decode() if content else ""


_TOKENS: Final = re.compile(r"<[^>]*>|[^<]+")


def _lines_of_xml(content: bytes) -> str:
    """Return XML without blanks between its elements with one element a line, two blanks further in at each level."""
    lines: list[str] = []
    depth, within = 0, False
    for token in _TOKENS.findall(readable(content).replace("?>\n", "?>", 1)):
        if token.startswith("</"):
            depth -= 1
            lines += [] if within else ["  " * depth]
            lines[-1] += token
            within = False
        elif not token.startswith("<"):
            lines[-1] += token
        else:
            lines.append("  " * depth + token)
            within = not token.startswith("<?") and not token.endswith("/>")
            depth += within
    return "\n".join(lines)


_READABLE: Final[dict[Form, Callable[[bytes], str]]] = {
    "plain": readable,
    "json": _lines_of_json,
    "xml": _lines_of_xml,
    "form": lambda content: readable(content).replace("&", "&\n"),
}


# --------------------------------------------------------------------------------------------------------- single values


_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def iso8601(value: datetime) -> str:
    """Return the form of times in XML and in queries."""
    utc = value.astimezone(UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%SZ") if not utc.microsecond else milliseconds(utc)


def milliseconds(value: datetime) -> str:
    """Return the form of times in S3's documents: "2026-01-05T09:00:00.000Z"."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def rfc822(value: datetime) -> str:
    """Return the form of times in headers (RFC 9110, section 5.6.7)."""
    utc = value.astimezone(UTC)
    return f"{_DAYS[utc.weekday()]}, {utc.day:02} {_MONTHS[utc.month - 1]} {utc.year:04} {utc:%H:%M:%S} GMT"


def unix(value: datetime) -> float | int:
    """Return seconds since 1970, to the millisecond."""
    seconds = value.timestamp()
    return int(seconds) if seconds.is_integer() else round(seconds, 3)


_TIMES: Final[dict[str, Callable[[datetime], str]]] = {
    "iso8601": iso8601,
    "milliseconds": milliseconds,
    "rfc822": rfc822,
    "unixTimestamp": lambda value: str(unix(value)),
}


def time_form(service: Service, use: Reference | None, usual: str) -> str:
    """Return the form that the API gives a member's times, `usual` where it says nothing."""
    if use is None:
        return usual
    return use.timestamp_format or service.target(use).timestamp_format or usual


def plain(value: Any, times: str = "iso8601") -> str:
    """Return a single value as text of a header, a query or an element."""
    match value:
        case str():
            return value
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case datetime():
            return _TIMES[times](value)
        case bytes() | bytearray():
            return base64.b64encode(value).decode()
        case _:
            return json.dumps(value, ensure_ascii=False, default=plain)
