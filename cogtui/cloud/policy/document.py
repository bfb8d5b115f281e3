"""Policy documents: JSON text to a compiled policy, each element with the JSON pointer of where it stands.

Compiling is done once per text. What a policy must be beyond the grammar depends on its kind; see `validate`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

import msgspec

from cogtui.cloud.documents import Document, Position, below
from cogtui.cloud.policy.conditions.condition import Condition, condition
from cogtui.cloud.policy.conditions.table import spelled
from cogtui.cloud.policy.elements import Element, action_element, resource_element
from cogtui.cloud.policy.grammar import Finding, grammar_findings, listed, statements_of
from cogtui.cloud.policy.json_text import PolicySyntaxError, read
from cogtui.cloud.policy.principals import PrincipalElement, principal_element
from cogtui.cloud.policy.variables import VERSION_WITH_VARIABLES

OLDEST_VERSION = "2008-10-17"
"""What a policy without a Version is read as."""

Effect = Literal["Allow", "Deny"]


class Statement(msgspec.Struct, frozen=True):
    """One statement, compiled."""

    index: int
    pointer: str
    sid: str
    """Empty where it has none."""
    effect: Effect
    principal: PrincipalElement | None
    action: Element
    resource: Element | None
    """None in trust policies."""
    conditions: tuple[Condition, ...]


class Policy(msgspec.Struct, frozen=True):
    """A policy, compiled."""

    version: str
    statements: tuple[Statement, ...]
    by_service: dict[str, tuple[Statement, ...]]
    """By the service of an action: the statements that can cover one of it; only services that statements name."""
    of_every_service: tuple[Statement, ...]
    """Those that can cover an action of any service."""

    def about(self, action: str) -> tuple[Statement, ...]:
        """Return the statements that can cover an action, written in lower case."""
        return self.by_service.get(action.partition(":")[0], self.of_every_service)


@lru_cache(maxsize=4096)
def compiled(text: str) -> Policy:
    """Return the policy that `text` is; `PolicySyntaxError` when it isn't one."""
    document = read(text)
    data: dict[str, Any] = document.data
    for finding in grammar_findings(data):
        raise error_of(document, finding)
    version = data.get("Version", OLDEST_VERSION)
    variables = version == VERSION_WITH_VARIABLES
    statements = tuple(
        _statement(index, pointer, statement, variables=variables)
        for index, (statement, pointer) in enumerate(statements_of(data))
    )
    services = [_services(statement.action) for statement in statements]
    named = frozenset[str]().union(*(one for one in services if one is not None))
    return Policy(
        version,
        statements,
        {
            name: tuple(one for one, of in zip(statements, services, strict=True) if of is None or name in of)
            for name in named
        },
        tuple(one for one, of in zip(statements, services, strict=True) if of is None),
    )


def _services(action: Element) -> frozenset[str] | None:
    """Return the services whose actions an element can cover, in lower case; None for all of them."""
    patterns = [one.raw for one in action.templates]
    if action.name == "NotAction" or "*" in patterns:
        return None
    return frozenset(pattern.lower().partition(":")[0] for pattern in patterns)


def locate(text: str, pointer: str) -> Position:
    """Return line and column of what `pointer` names: of an object's member, where its name stands.

    A pointer that the text doesn't have gives the innermost value around it; `PolicySyntaxError` when the text isn't JSON.
    """
    return read(text).where_key(pointer)


def position_of(document: Document, finding: Finding) -> Position:
    """Return line and column of a finding."""
    return document.where_key(finding.pointer) if finding.at_key else document.where(finding.pointer)


def error_of(document: Document, finding: Finding) -> PolicySyntaxError:
    """Return a finding as an exception."""
    line, column = position_of(document, finding)
    return PolicySyntaxError(finding.message, line=line, column=column)


def _statement(index: int, pointer: str, data: dict[str, Any], *, variables: bool) -> Statement:
    return Statement(
        index=index,
        pointer=pointer,
        sid=data.get("Sid", ""),
        effect=data["Effect"],
        principal=_principal(pointer, data),
        action=_action(pointer, data),
        resource=_resource(pointer, data, variables=variables),
        conditions=tuple(_conditions(pointer, data, variables=variables)),
    )


def _action(pointer: str, data: dict[str, Any]) -> Element:
    name = "Action" if "Action" in data else "NotAction"
    return action_element(name, below(pointer, name), texts(data[name]))


def _resource(pointer: str, data: dict[str, Any], *, variables: bool) -> Element | None:
    name = next((name for name in ("Resource", "NotResource") if name in data), None)
    if name is None:
        return None
    return resource_element(name, below(pointer, name), texts(data[name]), variables=variables)


def _principal(pointer: str, data: dict[str, Any]) -> PrincipalElement | None:
    name = next((name for name in ("Principal", "NotPrincipal") if name in data), None)
    if name is None:
        return None
    members: dict[str, Any] = {"AWS": "*"} if data[name] == "*" else data[name]
    return principal_element(name, below(pointer, name), {kind: texts(values) for kind, values in members.items()})


def _conditions(pointer: str, data: dict[str, Any], *, variables: bool) -> list[Condition]:
    found: list[Condition] = []
    operators: dict[str, dict[str, Any]] = data.get("Condition", {})
    for written, keys in operators.items():
        spelling = spelled(written)
        if spelling is None:
            raise AssertionError(f"the grammar let the operator `{written}` pass")
        for key, values in keys.items():
            place = below(pointer, "Condition", written, key)
            found.append(condition(spelling, key, place, texts(values), variables=variables))
    return found


def texts(value: Any) -> tuple[str, ...]:
    """Return the values of an element that may be one or a list, as text."""
    return tuple(as_text(one) for one, _ in listed(value, ""))


def as_text(value: Any) -> str:
    """Return a value as text: IAM takes `true` and `"true"` alike, numbers too."""
    return str(value).lower() if isinstance(value, bool) else str(value)
