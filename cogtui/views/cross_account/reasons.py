"""Why one kind of policy does not allow something, in one short sentence: its nearest statement's first wrong element."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cogtui.cloud.catalog.forms import is_list
from cogtui.cloud.explain import Check, Place, walk
from cogtui.cloud.policy.evaluate import PolicyEvaluation, explain
from cogtui.cloud.policy.request import PolicyKind


def kind_of(evaluation: PolicyEvaluation, kind: PolicyKind) -> Check | None:
    """Return what one kind of policy says; None where it takes no part."""
    tree = explain(evaluation.request, evaluation.policies)
    return next((one for one in tree.children if one.rule == f"policy.kind.{kind}"), None)


def allows(evaluation: PolicyEvaluation | None, kind: PolicyKind) -> bool:
    """Say whether the policies of a kind allow, by themselves."""
    check = kind_of(evaluation, kind) if evaluation else None
    return check is not None and check.fact("says") == "allow"


def denies(evaluation: PolicyEvaluation | None, kind: PolicyKind) -> bool:
    """Say whether a policy of a kind denies."""
    check = kind_of(evaluation, kind) if evaluation else None
    return check is not None and check.fact("says") == "deny"


def why_not(evaluation: PolicyEvaluation, kind: PolicyKind, nothing: str) -> tuple[str, Place | None]:
    """Return why the policies of a kind do not allow, and where that stands; `nothing` where there is no policy."""
    return reason_of(kind_of(evaluation, kind), nothing)


def reason_of(check: Check | None, nothing: str) -> tuple[str, Place | None]:
    """Return why what one kind of policy said is no Allow, and where that stands."""
    statements = list(check.children) if check else []
    denying = next((one for one in statements if one.rule == "policy.deny" and not one.passed), None)
    if denying is not None:
        return f"{_policy(denying)} denies it", denying.place
    candidates = [one for one in statements if one.rule == "policy.statement" and not one.passed]
    if not candidates:
        return nothing, None
    nearest = min(candidates, key=lambda one: (not one.fact("nearest"), len(_wrong(one))))
    wrong = _wrong(nearest)[0]
    return _WORDS[wrong.rule](wrong, _policy(nearest)), _place_of(wrong) or nearest.place


def _wrong(statement: Check) -> list[Check]:
    return [one for one in walk(statement) if one is not statement and one.passed is False]


def _place_of(check: Check) -> Place | None:
    return next((fact.place for fact in check.facts if fact.name == "wants" and fact.place), None)


def _policy(statement: Check) -> str:
    """Return the policy's name as people say it."""
    label = str(statement.fact("statement")).rsplit(", statement ", 1)[0]
    if label.endswith(", trust policy"):
        return "its trust policy"
    return label.rpartition(" policy ")[2] if " policy " in label else label


def _principal(check: Check, policy: str) -> str:
    return f"{policy} is for {_some(check.fact('wants'))}, not for {check.fact('has')}"


def _action(check: Check, policy: str) -> str:
    return f"{policy} is about {_some(check.fact('wants'))}, not {check.fact('has')}"


def _resource(check: Check, policy: str) -> str:
    return f"{policy} is about {_some(check.fact('wants'))}"


def _condition(check: Check, policy: str) -> str:
    has = check.fact("has")
    given = "the request has none" if has is None else f"the request has {_some(has)}"
    return f"{policy} wants {check.fact('key')} {_some(check.fact('wants'))}: {given}"


def _some(values: Any) -> str:
    found = [str(one) for one in values] if is_list(values) else [str(values)]
    return (found[0] if found else "nobody") + (f" and {len(found) - 1} more" if len(found) > 1 else "")


def _void(check: Check, policy: str) -> str:
    return f"what {policy} allows counts for nothing: {check.note}"


_WORDS: dict[str, Callable[[Check, str], str]] = {
    "policy.void": _void,
    "policy.principal": _principal,
    "policy.action": _action,
    "policy.resource": _resource,
    "policy.condition": _condition,
}
