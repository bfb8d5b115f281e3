"""Variables of a lesson: `${identity}` in parameters and text.

A name is a template's output, something saved by an earlier call, or `app.identity_id`: what a device holds. `${!x}`
gives `${x}` itself, for IAM's own policy variables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from cogtui.cloud.documents import below, unknown

_USE = re.compile(r"\$\{([^{}]*)\}")
_NAME = re.compile(r"[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)*")

Lookup = Callable[[str], Any]


class Undefined(Exception):
    """A variable that has no value; the message says which, and what was probably meant."""


def fill(value: Any, lookup: Lookup) -> Any:
    """Return the value with every variable in it replaced; a text that is one variable gets its value as it is."""
    if isinstance(value, str):
        whole = _USE.fullmatch(value)
        if whole and not whole.group(1).startswith("!"):
            return lookup(whole.group(1))
        return _USE.sub(lambda use: _text(use.group(1), lookup), value)
    if isinstance(value, list):
        return [fill(item, lookup) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {str(fill(name, lookup)): fill(item, lookup) for name, item in cast("dict[str, Any]", value).items()}
    return value


def _text(name: str, lookup: Lookup) -> str:
    return f"${{{name[1:]}}}" if name.startswith("!") else str(lookup(name))


def fill_text(text: str, lookup: Lookup) -> str:
    """Return a text with its variables filled in; one without a value stays as it is written."""

    def value(use: re.Match[str]) -> str:
        try:
            return _text(use.group(1), lookup)
        except Undefined:
            return use.group()

    return _USE.sub(value, text)


def uses(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Yield (pointer, name) of every variable in a value."""
    if isinstance(value, str):
        for name in _USE.findall(value):
            if not name.startswith("!"):
                yield pointer, name
    elif isinstance(value, list):
        for index, item in enumerate(cast("list[Any]", value)):
            yield from uses(item, below(pointer, index))
    elif isinstance(value, dict):
        for name, item in cast("dict[str, Any]", value).items():
            yield from uses(name, below(pointer, name))
            yield from uses(item, below(pointer, name))


def problem_with(name: str, known: Mapping[str, Any] | frozenset[str], devices: frozenset[str]) -> str:
    """Return what is wrong with the use of a name, empty when nothing is; what a device will hold can't be foretold."""
    if not _NAME.fullmatch(name):
        return f"`${{{name}}}` is no variable; for the text itself write `${{!{name}}}`"
    if name in known or ("." in name and name.split(".", 1)[0] in devices):
        return ""
    return unknown("a variable of this lesson", name, known)


def lookup_in(values: Mapping[str, Any], held: Callable[[str], Mapping[str, Any]]) -> Lookup:
    """Return the lookup in saved values and in what devices hold now."""

    def lookup(name: str) -> Any:
        if name in values:
            return values[name]
        device, _, path = name.partition(".")
        found: Any = held(device) if path else None
        for part in path.split(".") if path else ():
            found = cast("dict[str, Any]", found).get(part) if isinstance(found, dict) else None
        if found is None:
            raise Undefined(f"`${{{name}}}` has no value here")
        return found

    return lookup
