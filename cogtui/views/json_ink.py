"""JSON as lines of ink: coloured by kind, one member a line, long values cut in the middle and openable."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.views.ink import Ink, Piece, ink, middle


class JsonLine(msgspec.Struct, frozen=True):
    """One line of a JSON text."""

    depth: int
    name: str
    """Member name, empty in lists and for brackets that close."""
    value: str
    """What stands after the name, quoted as JSON, without the comma."""
    kind: str
    """"text", "number" (numbers, true, false, null) or "" (brackets)."""
    comma: str
    whole: str
    """The value as opened in the viewer."""
    pointer: str
    """RFC 6901 pointer to the value."""


def json_lines(value: Any) -> list[JsonLine]:
    """Return a JSON-able value (times and blobs of AWS outputs too) as lines."""
    return list(_lines(value, "", 0, "", ""))


def _lines(value: Any, name: str, depth: int, comma: str, pointer: str) -> Iterator[JsonLine]:
    if (is_dict(value) or is_list(value)) and value:
        yield from _nested(value, name, depth, comma, pointer)
        return
    text, kind, whole = scalar(value)
    yield JsonLine(depth, name, text, kind, comma, whole, pointer)


def _nested(value: Any, name: str, depth: int, comma: str, pointer: str) -> Iterator[JsonLine]:
    opening, closing = ("{", "}") if is_dict(value) else ("[", "]")
    pairs: list[tuple[str, Any]] = (
        [(str(key), part) for key, part in value.items()]
        if is_dict(value)
        else [(str(index), part) for index, part in enumerate(value)]
    )
    yield JsonLine(depth, name, opening, "", "", pretty(value), pointer)
    for index, (key, part) in enumerate(pairs):
        after = "," if index < len(pairs) - 1 else ""
        inner = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
        yield from _lines(part, key if is_dict(value) else "", depth + 1, after, inner)
    yield JsonLine(depth, "", closing, "", comma, pretty(value), pointer)


def scalar(value: Any) -> tuple[str, str, str]:
    """Return (JSON text, kind, the value as a person wants to copy it)."""
    if isinstance(value, datetime):
        shown = value.strftime("%Y-%m-%dT%H:%M:%SZ")
        return f'"{shown}"', "text", shown
    if isinstance(value, bytes):
        shown = value.decode("utf-8", "replace")
        return json.dumps(shown, ensure_ascii=False), "text", shown
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False), "text", value
    text = json.dumps(value, default=str)
    return text, "number", text


def pretty(value: Any) -> str:
    """Return the value as indented JSON text."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=lambda part: scalar(part)[2])


def draw_json(line: JsonLine, width: int) -> Ink:
    """Return the line at a width; what is too long is cut in the middle."""
    head: list[Piece] = [("  " * line.depth, "")]
    if line.name:
        head.extend(((f'"{line.name}"', "key"), (": ", "dim")))
    room = width - sum(len(text) for text, _ in head) - len(line.comma)
    style = {"text": "text", "number": "number"}.get(line.kind, "dim")
    return ink(*head, (middle(line.value, max(room, 8)), style), (line.comma, "dim"))  # type: ignore[arg-type]  # kinds are styles
