"""Fitting a document to a record type: every misfit names file, line and column, what was expected, and the nearest name.

The types are msgspec Structs, so the same classes give the records, these errors and the JSON Schema for editors.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast

import msgspec
from msgspec import inspect

from cogtui.cloud.documents import Document, below, unknown
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.templates.sections import shape_name

R = TypeVar("R", bound=msgspec.Struct)


def fit(document: Document, kind: type[R]) -> R:
    """Return the record that the document is; AuthoringError at the first thing that does not fit."""
    return _Fitter(document).fit("", _known(kind), document.data)


@cache
def _known(kind: type[Any]) -> inspect.Type:
    return inspect.type_info(kind)


class _Fitter:
    """Builds records from one document's data."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def fit(self, pointer: str, wanted: inspect.Type, value: Any) -> Any:
        """Return the value as the type wants it."""
        return _FITS[type(wanted)](self, pointer, wanted, value)

    def metadata(self, pointer: str, wanted: inspect.Metadata, value: Any) -> Any:
        return self.fit(pointer, wanted.type, value)

    def text(self, pointer: str, wanted: inspect.StrType, value: Any) -> str:
        if not isinstance(value, str):
            raise self.misfit(pointer, value, "text; put it in quotes" if _is_number(value) else "text")
        if wanted.min_length and len(value.strip()) < wanted.min_length:
            raise self._document.error(pointer, f"{_the(pointer)} must not be empty")
        if wanted.pattern and not re.search(wanted.pattern, value):
            raise self._document.error(pointer, f"`{value}` is no {_the(pointer)}: {_FORMS[wanted.pattern]}")
        return value

    def number(self, pointer: str, wanted: inspect.IntType | inspect.FloatType, value: Any) -> Any:
        if not _is_number(value) or (isinstance(wanted, inspect.IntType) and not isinstance(value, int)):
            raise self.misfit(pointer, value, "a whole number" if isinstance(wanted, inspect.IntType) else "a number")
        if (wanted.ge is not None and value < wanted.ge) or (wanted.le is not None and value > wanted.le):
            raise self._document.error(
                pointer, f"{_the(pointer)} is between {wanted.ge} and {wanted.le}, and this is {value}"
            )
        return value

    def literal(self, pointer: str, wanted: inspect.LiteralType, value: Any) -> Any:
        if value not in wanted.values or isinstance(value, bool):
            choices = [str(choice) for choice in wanted.values]
            raise self._document.error(pointer, unknown(f"a value of {_the(pointer)}", str(value), choices))
        return value

    def many(self, pointer: str, wanted: inspect.VarTupleType, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise self.misfit(pointer, value, "a list")
        items = cast("list[Any]", value)
        least, most = wanted.min_length or 0, wanted.max_length or len(items)
        if not least <= len(items) <= most:
            raise self._document.error(pointer, f"{_the(pointer)} has {_count(wanted)}, and there are {len(items)}")
        return tuple(self.fit(below(pointer, index), wanted.item_type, item) for index, item in enumerate(items))

    def table(self, pointer: str, wanted: inspect.DictType, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.misfit(pointer, value, "a map")
        members = cast("dict[str, Any]", value)
        if wanted.min_length and len(members) < wanted.min_length:
            raise self._document.error(pointer, f"{_the(pointer)} must not be empty")
        return {name: self.fit(below(pointer, name), wanted.value_type, item) for name, item in members.items()}

    def union(self, pointer: str, wanted: inspect.UnionType, value: Any) -> Any:
        tagged = {str(one.tag): one for one in wanted.types if isinstance(one, inspect.StructType) and one.tag_field}
        if tagged:
            return self.fit(pointer, self._tagged(pointer, tagged, value), value)
        if value is None and any(isinstance(one, inspect.NoneType) for one in wanted.types):
            return None
        return self.fit(pointer, next(one for one in wanted.types if not isinstance(one, inspect.NoneType)), value)

    def _tagged(self, pointer: str, choices: dict[str, inspect.StructType], value: Any) -> inspect.StructType:
        """Return the record type that the map's tag names."""
        field = str(next(iter(choices.values())).tag_field)
        tag = cast("dict[str, Any]", value).get(field) if isinstance(value, dict) else None
        if tag is None:
            raise self._document.error(pointer, f"`{field}` is missing; it is one of {', '.join(choices)}")
        if tag not in choices:
            raise self._document.error(below(pointer, field), unknown(f"a `{field}`", str(tag), choices, 0.5))
        return choices[tag]

    def record(self, pointer: str, wanted: inspect.StructType, value: Any) -> Any:
        if not isinstance(value, dict):
            raise self.misfit(pointer, value, "a map")
        given = cast("dict[str, Any]", value)
        fields = {field.encode_name: field for field in wanted.fields}
        names = (*((wanted.tag_field,) if wanted.tag_field else ()), *fields)
        for name in given:
            if name not in names:
                raise self._document.error_at_key(
                    below(pointer, name), unknown(f"a key of {_whole(pointer)}", name, names)
                )
        for name, field in fields.items():
            if field.required and name not in given:
                raise self._document.error(pointer, f"{_whole(pointer)} needs `{name}`")
        values = {
            field.name: self.fit(below(pointer, name), field.type, given[name])
            for name, field in fields.items()
            if name in given
        }
        try:
            return wanted.cls(**values)
        except ValueError as problem:
            raise self._document.error(pointer, str(problem)) from None

    def misfit(self, pointer: str, value: Any, wanted: str) -> AuthoringError:
        """Return the error that a value is of another kind than it should be."""
        found = f"`{value}`" if isinstance(value, str) else shape_name(value)
        return self._document.error(pointer, f"{_whole(pointer)} is {wanted}, not {found}")


def _anything(_fitter: _Fitter, _pointer: str, _wanted: inspect.Type, value: Any) -> Any:
    return value


def _flag(fitter: _Fitter, pointer: str, _wanted: inspect.Type, value: Any) -> bool:
    if not isinstance(value, bool):
        raise fitter.misfit(pointer, value, "true or false")
    return value


_FITS: dict[type[inspect.Type], Callable[..., Any]] = {
    inspect.Metadata: _Fitter.metadata,
    inspect.AnyType: _anything,
    inspect.StrType: _Fitter.text,
    inspect.IntType: _Fitter.number,
    inspect.FloatType: _Fitter.number,
    inspect.BoolType: _flag,
    inspect.LiteralType: _Fitter.literal,
    inspect.VarTupleType: _Fitter.many,
    inspect.DictType: _Fitter.table,
    inspect.UnionType: _Fitter.union,
    inspect.StructType: _Fitter.record,
}

_FORMS = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": "small letters and digits, with single dashes between",
    r"^[\w+=,.@/-]{1,200}$": "app, credentials, operator, anonymous or a profile of the Console",
}
"""Patterns in words."""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _count(wanted: inspect.VarTupleType) -> str:
    least, most = wanted.min_length or 0, wanted.max_length
    return f"{least} to {most} entries" if most else f"at least {least} entr{'y' if least == 1 else 'ies'}"


def _the(pointer: str) -> str:
    """Name a value by its key: "`pace`"."""
    return f"`{_key(pointer)}`"


def _whole(pointer: str) -> str:
    """Name a value by its key, an item by its list: "an item of `steps`", "the file"."""
    if not pointer:
        return "the file"
    return f"an item of {_the(pointer)}" if pointer.rpartition("/")[2].isdecimal() else _the(pointer)


def _key(pointer: str) -> str:
    return next((part for part in reversed(pointer.split("/")) if not part.isdecimal()), "")
