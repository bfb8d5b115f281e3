"""Whether a property's value has the shape that it must have, and the value as an API takes it.

CloudFormation is lenient with scalars: "8", 8 and, for a flag, "true" are all good; text is text whatever it looks like.
Nested properties have the names and shapes of the API's own members, so the catalog says what they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any, cast

from cogtui.cloud.catalog import reader
from cogtui.cloud.documents import Document, below, parts, unknown
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.templates.sections import as_text, shape_name

Fit = Callable[[Document, str, Any], Any]
"""(document, pointer, resolved value) -> the value as the API takes it; AuthoringError when it does not fit."""

_WHOLE = re.compile(r"-?[0-9]{1,30}")
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
_FLAGS = {"true": True, "false": False}


def text(document: Document, pointer: str, value: Any) -> str:
    """Take a scalar as text."""
    found = as_text(value)
    if found is None:
        raise _misfit(document, pointer, value, "text")
    return found


def whole(document: Document, pointer: str, value: Any) -> int:
    """Take a whole number, or text that is one."""
    found = as_text(value) or ""
    if isinstance(value, bool) or not _WHOLE.fullmatch(found):
        raise _misfit(document, pointer, value, "a whole number")
    return int(found)


def number(document: Document, pointer: str, value: Any) -> float:
    """Take a number, or text that is one."""
    found = as_text(value) or ""
    if isinstance(value, bool) or not _NUMBER.fullmatch(found):
        raise _misfit(document, pointer, value, "a number")
    return float(found)


def flag(document: Document, pointer: str, value: Any) -> bool:
    """Take true or false, or text that is one of them."""
    found = as_text(value) or ""
    if found.lower() not in _FLAGS:
        raise _misfit(document, pointer, value, "true or false")
    return _FLAGS[found.lower()]


def policy(document: Document, pointer: str, value: Any) -> str:
    """Take a policy document and return its JSON text, laid out as people read it, keys in the author's order."""
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        raise _misfit(document, pointer, value, "a policy document, written as a map")
    return json.dumps(value, indent=2, ensure_ascii=False)


def one_of(*choices: str) -> Fit:
    """Make the fit for text that is one of `choices`."""

    def fit(document: Document, pointer: str, value: Any) -> str:
        found = text(document, pointer, value)
        if found not in choices:
            raise document.error(pointer, unknown(f"a `{name_at(pointer)}`", found, choices))
        return found

    return fit


def many(item: Fit) -> Fit:
    """Make the fit for a list of what `item` takes."""

    def fit(document: Document, pointer: str, value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise _misfit(document, pointer, value, "a list")
        return [item(document, below(pointer, index), each) for index, each in enumerate(cast("list[Any]", value))]

    return fit


def table(item: Fit) -> Fit:
    """Make the fit for a map with keys of the author's choice."""

    def fit(document: Document, pointer: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise _misfit(document, pointer, value, "a map")
        members = cast("dict[str, Any]", value)
        return {name: item(document, below(pointer, name), member) for name, member in members.items()}

    return fit


def fields(members: dict[str, Fit], required: tuple[str, ...] = ()) -> Fit:
    """Make the fit for a map with these keys and no others."""

    def fit(document: Document, pointer: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise _misfit(document, pointer, value, "a map")
        given = cast("dict[str, Any]", value)
        for name in given:
            if name not in members:
                what = f"a property of `{name_at(pointer)}`"
                raise document.error_at_key(below(pointer, name), unknown(what, name, members))
        for name in required:
            if name not in given:
                raise document.error(pointer, f"`{name_at(pointer)}` needs `{name}`")
        return {name: members[name](document, below(pointer, name), member) for name, member in given.items()}

    return fit


def api(service: str, operation: str, member: str) -> Fit:
    """Make the fit for a property that has the shape of an operation's parameter; the catalog is read at first use."""

    def fit(document: Document, pointer: str, value: Any) -> Any:
        parameters = reader.service(service).input(operation)
        assert parameters is not None
        return _fit_of(service, parameters.members[member].shape)(document, pointer, value)

    return fit


def shape(service: str, name: str) -> Fit:
    """Make the fit for a property that has a shape of the catalog, by the shape's name."""

    def fit(document: Document, pointer: str, value: Any) -> Any:
        return _fit_of(service, name)(document, pointer, value)

    return fit


@cache
def _fit_of(service: str, name: str) -> Fit:
    found = reader.service(service).shapes[name]
    if found.type == "structure":
        members = {member: _fit_of(service, each.shape) for member, each in found.members.items()}
        return fields(members, found.required)
    if found.member is not None:
        return many(_fit_of(service, found.member.shape))
    if found.value is not None:
        return table(_fit_of(service, found.value.shape))
    return _SCALARS.get(found.type, text)


_SCALARS: dict[str, Fit] = {"integer": whole, "long": whole, "float": number, "double": number, "boolean": flag}


def name_at(pointer: str) -> str:
    """Return the name that a value goes by: the last key of its pointer that is not an index."""
    return next((part for part in reversed(parts(pointer)) if not part.isdecimal()), "")


def _misfit(document: Document, pointer: str, value: Any, wanted: str) -> AuthoringError:
    is_item = parts(pointer)[-1].isdecimal()
    what = f"an item of `{name_at(pointer)}`" if is_item else f"`{name_at(pointer)}`"
    found = f"`{value}`" if isinstance(value, str) else shape_name(value)
    return document.error(pointer, f"{what} is {wanted}, not {found}")
