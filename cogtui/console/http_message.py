"""HTTP messages as data, and the forms that single values have in them."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, Final

import msgspec

from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.catalog.reader import Reference, Service

Pairs = list[tuple[str, str]]


class HttpMessage(msgspec.Struct, frozen=True):
    """A request or an answer; the first line is up to who writes it down."""

    headers: Pairs = []
    body: str = ""
    """As it reads best: JSON and XML with line breaks, forms with one field a line."""
    content: bytes = b""
    """The very bytes, where the body was given as such."""


def iso8601(value: datetime) -> str:
    """Return the form of times in XML and in queries."""
    utc = value.astimezone(UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if utc.microsecond else utc.strftime("%Y-%m-%dT%H:%M:%SZ")


def rfc822(value: datetime) -> str:
    """Return the form of times in headers."""
    return format_datetime(value.astimezone(UTC), usegmt=True)


def unix(value: datetime) -> str:
    """Return seconds since 1970."""
    return f"{value.timestamp():.15g}"


_TIMES: Final[dict[str, Callable[[datetime], str]]] = {"iso8601": iso8601, "rfc822": rfc822, "unixTimestamp": unix}


def time_form(service: Service, use: Reference | None, usual: str) -> str:
    """Return the form that the API gives a member's times, `usual` where it says nothing."""
    if use is None:
        return usual
    return use.timestamp_format or service.target(use).timestamp_format or usual


def plain(value: Any, times: str = "iso8601") -> str:
    """Return a single value as text of a header, a query or an element."""
    match value:
        case bool():
            return str(value).lower()
        case datetime():
            return _TIMES[times](value)
        case bytes() | bytearray():
            return base64.b64encode(value).decode()
        case str():
            return value
        case _:
            return json.dumps(value, ensure_ascii=False, default=plain)


def json_body(value: Any) -> str:
    """Return a value as a JSON body: times as numbers, blobs as base64."""
    return json.dumps(_jsonable(value), indent=2, ensure_ascii=False)


def _jsonable(value: Any) -> Any:
    if is_dict(value):
        return {str(name): _jsonable(part) for name, part in value.items() if part is not None}
    if is_list(value):
        return [_jsonable(part) for part in value]
    match value:
        case datetime():
            seconds = value.timestamp()
            return int(seconds) if seconds.is_integer() else seconds
        case bytes() | bytearray():
            return base64.b64encode(value).decode()
        case _:
            return value


def readable(content: bytes) -> str:
    """Return bytes as text where they are text, else say how many there are."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return f"({len(content):,} bytes that are no text)"
