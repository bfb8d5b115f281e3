"""A policy question made ready for the compiled statements, and whether a statement applies to it."""

from __future__ import annotations

from functools import cached_property

import msgspec

from cogtui.cloud.policy.document import Statement
from cogtui.cloud.policy.principals import Facet, Named, facets, standing
from cogtui.cloud.policy.request import PolicyKind, PolicyRequest, PolicySource
from cogtui.cloud.policy.variables import Context

NAMES_PRINCIPALS: frozenset[PolicyKind] = frozenset({"resource", "trust", "rcp"})
"""Kinds whose statements say whom they are about; the others are about whom they hang on."""


class Asked(msgspec.Struct, frozen=True, dict=True):
    """The question, with everything worked out that more than one statement asks for: once, and only if one does."""

    request: PolicyRequest
    action: str
    """Lower case."""
    kinds: frozenset[PolicyKind]
    """The kinds of policy that take part."""

    @cached_property
    def context(self) -> Context:
        """The request's condition keys, in lower case."""
        found = self.request.context
        return dict(zip(map(str.lower, found), found.values(), strict=True))

    @cached_property
    def facets(self) -> tuple[Facet, ...]:
        """How policies can name the principal."""
        return facets(self.request.principal)


def asked_of(request: PolicyRequest, policies: tuple[PolicySource, ...]) -> Asked:
    """Make a question ready."""
    return Asked(request, request.action.lower(), frozenset([source.kind for source in policies]))


_NO_CONTEXT: Context = {}


def applies(statement: Statement, kind: PolicyKind, asked: Asked) -> Named | None:
    """Return how a statement covers the one who asks when all of it matches, None when something does not."""
    if not statement.action.test(asked.action, _NO_CONTEXT):
        return None
    named = names(statement, kind, asked)
    if named is None or not resource_matches(statement, kind, asked):
        return None
    for condition in statement.conditions:
        if not condition.test(asked.context):
            return None
    return named


def names(statement: Statement, kind: PolicyKind, asked: Asked) -> Named | None:
    """Return how the statement's Principal covers the one who asks; a policy that should have one and hasn't, nobody."""
    if kind not in NAMES_PRINCIPALS:
        return "holder"
    if statement.principal is None:
        return None
    return standing(statement.principal, asked.facets, statement.effect, bounded="boundary" in asked.kinds)


def resource_matches(statement: Statement, kind: PolicyKind, asked: Asked) -> bool:
    """Say whether the statement's Resource covers the request's; only a trust policy has none: it means its own role."""
    element = statement.resource
    if element is None:
        return kind == "trust"
    test = element.shorter.get(kind, element.test) if element.shorter else element.test
    return test(asked.request.resource, asked.context if element.is_open else _NO_CONTEXT)
