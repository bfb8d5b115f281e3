"""The rows of a token as ink: one token, or two beside each other; and what there is to say about the row under the cursor."""

from __future__ import annotations

import textwrap
from datetime import UTC, datetime

from cogtui.views.ink import ELLIPSIS, Ink, Piece, Style, beside, fit, ink, middle, pad, size, squeezed
from cogtui.views.lifetimes import left
from cogtui.views.token_pairs import MARKS
from cogtui.views.tokens import Cell, TokenRow
from cogtui.views.verifier import CheckRow
from cogtui.views.why import known, shown

SIDE_BY_SIDE = 100
"""Cells from which two tokens fit beside each other."""

_SHORT = {"encrypted key": "key", "initialisation vector": "vector", "ciphertext": "content"}
"""Parts of an encrypted token whose names are longer than their column."""
_WIDE = 60
"""Cells for value and meaning from which there is room for both."""
_STUB = 16
"""Cells below which a meaning that is cut tells nothing."""
_ENDS = ("exp", "expires_at")
_KIND = 10


def draw_token(row: TokenRow, cells: int, now: float) -> Ink:
    """Return a row as ink; times are counted down from `now`."""
    if row.cells is not None:
        return _draw_pair(row, cells, now)
    if row.kind == "segment":
        name = _SHORT.get(row.name, row.name)
        return ink((f"{name:<10}", row.style), (middle(row.value, max(cells - 10, 8)), row.style))
    if row.kind == "title":
        return _title(row, cells)
    if row.kind == "fault":
        return ink(("✗ ", "no"), (row.name, "no"))
    if row.kind == "where":
        return ink(("  …", "dim"), (row.name, "dim"), (row.value, "no"), (row.note, "dim"), ("…", "dim"))
    if row.kind == "note":
        return ink((row.name, "dim"))
    return _draw_member(row, cells, now)


def _title(row: TokenRow, cells: int) -> Ink:
    legend = f" {row.note}" if row.note and cells > len(row.name) + len(row.note) + 6 else ""
    line = "─" * max(cells - len(row.name) - 3 - len(legend), 0)
    return ink((f"─ {row.name} ", row.style), (line, "dim"), (legend, "dim"))


def _draw_member(row: TokenRow, cells: int, now: float) -> Ink:
    """Return a claim: mark, name, value, what is left of a time, what it means where there is room, where it came from."""
    names = min(16, cells // 4)
    style: Style = "no" if row.origin and row.origin.kind == "attacker" else "dim"
    room = cells - names - 2 - (_KIND if row.origin else 0)
    when: tuple[Piece, ...] = _when(row.name, row.at, now) if row.at is not None else ()
    note: tuple[Piece, ...] = ((f"   {row.note}", "dim"),) if row.note else ()
    # In a narrow terminal the value goes before: what it means stands below the list as well.
    most = room * 4 // 5 if room > _WIDE else room - 4
    value = middle(row.value, max(most if note else room, 8))
    weight: Style = "strong" if row.mark else ""
    left_of = cells - (_KIND if row.origin else 0)
    drawn: Ink = (*_named(row, names), *ink((value, weight)), *when)
    stub = note and left_of - size(drawn) < min(_STUB, len(row.note) + 3)
    rest: Ink = ink(("  " + ELLIPSIS, "dim")) if stub else ink(*note)
    fitted = fit((*drawn, *rest), left_of)
    return beside(fitted, ink((row.origin.kind, style)), cells) if row.origin else fitted


def _named(row: TokenRow, names: int) -> Ink:
    style: Style = "mark" if row.mark else ""
    return (*ink((f"{MARKS[row.mark]} ", style)), *pad(ink((row.label or row.name, "key")), names - 1), (" ", ""))


def _draw_pair(row: TokenRow, cells: int, now: float) -> Ink:
    """Return a row of two tokens: name, the value in each, and where it came from."""
    assert row.cells is not None
    names = min(24, cells // 4)
    column = (cells - names - 2 - _KIND) // 2
    if row.kind == "title":
        titles = [cell.value if cell else "" for cell in row.cells]
        drawn = [pad(ink((title, "strong" if title.startswith("[") else "dim")), column) for title in titles]
        return (*pad((), names + 1), *drawn[0], *drawn[1])
    drawn = [_cell(row, cell, column, now) for cell in row.cells]
    head = _named(row, names) if row.kind == "member" else pad(ink((row.name, row.style)), names + 2)
    style: Style = "no" if row.origin and row.origin.kind == "attacker" else "dim"
    kind = ink((row.origin.kind, style)) if row.origin else ()
    return beside((*head, *drawn[0], *drawn[1]), kind, cells)


def _cell(row: TokenRow, cell: Cell | None, column: int, now: float) -> Ink:
    if cell is None:
        return pad(ink(("·", "dim")), column)
    style: Style = row.style if row.kind == "segment" else ("strong" if row.mark else "")
    when: tuple[Piece, ...] = _when(row.name, cell.at, now) if cell.at is not None else ()
    return (*pad((*ink((middle(cell.value, column - 2), style)), *when), column - 1), (" ", ""))


def _when(name: str, at: float, now: float) -> tuple[Piece, ...]:
    """Return the time in words, with what is left of it for an end."""
    try:
        clock = datetime.fromtimestamp(at, UTC).strftime("%H:%M:%SZ")
    except (OverflowError, ValueError, OSError):
        return (("  no time that there is", "no"),)
    if name not in _ENDS:
        return ((f"  {clock}", "dim"),)
    rest = at - now
    return ((f"  {clock} ", "dim"), (left(rest), "ok" if rest > 0 else "no"))


def about_row(row: TokenRow | None, cells: int, lines: int) -> tuple[Ink, ...]:
    """Return what there is to say about the row under the cursor, on so many lines: what it means, where it came from."""
    if row is None or row.kind != "member":
        opens = row is not None and row.kind in ("segment", "fault")
        hint = ink(("enter opens it whole, y copies it", "dim")) if opens else ()
        return _lines(row.note if row is not None else "", hint, cells, lines)
    origin = row.origin
    came = ink(("from ", "dim"), (origin.kind, "strong"), (f": {origin.text}", "")) if origin else ()
    return _lines(row.note, came, cells, lines)


def about_check(row: CheckRow | None, cells: int, lines: int) -> tuple[Ink, ...]:
    """Return what there is to say about a step of the verifier: what it asks or found, and where that is written."""
    if row is None:
        return _lines("", (), cells, lines)
    rule, check = known(row.check), row.check
    told = [fact for fact in check.facts if check.passed is False or fact.name != "wants"]
    facts = ", ".join(f"{fact.name} {shown(fact.value)}" for fact in told)
    words = check.note or f"{rule.asks}{': ' if facts else ''}{facts}"
    return _lines(words, ink(("source: ", "dim"), (rule.source, "dim")), cells, lines)


def _lines(words: str, last: Ink, cells: int, lines: int) -> tuple[Ink, ...]:
    """Return the words on all lines but the last one, which is for what follows them."""
    room = lines - bool(last)
    wrapped = textwrap.wrap(words, max(cells - 2, 20)) if len(words) < 4 * cells else [words]
    shown_lines = wrapped[: room - 1] + (
        [squeezed(" ".join(wrapped[room - 1 :]), cells - 2)] if len(wrapped) >= room else []
    )
    drawn = [ink((f" {line}", "dim")) for line in shown_lines]
    return (*drawn, *([(*ink(" "), *fit(last, cells - 2))] if last else []))
