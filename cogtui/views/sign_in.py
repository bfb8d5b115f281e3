"""The Sign in pane's words: which ways in there are, and which records belong to the story of the current login."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from cogtui.cloud.trail import Record
from cogtui.views.ink import Ink, Piece, choice, fit, ink, pad

E = TypeVar("E", bound=str)


MOST_ROWS = 300
"""Calls that the ladder shows at most: with real clients at the endpoint there may be thousands, and the Trail has them."""


class Story(msgspec.Struct, frozen=True):
    """What the ladder tells."""

    records: list[Record]
    position: int
    """How many of them are in force."""
    earlier: int = 0
    """How many calls before them were left out, for there are too many."""


def story(records: Sequence[Record], position: int) -> Story:
    """Return the records since the last sign-out, without the world's making."""
    start = max(position - MOST_ROWS, 0)
    recent = records[start:position]
    start = earliest = position - len(recent)
    for index, record in enumerate(recent, start):
        if record.kind == "act" and (record.service == "template" or record.title in ("Sign out", "Configure the app")):
            start = index + 1
    return Story(list(records[start:]), position - start, earliest if start == earliest else 0)


def choice_line(title: str, text: str, exchanges: Mapping[E, str], exchange: E, cells: int) -> Ink:
    """Return the line that shows the way in and the flow that are chosen, with the keys that change them."""
    pieces: list[Piece] = [(" p ", "mark"), choice(title, chosen=True), ("   x ", "mark")]
    pieces.extend(choice(name, chosen=one == exchange) for one, name in exchanges.items())
    return fit(ink(*pieces, (f"  {text}", "dim")), cells)


def way_row(title: str, flow: str, where: str) -> Ink:
    """Return one way of the list."""
    return ink(" ", *pad(ink((title, "strong")), 15), *pad(ink((flow, "key")), 20), (where, "dim"))
