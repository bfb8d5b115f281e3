"""Members of an answer that go into its headers (Smithy, "HTTP bindings": httpHeader and httpPrefixHeaders)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

import msgspec

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.console.http_message import Pairs, plain, time_form

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]+")


def header_text(text: str) -> str:
    """Return text as a header can hold it: ASCII, on one line.

    DIFFERS: what AWS makes of other characters in `x-amzn-ErrorMessage` is not known; the body has the message in full.
    """
    text = _CONTROL.sub(" ", text)
    return text if text.isascii() else text.encode("ascii", "replace").decode()


def encoded_header(text: str) -> str:
    """Return text in ASCII; S3 gives other characters as RFC 2047 has them (S3 User Guide, "Working with object metadata")."""
    if text.isascii() and text.isprintable():
        return text
    text = _CONTROL.sub(" ", text)
    if text.isascii():
        return text
    from email.header import Header  # few headers need it

    return Header(text.encode("utf-8", "replace").decode(), "utf-8", maxlinelen=10**6).encode()


class Named(msgspec.Struct, frozen=True):
    """A member's place among the headers."""

    name: str
    """The header's, or what the names of a map's headers begin with."""
    times: str = ""
    prefix: bool = False


@cache
def headers_of(service: str, operation: str) -> dict[str, Named | None]:
    """Return the members of an output that are no part of the body; None for the status."""
    owner = reader.service(service)
    use = owner.operations[operation].output if operation in owner.operations else None
    members = owner.target(use).members if use is not None else {}
    found: dict[str, Named | None] = {}
    for member, part in members.items():
        name = part.location_name or member
        if part.location == "header":
            found[member] = Named(name, time_form(owner, part, "rfc822"))
        elif part.location is not None:
            found[member] = Named(part.location_name or "", prefix=True) if part.location == "headers" else None
    return found


def header_pairs(service: str, operation: str, output: dict[str, Any]) -> tuple[Pairs, dict[str, Any]]:
    """Return the members that are headers, and the others."""
    places = headers_of(service, operation)
    if not places:
        return [], output
    headers: Pairs = []
    others: dict[str, Any] = {}
    for member, value in output.items():
        if member not in places:
            others[member] = value
            continue
        place = places[member]
        if place is None or value is None:
            continue
        if not place.prefix:
            headers.append((place.name, _value(value, place.times)))
        elif is_dict(value):
            headers += [(header_text(f"{place.name}{key}"), encoded_header(plain(item))) for key, item in value.items()]
    return headers, others


def _value(value: Any, times: str) -> str:
    if is_list(value):
        return encoded_header(",".join(plain(part, times) for part in value))
    return encoded_header(plain(value, times))
