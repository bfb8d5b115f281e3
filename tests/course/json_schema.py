"""As much of JSON Schema 2020-12 as msgspec writes, to hold documents against it as an editor would."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}

IGNORED = {"$schema", "$defs", "title", "description", "default", "discriminator"}


def misfits(schema: dict[str, Any], value: Any, root: dict[str, Any], where: str = "$") -> list[str]:
    """Return what does not fit."""
    return [
        said for word, rule in schema.items() if word not in IGNORED for said in RULES[word](rule, value, root, where)
    ]


def _type(rule: str, value: Any, _root: dict[str, Any], where: str) -> Iterator[str]:
    fits = isinstance(value, TYPES[rule]) and (rule == "boolean" or not isinstance(value, bool))
    if not fits:
        yield f"{where} is no {rule}"


def _ref(rule: str, value: Any, root: dict[str, Any], where: str) -> Iterator[str]:
    yield from misfits(root["$defs"][rule.rpartition("/")[2]], value, root, where)


def _any_of(rule: list[dict[str, Any]], value: Any, root: dict[str, Any], where: str) -> Iterator[str]:
    answers = [misfits(one, value, root, where) for one in rule]
    if all(answers):
        yield min(answers, key=len)[0]


def _properties(rule: dict[str, Any], value: Any, root: dict[str, Any], where: str) -> Iterator[str]:
    for name, schema in rule.items():
        if isinstance(value, dict) and name in value:
            yield from misfits(schema, value[name], root, f"{where}.{name}")


def _required(rule: list[str], value: Any, _root: dict[str, Any], where: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (f"{where} lacks {name}" for name in rule if name not in value)


def _items(rule: dict[str, Any], value: Any, root: dict[str, Any], where: str) -> Iterator[str]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from misfits(rule, item, root, f"{where}[{index}]")


def _more(rule: Any, value: Any, root: dict[str, Any], where: str) -> Iterator[str]:
    """additionalProperties; what `properties` names is left to the caller, who puts both words into one schema."""
    if isinstance(rule, dict) and isinstance(value, dict):
        for name, item in value.items():
            yield from misfits(rule, item, root, f"{where}.{name}")


def _bound(holds: Callable[[Any, Any], bool], kind: tuple[type, ...]) -> Callable[..., Iterator[str]]:
    def rule_of(rule: Any, value: Any, _root: dict[str, Any], where: str) -> Iterator[str]:
        if isinstance(value, kind) and not holds(value, rule):
            yield f"{where} breaks a bound: {rule}"

    return rule_of


RULES: dict[str, Callable[[Any, Any, dict[str, Any], str], Iterator[str]]] = {
    "type": _type,
    "$ref": _ref,
    "anyOf": _any_of,
    "properties": _properties,
    "required": _required,
    "items": _items,
    "additionalProperties": _more,
    "enum": lambda rule, value, _root, where: iter([] if value in rule else [f"{where} is none of {rule}"]),
    "pattern": _bound(lambda value, rule: bool(re.search(rule, value)), (str,)),
    "minLength": _bound(lambda value, rule: len(value) >= rule, (str,)),
    "minItems": _bound(lambda value, rule: len(value) >= rule, (list,)),
    "maxItems": _bound(lambda value, rule: len(value) <= rule, (list,)),
    "minProperties": _bound(lambda value, rule: len(value) >= rule, (dict,)),
    "minimum": _bound(lambda value, rule: value >= rule, (int, float)),
    "maximum": _bound(lambda value, rule: value <= rule, (int, float)),
}
