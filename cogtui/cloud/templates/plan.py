"""Walking a template: resources in order, each resolved and handed to whoever makes it; then the outputs.

Knows nothing of a world: the maker is a function.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import msgspec

from cogtui.cloud.documents import below
from cogtui.cloud.templates.conditions import holds
from cogtui.cloud.templates.intrinsics import resolve
from cogtui.cloud.templates.order import in_order
from cogtui.cloud.templates.scope import NO_VALUE, Made, Scope
from cogtui.cloud.templates.sections import as_text
from cogtui.cloud.templates.template import Output, Resource

Maker = Callable[[Resource, dict[str, Any]], Made]
"""Takes a resource and its resolved properties."""


class Applied(msgspec.Struct, frozen=True):
    """What became of a template."""

    outputs: dict[str, str]
    resources: tuple[Made, ...]
    """In the order in which they were made."""

    def resource(self, logical_id: str) -> Made:
        """Return what the resource became; KeyError when the template made none of that name."""
        return {made.logical_id: made for made in self.resources}[logical_id]


def walk(scope: Scope, make: Maker) -> Applied:
    """Make every resource whose condition holds; return what they became and the outputs."""
    for resource in in_order(scope):
        properties: Any = resolve(scope, resource.properties, resource.properties_pointer)
        if not isinstance(properties, dict):
            raise scope.document.error(resource.properties_pointer, "`Properties` is a map")
        scope.made[resource.logical_id] = make(resource, cast("dict[str, Any]", properties))
    return Applied(_outputs(scope), tuple(scope.made.values()))


def _outputs(scope: Scope) -> dict[str, str]:
    outputs = scope.template.outputs
    return {output.name: _value(scope, output) for output in outputs if _is_given(scope, output)}


def _is_given(scope: Scope, output: Output) -> bool:
    return not output.condition or holds(scope, output.condition, below(output.pointer, "Condition"), resolve)


def _value(scope: Scope, output: Output) -> str:
    pointer = below(output.pointer, "Value")
    value: Any = resolve(scope, output.value, pointer)
    text = None if value is NO_VALUE else as_text(value)
    if text is None:
        raise scope.document.error(pointer, f"the output `{output.name}` is a text")
    return text
