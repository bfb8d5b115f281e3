"""The why of a verdict: a tree of checks by kind of policy, statement and element, unmatched statements included."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cogtui.cloud.explain import AnyCheck, Check, Fact, facts, walk
from cogtui.cloud.policy.asked import Asked, asked_of
from cogtui.cloud.policy.combine import Found, combine, is_silent, needed
from cogtui.cloud.policy.document import compiled
from cogtui.cloud.policy.request import PolicyKind, PolicyRequest, PolicySource
from cogtui.cloud.policy.statement_checks import Seen, look, place_in
from cogtui.cloud.policy.verdict import StatementRef, Verdict, who

KIND_RULES: dict[PolicyKind, str] = {
    "scp": "policy.kind.scp",
    "rcp": "policy.kind.rcp",
    "trust": "policy.kind.trust",
    "resource": "policy.kind.resource",
    "identity": "policy.kind.identity",
    "boundary": "policy.kind.boundary",
    "session": "policy.kind.session",
}
"""The rule per kind of policy, in the order in which the checks are shown."""

_ABSENT: dict[PolicyKind, str] = {
    "identity": "no identity-based policy is attached to the caller",
    "resource": "the resource has no policy of its own",
    "trust": "the role has no trust policy",
    "session": "the session was made without a session policy, so it has none of its user's rights",
}


def explain(request: PolicyRequest, policies: tuple[PolicySource, ...]) -> Check:
    """Return every check behind the verdict; see `evaluate.decide` for what the caller brings.

    `policy.verdict` has a check per kind (`policy.kind.identity`), that one per statement (`policy.statement` for Allow,
    `policy.deny` for Deny), that one per element. The statement that came nearest to allowing has the fact `nearest`.
    """
    return explained(request, policies)[1]


def explained(request: PolicyRequest, policies: tuple[PolicySource, ...]) -> tuple[Verdict, Check]:
    """Return the verdict that follows from the checks, and the checks."""
    asked = asked_of(request, policies)
    seen = [
        look(index, source, statement, asked)
        for index, source in enumerate(policies)
        for statement in compiled(source.document).statements
    ]
    found = Found()
    for one in seen:
        if one.applies:
            ref = StatementRef(one.source, one.statement.index)
            found.add(policies[one.source], one.statement.effect, ref, one.named)
    verdict = combine(request, policies, asked.kinds, found)
    return verdict, _Tree(asked, policies, seen, found, verdict).verdict_check()


def failed_conditions(check: AnyCheck) -> list[Check]:
    """Return the conditions that failed in the statement that came nearest to allowing; none where no statement did."""
    for one in walk(check):
        if one.rule == "policy.statement" and one.fact("nearest"):
            return [child for child in walk(one) if child.rule == "policy.condition" and not child.passed]
    return []


def _nearest(verdict: Verdict, seen: Iterable[Seen], policies: tuple[PolicySource, ...]) -> Seen | None:
    """Return the Allow that came closest to applying, among the kind whose silence refused if that has any."""
    if verdict.decision != "implicitDeny":
        return None
    candidates = [one for one in seen if one.statement.effect == "Allow" and not one.applies]
    of_kind = [one for one in candidates if policies[one.source].kind == verdict.reason_kind]
    return min(of_kind or candidates, key=lambda one: one.distance, default=None)


class _Tree:
    """Builds the checks above the statements."""

    def __init__(
        self, asked: Asked, policies: tuple[PolicySource, ...], seen: list[Seen], found: Found, verdict: Verdict
    ) -> None:
        self._asked = asked
        self._policies = policies
        self._seen = seen
        self._found = found
        self._verdict = verdict
        self._nearest = _nearest(verdict, seen, policies)
        self._needed = needed(asked.request, asked.kinds, found.granted)

    def verdict_check(self) -> Check:
        verdict, request = self._verdict, self._asked.request
        found: dict[str, Any] = {
            "decision": verdict.decision,
            "kind": verdict.reason_kind,
            "principal": who(request.principal),
            "action": request.action,
            "resource": request.resource,
        }
        deciding = self._by_ref(verdict.deciding)
        if deciding:
            found["deciding"] = self._as_fact(deciding)
        if self._nearest:
            found["nearest"] = self._as_fact(self._nearest)
        taking_part = self._asked.kinds | self._needed
        return Check(
            "policy.verdict",
            verdict.allowed,
            facts(**found),
            tuple(self._kind_check(kind) for kind in KIND_RULES if kind in taking_part),
            found["deciding"].place if deciding else None,
            "the root user needs no policy" if verdict.allowed and not deciding else verdict.message_reason,
        )

    def _by_ref(self, ref: StatementRef | None) -> Seen | None:
        return next((one for one in self._seen if StatementRef(one.source, one.statement.index) == ref), None)

    def _as_fact(self, one: Seen) -> Fact:
        source = self._policies[one.source]
        sid = f" ({one.statement.sid})" if one.statement.sid else ""
        label = f"{source.label}, statement {one.statement.index + 1}{sid}"
        return Fact("statement", label, place_in(source, one.statement.pointer))

    def _kind_check(self, kind: PolicyKind) -> Check:
        denies = kind in self._found.denies
        silent = is_silent(kind, self._found, self._policies)
        wanted = kind in self._needed
        says = "deny" if denies else "silent" if silent else "allow"
        children = tuple(self._statement_check(one) for one in self._seen if self._policies[one.source].kind == kind)
        return Check(
            KIND_RULES[kind],
            not denies and (not silent or not wanted),
            facts(says=says, needed=wanted),
            children,
            note=self._kind_note(kind, says),
        )

    def _kind_note(self, kind: PolicyKind, says: str) -> str:
        if kind not in self._asked.kinds:
            return _ABSENT.get(kind, "")
        if says != "silent" or kind in self._needed:
            return ""
        if kind == "resource":
            return "silent, which is enough in the same account: the caller's own policies decide"
        return "silent, but the resource's policy names the caller in a way that needs no more"

    def _statement_check(self, one: Seen) -> Check:
        is_allow = one.statement.effect == "Allow"
        label = self._as_fact(one)
        found: dict[str, Any] = {"effect": one.statement.effect, "applies": one.applies, "statement": label}
        if one is self._nearest:
            found["nearest"] = True
        return Check(
            "policy.statement" if is_allow else "policy.deny",
            one.applies if is_allow else not one.applies,
            facts(**found),
            one.elements,
            label.place,
        )
