"""The trail as rows: number, verdict, operation, who asked whom, when, and the error where there is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from cogtui.cloud.clock import timestamp
from cogtui.cloud.line import Line
from cogtui.cloud.trail import Record
from cogtui.views.client import client_of
from cogtui.views.flow import dimmed, name_of, now_line, verdict
from cogtui.views.ink import PENDING, Ink, fit, ink, pad


class TrailRow(msgspec.Struct, frozen=True):
    """One row; without a record it is the "now" line, or tells of records that were let go."""

    record: Record | None
    depth: int = 0
    undone: bool = False
    let_go: int = 0
    """How many older records are gone: the first row says so."""


def trail_rows(records: Sequence[Record], position: int, wanted: str = "") -> list[TrailRow]:
    """Return the rows that fit the filter: every word of it must stand somewhere in the row."""
    words = wanted.lower().split()
    let_go = records.first if isinstance(records, Line) else 0
    rows = [TrailRow(None, let_go=let_go)] if let_go else []
    for index, record in enumerate(records, let_go):
        if index == position:
            rows.append(TrailRow(None))
        rows.extend(row for row in _rows(record, 0, undone=index >= position) if not words or _fits(row, words))
    return rows


def _rows(record: Record, depth: int, *, undone: bool) -> Iterator[TrailRow]:
    yield TrailRow(record, depth, undone)
    if record.kind != "act":
        for child in record.children:
            yield from _rows(child, depth + 1, undone=undone)


def _fits(row: TrailRow, words: list[str]) -> bool:
    record = row.record
    assert record is not None
    verdict = "ok" if record.ok else f"failed {record.error.code if record.error else ''}"
    text = f"{record.no} {name_of(record)} {record.operation} {record.service} {record.source} {record.target} "
    text += f"{verdict} {record.account} {record.principal_arn} {client_of(record)}"
    return all(word in text.lower() for word in words)


def trail_header(cells: int) -> Ink:
    """Return the columns' names."""
    return _columns(_Row("  no ", ink("  call"), ink("from"), ink("to"), "time", ""), cells)


def draw_trail(row: TrailRow, cells: int) -> Ink:
    """Return a row as ink."""
    record = row.record
    if record is None:
        return _note(row, cells)
    name = ink(verdict(record), " ", "  " * row.depth, (name_of(record), "" if record.ok else "no"))
    error = record.error.code if record.error else ""
    number = record.no if not row.depth else ""
    line = _columns(
        _Row(
            f"{number:>4} ",
            name,
            ink((record.source, "dim")),
            ink((record.target, "dim")),
            timestamp(record.at).strftime("%H:%M:%S"),
            error,
        ),
        cells,
    )
    return dimmed(line) if row.undone else line


def _note(row: TrailRow, cells: int) -> Ink:
    """Return a row that is no call."""
    if not row.let_go:
        return now_line("── now: what follows is undone ", cells)
    calls = "1 older call was" if row.let_go == 1 else f"{row.let_go:,} older calls were"
    return fit(
        ink((f"     {PENDING} {calls} let go while the endpoint ran; what they made is still there", "dim")), cells
    )


class _Row(msgspec.Struct, frozen=True):
    number: str
    name: Ink
    source: Ink
    target: Ink
    time: str
    error: str


def _columns(row: _Row, cells: int) -> Ink:
    room = cells - len(row.number) - 8 - 8 - 9
    tail = min(28, max(room - 28, 0))
    return fit(
        (
            (row.number, "dim"),
            *pad(row.name, max(room - tail, 12) - 1),
            (" ", ""),
            *pad(row.source, 8),
            *pad(row.target, 8),
            (f"{row.time:<9}", "dim"),
            *pad(ink((row.error, "no")), tail),
        ),
        cells,
    )
