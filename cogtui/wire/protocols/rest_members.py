"""Members of a request that stand in its path, its query or its headers (Smithy, "HTTP bindings")."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import unquote_plus

import msgspec

from cogtui.cloud.catalog import reader
from cogtui.wire.http import Pairs
from cogtui.wire.protocols.text_values import Reading, reading

Members = dict[str, tuple[str, Reading]]
"""Names of members, and what reads them, by their names on the wire."""


class Places(msgspec.Struct, frozen=True):
    """Where an operation's members are to be found."""

    query: Members
    headers: Members
    """By names in small letters."""
    prefixes: tuple[tuple[str, str], ...]
    """What the headers of a map begin with, and the map's name: ("x-amz-meta-", "Metadata")."""


@cache
def places(service: str, operation: str) -> Places:
    """Return where an operation's members are to be found."""
    owner = reader.service(service)
    shape = owner.input(operation)
    members = shape.members.items() if shape is not None else ()
    named = [(name, use, use.location_name or name) for name, use in members]
    return Places(
        {wire: (name, reading(owner, use)) for name, use, wire in named if use.location == "querystring"},
        {wire.lower(): (name, reading(owner, use)) for name, use, wire in named if use.location == "header"},
        tuple((wire.lower(), name) for name, use, wire in named if use.location == "headers"),
    )


def query_pairs(query: str) -> list[tuple[str, str]]:
    """Return a query's parameters, decoded; ValueError for octets that are no UTF-8."""
    pairs = [part.partition("=") for part in query.split("&") if part]
    return [(unquote_plus(name, errors="strict"), unquote_plus(value, errors="strict")) for name, _, value in pairs]


def from_query(found: Places, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Return the members that stand in the query; of several values the first counts."""
    params: dict[str, Any] = {}
    for wire, text in pairs:
        if wire in found.query:
            name, read = found.query[wire]
            params.setdefault(name, read(text))
    return params


def from_headers(found: Places, headers: Pairs) -> dict[str, Any]:
    """Return the members that stand in headers; a header that came several times counts as one with commas."""
    params: dict[str, Any] = {}
    seen: dict[str, str] = {}
    for wire, value in headers:
        text = value if value.isascii() else _text(value)
        if wire in found.headers:
            seen[wire] = f"{seen[wire]},{text}" if wire in seen else text
            name, read = found.headers[wire]
            params[name] = read(seen[wire].strip())
        for prefix, member in found.prefixes:
            if wire.startswith(prefix):
                entries = params.setdefault(member, {})
                key = wire[len(prefix) :]
                entries[key] = f"{entries[key]},{text}" if key in entries else text
    return params


def _text(value: str) -> str:
    """Return a header's value; octets that are no UTF-8 are Latin-1, as HTTP once had it (RFC 9110, section 5.5)."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogateescape").decode("latin-1")
    return value
