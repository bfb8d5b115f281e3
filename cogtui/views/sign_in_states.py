"""The state diagram of a sign-in at a user pool, drawn from the very table that decides it, with the present state lit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from cogtui.cloud.services.cognito_idp.signing_in.challenges import START, TOKENS, TRANSITIONS, Transition, rows
from cogtui.cloud.trail import Record
from cogtui.views.ink import NO, OK, Ink, Piece, fit, ink

BEGINS: Final = frozenset({"InitiateAuth", "AdminInitiateAuth"})
ANSWERS: Final = frozenset({"RespondToAuthChallenge", "AdminRespondToAuthChallenge"})

Edge = tuple[str, str, str]
"""(state, answer, next state)."""


class Progress(msgspec.Struct, frozen=True):
    """How far the last sign-in came."""

    flow: str = ""
    """Its AuthFlow; empty where nobody began."""
    state: str = START
    walked: frozenset[Edge] = frozenset()
    error: str = ""
    """Code of the last call, where it failed."""


class Line(msgspec.Struct, frozen=True):
    """One row of the table in the tree."""

    stem: str
    """The branches before it."""
    row: Transition
    again: bool
    """The state that it leads to stands in the tree above."""


def progress(records: Sequence[Record]) -> Progress:
    """Return how far the last sign-in of some records came."""
    found = Progress()
    for record in records:
        if record.operation in BEGINS:
            found = Progress(str(record.request.get("AuthFlow", "")))
        elif record.operation not in ANSWERS or not found.flow:
            continue
        found = _gone_on(found, record)
    return found


def _gone_on(before: Progress, record: Record) -> Progress:
    if record.error is not None:
        return msgspec.structs.replace(before, error=record.error.code)
    reached = str((record.output or {}).get("ChallengeName") or "") or _end(before.flow)
    path = next(_paths(before.flow, before.state, reached), ())
    walked = before.walked | {(row.state, row.answer, row.to) for row in path}
    return Progress(before.flow, reached, walked)


def _end(flow: str) -> str:
    """Return where a flow ends: with tokens, of a new session or of one that goes on."""
    states = {row.to for row in TRANSITIONS if flow in row.flows}
    return (
        next((row.to for row in TRANSITIONS if flow in row.flows and not rows(row.to, flow)), TOKENS) if states else ""
    )


def _paths(flow: str, state: str, wanted: str, before: tuple[Transition, ...] = ()) -> Iterator[tuple[Transition, ...]]:
    """Yield the ways from a state to another through states in which nothing is asked."""
    for row in rows(state, flow):
        if before and row.answer:
            continue
        path = (*before, row)
        if row.to == wanted:
            yield path
        elif row not in before and any(not onward.answer for onward in rows(row.to, flow)):
            yield from _paths(flow, row.to, wanted, path)


def tree(flow: str) -> list[Line]:
    """Return the table's rows of a flow as a tree from its start; each state is spread out once."""
    seen: set[str] = set()
    return list(_branches(flow, START, "", seen))


def _branches(flow: str, state: str, stem: str, seen: set[str]) -> Iterator[Line]:
    seen.add(state)
    found = rows(state, flow)
    for index, row in enumerate(found):
        last = index == len(found) - 1
        again = row.to in seen
        yield Line(f"{stem}{'└' if last else '├'}", row, again)
        if not again:
            yield from _branches(flow, row.to, f"{stem}{'  ' if last else '│ '}", seen)


def diagram(flow: str, reached: Progress, cells: int) -> list[Ink]:
    """Return the diagram of a flow as lines; what the sign-in has passed is ticked, the state that it is in is lit."""
    if not rows(START, flow):
        return [
            fit(ink((f"{flow} has no rows in the table of challenges: CogTUI does not simulate it.", "dim")), cells)
        ]
    here = reached if reached.flow == flow else Progress(flow)
    lines = [ink((" ", ""), _state(START, here.state == START))]
    lines.extend(_drawn(line, here) for line in tree(flow))
    if here.error:
        lines.append(ink("  ", (f"{NO} {here.error}: the sign-in is where it was", "no")))
    return [fit(line, cells) for line in lines]


def _drawn(line: Line, here: Progress) -> Ink:
    row = line.row
    done = (row.state, row.answer, row.to) in here.walked
    mark: Piece = (f"{OK} ", "ok") if done else ("  ", "")
    words = row.answer or row.guard.says or "otherwise"
    if row.answer and row.guard.says:
        words = f"{row.answer}, {row.guard.says}"
    up: Piece = (" (above)", "dim") if line.again and rows(row.to, here.flow) else ("", "")
    lit = done and row.to == here.state
    return ink(mark, (f"{line.stem} ", "dim"), (words, "" if done else "dim"), (" ► ", "dim"), _state(row.to, lit), up)


def _state(state: str, lit: bool) -> Piece:
    return (f"[{state}] now", "mark") if lit else (state, "strong")


def lit_line(lines: Sequence[Ink]) -> int:
    """Return which line shows the present state; 0 where none does."""
    return next((index for index, line in enumerate(lines) if any(style == "mark" for _, style in line)), 0)
