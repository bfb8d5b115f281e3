"""A policy as numbered lines, with what each element had in a real request beside the line it stands on."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from cogtui.cloud.explain import Check, walk
from cogtui.cloud.policy.document import locate
from cogtui.cloud.policy.json_text import PolicySyntaxError
from cogtui.views.ink import NO, OK, Ink, Piece, Style, ink, middle, visible
from cogtui.views.why import shown

ELEMENTS = ("policy.principal", "policy.action", "policy.resource", "policy.condition")


class PolicyLine(msgspec.Struct, frozen=True):
    """One line of the document."""

    number: int
    text: str
    check: Check | None = None
    """The element of a statement that stands on this line, as it was asked."""
    pointed: bool = False


def policy_lines(text: str, checks: Iterable[Check], label: str, pointer: str = "") -> list[PolicyLine]:
    """Return the lines of a policy; `checks` are those of a call in which the policy labelled `label` took part."""
    beside = _by_line(text, checks, label)
    wanted = _line_of(text, pointer) if pointer else 0
    return [
        PolicyLine(number, visible(line.rstrip("\r")), beside.get(number), number == wanted)
        for number, line in enumerate(text.split("\n"), 1)
    ]


def _by_line(text: str, checks: Iterable[Check], label: str) -> dict[int, Check]:
    found: dict[int, Check] = {}
    for check in (one for root in checks for one in walk(root)):
        place = next((fact.place for fact in check.facts if fact.name == "wants" and fact.place), check.place)
        if check.rule in ELEMENTS and place is not None and place.label == label:
            found.setdefault(_line_of(text, place.pointer), check)
    return found


def _line_of(text: str, pointer: str) -> int:
    try:
        return locate(text, pointer)[0]
    except PolicySyntaxError:
        return 0


def draw_policy_line(line: PolicyLine, cells: int) -> Ink:
    """Return a line: number, verdict, text; and at the right what the request had there."""
    lead: Piece = (f"{line.number:>3} ", "mark" if line.pointed else "dim")
    glyph, style = _glyph(line.check)
    words = _beside(line.check)
    room = cells - 6
    if not words:
        return ink(lead, (f"{glyph} ", style), middle(line.text, room))
    text = line.text if len(line.text) < room // 2 + 8 else middle(line.text, room // 2 + 8)
    rest = max(room - len(text) - 3, 8)
    return ink(lead, (f"{glyph} ", style), text, "   ", (middle(words, rest), style))


def _glyph(check: Check | None) -> tuple[str, Style]:
    if check is None:
        return " ", ""
    return (OK, "ok") if check.passed else (NO, "no")


def _beside(check: Check | None) -> str:
    if check is None:
        return ""
    return "has " + shown(check.fact("has"))
