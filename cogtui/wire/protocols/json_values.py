"""Parameters from decoded JSON, by the shapes of the API: times from seconds, blobs from base64.

AWS passes over members that it does not know and over nulls; so does this. What reads a shape is put together once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

import msgspec

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.catalog.problems import mistyped
from cogtui.cloud.catalog.reader import Shape, ShapeType
from cogtui.cloud.errors import AwsError
from cogtui.wire.protocols import text_values
from cogtui.wire.protocols.parsed import Unreadable

Reading = Callable[[Any], Any]

_DECODER: Final = msgspec.json.Decoder()
_NOT_JSON: Final = "the body is no JSON that can be parsed"
_DEEPEST: Final = 64
"""Levels of nesting; no parameters of the catalog have a third of it."""


def unreadable(message: str) -> AwsError:
    """Return the answer of JSON services to a body that can't be read."""
    return AwsError("SerializationException", message)


def decoded(body: bytes) -> dict[str, Any]:
    """Return a body as a structure, an empty one as one without members; Unreadable for anything else.

    DIFFERS: what AWS says of broken JSON depends on the service, most say nothing at all; here it is one sentence.
    """
    if not body.strip():
        return {}
    try:
        found = _DECODER.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise Unreadable(_NOT_JSON) from error
    if body.count(b"[") + body.count(b"{") > _DEEPEST and _is_deep(found):
        raise Unreadable(_NOT_JSON)
    if not is_dict(found):
        raise Unreadable(mistyped(found, "Structure")[0].rule)
    return found


def _is_deep(value: Any) -> bool:
    """Tell whether a value is nested so deeply that whoever walks through it may not come back."""
    level: list[Any] = [value]
    for _ in range(_DEEPEST):
        level = [part for each in level if is_list(each) or is_dict(each) for part in _parts(each)]
        if not level:
            return False
    return True


def _parts(value: Any) -> Iterable[Any]:
    return value.values() if is_dict(value) else value


@cache
def reading(service: str, name: str) -> Reading | None:
    """Return what reads a value of a shape from JSON; None: it is read already."""
    shape = reader.service(service).shapes[name]
    match shape.type:
        case "structure":
            return None if shape.document else _structure(service, shape)
        case "list":
            assert shape.member is not None
            return _list(reading(service, shape.member.shape))
        case "map":
            assert shape.value is not None
            return _map(reading(service, shape.value.shape))
        case _:
            return _SCALARS.get(shape.type)


def _structure(service: str, shape: Shape) -> Reading:
    members = {name: reading(service, use.shape) for name, use in shape.members.items() if use.location is None}

    def read(value: Any) -> Any:
        if not is_dict(value):
            return value
        found: dict[str, Any] = {}
        for name, part in value.items():
            if part is not None and name in members:
                convert = members[name]
                found[name] = part if convert is None else convert(part)
        return found

    return read


def _list(each: Reading | None) -> Reading | None:
    return None if each is None else lambda value: [each(part) for part in value] if is_list(value) else value


def _map(each: Reading | None) -> Reading | None:
    if each is None:
        return None
    return lambda value: {name: each(part) for name, part in value.items()} if is_dict(value) else value


def _moment(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Unreadable("a timestamp lies outside of the years 1 to 9999") from error


_SCALARS: Final[dict[ShapeType, Reading]] = {
    "timestamp": _moment,
    "blob": lambda value: text_values.blob(value) if isinstance(value, str) else value,
    "integer": lambda value: int(value) if isinstance(value, float) and value.is_integer() else value,
    "long": lambda value: int(value) if isinstance(value, float) and value.is_integer() else value,
}
