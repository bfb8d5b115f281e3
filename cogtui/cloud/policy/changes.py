"""What a smallest change is, and a question with its policies while changes are made to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from cogtui.cloud.explain import Place
from cogtui.cloud.policy.request import ContextValue, PolicyKind, PolicyRequest, PolicySource

Side = Literal["caller", "resource"]

ChangeKind = Literal["principal", "action", "resource", "condition", "deny", "statement", "policy", "request"]
"""Which element of an Allow is to be wider; a Deny that is to go or to be narrower; a statement or a policy to be added;
something that the request itself must bring."""

SIDES: dict[PolicyKind, Side] = {
    "identity": "caller",
    "boundary": "caller",
    "session": "caller",
    "scp": "caller",
    "resource": "resource",
    "trust": "resource",
    "rcp": "resource",
}
"""Whose administrators can change a kind of policy."""


class Change(msgspec.Struct, frozen=True):
    """One step from a denial towards an allow."""

    side: Side
    """Who must act. For what the request must bring that is the caller, whoever's policy wants it."""
    kind: ChangeKind
    what: str
    """What to do, short: "add `s3:GetObject` to `Action`"."""
    text: str
    """The same as a sentence that names the policy."""
    policy: int | None = None
    """Index in the policies that took part; one beyond them is a policy to be added. None for the request."""
    policy_kind: PolicyKind = "identity"
    label: str = ""
    """Of the policy."""
    place: Place | None = None
    """The element that is to change, or that wants what the request lacks."""
    document: str = ""
    """The policy's whole text after this change and those before it; empty where the policy is to go."""
    key: str = ""
    """request: the condition key."""
    value: ContextValue = ""
    """request: what it must be."""


class Draft:
    """A question and its policies, with the changes that were made so far."""

    def __init__(self, request: PolicyRequest, policies: tuple[PolicySource, ...]) -> None:
        self.request = request
        self._sources = dict(enumerate(policies))
        self._next = len(policies)
        self.changes: list[Change] = []
        self.sent: set[str] = set()
        """Condition keys that were changed in the request, in lower case: each at most once."""

    @property
    def policies(self) -> tuple[PolicySource, ...]:
        """The policies as they are now."""
        return tuple(self._sources.values())

    @property
    def numbered(self) -> tuple[tuple[int, PolicySource], ...]:
        """The policies with the numbers that changes name them by."""
        return tuple(self._sources.items())

    @property
    def unused(self) -> int:
        """The number that a policy would get that is added now."""
        return self._next

    def make(self, change: Change) -> None:
        """Make a change."""
        self.changes.append(change)
        if change.kind == "request":
            self._send(change.key, change.value)
        elif change.policy is None:
            return
        elif not change.document:
            self._sources.pop(change.policy, None)
        else:
            self._write(change, change.policy)

    def _send(self, key: str, value: ContextValue) -> None:
        kept = {name: old for name, old in self.request.context.items() if name.lower() != key.lower()}
        self.request = msgspec.structs.replace(self.request, context=kept | {key: value})
        self.sent.add(key.lower())

    def _write(self, change: Change, number: int) -> None:
        old = self._sources.get(number)
        if old is None:
            level = next((one.level for one in self.policies if one.kind == change.policy_kind), "")
            old = PolicySource(change.policy_kind, change.label, "", level=level)
            self._next = max(self._next, number + 1)
        void = "" if change.kind == "policy" else old.void
        self._sources[number] = msgspec.structs.replace(old, document=change.document, void=void)


def changed(
    request: PolicyRequest, policies: tuple[PolicySource, ...], changes: Iterable[Change]
) -> tuple[PolicyRequest, tuple[PolicySource, ...]]:
    """Return the question and the policies as they are once the changes were made, in their order."""
    draft = Draft(request, policies)
    for change in changes:
        draft.make(change)
    return draft.request, draft.policies
