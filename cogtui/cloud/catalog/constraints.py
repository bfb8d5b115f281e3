"""The constraints of a shape: what must hold, and the words with which AWS says that it does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from cogtui.cloud.catalog import patterns
from cogtui.cloud.catalog.reader import Shape

Test = Callable[[Any], object]
"""Truthy when it holds."""


class Constraint(msgspec.Struct, frozen=True):
    """One constraint."""

    holds: Test
    text: str
    rank: int
    """Its place where a list's or map's message gives all constraints of the elements: the greatest length first."""


def constraints(shape: Shape) -> tuple[Constraint, ...]:
    """Return the constraints of a shape, in the order in which messages give them.

    DIFFERS: AWS's own order varies between captures; length before pattern is the commoner one.
    """
    found: list[Constraint] = []
    what, size = _MEASURES.get(shape.type, ("length", len))
    if (low := shape.min) is not None:
        found.append(Constraint(lambda v: size(v) >= low, f"Member must have {what} greater than or equal to {low}", 1))
    if (high := shape.max) is not None:
        found.append(Constraint(lambda v: size(v) <= high, f"Member must have {what} less than or equal to {high}", 0))
    if (most := shape.max_bytes) is not None:
        text = f"Member must have length less than or equal to {most}"
        found.append(Constraint(lambda v: _bytes(v) <= most, text, 0))
    if shape.pattern is not None:
        text = f"Member must satisfy regular expression pattern: {shape.pattern}"
        found.append(Constraint(patterns.matcher(shape.pattern), text, 2))
    if shape.enum:
        # DIFFERS: AWS lists the set in no fixed order; here it is the model's.
        text = f"Member must satisfy enum value set: [{', '.join(shape.enum)}]"
        found.append(Constraint(frozenset(shape.enum).__contains__, text, 3))
    return tuple(found)


def _itself(value: int) -> int:
    return value


def _bytes(value: str | bytes) -> int:
    return len(value.encode("utf-8", "surrogatepass")) if isinstance(value, str) else len(value)


_MEASURES: Final[dict[str, tuple[str, Callable[[Any], int]]]] = {
    "integer": ("value", _itself),
    "long": ("value", _itself),
    "float": ("value", _itself),
    "double": ("value", _itself),
    "blob": ("length", _bytes),
}


def bracketed(rules: tuple[Constraint, ...]) -> str:
    """Return the constraints of an element as the message about its list or map gives them: all, holding or not."""
    return f"[{', '.join(rule.text for rule in sorted(rules, key=lambda rule: rule.rank))}]"


def tests(shape: Shape) -> tuple[Test, ...]:
    """Return what must hold of a shape's values as few tests as can be: a least and a greatest length are one."""
    found = [rule.holds for rule in constraints(shape)]
    if shape.min is not None and shape.max is not None:
        found[:2] = [_between(shape, shape.min, shape.max)]
    return tuple(found)


def _between(shape: Shape, low: int, high: int) -> Test:
    size = _MEASURES.get(shape.type, ("length", len))[1]
    return lambda value: low <= size(value) <= high
