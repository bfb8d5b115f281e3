"""The grammar of policies: which elements there are, and of which type.

IAM User Guide, "Grammar of the IAM JSON policy language". What is checked here holds for every kind of policy and must hold before a policy can be compiled; what only some kinds
want is in `validate`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from cogtui.cloud.documents import below, unknown
from cogtui.cloud.policy.conditions.table import OPERATORS, spelled
from cogtui.cloud.policy.json_text import is_array, is_object
from cogtui.cloud.policy.principals import KINDS

SYNTAX = "Syntax errors in policy."
LEGACY = "The policy failed legacy parsing"
NO_ACTIONS = "Policy statement must contain actions."

EFFECTS = ("Allow", "Deny")


class Finding(msgspec.Struct, frozen=True):
    """Something that is wrong with a policy."""

    rank: int
    """AWS reports one finding only: that of the lowest rank.

    Grammar, version, what legacy parsing refuses, Sids, missing elements, resources, actions: so AWS answered to documents
    with several mistakes, recorded by LocalStack's tests of CreatePolicy (2026).
    """
    text: str
    """AWS's words; empty for what AWS lets pass though it never does what it seems to."""
    pointer: str
    message: str
    """Ours, for the author: what was expected."""
    at_key: bool = False
    """It is about the name that the pointer ends in, not about its value."""


Check = Callable[[Any, str], Iterator[Finding]]
"""Looks at a value and its pointer."""


def syntax(pointer: str, message: str, *, at_key: bool = False) -> Finding:
    """Return the finding that the policy is not made as the grammar says."""
    return Finding(1, SYNTAX, pointer, message, at_key)


def grammar_findings(data: dict[str, Any]) -> Iterator[Finding]:
    """Yield what is wrong with a policy of any kind, in the order of the document."""
    yield from _members(data, "", _TOP, "an element of a policy")
    if "Statement" not in data:
        yield syntax("", "a policy needs a `Statement`")


def statements_of(data: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each statement of a policy and its pointer; what is no object is left out."""
    for statement, pointer in listed(data.get("Statement"), "/Statement"):
        if is_object(statement):
            yield statement, pointer


def listed(value: Any, pointer: str) -> Iterator[tuple[Any, str]]:
    """Yield the items of a list, or the one value that stands for a list of one, each with its pointer."""
    if is_array(value):
        for index, item in enumerate(value):
            yield item, below(pointer, index)
    else:
        yield value, pointer


def _members(data: dict[str, Any], pointer: str, known: dict[str, Check], what: str) -> Iterator[Finding]:
    for name, value in data.items():
        here = below(pointer, name)
        if name in known:
            yield from known[name](value, here)
        else:
            yield syntax(here, unknown(what, name, known), at_key=True)


def _text(value: Any, pointer: str) -> Iterator[Finding]:
    if not isinstance(value, str):
        yield syntax(pointer, "expected text")


def _version(value: Any, pointer: str) -> Iterator[Finding]:
    if value not in ("2012-10-17", "2008-10-17"):
        yield syntax(pointer, "expected the version of the policy language, `2012-10-17` (or the old `2008-10-17`)")


def _statement_list(value: Any, pointer: str) -> Iterator[Finding]:
    if value == []:
        yield syntax(pointer, "expected a statement or a list of statements")
    for statement, here in listed(value, pointer):
        if is_object(statement) and statement:
            yield from _statement(statement, here)
        else:
            yield syntax(here, "expected a statement: an object with `Effect`, `Action` and so on")


def _statement(statement: dict[str, Any], pointer: str) -> Iterator[Finding]:
    yield from _members(statement, pointer, _ELEMENTS, "an element of a statement")
    if "Effect" not in statement:
        yield syntax(pointer, "a statement needs an `Effect`: `Allow` or `Deny`")
    for name in ("Principal", "Action", "Resource"):
        if name in statement and f"Not{name}" in statement:
            yield syntax(below(pointer, f"Not{name}"), f"a statement has either `{name}` or `Not{name}`", at_key=True)
    if all(statement.get(name, []) == [] for name in ("Action", "NotAction")):
        yield Finding(5, NO_ACTIONS, pointer, "a statement needs an `Action` or a `NotAction`")


def _effect(value: Any, pointer: str) -> Iterator[Finding]:
    if value in EFFECTS:
        return
    message = "expected `Allow` or `Deny`"
    if isinstance(value, str) and value.capitalize() in EFFECTS:
        yield Finding(3, LEGACY, pointer, f"{message}; case counts")
    else:
        yield syntax(pointer, message)


def _texts(value: Any, pointer: str) -> Iterator[Finding]:
    for item, here in listed(value, pointer):
        if not isinstance(item, str):
            yield syntax(here, "expected text or a list of texts")


def _principal(value: Any, pointer: str) -> Iterator[Finding]:
    if is_object(value) and value:
        yield from _members(value, pointer, dict.fromkeys(KINDS, _texts), "a kind of principal")
    elif value != "*":
        yield syntax(pointer, f"expected `*`, or an object with {', '.join(f'`{kind}`' for kind in KINDS)}")


def _conditions(value: Any, pointer: str) -> Iterator[Finding]:
    if not is_object(value):
        yield syntax(pointer, "expected an object: operator, then key, then values")
        return
    for written, keys in value.items():
        here = below(pointer, written)
        if spelled(written) is None:
            yield syntax(here, _unknown_operator(written), at_key=True)
        elif not is_object(keys):
            yield syntax(here, f"expected an object after `{written}`: key, then values")
        else:
            yield from _condition_keys(keys, here)


def _unknown_operator(written: str) -> str:
    head, colon, name = written.rpartition(":")
    if spelled(name) and colon:
        return f"`{head}:{name}` is not an operator; only `ForAnyValue:` and `ForAllValues:` can stand before one"
    return unknown("an operator", name, OPERATORS)


def _condition_keys(keys: dict[str, Any], pointer: str) -> Iterator[Finding]:
    for key, values in keys.items():
        here = below(pointer, key)
        if values == []:
            # DIFFERS: IAM keeps `{"DateLessThan": {"key": []}}`, and a made-up operator without keys: neither says anything.
            yield syntax(here, "expected a value or a list of values")
        for item, place in listed(values, here):
            if not isinstance(item, str | int | float):
                yield syntax(place, "expected text, a number, true or false")


_TOP: dict[str, Check] = {"Version": _version, "Id": _text, "Statement": _statement_list}
_ELEMENTS: dict[str, Check] = {
    "Sid": _text,
    "Effect": _effect,
    "Principal": _principal,
    "NotPrincipal": _principal,
    "Action": _texts,
    "NotAction": _texts,
    "Resource": _texts,
    "NotResource": _texts,
    "Condition": _conditions,
}
