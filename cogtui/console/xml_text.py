"""Values as XML, by the shapes that the API gives them."""

from __future__ import annotations

from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import msgspec

from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.catalog.reader import Reference, Service, XmlNamespace
from cogtui.console.http_message import plain, time_form

HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'

_ENTITIES: Final = {"\r": "&#xD;"}


class Element(msgspec.Struct, frozen=True):
    """An element with either text or children."""

    name: str
    children: tuple[Element, ...] = ()
    text: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()


def document(root: Element) -> str:
    """Return the element as a document."""
    return "\n".join((HEAD, *lines(root)))


def lines(element: Element, depth: int = 0) -> list[str]:
    """Return the element, two blanks further in at each level."""
    blank = "  " * depth
    opening = element.name + "".join(f" {name}={quoteattr(value)}" for name, value in element.attributes)
    if element.text is not None:
        return [f"{blank}<{opening}>{escape(element.text, _ENTITIES)}</{element.name}>"]
    if not element.children:
        return [f"{blank}<{opening}/>"]
    inner = [line for child in element.children for line in lines(child, depth + 1)]
    return [f"{blank}<{opening}>", *inner, f"{blank}</{element.name}>"]


def namespace(found: XmlNamespace | None) -> tuple[tuple[str, str], ...]:
    """Return the attribute that declares a namespace."""
    if found is None:
        return ()
    return ((f"xmlns:{found.prefix}" if found.prefix else "xmlns", found.uri),)


def elements(service: Service, name: str, use: Reference | None, value: Any) -> list[Element]:
    """Return the elements of a member: one, or for a flattened list one for each item."""
    shape = service.target(use) if use is not None else None
    name = (use.location_name if use is not None else None) or name
    if is_list(value):
        flat = (use is not None and use.flattened) or (shape is not None and shape.flattened)
        member = shape.member if shape is not None else None
        inner = (member.location_name if member is not None else None) or "member"
        if flat:
            return [part for item in value for part in elements(service, name, _unnamed(member), item)]
        parts = tuple(part for item in value for part in elements(service, inner, member, item))
        return [Element(name, parts)]
    if is_dict(value):
        if shape is not None and shape.type == "map":
            return [Element(name, _entries(service, shape.key, shape.value, value))]
        return [structure(service, name, use, value)]
    return [Element(name, text=plain(value, time_form(service, use, "iso8601")))]


def _unnamed(use: Reference | None) -> Reference | None:
    """Return the reference without a name: items of a flattened list carry the list's."""
    return msgspec.structs.replace(use, location_name=None) if use is not None else None


def _entries(
    service: Service, key: Reference | None, use: Reference | None, value: dict[Any, Any]
) -> tuple[Element, ...]:
    return tuple(
        Element("entry", (*elements(service, "key", key, str(name)), *elements(service, "value", use, item)))
        for name, item in value.items()
    )


def structure(service: Service, name: str, use: Reference | None, value: dict[Any, Any]) -> Element:
    """Return a structure's members as one element."""
    members = service.target(use).members if use is not None else {}
    found = use.xml_namespace if use is not None else None
    attributes = [*namespace(found or (service.target(use).xml_namespace if use is not None else None))]
    children: list[Element] = []
    for part, item in value.items():
        member = members.get(str(part))
        if item is None:
            continue
        if member is not None and member.xml_attribute:
            attributes.append((member.location_name or str(part), plain(item)))
        else:
            children.extend(elements(service, str(part), member, item))
    return Element(name, tuple(children), None if children else "", tuple(attributes))
