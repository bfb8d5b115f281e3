"""In which order resources are made: each after those it names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from cogtui.cloud.documents import below
from cogtui.cloud.templates.conditions import holds
from cogtui.cloud.templates.intrinsics import PLACEHOLDER, resolve
from cogtui.cloud.templates.scope import Scope
from cogtui.cloud.templates.template import Resource


def in_order(scope: Scope) -> list[Resource]:
    """Return the resources whose conditions hold, each after those it needs, else in the order of the template."""
    wanted = {name: resource for name, resource in scope.template.resources.items() if is_wanted(scope, resource)}
    needs = {name: list(needed(scope, resource)) for name, resource in wanted.items()}
    ordered: list[Resource] = []
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in done:
            return
        for other, pointer in needs[name]:
            if other in (*path, name):
                loop = (*path, name)[(*path, name).index(other) :]
                chain = " -> ".join(f"`{part}`" for part in (*loop, other))
                raise scope.document.error(pointer, f"resources need each other in a circle: {chain}")
            if other in wanted:
                visit(other, (*path, name))
        done.add(name)
        ordered.append(wanted[name])

    for name in wanted:
        visit(name, ())
    return ordered


def is_wanted(scope: Scope, resource: Resource) -> bool:
    """Return whether the resource's condition holds, or it has none."""
    pointer = below(resource.pointer, "Condition")
    return not resource.condition or holds(scope, resource.condition, pointer, resolve)


def needed(scope: Scope, resource: Resource) -> Iterator[tuple[str, str]]:
    """Yield (logical id, pointer to where it is named) of the resources that a resource needs."""
    yield from ((other, below(resource.pointer, "DependsOn")) for other in resource.depends_on)
    for name, pointer in names_in(scope, resource.properties, resource.properties_pointer):
        if name in scope.template.resources:
            yield name, pointer


def names_in(scope: Scope, value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Yield the names that a value refers to by Ref, GetAtt and Sub, of `Fn::If` in the chosen branch only."""
    if isinstance(value, list):
        for index, item in enumerate(cast("list[Any]", value)):
            yield from names_in(scope, item, below(pointer, index))
        return
    if not isinstance(value, dict):
        return
    members = cast("dict[str, Any]", value)
    if _is_if(members):
        chosen = 1 if holds(scope, members["Fn::If"][0], below(pointer, "Fn::If", 0), resolve) else 2
        members = {"Fn::If": members["Fn::If"][chosen]}
    for name, member in members.items():
        yield from ((found, below(pointer, name)) for found in _named(name, member))
        yield from names_in(scope, member, below(pointer, name))


def _is_if(members: dict[str, Any]) -> bool:
    parts: Any = members.get("Fn::If") if len(members) == 1 else None
    return isinstance(parts, list) and len(cast("list[Any]", parts)) == 3 and isinstance(parts[0], str)


def _named(function: str, argument: Any) -> Iterator[str]:
    """Yield the names in a function's own argument."""
    parts: list[Any] = cast("list[Any]", argument) if isinstance(argument, list) else [argument]
    first = parts[0] if parts else None
    if not isinstance(first, str):
        return
    if function == "Ref":
        yield first
    elif function == "Fn::GetAtt":
        yield first.split(".", 1)[0]
    elif function == "Fn::Sub":
        own = cast("dict[str, Any]", parts[1]) if len(parts) > 1 and isinstance(parts[1], dict) else {}
        names = [match.strip() for match in PLACEHOLDER.findall(first) if not match.startswith("!")]
        yield from (name.split(".", 1)[0] for name in names if name not in own)
