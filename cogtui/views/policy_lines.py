"""A policy as numbered lines, with what each element had in a real request beside the line it stands on."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from cogtui.cloud.explain import Check, walk
from cogtui.cloud.policy.document import locate
from cogtui.cloud.policy.json_text import PolicySyntaxError
from cogtui.views.ink import Ink, Piece, Style, ink, middle, sign_of, squeezed, visible
from cogtui.views.why import shown

ELEMENTS = ("policy.principal", "policy.action", "policy.resource", "policy.condition")


class PolicyLine(msgspec.Struct, frozen=True):
    """One line of the document, or the remark below it."""

    number: int
    text: str
    check: Check | None = None
    """The element of a statement that stands on this line, as it was asked."""
    pointed: bool = False
    remark: bool = False
    """Whether this is the line below a condition that says what the request had."""


def policy_lines(text: str, checks: Iterable[Check], label: str, pointer: str = "") -> list[PolicyLine]:
    """Return the lines of a policy; `checks` are those of a call in which the policy labelled `label` took part.

    Below each condition, and below every other element that did not fit, stands what the request had there.
    """
    beside = _by_line(text, checks, label)
    wanted = _line_of(text, pointer) if pointer else 0
    lines: list[PolicyLine] = []
    for number, line in enumerate(text.split("\n"), 1):
        check = beside.get(number)
        lines.append(PolicyLine(number, visible(line.rstrip("\r")), check, number == wanted))
        if check is not None and (check.rule == "policy.condition" or not check.passed):
            indent = len(line) - len(line.lstrip(" "))
            lines.append(PolicyLine(number, " " * indent, check, remark=True))
    return lines


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
    """Return a line: number, verdict, text; or what the request had there."""
    if line.remark and line.check is not None:
        lead = f"{'':>6}{line.text}{'has  '}"
        words = middle(shown(line.check.fact("has")), max(cells - len(lead), 8))
        note = f"   {line.check.note}" if line.check.note else ""
        return ink((lead, "dim"), (words, "ok" if line.check.passed else "no"), (note, "dim"))
    glyph, style = _glyph(line.check)
    number: Piece = (f"{line.number:>3} ", "mark" if line.pointed else "dim")
    return ink(number, (f"{glyph} ", style), squeezed(line.text, max(cells - 6, 8)))


def copy_of(line: PolicyLine) -> tuple[str, str]:
    """Return (what, text) for copying a line: below a condition what the request had, elsewhere the line itself."""
    if line.remark and line.check is not None:
        return "what the request has", shown(line.check.fact("has"))
    return f"line {line.number}", line.text.strip()


def _glyph(check: Check | None) -> tuple[str, Style]:
    if check is None:
        return " ", ""
    return sign_of(check.passed)
