"""From what each kind of policy says to the one verdict: a table per situation.

IAM User Guide, "Policy evaluation logic" and "Cross-account policy evaluation logic".
"""

from __future__ import annotations

from typing import Literal

import msgspec

from cogtui.cloud.policy.document import Effect
from cogtui.cloud.policy.principals import Named
from cogtui.cloud.policy.request import PolicyKind, PolicyRequest, PolicySource
from cogtui.cloud.policy.verdict import StatementRef, Verdict, is_cross_account

Situation = Literal["same-account", "trust", "cross-account", "resource-only"]


class Plan(msgspec.Struct, frozen=True):
    """Who must agree in a situation. An explicit deny, an SCP and an RCP count in each."""

    resource_must_allow: bool
    caller_must_allow: bool
    """The caller's identity policies, boundary and session policies are asked."""
    direct_grants: bool = False
    """An Allow of the resource's policy may stand in for the caller's own policies; see `STANDS_IN`."""


PLANS: dict[Situation, Plan] = {
    "same-account": Plan(resource_must_allow=False, caller_must_allow=True, direct_grants=True),
    "trust": Plan(resource_must_allow=True, caller_must_allow=True, direct_grants=True),
    "cross-account": Plan(resource_must_allow=True, caller_must_allow=True),
    "resource-only": Plan(resource_must_allow=True, caller_must_allow=False),
}

_NOBODY: frozenset[PolicyKind] = frozenset()
_IDENTITY: frozenset[PolicyKind] = frozenset({"identity"})
_CALLER: frozenset[PolicyKind] = frozenset({"identity", "boundary", "session"})
_SESSION: frozenset[PolicyKind] = frozenset({"session"})
_CUTTING: frozenset[PolicyKind] = frozenset({"boundary", "session"})

STANDS_IN: dict[Named | None, frozenset[PolicyKind]] = {
    None: _NOBODY,
    "holder": _NOBODY,
    "account": _NOBODY,
    "role": _IDENTITY,
    "parent": _IDENTITY,
    "user": _CALLER,
    "root": _CALLER,
    "session": _CALLER,
    "anyone": _CALLER,
    "service": _CALLER,
    "federated": _CALLER,
}
"""Whose silence in the same account an Allow makes up for, by how it names the caller: the account only delegates."""

_WITHOUT_POLICIES = frozenset({"anonymous", "service", "web-identity"})
"""Principals that hold no policies of their own."""

DENY_ORDER: tuple[PolicyKind, ...] = ("scp", "rcp", "trust", "resource", "boundary", "session", "identity")
SILENT_ORDER: tuple[PolicyKind, ...] = ("rcp", "scp", "trust", "session", "boundary", "identity", "resource")
"""Which kind a denial names when several deny, or several are silent.

DIFFERS: AWS names one kind only and does not document which.
"""

LEVELLED: frozenset[PolicyKind] = frozenset({"scp", "rcp"})


class Found:
    """What the statements that apply say, per kind of policy."""

    __slots__ = ("allows", "denies", "granted", "levels")

    def __init__(self) -> None:
        self.denies: dict[PolicyKind, StatementRef] = {}
        """The first Deny of each kind."""
        self.allows: dict[PolicyKind, StatementRef] = {}
        """The first Allow of each kind; of a resource's policy the one that grants most."""
        self.granted: Named | None = None
        """How the Allow of the resource's policy names the caller."""
        self.levels: set[tuple[PolicyKind, str]] = set()
        """Which levels of SCPs and RCPs allow."""

    def add(self, source: PolicySource, effect: Effect, ref: StatementRef, named: Named | None) -> None:
        """Note a statement that applies."""
        kind = source.kind
        if effect == "Deny":
            self.denies.setdefault(kind, ref)
        elif kind in RESOURCE_SIDE:
            if kind not in self.allows or len(STANDS_IN[named]) > len(STANDS_IN[self.granted]):
                self.allows[kind] = ref
                self.granted = named
        else:
            self.allows.setdefault(kind, ref)
            if kind in LEVELLED:
                self.levels.add((kind, source.level))


RESOURCE_SIDE: tuple[PolicyKind, ...] = ("resource", "trust")


def situation(request: PolicyRequest, kinds: frozenset[PolicyKind]) -> Situation:
    """Return which table applies; `kinds` are those that take part."""
    if request.principal.kind in _WITHOUT_POLICIES:
        return "resource-only"
    if is_cross_account(request):
        return "cross-account"
    return "trust" if "trust" in kinds else "same-account"


def needed(request: PolicyRequest, kinds: frozenset[PolicyKind], granted: Named | None) -> set[PolicyKind]:
    """Return the kinds that must allow: their silence refuses."""
    plan = PLANS[situation(request, kinds)]
    found = set(LEVELLED & kinds)
    if plan.caller_must_allow:
        stood_in = STANDS_IN[granted] if plan.direct_grants else _NOBODY
        found |= _of_caller(request, kinds) - stood_in
    if plan.resource_must_allow:
        found.add("trust" if "trust" in kinds else "resource")
    return found


def _of_caller(request: PolicyRequest, kinds: frozenset[PolicyKind]) -> frozenset[PolicyKind]:
    """Return the kinds on the caller's side that take part in any case."""
    if request.principal.kind == "root":
        return _NOBODY
    if request.principal.kind == "federated-user":
        # Without a session policy, a GetFederationToken session has nothing of its user's rights.
        return _IDENTITY | _SESSION | (_CUTTING & kinds)
    return _IDENTITY | (_CUTTING & kinds)


def is_silent(kind: PolicyKind, found: Found, policies: tuple[PolicySource, ...]) -> bool:
    """Say whether no policy of a kind allows; of SCPs and RCPs, on some level."""
    if kind not in LEVELLED:
        return kind not in found.allows
    return any(source.kind == kind and (kind, source.level) not in found.levels for source in policies)


def combine(
    request: PolicyRequest, policies: tuple[PolicySource, ...], kinds: frozenset[PolicyKind], found: Found
) -> Verdict:
    """Return the verdict over everything found."""
    for kind in DENY_ORDER if found.denies else ():
        if kind in found.denies:
            ref = found.denies[kind]
            return Verdict("explicitDeny", kind, request.action, ref, policies[ref.source].arn)
    wanted = needed(request, kinds, found.granted)
    for kind in SILENT_ORDER:
        if kind in wanted and is_silent(kind, found, policies):
            return Verdict("implicitDeny", kind, request.action)
    return _allowed(request, wanted, found)


def _allowed(request: PolicyRequest, wanted: set[PolicyKind], found: Found) -> Verdict:
    """Say who allowed: the caller's own policies where they were needed, else the resource's."""
    if "identity" not in wanted:
        for kind in RESOURCE_SIDE:
            if kind in found.allows:
                return Verdict("allowed", kind, request.action, found.allows[kind])
    return Verdict("allowed", "identity", request.action, found.allows.get("identity"))
