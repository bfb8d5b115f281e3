"""The Exchange pane's rows: the chain from login to resource, the two flows beside each other, the credentials."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from cogtui.cloud.accounts.credentials import AccessKey
from cogtui.cloud.trail import Record
from cogtui.views.flow import name_of
from cogtui.views.ink import NO, OK, PENDING, Ink, Piece, Style, beside, choice, fit, ink, middle, pad
from cogtui.views.lifetimes import left
from cogtui.views.role_reason import refusal_of
from cogtui.views.why import short

TITLES = {
    "trust": "trust",
    "permissions": "permissions",
    "try": "request",
    "flows": "flows",
    "roles": "role choice",
    "credentials": "credentials",
}
TABS = tuple(TITLES)
WIDGETS = {
    "trust": "trust-policy",
    "permissions": "trust-policy",
    "try": "try",
    "flows": "flows",
    "roles": "roles",
    "credentials": "facts",
}
"""View -> the id of the widget that shows it."""

OF_ROLES = ("trust", "permissions")
"""Views of one role, which the line above them names."""

APPLIES: dict[str, tuple[str, ...]] = {
    "role": OF_ROLES,
    "other_policy": OF_ROLES,
    "edit": (*OF_ROLES, "roles"),
    "switch_row": ("roles",),
    "remove_rule": ("roles",),
    "move_rule": ("roles",),
    "apply": ("roles",),
    "drop": ("roles",),
    "fresh_token": ("roles",),
    "other_request": ("try", "flows"),
    "other_flow": ("try", "flows"),
    "send": ("try",),
}
"""Action of the pane -> the views on which it means something; on all where it is not named."""


def tab_line(current: str, cells: int) -> Ink:
    """Return the line with the pane's views."""
    names = (choice(TITLES[name], chosen=name == current) for name in TABS)
    return fit(((" [ ] ", "mark"), *names), cells)


def role_line(role: str, reason: str, cells: int) -> Ink:
    """Return the line with the role that is looked at, and why this one."""
    return fit(ink((" r ", "mark"), ("role ", "dim"), (role or "none", "strong"), (f"   {reason}", "dim")), cells)


def policy_line(role: str, title: str, at: int, count: int, cells: int, *, editable: bool) -> Ink:
    """Return the line with the role and which of its policies is looked at."""
    head = ink((" r ", "mark"), ("role ", "dim"), (role, "strong"), ("   i ", "mark"), (f"{at + 1} of {count} ", "dim"))
    return fit((*head, *ink(title, ("" if editable else "   read only", "dim"))), cells)


def draw_link(name: str, record: Record | None, cells: int, *, trial: bool = False) -> Ink:
    """Return a link of the chain from login to resource as ink: verdict, call, and the checks that decided.

    Without a record an earlier link already broke; a `trial` was run and taken back.
    """
    if record is None:
        return ink((f" {PENDING} {name}: not reached", "dim"))
    glyph: Piece = (f" {OK} ", "ok") if record.ok else (f" {NO} ", "no")
    head = pad(ink(glyph, (name_of(record), "" if record.ok else "no")), 30)
    words = decided_by(record)
    tail: Style = "dim" if record.ok else "no"
    sent = "tried, not sent" if trial else f"call {record.no}"
    return beside((*head, *ink(" ", (words, tail))), ink((f"{sent} ", "dim")), cells)


def decided_by(record: Record) -> str:
    """Return the refusing checks of a call, or those that let it through, in a few words."""
    if record.error is not None:
        return refusal_of(record) or f"{record.error.code}: {record.error.message}"
    names = [short(check) for check in record.why()]
    return ", ".join(names[:6]) if names else "nothing to decide"


def request_line(operation: str, where: str, flow: str, cells: int) -> Ink:
    """Return the line with the request that is tried, and the keys that change and send it."""
    asked = ink((" a ", "mark"), (operation, "strong"), " ", where)
    return beside(asked, ink(("  x ", "mark"), (flow, "dim"), ("   s ", "mark"), ("send it ", "dim")), cells)


class Line(msgspec.Struct, frozen=True):
    """A name and a value."""

    name: str
    value: str
    whole: str = ""
    style: Style = ""


def credential_lines(key: AccessKey | None, now: float, allowed: Sequence[str] = ()) -> list[Line]:
    """Return the app's credentials and the session behind them."""
    if key is None:
        return [Line("", "No AWS credentials yet. Take the flow on pane 1 as far as the exchange.", style="dim")]
    rest = (key.expires or now) - now
    lines = [
        Line("acts as", key.principal.arn),
        Line("AccessKeyId", key.access_key_id),
        Line("SecretAccessKey", key.secret),
        Line("SessionToken", key.token, key.token),
        Line("expires", left(rest) if rest <= 0 else f"in {left(rest)}", style="no" if rest <= 0 else "ok"),
    ]
    lines.extend(
        Line(name, ", ".join(value) if isinstance(value, tuple) else value) for name, value in key.context.items()
    )
    lines.extend(
        Line("session policy", f"{policy.label} (enter shows it)", policy.document, "mark")
        for policy in key.session_policies
    )
    if not key.session_policies:
        lines.append(Line("session policy", "none: all that the role's policies allow", style="dim"))
    lines.extend(Line("may", words) for words in allowed)
    return lines


def draw_line(line: Line, cells: int) -> Ink:
    """Return a name and its value."""
    if not line.name:
        return ink((f" {line.value}", line.style))
    first = 36 if cells >= 76 else cells // 3
    name = pad(ink((f" {line.name}", "dim")), first)
    return (*name, *ink((middle(line.value, max(cells - first - 1, 8)), line.style)))
