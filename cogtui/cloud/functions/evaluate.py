"""Following a function's rules over an event: pure, so that the same event and the same codes give the same answer.

Every rule whose `when` holds applies, in order, and sees what the rules before it have set; the first that denies ends it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.explain import Check, facts
from cogtui.cloud.functions import expressions, paths
from cogtui.cloud.functions.json_values import sendable
from cogtui.cloud.functions.records import Function, FunctionRule

Codes = Callable[[int], str]
"""Gives that many random digits."""


class Outcome(msgspec.Struct, frozen=True):
    """What a function did with an event."""

    event: dict[str, Any]
    """With what the rules set."""
    seconds: float
    checks: tuple[Check, ...]
    """One per rule: whether it matched, and what it looked at."""
    error: str = ""
    """What the function failed with; empty where it did not."""


def evaluate(function: Function, event: dict[str, Any], codes: Codes) -> Outcome:
    """Follow the rules."""
    checks: list[Check] = []
    seconds, error = 0.0, ""
    for index, rule in enumerate(function.rules):
        if error:
            checks.append(Check("function.rule", None, facts(when=rule.when or "always"), (), function.place(index)))
            continue
        try:
            check = _matched(function, index, event)
            checks.append(check)
            if check.passed:
                seconds += rule.takes
                error = rule.deny
                event = event if error else _applied(rule, event, codes)
        except expressions.Failed as problem:
            error = str(problem)
            failed = facts(when=rule.when or "always", fails=error)
            checks[index:] = [Check("function.rule", False, failed, (), function.place(index))]
    return Outcome(event, seconds, tuple(checks), error)


def _matched(function: Function, index: int, event: dict[str, Any]) -> Check:
    """Return the check that says whether a rule applies: what it asks, and what the event has there."""
    rule = function.rules[index]
    if not rule.when:
        return Check("function.rule", True, facts(when="always"), (), function.place(index), _does(rule))
    gives = sendable(expressions.value_of(rule.when, event))
    passed = expressions.holds(gives)
    seen = expressions.looked_at(rule.when, event)
    note = _does(rule) if passed else ""
    return Check("function.rule", passed, facts(when=rule.when, gives=gives, has=seen), (), function.place(index), note)


def _does(rule: FunctionRule) -> str:
    """Say what a rule that matched does."""
    said = [f"takes {rule.takes:g} s"] if rule.takes else []
    answers = [*(f"sets {path}" for path in rule.set), *(f"leaves out {path}" for path in rule.omit)]
    said += [f"denies: {rule.deny}"] if rule.deny else answers
    return ", ".join(said)


def _applied(rule: FunctionRule, event: dict[str, Any], codes: Codes) -> dict[str, Any]:
    for path, written in rule.set.items():
        event = paths.with_value(event, paths.parts_of(path), _value(written, event, codes))
    for path in rule.omit:
        event = paths.without(event, paths.parts_of(path))
    return event


def _value(written: Any, event: dict[str, Any], codes: Codes) -> Any:
    if not isinstance(written, str):
        return sendable(written)
    digits = expressions.digits_of(written)
    return codes(digits) if digits else sendable(expressions.value_of(written, event))
