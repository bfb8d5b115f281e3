"""The intrinsic functions: from a value as written in a template to the value it stands for.

Source: CloudFormation User Guide, "Intrinsic function reference".
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any, cast

from cogtui.cloud.documents import below, unknown
from cogtui.cloud.templates.conditions import holds
from cogtui.cloud.templates.scope import NO_VALUE, Scope
from cogtui.cloud.templates.sections import as_text, shape_name

Function = Callable[[Scope, Any, str], Any]
"""(scope, argument as written, pointer to the argument) -> value."""

PLACEHOLDER = re.compile(r"\$\{([^}]*)\}")
"""A name in `Fn::Sub`'s text."""

ELSEWHERE = {
    "Fn::ImportValue": "a world has no other stacks to import from; use a parameter",
    "Fn::GetAZs": "write the zones out",
    "Fn::Cidr": "write the blocks out",
    "Fn::Transform": "write out what the macro would make",
    "Fn::ToJsonString": "write the JSON out",
    "Fn::Length": "write the number out",
}
"""Functions that AWS has and CogTUI does not simulate, and what to do instead."""


def resolve(scope: Scope, value: Any, pointer: str) -> Any:
    """Return what the value at `pointer` stands for; `NO_VALUE` where it is to be left out."""
    if isinstance(value, list):
        items = [resolve(scope, item, below(pointer, index)) for index, item in enumerate(cast("list[Any]", value))]
        return [item for item in items if item is not NO_VALUE]
    if not isinstance(value, dict):
        return value
    found = function_in(scope, cast("dict[str, Any]", value), pointer)
    if found is not None:
        return FUNCTIONS[found](scope, value[found], below(pointer, found))
    members = {
        name: resolve(scope, member, below(pointer, name)) for name, member in cast("dict[str, Any]", value).items()
    }
    return {name: member for name, member in members.items() if member is not NO_VALUE}


def function_in(scope: Scope, value: dict[str, Any], pointer: str) -> str | None:
    """Return the function that a map calls, None for a plain map; a function stands alone in its map."""
    called = [name for name in value if name.startswith("Fn::") or (name == "Ref" and len(value) == 1)]
    if not called:
        return None
    name = called[0]
    if name in ELSEWHERE:
        raise scope.document.error_at_key(
            below(pointer, name), f"`{name}` is not simulated by CogTUI; {ELSEWHERE[name]}"
        )
    if name not in FUNCTIONS:
        raise scope.document.error_at_key(below(pointer, name), unknown("a function", name, FUNCTIONS))
    if len(value) > 1:
        raise scope.document.error_at_key(below(pointer, name), f"`{name}` must stand alone in its map")
    return name


def _ref(scope: Scope, argument: Any, pointer: str) -> Any:
    name = _text(scope, argument, pointer, "`Ref` takes the name of a parameter or resource")
    return _named(scope, name, pointer)


def _named(scope: Scope, name: str, pointer: str) -> Any:
    if name in scope.values:
        return scope.values[name]
    if name in scope.made:
        return scope.made[name].ref
    raise _unmade(scope, name, pointer)


def _unmade(scope: Scope, name: str, pointer: str) -> Exception:
    """Return the error for a name that is no parameter and no resource that was made."""
    resource = scope.template.resources.get(name)
    if resource is not None:
        condition = resource.condition
        reason = f"its condition `{condition}` does not hold" if condition else "conditions know parameters only"
        return scope.document.error(pointer, f"the resource `{name}` is not there: {reason}")
    names = [*scope.template.resources, *scope.values]
    return scope.document.error(pointer, unknown("a parameter or resource of this template", name, names))


def _get_att(scope: Scope, argument: Any, pointer: str) -> str:
    takes = "`Fn::GetAtt` takes a resource and an attribute: `Pool.Arn`"
    pair = argument.split(".", 1) if isinstance(argument, str) else argument
    if not isinstance(pair, list) or len(cast("list[Any]", pair)) != 2:
        raise scope.document.error(pointer, takes)
    name, attribute = (_text(scope, part, pointer, takes) for part in cast("list[Any]", pair))
    return _attribute(scope, name, attribute, pointer)


def _attribute(scope: Scope, name: str, attribute: str, pointer: str) -> str:
    made = scope.made.get(name)
    if made is None:
        if name in scope.values:
            raise scope.document.error(pointer, f"`{name}` is a parameter; only resources have attributes")
        raise _unmade(scope, name, pointer)
    if attribute not in made.attributes:
        raise scope.document.error(pointer, unknown(f"an attribute of {made.type}", attribute, made.attributes))
    return made.attributes[attribute]


def _sub(scope: Scope, argument: Any, pointer: str) -> str:
    takes = "`Fn::Sub` takes a text, or a list of a text and a map of names"
    text, text_pointer = argument, pointer
    names: dict[str, Any] = {}
    if isinstance(argument, list):
        parts = cast("list[Any]", argument)
        if len(parts) != 2 or not isinstance(parts[1], dict):
            raise scope.document.error(pointer, takes)
        text, text_pointer = parts[0], below(pointer, 0)
        names = resolve(scope, parts[1], below(pointer, 1))
    if not isinstance(text, str):
        raise scope.document.error(text_pointer, takes)

    def value(match: re.Match[str]) -> str:
        name = match.group(1).strip()
        if name.startswith("!"):
            return "${" + name[1:] + "}"
        return _substituted(scope, name, names, text_pointer)

    return PLACEHOLDER.sub(value, text)


def _substituted(scope: Scope, name: str, names: dict[str, Any], pointer: str) -> str:
    if name in names:
        value = names[name]
    elif ":" in name and name not in scope.values:
        message = (
            f"`${{{name}}}` is not a name of this template; a policy variable is written `${{!{name}}}` in `Fn::Sub`"
        )
        raise scope.document.error(pointer, message)
    elif "." in name:
        resource, attribute = name.split(".", 1)
        value = _attribute(scope, resource, attribute, pointer)
    else:
        value = _named(scope, name, pointer)
    text = as_text(value)
    if text is None:
        raise scope.document.error(pointer, f"`{name}` cannot stand in a text: it is no text")
    return text


def _join(scope: Scope, argument: Any, pointer: str) -> str:
    takes = "`Fn::Join` takes a delimiter and a list of texts"
    delimiter, values = _arguments(scope, argument, pointer, 2, takes)
    texts = [as_text(value) for value in cast("list[Any]", values)] if isinstance(values, list) else [None]
    if not isinstance(delimiter, str) or None in texts:
        raise scope.document.error(pointer, takes)
    return delimiter.join(text for text in texts if text is not None)


def _select(scope: Scope, argument: Any, pointer: str) -> Any:
    takes = "`Fn::Select` takes an index from 0 and a list"
    index, values = _arguments(scope, argument, pointer, 2, takes)
    position = as_text(index) or ""
    if not position.isdecimal() or not isinstance(values, list):
        raise scope.document.error(pointer, takes)
    items = cast("list[Any]", values)
    if int(position) >= len(items):
        raise scope.document.error(below(pointer, 0), f"the list has {len(items)} items; there is no number {position}")
    return items[int(position)]


def _split(scope: Scope, argument: Any, pointer: str) -> list[str]:
    takes = "`Fn::Split` takes a delimiter and a text"
    delimiter, value = _arguments(scope, argument, pointer, 2, takes)
    text = as_text(value)
    if not isinstance(delimiter, str) or not delimiter or text is None:
        raise scope.document.error(pointer, takes)
    return text.split(delimiter)


def _find_in_map(scope: Scope, argument: Any, pointer: str) -> Any:
    takes = "`Fn::FindInMap` takes the name of a mapping and two keys"
    found: Any = scope.template.mappings
    keys = [as_text(part) for part in _arguments(scope, argument, pointer, 3, takes)]
    for index, (key, what) in enumerate(zip(keys, ("a mapping", "a key of it", "a key of it"), strict=True)):
        if key is None:
            raise scope.document.error(pointer, takes)
        if key not in found:
            raise scope.document.error(below(pointer, index), unknown(what, key, found))
        found = found[key]
    return found


def _if(scope: Scope, argument: Any, pointer: str) -> Any:
    takes = "`Fn::If` takes the name of a condition and two values"
    parts = _list(scope, argument, pointer, 3, takes)
    name = _text(scope, parts[0], below(pointer, 0), takes)
    chosen = 1 if holds(scope, name, below(pointer, 0), resolve) else 2
    return resolve(scope, parts[chosen], below(pointer, chosen))


def _base64(scope: Scope, argument: Any, pointer: str) -> str:
    text = as_text(resolve(scope, argument, pointer))
    if text is None:
        raise scope.document.error(pointer, "`Fn::Base64` takes a text")
    return base64.b64encode(text.encode()).decode()


def _only_in_conditions(scope: Scope, argument: Any, pointer: str) -> Any:  # noqa: ARG001  # the table's signature
    raise scope.document.error(pointer, "this function judges conditions; use it in the section `Conditions`")


def _arguments(scope: Scope, argument: Any, pointer: str, count: int, takes: str) -> list[Any]:
    """Return a function's arguments, resolved."""
    parts = _list(scope, argument, pointer, count, takes)
    return [resolve(scope, part, below(pointer, index)) for index, part in enumerate(parts)]


def _list(scope: Scope, argument: Any, pointer: str, count: int, takes: str) -> list[Any]:
    if not isinstance(argument, list) or len(cast("list[Any]", argument)) != count:
        has = f"a list of {len(cast('list[Any]', argument))}" if isinstance(argument, list) else shape_name(argument)
        raise scope.document.error(pointer, f"{takes}; this is {has}")
    return cast("list[Any]", argument)


def _text(scope: Scope, value: Any, pointer: str, takes: str) -> str:
    if not isinstance(value, str):
        raise scope.document.error(pointer, takes)
    return value


FUNCTIONS: dict[str, Function] = {
    "Ref": _ref,
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::FindInMap": _find_in_map,
    "Fn::If": _if,
    "Fn::Base64": _base64,
    **dict.fromkeys(("Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not"), _only_in_conditions),
}
