"""Parameters from the fields of a form: `Tags.member.1.Key=team` (Smithy, "AWS query protocol").

The fields become a tree along their dots; what reads a shape from a node of it is put together once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.reader import Reference, Shape
from cogtui.wire.protocols import text_values

Node = dict[str, Any]
"""Nodes by the next part of the name; a field's own value has no further part: it stands under the empty text."""

_DEEPEST: Final = 24
"""Parts of the longest name that any shape of the catalog gives, with room to spare."""
_MOST_DIGITS: Final = 9


def tree(fields: Iterable[tuple[str, str]]) -> Node:
    """Return the fields as a tree; of several with one name the first counts, a name with too many parts is none."""
    root: Node = {}
    for name, value in fields:
        node = root
        parts = name.split(".", _DEEPEST)
        if len(parts) <= _DEEPEST:
            for part in parts:
                node = node.setdefault(part or " ", {})
            node.setdefault("", value)
    return root


@cache
def structure(service: str, shape_name: str) -> Callable[[Node], Any]:
    """Return what reads a structure's members from the nodes below its own."""
    owner = reader.service(service)
    members = {
        use.location_name or name: (name, _reading(service, use))
        for name, use in owner.shapes[shape_name].members.items()
    }

    def read(node: Node) -> Any:
        found: dict[str, Any] = {}
        for wire, below in node.items():
            if wire in members:
                name, part = members[wire]
                found[name] = part(below)
        return found

    return read


def _reading(service: str, use: Reference) -> Callable[[Node], Any]:
    owner = reader.service(service)
    shape = owner.target(use)
    match shape.type:
        case "structure":
            return _or_text(structure(service, use.shape))
        case "list":
            return _or_text(_list(service, shape))
        case "map":
            return _or_text(_map(service, shape))
        case _:
            convert = text_values.reading(owner, use)
            return lambda node: convert(node[""]) if "" in node else dict[str, Any](node)


def _or_text(read: Callable[[Node], Any]) -> Callable[[Node], Any]:
    """Return a reading of what has parts: a field that has text in their place is none, which the door will say."""

    def read_or_text(node: Node) -> Any:
        return node[""] if len(node) == 1 and node.get("") else read(node)

    return read_or_text


def _list(service: str, shape: Shape) -> Callable[[Node], list[Any]]:
    assert shape.member is not None
    each = _reading(service, shape.member)
    step = "" if shape.flattened else shape.member.location_name or "member"
    return lambda node: [each(item) for item in _numbered(node, step)]


def _map(service: str, shape: Shape) -> Callable[[Node], dict[str, Any]]:
    assert shape.key is not None
    assert shape.value is not None
    key, value = shape.key.location_name or "key", shape.value.location_name or "value"
    each = _reading(service, shape.value)
    step = "" if shape.flattened else "entry"

    def read(node: Node) -> dict[str, Any]:
        entries = _numbered(node, step)
        return {str(entry[key].get("", "")): each(entry.get(value, {"": ""})) for entry in entries if key in entry}

    return read


def _numbered(node: Node, step: str) -> list[Node]:
    """Return the nodes that numbers lead to, in the order of the numbers; gaps don't count."""
    below = node.get(step, {}) if step else node
    numbers = [part for part in below if part.isascii() and part.isdigit() and len(part) <= _MOST_DIGITS]
    return [below[part] for part in sorted(numbers, key=int)]
