"""Reading one piece of a template's document as the shape it must have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from cogtui.cloud.documents import Document, below, parts, unknown

SHAPE_NAMES = {
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "list": "a list",
    "dict": "a map",
    "NoneType": "nothing",
}
"""Python type of a value -> how it is called towards an author."""


def shape_name(value: object) -> str:
    """Say what a value is: "a list"."""
    return SHAPE_NAMES[type(value).__name__]


def as_text(value: object) -> str | None:
    """Return a scalar as CloudFormation writes it into text, None for anything else."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else None


def value_at(document: Document, pointer: str) -> Any:
    """Return the value at `pointer`, None where there is none."""
    value = document.data
    for part in parts(pointer):
        if isinstance(value, dict):
            value = cast("dict[str, Any]", value).get(part)
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(cast("list[Any]", value)):
            value = cast("list[Any]", value)[int(part)]
        else:
            return None
    return value


def map_at(document: Document, pointer: str) -> dict[str, Any]:
    """Return the map at `pointer`, an empty one where there is nothing."""
    value = value_at(document, pointer)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise document.error(pointer, f"`{parts(pointer)[-1]}` is a map, not {shape_name(value)}")
    return cast("dict[str, Any]", value)


def text_at(document: Document, pointer: str) -> str:
    """Return the text at `pointer`, an empty one where there is nothing."""
    value = value_at(document, pointer)
    if value is None:
        return ""
    text = as_text(value)
    if text is None:
        raise document.error(pointer, f"`{parts(pointer)[-1]}` is text, not {shape_name(value)}")
    return text


def texts_at(document: Document, pointer: str) -> tuple[str, ...]:
    """Return the text or the list of texts at `pointer`."""
    value = value_at(document, pointer)
    if not isinstance(value, list):
        text = text_at(document, pointer)
        return (text,) if text else ()
    found = [as_text(item) for item in cast("list[Any]", value)]
    for index, text in enumerate(found):
        if text is None:
            raise document.error(below(pointer, index), f"`{parts(pointer)[-1]}` is a list of texts")
    return tuple(text for text in found if text is not None)


def check_names(document: Document, pointer: str, allowed: Iterable[str], what: str) -> None:
    """Refuse a name in the map at `pointer` that is none of `allowed`."""
    allowed = tuple(allowed)
    for name in map_at(document, pointer):
        if name not in allowed:
            raise document.error_at_key(below(pointer, name), unknown(what, name, allowed))
