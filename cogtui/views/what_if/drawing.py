"""The policy bench drawn: what can be changed, verdicts before and after, and what a change comes to in one line."""

from __future__ import annotations

from itertools import groupby
from typing import Final

import msgspec

from cogtui.views.ink import OK, Ink, ink, pad, squeezed, visible
from cogtui.views.verdicts import GLYPHS, Answer, Judged, reason
from cogtui.views.what_if.questions import Row
from cogtui.views.what_if.subjects import Subject

WORDS: Final[dict[Answer, str]] = {
    "allowed": "allowed",
    "explicitDeny": "denied",
    "implicitDeny": "not allowed",
    "cannot": "cannot be",
}
_WORD: Final = 14
"""Cells of a verdict."""
ARROW: Final = "►"


class Heading(msgspec.Struct, frozen=True):
    """A line above the subjects of a group."""

    words: str


def headline(edited: str, how: str, cells: int) -> Ink:
    """Return the title: what is on trial."""
    lead = ink(("What if ", "title"))
    if not edited:
        return (*lead, *ink("a policy, a tag or a condition key were another?"))
    return (*lead, *ink((squeezed(edited, max(cells - 26, 16)), "strong"), f" {how}?"))


def listed(found: list[Subject]) -> list[Heading | Subject]:
    """Return the subjects with the titles of their groups."""
    lines: list[Heading | Subject] = []
    for group, members in groupby(found, key=lambda one: one.group):
        lines.extend((Heading(group), *members))
    return lines


def draw_subject(line: Heading | Subject, cells: int, *, edited: str = "") -> Ink:
    """Return a line of what can be changed; `edited` is the id of the one that is changed on trial."""
    if isinstance(line, Heading):
        return ink((line.words, "title"))
    mark = "► " if line.id == edited else "  "
    said = _said(line)
    account = f"  {line.letter} {line.account}" if line.account else ""
    room = max(cells - 2 - len(account) - (len(said) + 2 if said else 0), 16)
    return ink((mark, "mark"), squeezed(line.title, room), (f"  {said}" if said else "", "text"), (account, "dim"))


def _said(line: Subject) -> str:
    if line.kind is not None:
        return "none yet" if line.missing else ""
    return visible(line.text) or ("as the request has it" if line.what == "context" else "none")


_STAYS: Final = pad(ink(("  stays so", "dim")), _WORD + 2)


def draw_row(row: Row, cells: int) -> Ink:
    """Return a question with its verdicts."""
    then = (*ink((f"{ARROW} ", "mark")), *_verdict(row.after)) if row.before != row.after else _STAYS
    room = max(cells - 2 * _WORD - 2, 20)
    name = row.asked.resource.rpartition(":::")[2] or row.asked.resource
    name = name.rpartition(":")[2] if name.startswith("arn:") else name
    first = min(max(room * 3 // 10, 12), 32)
    second = min(max(room * 3 // 10, 10), 22)
    third = max(room - first - second, 8)
    return (
        *_verdict(row.before),
        *then,
        *pad(ink(squeezed(row.asked.caller, first - 1)), first),
        *pad(ink((squeezed(row.asked.action, second - 1), "strong")), second),
        *pad(ink(squeezed(name, third)), third),
    )


def _verdict(found: Judged) -> Ink:
    glyph, style = GLYPHS[found.answer]
    return pad(ink((f"{glyph} ", style), (WORDS[found.answer], "" if found.answer == "allowed" else "dim")), _WORD)


def in_words(found: Judged) -> str:
    """Return a verdict with who decided: "denied: an SCP denies it"."""
    said = reason(found)
    return f"{WORDS[found.answer]}: {said}" if said else WORDS[found.answer]


def row_in_words(row: Row) -> Ink:
    """Return both verdicts of a row as a sentence."""
    asked = row.asked
    now = in_words(row.before)
    then = in_words(row.after)
    tail = f"now {now}; then {then}" if row.before != row.after else f"{now}, and stays so"
    call = f" (call {asked.no})" if asked.no else ""
    return ink((f"{asked.caller} ", "strong"), f"{asked.action} on {asked.resource}{call}: {tail}")


def summary(changed: list[Row], done: int, total: int, *, edited: bool, refused: str = "") -> Ink:
    """Return what a change comes to in one line."""
    if refused:
        return ink(("✗ ", "no"), refused)
    if not edited:
        return ink((f"{total:,} verdicts as they are; change something, and those that turn stand here", "dim"))
    opened = sum(row.after.answer == "allowed" for row in changed)
    closed = len(changed) - opened
    progress = "" if done >= total else f"   {done:,} of {total:,} asked"
    if not changed:
        return ink((f"{OK} " if done >= total else "", "ok"), f"no verdict turns{progress}")
    return ink(
        (f"{len(changed):,} of {total:,} verdicts turn: ", "strong"),
        (f"{opened:,} to allowed", "ok"),
        ", ",
        (f"{closed:,} to denied", "no"),
        (progress, "dim"),
    )
