"""The sequence diagram as a ladder: number, verdict and name at the left, one lane per party at the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

import msgspec

from cogtui.cloud.parties import PARTIES, Party, party_of
from cogtui.cloud.trail import Record
from cogtui.views.ink import PENDING, Ink, Piece, Style, fit, ink, merged, pad, sign_of, size
from cogtui.views.text import span

RowKind = Literal["record", "reply", "planned", "now", "earlier"]

NOTES: frozenset[RowKind] = frozenset({"now", "earlier"})
"""Rows that are no message between parties."""

MESSAGES: frozenset[RowKind] = frozenset({"record", "reply"})
"""Rows that were sent."""

MOST_LANE = 12
LEAST_LANE = 6
LEAST_LEFT = 30
MOST_LEFT = 44

HINT = "  enter"
"""Stands after the name of the step that can be sent now."""


class Planned(msgspec.Struct, frozen=True):
    """A step that the flow has still before it."""

    step: str
    """Id of the step: "get-id"."""
    name: str
    """"GetId"."""
    source: str
    target: str
    ready: bool = False
    """Whether it can be sent now: the next one."""


class FlowRow(msgspec.Struct, frozen=True):
    """One row of the ladder."""

    kind: RowKind
    record: Record | None = None
    planned: Planned | None = None
    depth: int = 0
    undone: bool = False
    earlier: int = 0
    """How many calls before the first row are not shown: a row of its own says so."""

    @property
    def id(self) -> str:
        """The record's number, or the planned step."""
        return self.record.no if self.record else self.planned.step if self.planned else self.kind


class Ladder(msgspec.Struct, frozen=True):
    """How the ladder is laid out at some width."""

    parties: tuple[Party, ...]
    left: int
    """Cells of the text at the left."""
    lane: int
    """Cells of each lane."""


def rows_of(
    records: Sequence[Record],
    position: int,
    planned: Sequence[Planned] = (),
    *,
    replies: bool = False,
    earlier: int = 0,
) -> list[FlowRow]:
    """Return the rows: every record with its children, undone ones below a "now" line, then what is planned."""
    rows = [FlowRow("earlier", earlier=earlier)] if earlier else []
    for index, record in enumerate(records):
        if index == position:
            rows.append(FlowRow("now"))
        rows.extend(_record_rows(record, 0, undone=index >= position, replies=replies))
    rows.extend(FlowRow("planned", planned=step) for step in planned)
    return rows


def _record_rows(record: Record, depth: int, *, undone: bool, replies: bool) -> Iterator[FlowRow]:
    yield FlowRow("record", record, depth=depth, undone=undone)
    for child in record.children:
        if record.kind != "act":
            yield from _record_rows(child, depth + 1, undone=undone, replies=replies)
    if replies and record.kind != "act":
        yield FlowRow("reply", record, depth=depth, undone=undone)


def walked(rows: Sequence[FlowRow], messages: int) -> list[FlowRow]:
    """Return the rows up to a message, the first being 1."""
    found: list[FlowRow] = []
    for row in rows:
        if row.kind in MESSAGES:
            if not messages:
                break
            messages -= 1
        found.append(row)
    return found


def laid_out(rows: Sequence[FlowRow], width: int) -> Ladder:
    """Return the layout for some rows: only parties that take part, as wide as the width allows."""
    codes: set[str] = set()
    for row in rows:
        if row.record is not None:
            codes |= {row.record.source, row.record.target}
        if row.planned is not None:
            codes |= {row.planned.source, row.planned.target}
    devices = [party_of(code) for code in sorted(codes - PARTIES.keys())]
    codes |= set() if devices else {"App"}
    listed = [party for party in PARTIES.values() if party.lane and party.code in codes]
    parties = (*devices, *listed)
    lane = _lane(rows, parties, width)
    return Ladder(parties, max(width - lane * len(parties), 12), lane)


def _lane(rows: Sequence[FlowRow], parties: Sequence[Party], width: int) -> int:
    """Return the cells of a lane: names of rows go before wide lanes, names of parties before names of rows."""
    left = _left(rows)
    named = max(len(party.code) for party in parties) + 1
    roomy, narrow = ((width - cells) // len(parties) for cells in (left, LEAST_LEFT))
    lane = max(LEAST_LANE, min(MOST_LANE, max(roomy, min(named, narrow))))
    return lane - 1 if lane == MOST_LANE - 1 else lane


def _left(rows: Sequence[FlowRow]) -> int:
    """Return the cells that the texts want, as far as they get them."""
    widest = LEAST_LEFT
    for row in rows:
        if widest >= MOST_LEFT:
            break
        if row.kind not in NOTES:
            widest = max(widest, _room(row))
    return min(widest, MOST_LEFT)


def _room(row: FlowRow) -> int:
    """Return the cells that a row's text wants; all rows reckon with the hint, so that lanes stay where they are on a walk."""
    if row.planned is not None:
        row = msgspec.structs.replace(row, planned=msgspec.structs.replace(row.planned, ready=False))
    return max(size(_text(row)) + len(HINT) + 1, LEAST_LEFT)


def header(ladder: Ladder, note: str = "") -> Ink:
    """Return the line with the parties' codes over their lanes, and a note at their left."""
    names = (pad(ink((party.code.center(ladder.lane - 1), party.kind)), ladder.lane) for party in ladder.parties)
    return (*pad(ink((f" {note}" if note else "", "mark")), ladder.left), *(piece for name in names for piece in name))


def draw(row: FlowRow, ladder: Ladder) -> Ink:
    """Return one row as ink."""
    width = ladder.left + ladder.lane * len(ladder.parties)
    if row.kind == "now":
        return now_line("── now: what follows is undone ── U brings it back ", width)
    if row.kind == "earlier":
        return fit(ink((f"    {PENDING} {row.earlier:,} calls before these are on pane 4", "dim")), width)
    text = pad(_text(row), ladder.left - 1)
    line: Ink = (*text, (" ", ""), *_lanes(row, ladder))
    return dimmed(line) if row.undone else line


def now_line(words: str, cells: int) -> Ink:
    """Return the line between what happened and what was undone."""
    return fit(((words, "mark"), ("─" * max(cells - len(words), 0), "dim")), cells)


def verdict(record: Record) -> Piece:
    """Return the glyph of a record's row; an act that was done is neither allowed nor refused."""
    if record.kind == "act" and record.ok:
        return "~", "dim"
    return sign_of(record.ok)


def dimmed(line: Ink) -> Ink:
    """Return the line with nothing in it standing out."""
    return tuple((text, "dim") for text, _ in line)


def _text(row: FlowRow) -> Ink:
    if row.planned is not None:
        hint = HINT if row.planned.ready else ""
        return ink("    ", (f"{PENDING} {row.planned.name}", "dim"), (hint, "mark"))
    record = row.record
    assert record is not None
    number = record.no if not row.depth else ""
    if row.kind == "reply":
        return ink("      ", "  " * row.depth, (_reply_words(record), "dim"))
    style: Style = "" if record.ok else "no"
    return ink((f"{number:>3} ", "dim"), verdict(record), " ", "  " * row.depth, (name_of(record), style))


def name_of(record: Record) -> str:
    """Return the words of a record's row."""
    if record.title:
        return record.title
    if record.kind == "act" and record.service == "clock":
        return f"clock {span(float(record.request.get('seconds', 0)))}"
    return record.operation if record.kind == "call" else f"{record.service} {record.operation}"


def _reply_words(record: Record) -> str:
    if record.error is not None:
        return record.error.code
    output = record.output or {}
    names = list(output)
    if record.kind == "web":
        return _web_reply(output)
    return "reply: " + ", ".join(names[:3]) if names else "reply"


def _web_reply(output: dict[str, Any]) -> str:
    """Return what a web answer is about: a page, where it sends the browser, what it brings."""
    location = str(output.get("headers", {}).get("location", ""))
    if location:
        return "reply: go to " + location.removeprefix("https://").partition("?")[0]
    if "page" in output:
        return f"reply: page, {output['page'].get('heading') or output['page'].get('title', '')}"
    return "reply: " + ", ".join(list(output.get("body") or {})[:3])


def _lanes(row: FlowRow, ladder: Ladder) -> Ink:
    """Return the lanes with the row's arrow drawn across them."""
    codes = [party.code for party in ladder.parties]
    cells: list[Piece] = [(" ", "")] * (ladder.lane * len(codes))
    middle = (ladder.lane - 1) // 2
    centres = {code: index * ladder.lane + middle for index, code in enumerate(codes)}
    for centre in centres.values():
        cells[centre] = ("│", "dim")
    ends = _ends(row)
    if ends[0] in centres and ends[1] in centres and ends[0] != ends[1]:
        unanswered = row.kind != "record" or (row.record is not None and row.record.kind == "message")
        _arrow(cells, centres[ends[0]], centres[ends[1]], _arrow_style(row, ladder), dashed=unanswered)
    return merged(cells)


def _ends(row: FlowRow) -> tuple[str, str]:
    if row.planned is not None:
        return row.planned.source, row.planned.target
    assert row.record is not None
    ends = (row.record.source, row.record.target)
    return ends if row.kind == "record" else (ends[1], ends[0])


def _arrow_style(row: FlowRow, ladder: Ladder) -> Style:
    if row.planned is not None or row.kind == "reply":
        return "dim"
    assert row.record is not None
    if not row.record.ok:
        return "no"
    target = row.record.target
    kinds: dict[str, Style] = {party.code: party.kind for party in ladder.parties}
    return kinds.get(target, "")


def _arrow(cells: list[Piece], start: int, end: int, style: Style, *, dashed: bool) -> None:
    step = 1 if end > start else -1
    for at in range(start + step, end, step):
        cells[at] = ("╌" if dashed else "─", style)
    cells[start] = ("├" if step > 0 else "┤", style)
    cells[end] = ("►" if step > 0 else "◄", style)
