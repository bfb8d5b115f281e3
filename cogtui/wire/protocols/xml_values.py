"""Parameters from XML, by the shapes of the API (Smithy, "restXml"); elements that a shape does not have are passed over."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.reader import Reference, Shape
from cogtui.wire.protocols import text_values
from cogtui.wire.protocols.parsed import Unreadable
from cogtui.wire.protocols.xml_tree import Node

Reading = Callable[[Node], Any]


@cache
def structure(service: str, shape_name: str) -> Reading:
    """Return what reads a structure's members from its element."""
    owner = reader.service(service)
    members: dict[str, tuple[str, Reading, bool]] = {}
    attributes: dict[str, str] = {}
    for name, use in owner.shapes[shape_name].members.items():
        wire = use.location_name or name
        if use.xml_attribute:
            attributes[wire] = name
        elif use.location is None:
            shape = owner.target(use)
            flat = shape.type == "list" and (use.flattened or shape.flattened)
            members[wire] = (name, _reading(service, shape.member if flat and shape.member else use), flat)

    def read(node: Node) -> Any:
        found: dict[str, Any] = {attributes[wire]: text for wire, text in node.attributes.items() if wire in attributes}
        for child in node.children:
            if child.name in members:
                name, part, flat = members[child.name]
                if flat:
                    found.setdefault(name, []).append(part(child))
                else:
                    found[name] = part(child)
        return found

    return read


def _reading(service: str, use: Reference) -> Reading:
    owner = reader.service(service)
    shape = owner.target(use)
    match shape.type:
        case "structure":
            return structure(service, use.shape)
        case "list":
            return _list(service, shape)
        case "map":
            return _map(service, shape)
        case _:
            return _scalar(text_values.reading(owner, use))


def _scalar(convert: text_values.Reading) -> Reading:
    def read(node: Node) -> Any:
        if node.children:
            raise Unreadable("elements where text belongs")
        return convert(node.text)

    return read


def _list(service: str, shape: Shape) -> Reading:
    assert shape.member is not None
    each = _reading(service, shape.member)
    wire = shape.member.location_name or "member"
    return lambda node: [each(child) for child in node.children if child.name == wire]


def _map(service: str, shape: Shape) -> Reading:
    assert shape.key is not None
    assert shape.value is not None
    key, value = shape.key.location_name or "key", shape.value.location_name or "value"
    each = _reading(service, shape.value)

    def read(node: Node) -> dict[str, Any]:
        entries = [{child.name: child for child in entry.children} for entry in node.children]
        return {entry[key].text: each(entry[value]) for entry in entries if key in entry and value in entry}

    return read
