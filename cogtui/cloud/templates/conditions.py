"""A template's `Conditions`, judged when something first asks.

Source: CloudFormation User Guide, "Condition functions".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from cogtui.cloud.documents import below, unknown
from cogtui.cloud.templates.scope import Scope
from cogtui.cloud.templates.sections import as_text, shape_name

Resolve = Callable[[Scope, Any, str], Any]
"""`intrinsics.resolve`: handed in, because it asks for conditions itself (`Fn::If`)."""

MOST_OPERANDS = 10
DEEPEST = 10
"""So many conditions may stand one behind the other."""


def holds(scope: Scope, name: str, pointer: str, resolve: Resolve) -> bool:
    """Return whether the condition `name` holds; `pointer` is where its name stands."""
    if name not in scope.template.conditions:
        raise scope.document.error(pointer, unknown("a condition of this template", name, scope.template.conditions))
    if name in scope.conditions:
        known = scope.conditions[name]
        if known is None:
            raise scope.document.error(pointer, f"the condition `{name}` depends on itself")
        return known
    if list(scope.conditions.values()).count(None) >= DEEPEST:
        raise scope.document.error(pointer, f"more than {DEEPEST} conditions stand one behind the other here")
    scope.conditions[name] = None
    verdict = _judge(scope, scope.template.conditions[name], below("/Conditions", name), resolve)
    scope.conditions[name] = verdict
    return verdict


def _judge(scope: Scope, value: Any, pointer: str, resolve: Resolve) -> bool:
    if not isinstance(value, dict) or len(cast("dict[str, Any]", value)) != 1:
        raise scope.document.error(pointer, f"a condition is one of {', '.join(f'`{name}`' for name in _JUDGES)}")
    ((name, argument),) = cast("dict[str, Any]", value).items()
    if name not in _JUDGES:
        raise scope.document.error_at_key(below(pointer, name), unknown("a condition function", name, _JUDGES))
    return _JUDGES[name](scope, argument, below(pointer, name), resolve)


def _equals(scope: Scope, argument: Any, pointer: str, resolve: Resolve) -> bool:
    left, right = (
        as_text(resolve(scope, part, below(pointer, index)))
        for index, part in enumerate(_operands(scope, argument, pointer, 2, 2))
    )
    if left is None or right is None:
        raise scope.document.error(pointer, "`Fn::Equals` compares two texts")
    return left == right


def _and(scope: Scope, argument: Any, pointer: str, resolve: Resolve) -> bool:
    return all(_each(scope, argument, pointer, resolve))


def _or(scope: Scope, argument: Any, pointer: str, resolve: Resolve) -> bool:
    return any(_each(scope, argument, pointer, resolve))


def _not(scope: Scope, argument: Any, pointer: str, resolve: Resolve) -> bool:
    (operand,) = _operands(scope, argument, pointer, 1, 1)
    return not _judge(scope, operand, below(pointer, 0), resolve)


def _condition(scope: Scope, argument: Any, pointer: str, resolve: Resolve) -> bool:
    if not isinstance(argument, str):
        raise scope.document.error(pointer, "`Condition` takes the name of a condition")
    return holds(scope, argument, pointer, resolve)


def _each(scope: Scope, argument: Any, pointer: str, resolve: Resolve) -> list[bool]:
    # All are judged even when the first decides, so that a broken one is always found.
    operands = _operands(scope, argument, pointer, 2, MOST_OPERANDS)
    return [_judge(scope, operand, below(pointer, index), resolve) for index, operand in enumerate(operands)]


def _operands(scope: Scope, argument: Any, pointer: str, least: int, most: int) -> list[Any]:
    if isinstance(argument, list) and least <= len(cast("list[Any]", argument)) <= most:
        return cast("list[Any]", argument)
    has = f"a list of {len(cast('list[Any]', argument))}" if isinstance(argument, list) else shape_name(argument)
    wanted = f"{least}" if least == most else f"{least} to {most}"
    raise scope.document.error(pointer, f"expected a list of {wanted}, not {has}")


_JUDGES: dict[str, Callable[[Scope, Any, str, Resolve], bool]] = {
    "Fn::Equals": _equals,
    "Fn::And": _and,
    "Fn::Or": _or,
    "Fn::Not": _not,
    "Condition": _condition,
}
