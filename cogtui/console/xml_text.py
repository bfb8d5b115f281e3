"""Values as XML, by the shapes that the API gives them; without blanks between the elements.

What writes a shape is put together once; it takes a list of pieces of text and a value, and adds the value's elements.
A value of another type than its shape's is written as it is, for whoever reads it to refuse.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.catalog.reader import Reference, Service, Shape, XmlNamespace
from cogtui.console.http_message import plain, time_form

HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'

Writer = Callable[[list[str], Any], None]

_AWKWARD: Final = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"}


def escaped(text: str) -> str:
    """Return text as it stands in an element.

    DIFFERS: S3 names characters that XML does not allow by their numbers, which no parser takes; here a sign stands for them.
    """
    if text.isprintable() and "&" not in text and "<" not in text and ">" not in text:  # four times as fast as looking
        return text
    return _AWKWARD.sub(lambda found: _ENTITIES.get(found[0], "\ufffd"), text)


def element(name: str, text: str) -> str:
    """Return an element that holds text."""
    return f"<{name}>{escaped(text)}</{name}>"


@cache
def structure(service: str, name: str, use: Reference | None, namespace: XmlNamespace | None = None) -> Writer:
    """Return what writes a structure's members as one element; `namespace` where the API names none of its own."""
    shape = reader.service(service).target(use) if use is not None else Shape("structure")
    own = (use.xml_namespace if use is not None else None) or shape.xml_namespace or namespace
    opening = f"<{name}{_declared(own)}"
    attributes = {member: part.location_name or member for member, part in shape.members.items() if part.xml_attribute}
    members = {
        member: writer(service, member, part) for member, part in shape.members.items() if not part.xml_attribute
    }

    def write(out: list[str], value: Any) -> None:
        if not is_dict(value):
            _loose(name)(out, value)
            return
        out.append(opening)
        out += [f" {attributes[part]}={quoteattr(plain(value[part]))}" for part in attributes if value.get(part)]
        out.append(">")
        for part, item in value.items():
            if item is not None and part not in attributes:
                (members.get(part) or _loose(str(part)))(out, item)
        out.append(f"</{name}>")

    return write


def _declared(namespace: XmlNamespace | None) -> str:
    if namespace is None:
        return ""
    return f" {f'xmlns:{namespace.prefix}' if namespace.prefix else 'xmlns'}={quoteattr(namespace.uri)}"


@cache
def writer(service: str, name: str, use: Reference, *, named: bool = False) -> Writer:
    """Return what writes a member: one element, or for a flattened list or map one for each item.

    `named`: the items of a flattened list carry the list's name, whatever theirs is.
    """
    owner = reader.service(service)
    shape = owner.target(use)
    name = name if named else use.location_name or name
    match shape.type:
        case "structure":
            return structure(service, name, use)
        case "list":
            return _list(service, name, use, shape)
        case "map":
            return _map(service, name, use, shape)
        case _:
            return _scalar(owner, name, use)


def _scalar(service: Service, name: str, use: Reference) -> Writer:
    times = time_form(service, use, "milliseconds" if service.protocol == "rest-xml" else "iso8601")
    opening, closing = f"<{name}>", f"</{name}>"

    def write(out: list[str], value: Any) -> None:
        if is_list(value) or is_dict(value):
            _loose(name)(out, value)
        else:
            out.append(f"{opening}{escaped(plain(value, times))}{closing}")

    return write


def _list(service: str, name: str, use: Reference, shape: Shape) -> Writer:
    assert shape.member is not None
    flat = use.flattened or shape.flattened
    each = writer(service, name if flat else "member", shape.member, named=flat)

    def write(out: list[str], value: Any) -> None:
        if not is_list(value):
            _loose(name)(out, value)
            return
        if not flat:
            out.append(f"<{name}>" if value else f"<{name}/>")
        for item in value:
            each(out, item)
        if not flat and value:
            out.append(f"</{name}>")

    return write


def _map(service: str, name: str, use: Reference, shape: Shape) -> Writer:
    assert shape.key is not None
    assert shape.value is not None
    key, each = writer(service, "key", shape.key), writer(service, "value", shape.value)
    flat = use.flattened or shape.flattened
    entry = name if flat else "entry"

    def write(out: list[str], value: Any) -> None:
        if not is_dict(value):
            _loose(name)(out, value)
            return
        out += [] if flat else [f"<{name}>"]
        for label, item in value.items():
            out.append(f"<{entry}>")
            key(out, str(label))
            each(out, item)
            out.append(f"</{entry}>")
        out += [] if flat else [f"</{name}>"]

    return write


def _loose(name: str) -> Writer:
    """Return what writes a value that the API has no shape for."""

    def write(out: list[str], value: Any) -> None:
        if is_list(value):
            out.append(f"<{name}>")
            for item in value:
                _loose("member")(out, item)
            out.append(f"</{name}>")
        elif is_dict(value):
            out.append(f"<{name}>")
            for part, item in value.items():
                if item is not None:
                    _loose(str(part))(out, item)
            out.append(f"</{name}>")
        else:
            out.append(element(name, plain(value)))

    return write
