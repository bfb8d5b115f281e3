"""What the Tokens pane has on its bench: the token pasted or tampered with, and what can be done with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from cogtui.cloud.tokens import decode
from cogtui.cloud.tokens.attacks import TAMPERS
from cogtui.views.ink import NO, OK, Ink, Piece, beside, fit, ink
from cogtui.views.tokens import HeldToken, what_it_is


class OnBench(msgspec.Struct, frozen=True):
    """The state of the bench; nothing of it is part of the world."""

    pasted: str = ""
    tampered: str = ""
    """The token after tampering, or empty."""
    tampers: tuple[str, ...] = ()
    """What was done to it, in order: ids of `TAMPERS`."""
    made_from: str = ""
    """The token that it was made from."""
    off: tuple[str, ...] = ()
    """Rule ids of checks that are switched off."""
    sent: tuple[str, str] = ("", "")
    """What became of the token when it was last sent: (the call, the error's code), both empty before."""


def which_line(offered: Sequence[HeldToken], chosen: HeldToken | None, cells: int) -> Ink:
    """Return the line with the tokens that can be looked at."""
    pieces: list[Piece] = [(" t ", "mark")] if offered else []
    for token in offered:
        mine = chosen is not None and token.id == chosen.id
        pieces.append((f"[{token.title}] ", "strong") if mine else (f" {token.title}  ", "dim"))
    return fit(ink(*pieces, (" v ", "mark"), ("paste", "dim")), cells)


def kind_line(text: str, bench: OnBench, cells: int, switch: str = "") -> Ink:
    """Return the line that says what the token is and what was done to it; `switch` says what else can be looked at."""
    if not text:
        return ()
    if bench.tampers:
        titles = ", ".join(TAMPERS[name].title for name in bench.tampers)
        done = ink((" tampered: ", "no"), (titles, "strong"), ("   o original", "mark"))
    else:
        done = ink((f" {what_it_is(decode(text))}", "dim"))
    sent = _sent(*bench.sent)
    return beside(done, sent or (_switch(switch)), cells)


def _switch(words: str) -> Ink:
    return ink(("i ", "mark"), (f"{words} ", "dim")) if words else ()


def _sent(call: str, error: str) -> Ink:
    """Return what AWS made of the token."""
    if not call:
        return ()
    return ink((f"{NO} {call}: {error} ", "no")) if error else ink((f"{OK} {call} took it ", "ok"))


def value_text(text: str, claim: str) -> str:
    """Return a claim's value as it is offered for editing."""
    value = decode(text).claims.get(claim, "")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def value_of(text: str) -> Any:
    """Return what was typed: JSON where it is JSON, else the text itself."""
    try:
        return json.loads(text)
    except ValueError:
        return text
