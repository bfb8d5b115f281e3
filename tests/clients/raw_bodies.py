"""The bytes of an answer held against AWS's model: botocore's parser passes over what it does not know."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree as ET

from tests.clients.modelled import kind_of


def strangers(body: bytes, operation: Any, protocol: str) -> list[str]:
    """Return the names in a body that the model knows nothing of."""
    shape = operation.output_shape
    if not body:
        return []
    if protocol in ("json", "rest-json"):
        return list(_in_json(json.loads(body), shape, ""))
    if shape is not None and "payload" in shape.serialization:
        shape = shape.members[shape.serialization["payload"]]
        if shape.type_name != "structure":
            return []
    root = ET.fromstring(body)
    return list(_in_xml(_result(root, operation.name) if protocol == "query" else root, shape, ""))


def _result(root: ET.Element, operation: str) -> ET.Element:
    """Return the result in its envelope, which holds nothing else but the request's id."""
    found = {_name(child): child for child in root}
    assert _name(root) == f"{operation}Response"
    assert set(found) <= {f"{operation}Result", "ResponseMetadata"}
    assert [_name(child) for child in found["ResponseMetadata"]] == ["RequestId"]
    return found.get(f"{operation}Result", ET.Element("none"))


# ----------------------------------------------------------------------------------------------------------------- JSON


def _in_json(value: Any, shape: Any, path: str) -> Iterator[str]:
    if value is None:
        yield f"{path} is null"
    else:
        yield from _JSON.get(kind_of(shape), _plain)(value, shape, path)


def _json_structure(value: dict[str, Any], shape: Any, path: str) -> Iterator[str]:
    for name, part in value.items():
        if name in shape.members:
            yield from _in_json(part, shape.members[name], f"{path}.{name}")
        else:
            yield f"{path}.{name}"


def _json_list(value: list[Any], shape: Any, path: str) -> Iterator[str]:
    for part in value:
        yield from _in_json(part, shape.member, f"{path}[]")


def _json_map(value: dict[str, Any], shape: Any, path: str) -> Iterator[str]:
    for part in value.values():
        yield from _in_json(part, shape.value, f"{path}{{}}")


def _plain(value: Any, _: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict | list) and value:
        yield path


_JSON: dict[str, Callable[[Any, Any, str], Iterator[str]]] = {
    "structure": _json_structure,
    "list": _json_list,
    "map": _json_map,
}


# ------------------------------------------------------------------------------------------------------------------ XML


def _in_xml(element: ET.Element, shape: Any, path: str) -> Iterator[str]:
    yield from _XML.get(kind_of(shape), _leaf)(element, shape, path)


def _xml_structure(element: ET.Element, shape: Any, path: str) -> Iterator[str]:
    known = dict(_wire_names(shape))
    for child in element:
        here = f"{path}/{_name(child)}"
        if _name(child) not in known:
            yield here
            continue
        part = known[_name(child)]
        yield from _in_xml(child, part.member if _is_flat(part) else part, here)


def _xml_list(element: ET.Element, shape: Any, path: str) -> Iterator[str]:
    for child in element:
        here = f"{path}/{_name(child)}"
        if _name(child) != shape.member.serialization.get("name", "member"):
            yield here
        yield from _in_xml(child, shape.member, here)


def _xml_map(element: ET.Element, _: Any, path: str) -> Iterator[str]:
    yield from (f"{path}/{_name(child)}" for child in element if _name(child) != "entry")


def _leaf(element: ET.Element, _: Any, path: str) -> Iterator[str]:
    yield from (f"{path}/{_name(child)}" for child in element)


_XML: dict[str, Callable[[ET.Element, Any, str], Iterator[str]]] = {
    "structure": _xml_structure,
    "list": _xml_list,
    "map": _xml_map,
}


def _wire_names(shape: Any) -> Iterator[tuple[str, Any]]:
    for name, part in shape.members.items():
        own = part.member.serialization.get("name") if _is_flat(part) else None
        yield own or part.serialization.get("name", name), part


def _is_flat(shape: Any) -> bool:
    return kind_of(shape) == "list" and bool(shape.serialization.get("flattened"))


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
