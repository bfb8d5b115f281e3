"""A message on its way, one frame at a time: a wire of one line between a device and a service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

import msgspec

from cogtui.cloud.parties import PARTIES, party_of
from cogtui.cloud.trail import Record
from cogtui.views.ink import NO, Ink, Piece, Style, fit, ink, merged, pad, size, visible
from cogtui.views.sync.messages import answered, asked

ARRIVES: Final = 0.75
"""Part of a flight's time after which the message is there; the rest is for seeing that it is."""

LONGEST_WIRE: Final = 40
SHORTEST_WIRE: Final = 9

NAME: Final = 7
"""Cells of a party's code: wires begin and end where others do."""

BALL: Final = "●"


class Flight(msgspec.Struct, frozen=True):
    """A message between a device, at the left, and a service, at the right."""

    left: str
    """Code of a party: "Phone"."""
    right: str
    label: str
    back: bool = False
    """Whether it goes to the left."""
    dashed: bool = False
    """A push: nobody waits for it."""
    fate: Literal["", "refused", "lost"] = ""
    """refused: who gets it says no; lost: it never gets there."""


def flights_of(record: Record) -> Iterator[Flight]:
    """Yield the messages of a record in their order: there, whatever it set off, and the answer."""
    if record.error is not None and record.error.code == "NetworkException":
        yield Flight(record.source, "Sync", "no network", fate="lost")
        return
    if not _flies(record):
        return
    if record.kind == "message":
        yield _between(record, asked(record), fate="" if record.ok else "lost", dashed=True)
        return
    yield _between(record, asked(record), fate="" if record.ok else "refused")
    for child in record.children:
        yield from flights_of(child)
    reply = answered(record)
    if reply:
        yield _between(record, reply.replace("->", "stored", 1), returning=True)


def _flies(record: Record) -> bool:
    """Return whether a record went from one lane to another; acts and decisions don't."""
    ends = (record.source, record.target)
    return record.kind != "act" and ends[0] != ends[1] and all(party_of(code).lane for code in ends)


def _between(
    record: Record,
    label: str,
    *,
    fate: Literal["", "refused", "lost"] = "",
    dashed: bool = False,
    returning: bool = False,
) -> Flight:
    """Return a record's message with the device at the left, or whoever comes first on the ladder."""
    source, target = (record.target, record.source) if returning else (record.source, record.target)
    back = _place(target) < _place(source)
    left, right = (target, source) if back else (source, target)
    return Flight(left, right, label, back=back, dashed=dashed, fate=fate)


def _place(code: str) -> int:
    """Return how far at the right a party stands; devices are leftmost."""
    return _PLACES.get(code, -1)


_PLACES: Final = {code: place for place, code in enumerate(PARTIES)}


def frame(flight: Flight, progress: float, cells: int) -> Ink:
    """Return the wire when a part of the flight's time is over, 0 to 1: " Phone ├───●─────► Sync  ListRecords since 1"."""
    left, right = (pad(ink((code, party_of(code).kind)), NAME) for code in (flight.left, flight.right))
    label = visible(flight.label)
    room = cells - 2 * NAME - size(ink(label)) - 5
    wire = _wire(flight, progress, max(SHORTEST_WIRE, min(room, LONGEST_WIRE)))
    failed = bool(flight.fate) and progress >= ARRIVES
    words: Style = "no" if failed else ""
    return fit((*ink(" "), *left, *ink(" "), *wire, *ink(" "), *right, *ink("  ", (label, words))), cells)


def _wire(flight: Flight, progress: float, cells: int) -> Ink:
    """Draw the wire cell by cell from where the message comes from; one that goes back is turned around."""
    line = "╌" if flight.dashed else "─"
    far = _far(flight, progress, cells)
    style = _style(flight)
    drawn: list[Piece] = [(line, style if at < far else "dim") for at in range(cells)]
    drawn[0] = ("┤" if flight.back else "├", style)
    drawn[-1] = ("◄" if flight.back else "►", style if far == cells - 1 else "dim")
    there = progress >= ARRIVES
    if flight.fate and there:
        drawn[far] = (NO, "no")
    elif not there:
        drawn[far] = (BALL, style)
    return merged(drawn[::-1] if flight.back else drawn)


def _far(flight: Flight, progress: float, cells: int) -> int:
    """Return in which cell the message is; one that gets lost comes halfway."""
    part = progress / ARRIVES if 0 <= progress < ARRIVES else float(progress >= ARRIVES)
    end = (cells - 1) // 2 if flight.fate == "lost" else cells - 1
    return max(round(part * end), 1)


def _style(flight: Flight) -> Style:
    """Return the colour of who gets the message."""
    return party_of(flight.left if flight.back else flight.right).kind
