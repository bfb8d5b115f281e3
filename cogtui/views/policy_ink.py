"""A policy's text as an editor colours it: each line by itself, whether or not the whole is JSON yet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal

import msgspec

from cogtui.cloud.policy.request import PolicyKind
from cogtui.cloud.policy.validate import diagnose
from cogtui.views.ink import NO, Ink, ink, visible

Part = Literal["key", "text", "number", "variable", "mark"]
"""What a span of a line is: a member's name, a text, a number or word, a policy variable in a text, a bracket or comma."""

Level = Literal["error", "security", "suggestion"]

LEVELS: Final[tuple[Level, ...]] = ("error", "security", "suggestion")
"""What weighs most comes first."""

LONGEST: Final = 2_000
"""Characters of a line beyond which it is not coloured: it would cost more than a key press may take."""

_TOKEN = re.compile(r'(?P<string>"(?:[^"\\]|\\.)*"?)(?P<colon>\s*:)?|(?P<word>[^\s{}\[\],:"]+)|(?P<mark>[{}\[\],:])')
_VARIABLE = re.compile(r"\$\{[^}\"]*\}")
_LINE = re.compile(r"\r\n|\n|\r")

Span = tuple[int, int, Part]


class Problem(msgspec.Struct, frozen=True):
    """Something to say about a policy, and the span that it is about."""

    line: int
    """From 1."""
    start: int
    """Column, from 0."""
    end: int
    level: Level
    message: str

    @property
    def glyph(self) -> str:
        """What stands before it."""
        return NO if self.level == "error" else "!" if self.level == "security" else "·"


@lru_cache(maxsize=4096)
def line_spans(line: str) -> tuple[Span, ...]:
    """Return what the parts of a line are."""
    if len(line) > LONGEST:
        return ()
    found: list[Span] = []
    for token in _TOKEN.finditer(line):
        start, end = token.span("string")
        if start < 0:
            part: Part = "number" if token["word"] else "mark"
            found.append((*token.span(), part))
        elif token["colon"]:
            found.append((start, end, "key"))
        else:
            found.append((start, end, "text"))
            found.extend(
                (start + one.start(), start + one.end(), "variable") for one in _VARIABLE.finditer(token["string"])
            )
    return tuple(found)


def problems(text: str, kind: PolicyKind) -> list[Problem]:
    """Return all that is to be said about a policy: errors first, suggestions last, each lot in the order of the text."""
    from cogtui.cloud.policy.warnings import warnings

    lines = _LINE.split(text)
    found = [_problem(lines, one.line, one.column, "error", one.message) for one in diagnose(text, kind)]
    warned = [_problem(lines, one.line, one.column, one.level, one.message) for one in warnings(text, kind)]
    return [*found, *sorted(warned, key=lambda one: LEVELS.index(one.level))]


def _problem(lines: list[str], line: int, column: int, level: Level, message: str) -> Problem:
    """Return a problem with the span of the token that stands at its place."""
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    at = min(column - 1, len(text))
    start, end = next(((start, end) for start, end, _ in line_spans(text) if start <= at < end), (at, at + 1))
    return Problem(line, start, max(end, start + 1), level, message)


def on_line(found: Iterable[Problem], line: int) -> Problem | None:
    """Return the problem on a line that weighs most."""
    return next((one for one in found if one.line == line), None)


def after(found: Iterable[Problem], line: int, column: int) -> Problem | None:
    """Return the next problem behind a place (line from 1, column from 0), from the top again after the last."""
    ordered = sorted(found, key=lambda one: (one.line, one.start))
    return next((one for one in ordered if (one.line, one.start) > (line, column)), ordered[0] if ordered else None)


def draw_problem(problem: Problem, others: int) -> Ink:
    """Return a problem as the line below the editor."""
    style = "no" if problem.level == "error" else "mark" if problem.level == "security" else "dim"
    more = f"   and {others} more, ctrl+g next" if others else ""
    words = f"{problem.glyph} line {problem.line}, column {problem.start + 1}: {problem.message}"
    return ink((words, style), (more, "dim"))


_PICTURES: Final = {code: chr(0x2400 + code) for code in range(0x20) if code != 0x09} | {0x7F: "␡"}


def for_area(line: str) -> str:
    """Return a line as it can be shown, character by character: what a terminal would obey or nobody would see is a picture."""
    if line.isprintable():
        return line
    shown = line.translate(_PICTURES)
    return "".join(one if one == "\t" or one == visible(one) else "�" for one in shown)
