"""The matrix drawn: heads of columns, rows of cells with their headers, and one cell in words."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

import msgspec

from cogtui.views.ink import (
    ELLIPSIS,
    NO,
    OK,
    PENDING,
    Ink,
    Piece,
    Style,
    fit,
    ink,
    merged,
    pad,
    size,
    squeezed,
    visible,
    width,
)
from cogtui.views.matrix.answers import Matrix, action_on, cannot
from cogtui.views.matrix.sides import What, WhatKind, Who
from cogtui.views.text import wrapped
from cogtui.views.verdicts import GLYPHS, Decider, Judged, by_both, reason

NARROWEST = 10
WIDEST = 20
"""Judgeds of a column."""

SHORT: dict[Decider, str] = {
    "identity": "own",
    "resource": "bucket",
    "trust": "trust",
    "boundary": "bound",
    "session": "sess",
    "scp": "SCP",
    "rcp": "RCP",
    "acl": "ACL",
    "public-block": "block",
    "pool": "pool",
    "": "",
}
"""Who decided, in at most six cells."""
BOTH = "both"
ACROSS = "►"
UNKNOWN = "?"

LONGER: dict[WhatKind, tuple[str, ...]] = {"role": ("roles to assume",)}
"""What a group of columns is called where there is room."""


class Heading(msgspec.Struct, frozen=True):
    """A line above the principals of an account; the cursor does not stop there."""

    words: str


class Row(msgspec.Struct, frozen=True):
    """A principal's line."""

    number: int
    """Among the matrix's principals."""
    who: Who


class Window(msgspec.Struct, frozen=True):
    """Which columns are drawn, and how wide."""

    header: int
    """Judgeds of the rows' headers."""
    first: int
    count: int
    column: int
    """Judgeds of a column."""

    @property
    def last(self) -> int:
        """The last column drawn; one less than `first` when there is none."""
        return self.first + self.count - 1


def window(matrix: Matrix, cells: int, cursor: int, first: int) -> Window:
    """Return the columns that fit into `cells`, moved from `first` only as far as the cursor's column needs."""
    header = min(max((width(who_label(who)) for who in matrix.who), default=0) + 3, 30 if cells >= 110 else 22)
    room = max(cells - header - 2, NARROWEST)
    columns = max(len(matrix.what), 1)
    column = min(max(room // columns, NARROWEST), WIDEST)
    count = max(min(room // column, len(matrix.what)), 0)
    first = max(min(first, cursor), cursor - count + 1, 0)
    return Window(header, min(first, max(len(matrix.what) - count, 0)), count, column)


def lines(matrix: Matrix) -> list[Heading | Row]:
    """Return the matrix's lines, each account's principals below its number."""
    found: list[Heading | Row] = []
    for account, rows in groupby(enumerate(matrix.who), key=lambda row: row[1].account):
        found.append(Heading(f"{matrix.letters[account]}  {account}" if account else "without an account"))
        found.extend(Row(number, who) for number, who in rows)
    return found


def draw_line(
    line: Heading | Row, matrix: Matrix, known: Mapping[tuple[int, int], Judged], seen: Window, at: int
) -> Ink:
    """Return a line; `at` is the column of the cursor in this line, -1 without one there."""
    if isinstance(line, Heading):
        return ink((line.words, "title"))
    columns = range(seen.first, seen.first + seen.count)
    drawn = [
        piece for number in columns for piece in _cell(known.get((line.number, number)), seen, marked=number == at)
    ]
    header = pad(ink(f"  {squeezed(who_label(line.who), seen.header - 3)}"), seen.header)
    return merged((*header, _edge(seen.first > 0), *drawn, _edge(_more(matrix, seen))))


def _edge(more: bool) -> Piece:
    return (ELLIPSIS, "dim") if more else (" ", "")


def _cell(cell: Judged | None, seen: Window, *, marked: bool) -> Ink:
    opening, closing = ("[", "]") if marked else (" ", " ")
    if cell is None:
        inner: Ink = ((UNKNOWN, "dim"),)
    else:
        glyph, style = GLYPHS[cell.answer]
        quiet: Style = "" if cell.answer == "allowed" else "dim"
        inner = ((glyph, style), (ACROSS, "mark") if cell.crosses else (" ", ""), (_short(cell), quiet))
    edge: Style = "mark" if marked else ""
    return ((opening, edge), *pad(inner, seen.column - 2), (closing, edge))


def _short(cell: Judged) -> str:
    return BOTH if by_both(cell) else SHORT[cell.decider]


def head(matrix: Matrix, seen: Window) -> list[Ink]:
    """Return three lines above the columns: account and kind, then the names; long ones cut in the middle."""
    shown = matrix.what[seen.first : seen.first + seen.count]
    groups: list[Piece] = []
    for (account, kind), members in groupby(shown, key=lambda what: (what.account, what.kind)):
        cells = len(list(members)) * seen.column
        groups.extend(pad(ink((_group(matrix.letters[account], kind, cells), "title")), cells))
    names = [_name(what, seen.column - 1) for what in shown]
    rows = [[pad(ink(f" {name[row]}"), seen.column) for name in names] for row in (0, 1)]
    blank = (" " * (seen.header + 1), "")
    corner = pad(ink((matrix.action, "strong")), seen.header)
    return [
        ((blank, *groups)),
        (*corner, _edge(seen.first > 0), *(piece for one in rows[0] for piece in one), _edge(_more(matrix, seen))),
        (blank, *(piece for one in rows[1] for piece in one)),
    ]


def _group(account: str, kind: WhatKind, cells: int) -> str:
    """Return what stands above the columns of one kind in one account, the longest that fits."""
    called = (f" {account} {name}" for name in (*LONGER.get(kind, ()), f"{kind}s"))
    return next((one for one in called if width(one) <= cells), f" {account}")


def _more(matrix: Matrix, seen: Window) -> bool:
    return seen.last < len(matrix.what) - 1


def _name(what: What, cells: int) -> tuple[str, str]:
    """Return a column's name on two lines: an object's bucket and key, else the name wrapped."""
    if what.kind == "object":
        return squeezed(what.within, cells), squeezed(what.name, cells)
    for most in range(cells * 2, cells, -1):
        cut = wrapped(squeezed(what.name, most), cells)
        if len(cut) <= 2:
            return cut[0], "".join(cut[1:])
    return squeezed(what.name, cells), ""


def who_label(who: Who) -> str:
    """Return a principal as the rows name it."""
    return f"role {who.name}" if who.kind == "role" else who.name


def in_words(matrix: Matrix, who: Who, what: What, found: Judged | None, most: int = 2000) -> Ink:
    """Return a cell as a sentence: "alice@A may not s3:GetObject on logs/a.txt@B: the bucket policy is silent".

    Names of more than `most` cells are cut in the middle.
    """
    caller = squeezed(who_label(who), most) + (f"@{matrix.letters[who.account]}" if who.account else "")
    inside = f"{what.within}/{what.name}" if what.kind == "object" else what.name
    target = f"{what.kind} {squeezed(inside, most)}@{matrix.letters.get(what.account, '?')}"
    asked = action_on(who, what, matrix.action)
    if found is None:
        return ink(f"{caller}: {asked} on {target} was not asked yet")
    may, style = ("may", "ok") if found.answer == "allowed" else ("may not", "no")
    glyph = GLYPHS[found.answer][0]
    return ink(
        (f"{glyph} ", style), caller, (f" {may} ", style), f"{asked} on {target}: ", (_reason(who, what, found), "")
    )


def _reason(who: Who, what: What, found: Judged) -> str:
    return cannot(who, what) if found.answer == "cannot" else reason(found)


LEGENDS = (
    f"   {OK} allowed   {NO} explicitly denied   {PENDING} not allowed   - cannot be asked   {ACROSS} across accounts",
    f"  {OK} may {NO} denied {PENDING} not allowed - never {ACROSS} across",
)
"""What the signs mean; the longest that fits is shown."""


def title(matrix: Matrix, known: int, words: str, cells: int) -> Ink:
    """Return the line above the matrix: what is asked, how far the answers are, what it is narrowed to."""
    total = len(matrix.who) * len(matrix.what)
    progress = f"{known:,} of {total:,} answers" if known < total else f"{total:,} answers"
    narrowed = f"   only: {visible(words)}" if words else ""
    left = ink(("Who can do what", "title"), f"  {progress}", (narrowed, "mark"))
    legend = next((one for one in LEGENDS if size(left) + width(one) <= cells), "")
    return fit(ink(*left, (legend, "dim")), cells)


def nothing_fits(words: str) -> str:
    """Return what stands there when no row or no column is left."""
    if words:
        return f"Nothing fits “{visible(words)}”. esc shows all again."
    return "There is nothing to ask for yet: no bucket and no role."
