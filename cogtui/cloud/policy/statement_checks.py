"""One statement put to a question with notes: a check per element, what it wants and what the request has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from cogtui.cloud.explain import Check, Fact, Place, facts
from cogtui.cloud.policy.asked import NAMES_PRINCIPALS, Asked, names, resource_matches
from cogtui.cloud.policy.condition_notes import condition_note, missing_variables, same_but_for_case
from cogtui.cloud.policy.conditions.condition import Condition
from cogtui.cloud.policy.document import Statement
from cogtui.cloud.policy.principals import Named, PrincipalElement, is_unique_id
from cogtui.cloud.policy.request import PolicySource, Principal
from cogtui.cloud.policy.variables import Template


class Seen(msgspec.Struct, frozen=True):
    """A statement and what came of asking it."""

    source: int
    """Index of its policy in those that took part."""
    statement: Statement
    named: Named | None
    """How it covers the one who asks, whatever the rest says."""
    elements: tuple[Check, ...]

    @property
    def applies(self) -> bool:
        """All of it matches."""
        return all(check.passed for check in self.elements)

    @property
    def distance(self) -> tuple[int, ...]:
        """How far the statement is from applying: by elements first, and among these a wrong condition is least."""
        missed = [check.rule for check in self.elements if not check.passed]
        wrong = (rule in missed for rule in ("policy.principal", "policy.action", "policy.resource"))
        return (len(set(missed)), *wrong, len(missed))


def look(index: int, source: PolicySource, statement: Statement, asked: Asked) -> Seen:
    """Ask each element of a statement."""
    eye = _Look(source, statement, asked)
    return Seen(index, statement, eye.named, tuple(eye.elements()))


def place_in(source: PolicySource, pointer: str) -> Place:
    """Return the place of something in a policy."""
    if source.place is None:
        return Place("policy", source.label, pointer=pointer)
    return msgspec.structs.replace(source.place, pointer=source.place.pointer + pointer)


class _Look:
    """Asks the elements of one statement."""

    def __init__(self, source: PolicySource, statement: Statement, asked: Asked) -> None:
        self._source = source
        self._statement = statement
        self._asked = asked
        self.named: Named | None = names(statement, source.kind, asked)

    def elements(self) -> Iterator[Check]:
        if self._source.void and self._statement.effect == "Allow":
            yield self._check("policy.void", {}, self._source.void, passed=False)
        if self._source.kind in NAMES_PRINCIPALS:
            yield self._principal()
        yield self._action()
        if self._statement.resource is not None or self._source.kind != "trust":
            yield self._resource()
        for condition in self._statement.conditions:
            yield self._condition(condition)

    def _check(self, rule: str, found: dict[str, Any], note: str = "", *, passed: bool) -> Check:
        place = place_in(self._source, self._statement.pointer)
        return Check(rule, passed, facts(**found), place=place, note=note)

    def _principal(self) -> Check:
        element = self._statement.principal
        has = _who(self._asked.request.principal)
        if element is None:
            note = "the statement names no principal, so it is about nobody"
            return self._check("policy.principal", {"wants": [], "has": has}, note, passed=False)
        values = [_spaced(value) for value in element.values]
        found = {
            "element": element.name,
            "wants": Fact("wants", values, place_in(self._source, element.pointer)),
            "has": has,
            "known_as": [_spaced(entry) for how, entry in self._asked.facets if how != "anyone"],
            "named": self.named,
        }
        return self._check("policy.principal", found, self._principal_note(element), passed=self.named is not None)

    def _principal_note(self, element: PrincipalElement) -> str:
        if element.name == "NotPrincipal":
            return "NotPrincipal is about everyone but those it lists"
        if self.named is None and (gone := _gone(element)):
            return f"{gone} is the id of somebody who was deleted; one of the same name who came later is somebody else"
        if self.named == "account" and self._statement.effect == "Allow":
            return "naming the account leaves it to the account's own policies: one of them must allow as well"
        return ""

    def _action(self) -> Check:
        element = self._statement.action
        found = {
            "element": element.name,
            "wants": Fact("wants", [one.raw for one in element.templates], place_in(self._source, element.pointer)),
            "has": self._asked.request.action,
        }
        note = "NotAction is about every action but those it lists" if element.name == "NotAction" else ""
        return self._check("policy.action", found, note, passed=element.test(self._asked.action, self._asked.context))

    def _resource(self) -> Check:
        element = self._statement.resource
        has = self._asked.request.resource
        passed = resource_matches(self._statement, self._source.kind, self._asked)
        if element is None:
            note = "the statement has no Resource, so it is about nothing"
            return self._check("policy.resource", {"wants": [], "has": has}, note, passed=passed)
        found = {"element": element.name, **self._wants(element.templates, element.pointer), "has": has}
        notes = ["NotResource is about every resource but those it lists"] if element.name == "NotResource" else []
        notes.extend(missing_variables(element.templates, self._asked.context))
        if not passed and same_but_for_case(element.templates, (has,), self._asked.context):
            notes.append("upper and lower case count in resources")
        return self._check("policy.resource", found, "; ".join(notes), passed=passed)

    def _condition(self, condition: Condition) -> Check:
        passed = condition.test(self._asked.context)
        value = condition.value(self._asked.context)
        origins = self._asked.request.origins.items()
        origin = next((place for key, place in origins if key.lower() == condition.key.lower()), None)
        found = {
            "operator": condition.operator.written,
            "key": condition.key,
            **self._wants(condition.templates, condition.pointer),
            "has": Fact("has", value if value is None or isinstance(value, str) else list(value), origin),
        }
        note = condition_note(condition, value, self._asked.context, passed=passed)
        return self._check("policy.condition", found, note, passed=passed)

    def _wants(self, templates: tuple[Template, ...], pointer: str) -> dict[str, Any]:
        """Return the values wanted with the variables put in, and as written where that differs."""
        shown = [one.shown(self._asked.context) for one in templates]
        written = [one.raw for one in templates]
        wants: dict[str, Any] = {"wants": Fact("wants", shown, place_in(self._source, pointer))}
        return wants if shown == written else {**wants, "written": written}


def _gone(element: PrincipalElement) -> str:
    """Return an id that a Principal lists: stored policies read so when whoever they named is gone."""
    names = (value.partition(":")[2] for value in element.values)
    return next((name for name in names if is_unique_id(name)), "")


def _who(principal: Principal) -> str:
    if principal.kind == "web-identity":
        return f"Federated {principal.federated}"
    if principal.kind == "service":
        return f"Service {principal.service}"
    return f"AWS {principal.arn}" if principal.arn else "anonymous"


def _spaced(entry: str) -> str:
    """Return `Kind:value` as people read it: "Federated cognito-identity.amazonaws.com"."""
    kind, _, value = entry.partition(":")
    return value if value == "*" else f"{kind} {value}"
