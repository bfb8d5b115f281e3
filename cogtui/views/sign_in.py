"""The Sign in pane's words: which ways in there are, and which records belong to the story of the current login."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from cogtui.cloud.trail import Record
from cogtui.views.ink import Ink, Piece, choice, fit, ink

W = TypeVar("W", bound=str)
E = TypeVar("E", bound=str)


def story(records: Sequence[Record], position: int) -> tuple[list[Record], int]:
    """Return the records since the last sign-out, without the world's making, and how many of them are in force."""
    start = 0
    for index, record in enumerate(records[:position]):
        if record.kind == "act" and (record.service == "template" or record.title in ("Sign out", "Configure the app")):
            start = index + 1
    return list(records[start:]), position - start


def choice_line(ways: Mapping[W, str], way: W, exchanges: Mapping[E, str], exchange: E, cells: int) -> Ink:
    """Return the line that shows what is chosen, with the keys that change it."""
    pieces: list[Piece] = [(" p ", "mark")]
    pieces.extend(choice(title, chosen=name == way) for name, title in ways.items())
    pieces.append(("   x ", "mark"))
    pieces.extend(choice(title, chosen=name == exchange) for name, title in exchanges.items())
    return fit(ink(*pieces), cells)
