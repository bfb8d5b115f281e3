"""The why, as data: what was checked, with which values, where they stand, and which rule says so.

Whatever accepts or refuses something leaves `Check`s. A front end draws them (WhyTree), lessons name them by rule id,
tests assert on them. Rule ids are dotted and stable: `sts.trust.aud`. What a rule asks in words, and the AWS page or RFC
section it comes from, stands once, in the `rules.py` of the package that owns the prefix (see `rules.py` beside this file).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

import msgspec

PlaceKind = Literal["policy", "claim", "setting", "clock", "parameter"]


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where a value stands, so that a front end can open it and point at it."""

    kind: PlaceKind
    label: str
    """For people: "role Readers, trust policy"."""
    table: str | None = None
    """The store's table that holds the document, where it is one: "iam.roles"."""
    key: tuple[str, ...] | None = None
    """The record's key in that table."""
    field: str | None = None
    """The record's field: "trust_policy"."""
    pointer: str = ""
    """RFC 6901 JSON pointer into the document: "/Statement/0/Condition/StringEquals"."""


class Fact(msgspec.Struct, frozen=True, gc=False):
    """One value that a check looked at."""

    name: str
    """What the value is to the check: "wants", "has", "now", "exp"."""
    value: Any
    """JSON-able."""
    place: Place | None = None


class Check(msgspec.Struct, frozen=True, gc=False, tag="check"):
    """One question and its answer."""

    rule: str
    passed: bool | None
    """None: not reached, because an earlier check already refused."""
    facts: tuple[Fact, ...] = ()
    children: tuple[Check, ...] = ()
    """The finer questions this one is made of."""
    place: Place | None = None
    """What decided: the statement, the setting."""
    note: str = ""
    """One sentence about this very case, where the rule's own words are not enough."""
    switched_off: bool = False
    """The check failed but somebody (the tamper lab) had switched it off."""

    def fact(self, name: str) -> Any:
        """Return the value of the fact `name`, or None."""
        return next((fact.value for fact in self.facts if fact.name == name), None)


class Evaluation(msgspec.Struct, frozen=True, gc=False):
    """A verdict together with the recorded inputs of the pure evaluator that gave it.

    The call keeps only these inputs; opening the why runs the same compiled checks again, with notes. Subclasses carry
    the inputs as fields, have a msgspec `tag`, and give `explain`. A law (tests) holds the two answers together.
    """

    rule: str
    passed: bool

    def explain(self) -> Check:
        """Run the evaluator again over the recorded inputs and return the whole tree of checks."""
        raise NotImplementedError


AnyCheck = Check | Evaluation


def opened(check: AnyCheck) -> Check:
    """Return the check, or the tree that a recorded evaluation explains itself by."""
    return check.explain() if isinstance(check, Evaluation) else check


def walk(check: AnyCheck) -> Iterator[Check]:
    """Yield the opened check and all below it, parents first."""
    found = opened(check)
    yield found
    for child in found.children:
        yield from walk(child)


def refusing(check: AnyCheck) -> Iterator[Check]:
    """Yield the checks that refused, coarse to fine: below a check that passed nothing did, whatever failed there."""
    if check.passed is False:
        found = opened(check)
        yield found
        for child in found.children:
            yield from refusing(child)


def facts(**values: Any) -> tuple[Fact, ...]:
    """Make facts from keyword arguments; a value that already is a `Fact` lends its value and place.

    Tuples become lists, as they are when a save comes back.
    """
    return facts_of(values)


def facts_of(values: Mapping[str, Any]) -> tuple[Fact, ...]:
    """Make facts from values by name, as `facts` does."""
    return tuple([_MAKERS.get(value.__class__, Fact)(name, value) for name, value in values.items()])


_MAKERS: dict[type, Callable[[str, Any], Fact]] = {
    Fact: lambda name, fact: Fact(name, fact.value, fact.place),
    tuple: lambda name, values: Fact(name, list(values)),
}
"""How a fact is made of a value that is more than itself."""
