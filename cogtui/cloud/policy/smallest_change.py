"""The smallest change that would turn a denial into an allow, per side, as data.

One step after the other is made on a draft and the question put again, until it is allowed: so cross-account denials list
what both sides must do, and every list has been tried. What stands in the way first is what the verdict names.
"""

from __future__ import annotations

import json

import msgspec

from cogtui.cloud.policy.asked import Asked, applies, asked_of
from cogtui.cloud.policy.changes import SIDES, Change, Draft, changed
from cogtui.cloud.policy.combine import LEVELLED, RESOURCE_SIDE, STANDS_IN, is_silent, situation
from cogtui.cloud.policy.document import Statement, compiled
from cogtui.cloud.policy.evaluate import Found, decide
from cogtui.cloud.policy.json_edit import replaced, with_item, without
from cogtui.cloud.policy.repairs import (
    Step,
    caller_entry,
    met_by_request,
    narrowings,
    statement_for,
    version_of,
    widening,
)
from cogtui.cloud.policy.request import PolicyKind, PolicyRequest, PolicySource
from cogtui.cloud.policy.statement_checks import look, place_in
from cogtui.cloud.policy.verdict import Verdict

__all__ = ["Change", "changed", "smallest_changes"]

MOST_STEPS = 64
MOST_ELEMENTS = 24
"""Elements of one statement that are worth repairing."""


def smallest_changes(request: PolicyRequest, policies: tuple[PolicySource, ...]) -> tuple[Change, ...]:
    """Return what must change so that a denied request is allowed, the caller's side first; nothing for an allowed one.

    `changed` makes the changes. Sides that don't stand in the way have none.
    """
    draft = Draft(request, policies)
    for _ in range(MOST_STEPS):
        verdict = decide(draft.request, draft.policies)
        if verdict.allowed:
            break
        before = len(draft.changes)
        if verdict.decision == "explicitDeny":
            _undo_deny(draft, verdict)
        else:
            _let_allow(draft, verdict.reason_kind)
        if len(draft.changes) == before:
            break
    needed = _needed(request, policies, tuple(draft.changes))
    return tuple(sorted(needed, key=lambda change: change.side != "caller"))


def _needed(
    request: PolicyRequest, policies: tuple[PolicySource, ...], changes: tuple[Change, ...]
) -> tuple[Change, ...]:
    """Return the changes without those that later ones made needless; what is done to one policy stays together."""
    for subject in dict.fromkeys((change.policy, change.key) for change in changes):
        rest = tuple(change for change in changes if (change.policy, change.key) != subject)
        if rest and decide(*changed(request, policies, rest)).allowed:
            changes = rest
    return changes


def _asked(draft: Draft) -> Asked:
    return asked_of(draft.request, draft.policies)


def _change(number: int, source: PolicySource, statement: Statement, step: Step) -> Change:
    """Return a repair of a statement as a change."""
    where = f"{source.label}, statement {statement.index + 1}"
    if step.kind == "request":
        text = f"{step.what[:1].upper()}{step.what[1:]}: {where}, wants it."
    else:
        text = f"In {where}, {step.what}."
    return Change(
        "caller" if step.kind == "request" else SIDES[source.kind],
        step.kind,
        step.what,
        text,
        None if step.kind == "request" else number,
        source.kind,
        source.label,
        place_in(source, step.pointer),
        step.document,
        step.key,
        step.value,
    )


# ---------------------------------------------------------------------------------------------------------------- denies


def _undo_deny(draft: Draft, verdict: Verdict) -> None:
    """Let the Deny that decided not apply: by what the request brings, by sparing the request, else by taking it away."""
    if verdict.deciding is None:
        return
    number, source = draft.numbered[verdict.deciding.source]
    statement = compiled(source.document).statements[verdict.deciding.statement]
    asked = _asked(draft)
    for condition in statement.conditions:
        if step := met_by_request(condition, asked, draft.sent, holds=False):
            draft.make(_change(number, source, statement, step))
            return
    if _is_own(source):
        for step in narrowings(source, statement, asked):
            narrower = compiled(step.document).statements[statement.index]
            if applies(narrower, source.kind, asked) is None:
                draft.make(_change(number, source, statement, step))
                return
    draft.make(_change(number, source, statement, _taken_away(source, statement, asked)))


def _taken_away(source: PolicySource, statement: Statement, asked: Asked) -> Step:
    """Return the removal of a Deny; of the whole policy where it says nothing else, or where AWS wrote it."""
    if not _is_own(source):
        return Step("deny", "take the policy away: AWS manages it, and it denies", statement.pointer)
    if len(compiled(source.document).statements) > 1:
        text = without(source.document, statement.pointer)
        return Step("deny", "take the Deny away", statement.pointer, text)
    if source.kind == "trust":
        text = replaced(source.document, statement.pointer, statement_for("trust", asked))
        return Step("deny", "put an Allow in place of the Deny", statement.pointer, text)
    return Step("deny", "take the policy away: all that it does is deny", statement.pointer)


def _is_own(source: PolicySource) -> bool:
    """Say whether the policy's owner can edit it; AWS's managed policies nobody can."""
    return "::aws:policy/" not in source.arn


# --------------------------------------------------------------------------------------------------------------- silence


class _Candidate(msgspec.Struct, frozen=True):
    """An Allow that could be made to apply."""

    number: int
    source: PolicySource
    statement: Statement
    distance: tuple[int, ...]
    missed: frozenset[str]


def _let_allow(draft: Draft, kind: PolicyKind) -> None:
    """Let the kind of policy whose silence refused allow: by its nearest statement, a new one, or a new policy."""
    asked = _asked(draft)
    own = min(_candidates(draft, kind, asked), key=lambda one: one.distance, default=None)
    stand_in = min(_standing_in(draft, kind, asked), key=lambda one: one.distance, default=None)
    if stand_in is not None and (own is None or stand_in.distance < own.distance) and _widened(draft, stand_in):
        return
    if own is None or not _widened(draft, own):
        _add(draft, kind, asked)


def _silent(draft: Draft, kind: PolicyKind) -> list[tuple[int, PolicySource]]:
    """Return the policies of the silent kind; of SCPs and RCPs those of the first level that is silent."""
    found = [(number, source) for number, source in draft.numbered if source.kind == kind]
    if kind not in LEVELLED:
        return found
    asked, allowing = _asked(draft), Found()
    for _, source in found:
        for statement in compiled(source.document).statements:
            if statement.effect == "Allow" and applies(statement, kind, asked) is not None:
                allowing.levels.add((kind, source.level))
    level = next((one.level for _, one in found if is_silent(kind, allowing, (one,))), "")
    return [(number, source) for number, source in found if source.level == level]


def _candidates(draft: Draft, kind: PolicyKind, asked: Asked) -> list[_Candidate]:
    """Return the Allows of a silent kind that are near enough to be meant for the request."""
    found = [
        _candidate(number, source, one, asked) for number, source in _silent(draft, kind) for one in _allows(source)
    ]
    return [one for one in found if one.missed and _is_near(one, asked)]


def _standing_in(draft: Draft, kind: PolicyKind, asked: Asked) -> list[_Candidate]:
    """Return the Allows of the resource's policy that name the caller so that they would do in place of the silent kind."""
    if kind in RESOURCE_SIDE or kind in LEVELLED or situation(draft.request, asked.kinds) != "same-account":
        return []
    found: list[_Candidate] = []
    for number, source in draft.numbered:
        for statement in _allows(source) if source.kind == "resource" else ():
            named = look(number, source, statement, asked).named
            one = _candidate(number, source, statement, asked)
            if kind in STANDS_IN[named] and one.missed and _is_near(one, asked):
                found.append(one)
    return found


def _allows(source: PolicySource) -> tuple[Statement, ...]:
    if not _is_own(source):
        return ()
    return tuple(one for one in compiled(source.document).statements if one.effect == "Allow")


def _candidate(number: int, source: PolicySource, statement: Statement, asked: Asked) -> _Candidate:
    seen = look(number, source, statement, asked)
    missed = frozenset(check.rule for check in seen.elements if not check.passed)
    return _Candidate(number, source, statement, seen.distance, missed)


def _is_near(one: _Candidate, asked: Asked) -> bool:
    """Say whether widening the statement keeps its sense: another service's statement, or one wrong in several ways, is left."""
    missed = one.missed - {"policy.void"}
    if "policy.action" not in missed:
        return len(missed) <= 2
    service = f"{asked.action.partition(':')[0]}:"
    return len(missed) == 1 and any(each.raw.lower().startswith(service) for each in one.statement.action.templates)


def _widened(draft: Draft, candidate: _Candidate) -> bool:
    """Repair a statement element by element; False, and nothing made, when an element is beyond repair."""
    trial = Draft(draft.request, draft.policies)
    trial.sent |= draft.sent
    number, kind, index = candidate.number, candidate.source.kind, candidate.statement.index
    position = next(at for at, (each, _) in enumerate(draft.numbered) if each == number)
    made: list[Change] = []
    for _ in range(MOST_ELEMENTS):
        source = trial.policies[position]
        asked = _asked(trial)
        statement = compiled(source.document).statements[index]
        if applies(statement, kind, asked) is not None:
            if source.void:
                made.append(_counting(number, source, statement))
            for change in made:
                draft.make(change)
            return True
        step = widening(source, statement, asked, trial.sent)
        if step is None:
            return False
        change = _change(number, source, statement, step)
        made.append(change)
        trial.make(msgspec.structs.replace(change, policy=None if change.policy is None else position))
    return False


def _counting(number: int, source: PolicySource, statement: Statement) -> Change:
    """Return the change that lets a policy's Allows count again."""
    what = f"lift what keeps it from counting: {source.void}"
    step = Step("policy", what, statement.pointer, source.document)
    return _change(number, source, statement, step)


def _add(draft: Draft, kind: PolicyKind, asked: Asked) -> None:
    """Add a statement to a policy of the kind, or a policy where there is none that can be edited."""
    own = [(number, source) for number, source in _silent(draft, kind) if _is_own(source)]
    action, resource = draft.request.action, draft.request.resource
    if not own:
        text = json.dumps({"Version": "2012-10-17", "Statement": [statement_for(kind, asked)]}, indent=2)
        what = _NEW_POLICY[kind].format(who=caller_entry(draft.request.principal)[1], action=action, resource=resource)
        sentence = f"{what[:1].upper()}{what[1:]}."
        draft.make(Change(SIDES[kind], "policy", what, sentence, draft.unused, kind, "a new policy", None, text))
        return
    number, source = own[0]
    statement = statement_for(kind, asked, version=version_of(source.document))
    text = with_item(source.document, "/Statement", statement)
    what = f"add a statement that allows `{action}`"
    if kind in RESOURCE_SIDE:
        what += f" to `{caller_entry(draft.request.principal)[1]}`"
    if kind != "trust":
        what += f" on `{resource}`"
    place = place_in(source, "/Statement")
    sentence = f"In {source.label}, {what}."
    draft.make(Change(SIDES[kind], "statement", what, sentence, number, kind, source.label, place, text))


_NEW_POLICY: dict[PolicyKind, str] = {
    "identity": "attach a policy to `{who}` that allows `{action}` on `{resource}`: none there does",
    "resource": "give `{resource}` a policy that allows `{action}` to `{who}`: it has none",
    "trust": "give the role a trust policy that names `{who}`",
    "session": "pass a session policy that allows `{action}` on `{resource}`",
    "boundary": "put a boundary in place that allows `{action}` on `{resource}`",
    "scp": "attach a service control policy that allows `{action}` on `{resource}`",
    "rcp": "attach a resource control policy that allows `{action}` on `{resource}`",
}
"""What to do where a kind has no policy that its owner could edit."""
