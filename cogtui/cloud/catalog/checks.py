"""From shapes to closures that look for problems: compiled once per shape, silent and cheap while nothing is wrong.

A closure takes a value and returns None, or its problems; the one around it puts its own step before their paths. So a
call without mistakes builds no path and no text. No shape of the catalog's inputs holds itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, Final

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.constraints import bracketed, constraints, tests
from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.catalog.problems import HIDDEN, MASK, Problem, Problems, member_text, mistyped, quoted, within
from cogtui.cloud.catalog.reader import Service, Shape
from cogtui.cloud.catalog.sensitive import hidden

Check = Callable[[Any], Problems]

NOT_NULL: Final = "Member must not be null"


@cache
def check_of(service: str, shape: str) -> Check:
    """Return the compiled check of a shape of a service."""
    owner = reader.service(service)
    return _COMPILERS[owner.shapes[shape].type](owner, owner.shapes[shape])


# ------------------------------------------------------------------------------------------------------------- scalars


def _scalar(wanted: str, *types: type) -> Callable[[Service, Shape], Check]:
    """Return the compiler for scalars of one of `types`; a bool is no number."""
    not_bool = int in types

    def compiled(_: Service, shape: Shape) -> Check:
        must_hold = tests(shape)
        rules = constraints(shape)

        def check(value: Any) -> Problems:
            if not isinstance(value, types) or (not_bool and isinstance(value, bool)):
                return mistyped(value, wanted)
            for test in must_hold:
                if not test(value):
                    text = HIDDEN if shape.sensitive else quoted(value)
                    return [Problem("constraint", rule.text, text) for rule in rules if not rule.holds(value)]
            return None

        return check

    return compiled


# ------------------------------------------------------------------------------------------------------ lists and maps


def _list(service: Service, shape: Shape) -> Check:
    assert shape.member is not None
    rules = constraints(shape)
    element = _element(service, shape.member.shape)
    rule_of_elements = f"Member must satisfy constraint: {bracketed(constraints(service.target(shape.member)))}"

    def check(value: Any) -> Problems:
        if not is_list(value):
            return mistyped(value, "List")
        broken = [rule.text for rule in rules if not rule.holds(value)]
        deeper: list[Problem] = []
        for index, item in enumerate(value):
            problems = element(item)
            if problems is _GATHERED:
                broken.append(rule_of_elements)
            elif problems:
                deeper += within(problems, index, f"{index + 1}.member")
        return [*_about(service, shape, value, broken), *deeper] if broken or deeper else None

    return check


def _map(service: Service, shape: Shape) -> Check:
    assert shape.key is not None
    assert shape.value is not None
    rules = constraints(shape)
    key_check, element = _element(service, shape.key.shape), _element(service, shape.value.shape)
    rule_of_keys = f"Map keys must satisfy constraint: {bracketed(constraints(service.target(shape.key)))}"
    rule_of_values = f"Map value must satisfy constraint: {bracketed(constraints(service.target(shape.value)))}"

    def check(value: Any) -> Problems:
        if not is_dict(value):
            return mistyped(value, "Map")
        broken = [rule.text for rule in rules if not rule.holds(value)]
        deeper: list[Problem] = []
        for key, item in value.items():
            for problems, rule in ((key_check(key), rule_of_keys), (element(item), rule_of_values)):
                if problems is _GATHERED:
                    broken.append(rule)
                elif problems:
                    deeper += within(problems, str(key), f"{key}.member")
        return [*_about(service, shape, value, broken), *deeper] if broken or deeper else None

    return check


_GATHERED: Final[list[Problem]] = [Problem("constraint", "")]
"""A scalar element broke a constraint: AWS says so once, about the whole list or map, with all constraints of its elements."""


def _element(service: Service, name: str) -> Check:
    """Return the check of an element of a list or map."""
    check = check_of(service.name, name)
    scalar = service.shapes[name].type not in {"structure", "list", "map"}

    def check_element(item: Any) -> Problems:
        if item is None:
            return [Problem("constraint", NOT_NULL, "null")]
        problems = check(item)
        return _GATHERED if problems and scalar and problems[0].kind == "constraint" else problems

    return check_element


def _about(service: Service, shape: Shape, value: Any, broken: list[str]) -> list[Problem]:
    """Return the problems of a list or map itself; what is sensitive in it is masked.

    DIFFERS: AWS quotes a login token that is too long in full.
    """
    if not broken:
        return []
    text = HIDDEN if shape.sensitive else quoted(hidden(service, shape, value, MASK))
    return [Problem("constraint", rule, text) for rule in dict.fromkeys(broken)]


# ---------------------------------------------------------------------------------------------------------- structures


def _structure(service: Service, shape: Shape) -> Check:
    if shape.document:
        return lambda value: None
    members = {name: check_of(service.name, use.shape) for name, use in shape.members.items()}
    required = {name: HIDDEN if service.target(shape.members[name]).sensitive else "null" for name in shape.required}
    union = tuple(shape.members) if shape.union else ()

    def check(value: Any) -> Problems:
        if not is_dict(value):
            return mistyped(value, "Structure")
        found: list[Problem] = []
        for name, item in value.items():
            member = members.get(name)
            if member is None:
                found.append(_unknown(name, members))
            elif item is not None and (problems := member(item)):
                found += within(problems, name, member_text(name))
        for name, text in required.items():
            if value.get(name) is None:
                found.append(Problem("constraint", NOT_NULL, text, (name,), member_text(name)))
        if union:
            found += _not_one(union, value)
        return found or None

    return check


def _not_one(union: tuple[str, ...], value: dict[Any, Any]) -> list[Problem]:
    """Return the problem of a union of which not exactly one member is set."""
    if sum(value.get(name) is not None for name in union) == 1:
        return []
    return [Problem("constraint", f"Member must have exactly one of [{', '.join(union)}]")]


def _unknown(name: Any, members: dict[str, Check]) -> Problem:
    """Return the problem of a member that the structure does not have, with the nearest one that it has.

    DIFFERS: AWS passes over what it does not know; SDKs refuse it before they send it, and so does the door.
    """
    import difflib  # only a mistake needs it

    spelled = {known.lower(): known for known in members}
    near = difflib.get_close_matches(str(name).lower(), list(spelled), n=1)
    expected = (
        f"did you mean `{spelled[near[0]]}`?" if near else f"expected one of {', '.join(members) or 'none at all'}"
    )
    return Problem("unknown", f"Unknown parameter `{name}`: {expected}", where=(str(name),), path=str(name))


_COMPILERS: Final[dict[str, Callable[[Service, Shape], Check]]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "string": _scalar("String", str),
    "integer": _scalar("Integer", int),
    "long": _scalar("Long", int),
    "float": _scalar("Float", int, float),
    "double": _scalar("Double", int, float),
    "boolean": _scalar("Boolean", bool),
    "blob": _scalar("Blob", bytes, bytearray, str),
    "timestamp": _scalar("Timestamp", datetime),
}
