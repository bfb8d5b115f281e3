"""The Console's screen as rows: what was typed, the answer as JSON or text, an error with its why, who called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

import msgspec

from cogtui.cloud.trail import Record
from cogtui.views.ink import Ink, fit, ink, middle, pad, plain, visible, width
from cogtui.views.json_ink import JsonLine, draw_json, json_lines
from cogtui.views.text import wrapped
from cogtui.views.why import WhyRow, draw_why, why_rows

Kind = Literal["echo", "json", "text", "error", "why", "note"]

MOST_ECHO = 3
"""Rows that a typed command takes at most."""


class Entry(msgspec.Struct, frozen=True):
    """A line that was entered, and what it came to."""

    prompt: str
    """"app"."""
    typed: str
    record: Record | None = None
    value: Any = {}
    """JSON-able; an empty structure is not printed."""
    text: str = ""
    lines: tuple[Ink, ...] = ()
    error: str = ""
    notes: tuple[str, ...] = ()


class ConsoleRow(msgspec.Struct, frozen=True):
    """One row of the screen."""

    kind: Kind
    line: Ink = ()
    json: JsonLine | None = None
    why: WhyRow | None = None
    title: str = ""
    """What the value is called when it is opened."""
    whole: str = ""
    """What enter opens, or for a typed command brings back."""
    record: Record | None = None
    """Where enter leads to, in the Trail."""


def console_rows(entries: Sequence[Entry], cells: int) -> list[ConsoleRow]:
    """Return all entries as rows at a width."""
    return [row for entry in entries for row in _rows(entry, max(cells, 20))]


def _rows(entry: Entry, cells: int) -> Iterator[ConsoleRow]:
    yield from _echo(entry, cells)
    if entry.value != {}:
        yield from _json(entry)
    if entry.text:
        for line in wrapped(entry.text.rstrip("\n").expandtabs(8), cells):
            yield ConsoleRow("text", ink(line), title="the text", whole=entry.text)
    for line in entry.lines:
        text = plain(line)
        yield ConsoleRow("text", line, title=text.split("  ")[0].strip() or "the line", whole=text)
    yield from _error(entry, cells)
    for note in entry.notes:
        for line in wrapped(f"  {note}", cells):
            yield ConsoleRow("note", ink((line, "dim")), title="the note", whole=note, record=entry.record)


def _echo(entry: Entry, cells: int) -> Iterator[ConsoleRow]:
    """Yield what was typed, in a few rows at most."""
    lines = wrapped(f"{entry.prompt} $ {entry.typed}", cells)
    if len(lines) > MOST_ECHO:
        lines = [*lines[: MOST_ECHO - 1], plain(fit(ink("".join(lines[MOST_ECHO - 1 :][:2]) + " "), cells))]
    for index, line in enumerate(lines):
        head = f"{entry.prompt} $ " if index == 0 and line.startswith(f"{entry.prompt} $ ") else ""
        yield ConsoleRow("echo", ink((head, "mark"), (line[len(head) :], "strong")), title="command", whole=entry.typed)


def _json(entry: Entry) -> Iterator[ConsoleRow]:
    for line in json_lines(entry.value):
        yield ConsoleRow("json", json=line, title=line.name or "the answer", whole=line.whole)


def _error(entry: Entry, cells: int) -> Iterator[ConsoleRow]:
    """Yield AWS's sentence, and below it the check that said no."""
    if not entry.error:
        return
    for line in wrapped(entry.error, cells):
        yield ConsoleRow("error", ink((line, "no")), title="the error", whole=entry.error, record=entry.record)
    if entry.record is not None and (why := _refusal(entry.record)) is not None:
        yield ConsoleRow("why", why=why, title="why", record=entry.record)


def _refusal(record: Record) -> WhyRow | None:
    """Return the finest failed check that stands first in the why."""
    found: WhyRow | None = None
    for row in why_rows(record):
        if row.check is None or row.check.passed is not False:
            continue
        if found is not None and row.depth <= found.depth:
            break
        found = row
    return found


def draw_console(row: ConsoleRow, cells: int) -> Ink:
    """Return a row as ink; JSON stands four blanks further in at each level, as the AWS CLI prints it."""
    if row.json is not None:
        extra = "  " * row.json.depth
        return ink(extra, *draw_json(row.json, cells - len(extra)))
    if row.why is not None:
        lead = ink(("  why: ", "dim"))
        tail = ink(("  enter", "mark"))
        why = draw_why(msgspec.structs.replace(row.why, depth=0, folds=""), cells)
        return (*lead, *fit(why, max(cells - 14, 8)), *tail)
    return fit(row.line, cells)


def copied_from(row: ConsoleRow) -> tuple[str, str] | None:
    """Return (what, text) of a row for copying."""
    return (row.title, row.whole) if row.whole else None


# ---------------------------------------------------------------------------------------------------------- completion


class CandidateRow(msgspec.Struct, frozen=True):
    """One thing that could be typed here."""

    text: str
    help: str = ""
    dim: bool = False


def draw_candidate(row: CandidateRow, cells: int, column: int) -> Ink:
    """Return a candidate with its help; `column` is how wide the longest is."""
    name = pad(ink((middle(row.text, min(column, cells - 2)), "dim" if row.dim else "key")), min(column, cells - 2))
    return fit((("  ", ""), *name, ("  ", ""), *ink((row.help, "dim"))), cells)


def column_of(rows: Iterable[CandidateRow]) -> int:
    """Return the width of the candidates' column."""
    return min(max((width(visible(row.text)) for row in rows), default=0), 48)


# --------------------------------------------------------------------------------------------------------------- field

_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "␡"}
_CONTROLS = {ord(picture): chr(code) for code, picture in _PICTURES.items()}


def for_field(text: str) -> str:
    """Return text as a one-line field can hold it: a line break is ␊, characters that nobody sees are �."""
    shown = text.replace("\r\n", "\n").translate(_PICTURES)
    return "".join(character if character == visible(character) else "�" for character in shown)


def from_field(text: str) -> str:
    """Return what a field's text stands for."""
    return text.translate(_CONTROLS)
