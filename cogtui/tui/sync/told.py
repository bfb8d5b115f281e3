"""What came of something on the Sync pane, in one line."""

from __future__ import annotations

import re

from cogtui.cloud.trail import Record
from cogtui.device.sync.progress import Outcome
from cogtui.views.ink import NO, OK, PENDING, Ink, Piece, ink

_SIGNS: dict[str, Piece] = {
    "done": (OK, "ok"),
    "cancelled": (PENDING, "pending"),
    "failed": (NO, "no"),
    "offline": (NO, "no"),
    "crashed": (NO, "no"),
}
_WORDS = {
    "done": "synchronised",
    "cancelled": "stopped",
    "failed": "failed",
    "offline": "did not reach anybody",
    "crashed": "crashed",
}


_DENIED = re.compile(r"User: \S+ is not authorized to perform: (\S+).*", re.DOTALL)


def _short(message: str) -> str:
    """Return a refusal's words without what the timeline's record tells better: who, on which resource, and why."""
    denied = _DENIED.fullmatch(message)
    return f"{denied[1]} not authorized; its row tells why" if denied else message


def outcome_line(device: str, outcome: Outcome) -> Ink:
    """Return how a synchronisation ended: what came, what went, and in how many passes."""
    told = f": {_short(outcome.message)}" if outcome.message else ""
    moved = f"  {len(outcome.pulled)} pulled, {len(outcome.pushed)} pushed" if outcome.ok else ""
    passes = f", {outcome.passes} passes" if outcome.ok and outcome.passes > 1 else ""
    return ink(" ", _SIGNS[outcome.state], f" {device} {_WORDS[outcome.state]}{told}", (f"{moved}{passes}", "dim"))


def refusal_line(record: Record) -> Ink:
    """Return what something was refused for."""
    error = record.error
    if (
        error is None or record.kind == "act"
    ):  # the app or its device said no: that is no error of AWS's, and has no code
        return ink(" ", (NO, "no"), f" {record.device}: {error.message if error else ''}")
    return ink(" ", (NO, "no"), f" {record.name}: {error.code}: {_short(error.message)}")
