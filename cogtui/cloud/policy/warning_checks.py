"""What the checks for warnings share: a statement with easy questions to ask of it, and what a check finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import msgspec

from cogtui.cloud.policy.conditions.condition import Condition
from cogtui.cloud.policy.document import Policy, Statement
from cogtui.cloud.policy.request import PolicyKind

Level = Literal["security", "error", "suggestion"]
"""It opens more than it seems to; it can never do what it seems to; it could be said better."""


class Warned(msgspec.Struct, frozen=True):
    """A warning before its place in the text is known."""

    level: Level
    id: str
    pointer: str
    message: str
    at_key: bool = False
    """It is about the name that the pointer ends in."""


class StatementView(msgspec.Struct, frozen=True):
    """A statement with the policy that it stands in."""

    kind: PolicyKind
    policy: Policy
    statement: Statement

    @property
    def allows(self) -> bool:
        """It is an Allow."""
        return self.statement.effect == "Allow"

    @property
    def grants(self) -> bool:
        """It is an Allow that gives something, not one that only leaves room."""
        return self.allows and self.kind in ("identity", "resource", "trust")

    @property
    def actions(self) -> tuple[str, ...]:
        """The actions, as written; none for NotAction."""
        element = self.statement.action
        return tuple(one.raw for one in element.templates) if element.name == "Action" else ()

    @property
    def resources(self) -> tuple[str, ...]:
        """The resources, as written; none for NotResource."""
        element = self.statement.resource
        return tuple(one.raw for one in element.templates) if element is not None and element.name == "Resource" else ()

    @property
    def principals(self) -> tuple[str, ...]:
        """The principals as `Kind:value`; none for NotPrincipal."""
        element = self.statement.principal
        return element.values if element is not None and element.name == "Principal" else ()

    def covers(self, action: str) -> bool:
        """Say whether the statement's actions cover one."""
        return self.statement.action.test(action.lower(), {})

    def demands(self, *keys: str) -> bool:
        """Say whether some condition wants one of these keys to be there and to be something."""
        return any(_demands(one) and _is_one_of(one.key.lower(), keys) for one in self.statement.conditions)


Check = Callable[[StatementView], Iterator[Warned]]


def _demands(condition: Condition) -> bool:
    spelling = condition.operator
    if spelling.operator.negated or spelling.operator.presence or spelling.if_exists:
        return False
    wild = spelling.operator.wildcards and any(set(one.raw) <= {"*", ":"} for one in condition.templates)
    return spelling.quantifier != "ForAllValues" and not wild


def _is_one_of(key: str, keys: tuple[str, ...]) -> bool:
    return any(key == one or (one.startswith(":") and key.endswith(one)) for one in keys)
