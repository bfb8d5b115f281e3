"""The role-mapping explorer's rows: the rules with what each made of the login, the claims that count, the groups.

Ticks, crosses and reasons are read from the checks that GetCredentialsForIdentity left; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

import msgspec

from cogtui.cloud.explain import Check
from cogtui.cloud.services.cognito_identity.role_mappings import MappingRule
from cogtui.cloud.trail import Record
from cogtui.views.ink import NO, OK, PENDING, Ink, Piece, Style, beside, fit, ink, middle, pad
from cogtui.views.role_draft import Draft
from cogtui.views.role_reason import choice_of, reason_of, refusal_of, role_name, role_of
from cogtui.views.role_scene import GroupState, Scene
from cogtui.views.role_texts import claim_text, claims_that_count, rule_text

Kind = Literal[
    "title", "note", "login", "custom", "mapping", "rule", "new-rule", "ambiguous", "claim", "claims", "new-claim", "group",
    "new-group",
]  # fmt: skip


class ExplorerRow(msgspec.Struct, frozen=True):
    """One row of the explorer."""

    kind: Kind
    name: str = ""
    """What the row is about: a claim's name, a group's, a rule's number from 0."""
    text: str = ""
    note: str = ""
    """Why, or how to change it."""
    passed: bool | None = None
    """A rule matched or missed; a group has the user or not."""
    judged: bool = False
    """Whether `passed` says something: a rule that was not reached has None."""
    changed: bool = False
    """Whether the draft makes it otherwise than it is."""


def rows_of(
    scene: Scene, draft: Draft, exchange: Record | None, claims: dict[str, Any], *, unfolded: bool = False
) -> list[ExplorerRow]:
    """Return the rows; `claims` are what the login's token says in the trial, `unfolded` lists those that don't count too."""
    return [
        *_login_rows(scene, draft),
        *_mapping_rows(scene, draft, exchange),
        *_claim_rows(scene, draft, claims, unfolded=unfolded),
        *_group_rows(scene, draft),
    ]


# --- who it is --------------------------------------------------------------------------------------------------------


def _login_rows(scene: Scene, draft: Draft) -> Iterator[ExplorerRow]:
    yield ExplorerRow("login", "login", _login(scene), "space: the next" if len(scene.logins) > 1 else "")
    asked = role_name(draft.custom) if draft.custom else "none: the identity pool chooses"
    yield ExplorerRow("custom", "CustomRoleArn", asked, "space for one", changed=bool(draft.custom))
    if scene.stale:
        yield ExplorerRow("note", text="The token says other groups than the directory: f fetches a fresh one")


def _login(scene: Scene) -> str:
    if not scene.provider:
        return "nobody signed in: a guest (sign in on pane 1)"
    who = scene.user.username if scene.user is not None else str(scene.claims.get("sub", ""))
    others = f" (one of {len(scene.logins)})" if len(scene.logins) > 1 else ""
    pool = (
        f"user pool {scene.provider.rpartition('/')[2]}"
        if scene.provider.startswith("cognito-idp.")
        else scene.provider
    )
    return f"{pool}{' as ' + who if who else ''}{others}"


# --- the mapping ------------------------------------------------------------------------------------------------------


def _mapping_rows(scene: Scene, draft: Draft, exchange: Record | None) -> Iterator[ExplorerRow]:
    if not scene.provider:
        yield ExplorerRow("title", text="Role mapping", note="guests get the pool's role for guests")
        return
    mapping = draft.mapping(scene)
    changed = mapping != scene.mapping
    yield ExplorerRow("title", text="Role mapping", note=scene.key)
    kind = mapping.type if mapping is not None else "none: the default role"
    yield ExplorerRow("mapping", "type", _KINDS.get(kind, kind), "space for another", changed=changed)
    if mapping is None:
        yield ExplorerRow("new-rule", text="+ a rule")
        return
    if mapping.type == "Rules":
        checks = _rule_checks(scene, exchange)
        for number, rule in enumerate(mapping.rules):
            yield _rule_row(number, rule, checks, old=scene.mapping.rules if scene.mapping is not None else ())
        yield ExplorerRow("new-rule", text="+ a rule")
    different = scene.mapping is None or scene.mapping.ambiguous != mapping.ambiguous
    yield ExplorerRow("ambiguous", "otherwise", mapping.ambiguous, "AmbiguousRoleResolution", changed=different)


_KINDS = {
    "Token": "Token: the token names the role",
    "Rules": "Rules: the first match counts",
}


def _rule_checks(scene: Scene, exchange: Record | None) -> list[Check]:
    """Return the rules' checks where this login's mapping was the one that decided."""
    choice = choice_of(exchange) if exchange is not None else None
    found = [one for one in choice.children if one.rule == "identity.role.rule"] if choice is not None else []
    return [one for one in found if one.place is not None and one.place.label.endswith(f"for {scene.key}")]


def _rule_row(number: int, rule: MappingRule, checks: list[Check], old: tuple[MappingRule, ...]) -> ExplorerRow:
    check = checks[number] if number < len(checks) else None
    changed = number >= len(old) or old[number] != rule
    if check is None:
        return ExplorerRow("rule", str(number), rule_text(rule), "not asked", changed=changed)
    return ExplorerRow(
        "rule", str(number), rule_text(rule), _rule_note(check), check.passed, judged=True, changed=changed
    )


def _rule_note(check: Check) -> str:
    if check.passed is None:
        return "not reached"
    if check.note or check.passed:
        return check.note
    return f"the claim is {claim_text(check.fact('has'))}"


# --- claims and groups ------------------------------------------------------------------------------------------------


def _claim_rows(scene: Scene, draft: Draft, claims: dict[str, Any], *, unfolded: bool) -> Iterator[ExplorerRow]:
    if not scene.provider:
        return
    if scene.opaque:
        yield ExplorerRow("title", text="Claims", note="the provider's word; rules can ask for no others")
        yield from (ExplorerRow("claim", name, claim_text(value)) for name, value in scene.claims.items())
        return
    mapping = draft.mapping(scene)
    counting = claims_that_count(claims, mapping.rules if mapping is not None and mapping.type == "Rules" else ())
    others = [name for name in claims if name not in counting]
    yield ExplorerRow("title", text="Claims that count", note="e changes one")
    for name in (*counting, *(others if unfolded else ())):
        text = claim_text(claims[name]) if name in claims else "(absent)"
        yield ExplorerRow("claim", name, text, changed=scene.claims.get(name) != claims.get(name))
    yield ExplorerRow("new-claim", text="+ a claim")
    if others:
        words = f"- {len(others)} that no rule asks for" if unfolded else f"+ {len(others)} that no rule asks for"
        yield ExplorerRow("claims", text=words)


def _group_rows(scene: Scene, draft: Draft) -> Iterator[ExplorerRow]:
    if scene.user is None:
        return
    yield ExplorerRow("title", text="Groups of the user pool", note="space: in or out")
    before = {group.name: group for group in scene.groups}
    for group in draft.group_list(scene):
        changed = before.get(group.name) != group
        yield ExplorerRow("group", group.name, _group(group), passed=group.member, judged=True, changed=changed)
    yield ExplorerRow("new-group", text="+ a group")


def _group(group: GroupState) -> str:
    precedence = f"precedence {group.precedence}" if group.precedence is not None else "no precedence"
    return f"{precedence}, {'role ' + role_name(group.role) if group.role else 'no role'}"


# --- what came of it --------------------------------------------------------------------------------------------------


def headline(exchange: Record | None, refused: Record | None, before: Record | None, cells: int) -> Ink:
    """Return the line with the role that is chosen, or the error, and the reason; `before` is what it is without the draft."""
    if refused is not None and refused.error is not None:
        error = refused.error
        return fit(ink((f" {NO} ", "no"), (f"{refused.operation}: {error.code}", "no"), f"   {error.message}"), cells)
    if exchange is None:
        return ink((" No identity pool in this world.", "dim"))
    was = f"  was {outcome(before)}" if before is not None and outcome(before) != outcome(exchange) else ""
    glyph: Piece = (f" {OK} ", "ok") if exchange.ok else (f" {NO} ", "no")
    style: Style = "strong" if exchange.ok else "no"
    return fit(ink(glyph, (outcome(exchange), style), (was, "mark"), f"   {_reason(exchange)}"), cells)


def outcome(exchange: Record) -> str:
    """Return the role's name, said so where STS refuses it, or the error's code."""
    role = role_name(role_of(exchange))
    if exchange.error is None:
        return role
    return f"{role}, but STS says no" if role else exchange.error.code


def _reason(exchange: Record) -> str:
    if exchange.error is not None and role_of(exchange):
        return f"{refusal_of(exchange)}: {exchange.error.code}"
    return reason_of(exchange)


def draft_line(operations: Sequence[str], *, outside: bool, is_empty: bool, cells: int) -> Ink:
    """Return the line about the draft: which calls would make it so, or which keys change something."""
    if is_empty:
        return fit(ink((" e ", "mark"), ("change   ", "dim"), ("space ", "mark"), ("switch   ", "dim"), *_MORE), cells)
    if operations:
        keys = ink((" A ", "mark"), ("makes   ", "dim"), ("o ", "mark"), ("drops what is tried: ", "dim"))
        return fit((*keys, *ink((", ".join(operations), "mark"))), cells)
    words = "this, which only the provider can make so" if outside else "this, which is part of the app's own call"
    return fit(ink((" o ", "mark"), (f"drops {words}", "dim")), cells)


_MORE: Ink = (
    ("D ", "mark"),
    ("remove a rule   ", "dim"),
    ("J K ", "mark"),
    ("move it", "dim"),
)


# --- drawing ----------------------------------------------------------------------------------------------------------


def draw_explorer(row: ExplorerRow, cells: int) -> Ink:
    """Return a row as ink."""
    if row.kind == "title":
        return fit(ink((f" {row.text}", "title"), (f"   {row.note}" if row.note else "", "dim")), cells)
    if row.kind == "note":
        return fit(ink((f" ! {row.text}", "mark")), cells)
    if not row.name:
        return fit(ink((f"   {row.text}", "dim")), cells)
    mark: Piece = ("* ", "mark") if row.changed else ("  ", "")
    note = ink((f" {row.note} " if row.note else "", "no" if row.passed is False and row.kind == "rule" else "dim"))
    if row.kind == "rule":
        head = ink(mark, _glyph(row), (f"{int(row.name) + 1} ", "dim"), (row.text, "strong" if row.passed else ""))
        return beside(head, note, cells) if row.note else fit(head, cells)
    name = (
        *ink(mark),
        *(ink(_glyph(row)) if row.judged else ()),
        *pad(ink((row.name, "dim")), 23 if cells < 100 else 26),
    )
    room = max(cells - 32 - len(row.note), 12)
    value = ink(" ", (middle(row.text, room) if row.kind == "claim" else row.text, ""))
    return beside((*name, *value), note, cells) if row.note else fit((*name, *value), cells)


def _glyph(row: ExplorerRow) -> Piece:
    if row.passed is None:
        return (f"{PENDING} ", "dim")
    if row.kind == "group":
        return (f"{OK} ", "ok") if row.passed else (f"{PENDING} ", "dim")
    return (f"{OK} ", "ok") if row.passed else (f"{NO} ", "no")
