"""The answer to a question put to the policies, as plain lines and as data: verdict, who must agree, what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from cogtui.cloud.catalog.forms import is_list
from cogtui.cloud.explain import Check, Place, walk
from cogtui.cloud.policy.changes import Change
from cogtui.cloud.policy.document import locate
from cogtui.cloud.policy.evaluate import PolicyEvaluation
from cogtui.cloud.policy.request import PolicySource
from cogtui.cloud.policy.verdict import denial_message, is_cross_account, who
from cogtui.views.ink import NO, OK, PENDING, visible
from cogtui.views.text import wrapped
from cogtui.views.why import shown

KINDS = {
    "policy.kind.scp": "service control policies",
    "policy.kind.rcp": "resource control policies",
    "policy.kind.trust": "the role's trust policy",
    "policy.kind.resource": "the resource's policy",
    "policy.kind.identity": "the caller's identity policies",
    "policy.kind.boundary": "the permissions boundary",
    "policy.kind.session": "the session policies",
}
"""Kinds of policy by the rule of their check, as people call them."""

DECISIONS = {
    "allowed": "allowed",
    "explicitDeny": "denied: a statement denies it",
    "implicitDeny": "denied: something that must allow it doesn't",
}
_SIDES = {"caller": "On the caller's side", "resource": "On the resource's side"}


class Answer(msgspec.Struct, frozen=True):
    """A question, its verdict, and what would make it an allow."""

    evaluation: PolicyEvaluation
    changes: tuple[Change, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def check(self) -> Check:
        """The whole tree of checks."""
        return self.evaluation.explain()


def lines(answer: Answer, width: int) -> list[str]:
    """Return the answer as lines of at most `width` columns."""
    blocks = [block for block in (list(part) for part in _blocks(answer)) if block]
    text = [line for block in blocks for line in (*block, "")][:-1]
    return [line for part in text for line in wrapped(part, width)]


def _blocks(answer: Answer) -> Iterator[Iterable[str]]:
    check = answer.check
    yield _verdict(answer)
    yield _warned(answer.warnings)
    yield _decided(answer, check)
    yield _kinds(answer, check)
    yield _nearest(answer, check)
    yield _changes(answer.changes)


def _verdict(answer: Answer) -> Iterator[str]:
    request, verdict = answer.evaluation.request, answer.evaluation.verdict
    yield f"{OK if verdict.allowed else NO} {DECISIONS[verdict.decision]}"
    yield f"  {visible(who(request.principal))}"
    yield f"  {visible(request.action)} on {visible(request.resource)}"
    if is_cross_account(request):
        yield f"  across accounts: the caller's is {request.principal.account}, the resource's is {request.resource_account}"
    if not verdict.allowed:
        yield f"  AWS says: {visible(denial_message(request, verdict))}"
        if is_cross_account(request):
            yield f"  and keeps to itself: {verdict.message_reason}"


def _warned(warnings: Iterable[str]) -> Iterator[str]:
    yield from (f"! {visible(warning)}" for warning in warnings)


def _decided(answer: Answer, check: Check) -> Iterator[str]:
    found = next((fact for fact in check.facts if fact.name == "deciding"), None)
    if found is not None:
        yield "Decided by"
        yield f"  {visible(str(found.value))}{_line_in(found.place, answer.evaluation.policies)}"
    elif answer.evaluation.verdict.allowed:
        yield f"Decided by nothing: {check.note}"


def _kinds(answer: Answer, check: Check) -> Iterator[str]:
    if check.children:
        yield "Who says what"
    for kind in check.children:
        yield f"  {_kind_line(kind)}"
        for statement in kind.children:
            if statement.fact("applies"):
                where = _line_in(statement.place, answer.evaluation.policies)
                yield f"      {statement.fact('effect')}: {visible(str(statement.fact('statement')))}{where}"


def _kind_line(kind: Check) -> str:
    says, needed, name = str(kind.fact("says")), bool(kind.fact("needed")), KINDS[kind.rule]
    glyph = OK if says == "allow" else NO if says == "deny" or needed else PENDING
    one, several = _SAYS[says]
    line = f"{glyph} {name} {several if name.endswith('s') else one}"
    if says != "silent":
        return line
    if not needed:
        return f"{line}, which is no obstacle"
    return f"{line}, and must allow{f': {kind.note}' if kind.note else ''}"


_SAYS = {"allow": ("allows", "allow"), "deny": ("denies", "deny"), "silent": ("is silent", "are silent")}
"""What a kind of policy says, of one policy and of several."""


def _nearest(answer: Answer, check: Check) -> Iterator[str]:
    found = _nearest_in(check)
    if found is None:
        return
    yield "Came nearest"
    yield f"  {visible(str(found.fact('statement')))}{_line_in(found.place, answer.evaluation.policies)}"
    for element in found.children:
        if not element.passed:
            yield f"    {NO} {_element(element)}"
            yield f"      wants {visible(shown(element.fact('wants')))}"
            yield f"      has   {visible(shown(element.fact('has')))}"
            if element.note:
                yield f"      {visible(element.note)}"


def _nearest_in(check: Check) -> Check | None:
    """Return the statement that came nearest to allowing it."""
    return next((one for one in walk(check) if one.fact("nearest") and one.rule == "policy.statement"), None)


def _element(check: Check) -> str:
    if check.rule == "policy.condition":
        return f"Condition {check.fact('operator')} {visible(str(check.fact('key')))}"
    return str(check.fact("element") or check.rule.rpartition(".")[2].capitalize())


def _changes(changes: Iterable[Change]) -> Iterator[str]:
    side = ""
    for number, change in enumerate(changes):
        if number == 0:
            yield "What would allow it, with the least change"
        if change.side != side:
            side = change.side
            yield f"  {_SIDES[side]}"
        yield f"    {visible(change.text)}"


def _line_in(place: Place | None, policies: Iterable[PolicySource]) -> str:
    """Return ", line 9" where the place is one in a policy that takes part."""
    source = next((one for one in policies if place is not None and one.label == place.label), None)
    if place is None or source is None or not place.pointer:
        return ""
    return f", line {locate(source.document, place.pointer)[0]}"


# ------------------------------------------------------------------------------------------------------------ for programs


def as_json(answer: Answer) -> dict[str, Any]:
    """Return the same for programs; `decision` is spelled as IAM's policy simulator spells it."""
    request, verdict, check = answer.evaluation.request, answer.evaluation.verdict, answer.check
    nearest = _nearest_in(check)
    return {
        "decision": verdict.decision,
        "allowed": verdict.allowed,
        "decided_by": verdict.reason_kind,
        "message": "" if verdict.allowed else denial_message(request, verdict),
        "reason": verdict.message_reason,
        "principal": who(request.principal),
        "action": request.action,
        "resource": request.resource,
        "accounts": {"principal": request.principal.account, "resource": request.resource_account},
        "context": dict(request.context),
        "statement": _statement(next((fact.place for fact in check.facts if fact.name == "deciding"), None)),
        "policies": [_kind_data(kind) for kind in check.children],
        "nearest": _nearest_data(nearest) if nearest is not None else None,
        "changes": [_change_data(change) for change in answer.changes],
        "warnings": list(answer.warnings),
    }


def _kind_data(kind: Check) -> dict[str, Any]:
    return {
        "kind": kind.rule.removeprefix("policy.kind."),
        "says": kind.fact("says"),
        "needed": kind.fact("needed"),
        "note": kind.note,
        "statements": [
            {
                **(_statement(one.place) or {}),
                "effect": one.fact("effect"),
                "applies": one.fact("applies"),
                "missed": [_element_data(part) for part in one.children if not part.passed],
            }
            for one in kind.children
        ],
    }


def _nearest_data(check: Check) -> dict[str, Any]:
    return {
        **(_statement(check.place) or {}),
        "missed": [_element_data(one) for one in check.children if not one.passed],
    }


def _element_data(check: Check) -> dict[str, Any]:
    wants = check.fact("wants")
    return {
        "element": _element(check),
        "wants": list(wants) if is_list(wants) else wants,
        "has": check.fact("has"),
        "note": check.note,
    }


def _statement(place: Place | None) -> dict[str, Any] | None:
    return {"policy": place.label, "pointer": place.pointer} if place is not None else None


def _change_data(change: Change) -> dict[str, Any]:
    return {
        "side": change.side,
        "kind": change.kind,
        "text": change.text,
        "policy": change.label,
        "policy_kind": change.policy_kind,
        "document": change.document,
    }
