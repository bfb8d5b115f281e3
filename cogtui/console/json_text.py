"""Values as JSON: times as seconds since 1970, blobs as base64 (Smithy, "AWS JSON 1.1 protocol" and "restJson1").

What a shape needs is worked out once: a shape without a time in it needs nothing at all, for the encoder does the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, Final

import msgspec

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.catalog.reader import Reference, Shape
from cogtui.console.http_message import iso8601, plain, rfc822, unix

Converter = Callable[[Any], Any]

_ENCODER: Final = msgspec.json.Encoder(enc_hook=plain)
_TIMES: Final[dict[str, Converter]] = {"unixTimestamp": unix, "iso8601": iso8601, "rfc822": rfc822}


def json_body(value: Any, convert: Converter | None = None) -> bytes:
    """Return a value as a JSON body, through the converter of its shape where there is one."""
    value = convert(value) if convert is not None else value
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:  # half a character, typed by a person
        return json.dumps(value, default=plain, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")


def converter(service: str, use: Reference | None) -> Converter | None:
    """Return what makes a value of a shape ready for the encoder; None: it is ready."""
    return _converter(service, use.shape, use.timestamp_format) if use is not None else None


@cache
def _converter(service: str, name: str, times: str | None) -> Converter | None:
    shape = reader.service(service).shapes[name]
    if not _has_times(service, name):
        return None  # so is every shape that holds itself, which there is no end of putting together
    match shape.type:
        case "timestamp":
            return _time(_TIMES[times or shape.timestamp_format or "unixTimestamp"])
        case "structure":
            return _structure(service, shape)
        case "list":
            return _list(converter(service, shape.member))
        case "map":
            return _map(converter(service, shape.value))
        case _:
            return None


def _has_times(service: str, name: str) -> bool:
    """Tell whether a shape holds a time at any depth."""
    shapes = reader.service(service).shapes
    seen: set[str] = set()
    todo = [name]
    while todo:
        shape = shapes[found] if (found := todo.pop()) not in seen else None
        seen.add(found)
        if shape is not None:
            if shape.type == "timestamp":
                return True
            todo += [use.shape for use in (*shape.members.values(), shape.member, shape.value) if use is not None]
    return False


def _time(form: Converter) -> Converter:
    return lambda value: form(value) if isinstance(value, datetime) else value


def _list(each: Converter | None) -> Converter | None:
    return None if each is None else lambda value: [each(part) for part in value] if is_list(value) else value


def _map(each: Converter | None) -> Converter | None:
    if each is None:
        return None
    return lambda value: {name: each(part) for name, part in value.items()} if is_dict(value) else value


def _structure(service: str, shape: Shape) -> Converter | None:
    found = {name: converter(service, use) for name, use in shape.members.items()}
    members = {name: convert for name, convert in found.items() if convert is not None}
    if not members:
        return None

    def convert(value: Any) -> Any:
        if not is_dict(value):
            return value
        changed = {name: members[name](part) for name, part in value.items() if name in members and part is not None}
        return {**value, **changed}

    return convert


def present(value: Any) -> Any:
    """Return a value without the members that are None, which is as good as absent."""
    if is_dict(value):
        return {str(name): present(part) for name, part in value.items() if part is not None}
    return [present(part) for part in value] if is_list(value) else value
