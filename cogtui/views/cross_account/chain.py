"""The chain from a user of one account to a bucket of another, link by link, with what each policy on the way said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from cogtui.cloud.explain import Check, walk
from cogtui.cloud.policy.changes import SIDES
from cogtui.cloud.policy.request import PolicyKind
from cogtui.cloud.trail import Record
from cogtui.views.cross_account.asked import Asked
from cogtui.views.cross_account.reasons import reason_of
from cogtui.views.ink import Ink, Style, beside, fit, ink, pad, sign_of

Where = Literal["A", "B", ""]

_KINDS: dict[PolicyKind, str] = {
    "identity": "identity policy",
    "boundary": "boundary",
    "session": "session policy",
    "scp": "SCP",
    "trust": "trust policy",
    "resource": "bucket policy",
    "rcp": "RCP",
}
"""What people call those that say something, in the order of the chain."""


class Link(msgspec.Struct, frozen=True):
    """One link."""

    where: Where
    """In which account; empty for a call itself."""
    name: str
    passed: bool | None
    """None: not reached."""
    words: str = ""
    record: Record | None = None
    depth: int = 0
    trial: bool = False
    """The call was tried aside and taken back."""


def links_of(asked: Asked, records: Sequence[Record], *, through_role: bool, trial: bool = False) -> list[Link]:
    """Return the chain as tried: `records` are the user's calls, up to the first that was refused.

    With `trial` they were taken back, so they have no number.
    """
    user = asked.cast.user.name if asked.cast.user else "nobody"
    role = asked.cast.role.name if asked.cast.role else ""
    by_operation = {record.operation: record for record in records}
    found: list[Link] = []
    if through_role:
        assumed = by_operation.get("AssumeRole")
        found.append(_call(assumed, f"{user} becomes {role or 'a role of B'}", trial=trial))
        found.extend(_policies(assumed, "A", "B"))
    wanted = by_operation.get(asked.operation)
    who = _who(wanted) or (f"{role or 'the role'}/{user}" if through_role else user)
    found.append(_call(wanted, f"{who} asks {asked.operation}", trial=trial))
    found.extend(_policies(wanted, "B" if through_role else "A", "B"))
    return found


def _who(record: Record | None) -> str:
    """Return who made a call: "alice", "LogReader/alice"; empty without a call."""
    return record.principal_arn.split(":", 5)[-1].partition("/")[2] if record is not None else ""


def _call(record: Record | None, name: str, *, trial: bool) -> Link:
    if record is None:
        return Link("", name, None, "not reached")
    return Link("", name, record.ok, record.error.code if record.error else "allowed", record, trial=trial)


def _policies(record: Record | None, caller: Where, owner: Where) -> Iterator[Link]:
    """Yield what each kind of policy said to a call."""
    tree = next((one for one in record.why() if one.rule == "policy.verdict"), None) if record else None
    if tree is None:
        return
    found = {child.rule: child for child in tree.children}
    for kind, name in _KINDS.items():
        child = found.get(f"policy.kind.{kind}")
        if child is not None:
            yield Link(caller if SIDES[kind] == "caller" else owner, name, child.passed, _said(child), record, 1)


def _said(check: Check) -> str:
    """Return what a kind of policy said, and which statement of which policy."""
    says = check.fact("says")
    statements = [one for one in walk(check) if one.rule in ("policy.statement", "policy.deny")]
    if says == "deny":
        denying = next(one for one in statements if one.rule == "policy.deny" and not one.passed)
        return f"denied by {denying.fact('statement')}"
    if says == "allow":
        allowing = next((one for one in statements if one.rule == "policy.statement" and one.passed), None)
        return str(allowing.fact("statement")) if allowing else "allows"
    nothing = check.note or "there is none"
    return reason_of(check, nothing)[0] if check.passed is False else check.note or "silent"


def draw_link(link: Link, cells: int) -> Ink:
    """Return a link as ink: the calls at the left, what the policies of A and B said below each."""
    glyph, style = sign_of(link.passed)
    tone: Style = "no" if link.passed is False else "dim"
    if not link.depth:
        head = ink((f" {glyph} ", style), (link.name, "strong" if link.passed is not None else "dim"))
        sent = "" if link.record is None else "tried aside " if link.trial else f"call {link.record.no} "
        return beside((*head, *ink(("   ", ""), (link.words, tone))), ink((sent, "dim")), cells)
    head = pad(ink("     ", (f"{link.where} ", "mark"), (f"{glyph} ", style), link.name), 24)
    return fit((*head, *ink(" ", (link.words, tone))), cells)
