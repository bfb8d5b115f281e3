"""Matching text with the wildcards of policies: `*` for any run of characters, `?` for exactly one.

Patterns are compiled once per document into plain string operations; only `?` needs a regular expression. A test takes the
request's text and context and says whether it matches.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from enum import Enum

from cogtui.cloud.policy.variables import Context, Exact, Template, Text, Variable

Test = Callable[[str, Context], bool]
"""Does this one value of the request match, in this context?"""


class Wild(Enum):
    """A wildcard in a pattern."""

    RUN = "*"
    ONE = "?"


Atom = str | Wild
"""A piece of literal text, or a wildcard."""

_WILDCARDS = re.compile(r"[*?]")


def any_literal(templates: Iterable[Template]) -> Test:
    """Return the test whether a text is one of these, character by character."""
    templates = tuple(templates)
    fixed = frozenset(text for one in templates if not one.is_open and (text := one.text({})) is not None)
    varying = tuple(one for one in templates if one.is_open)
    if not varying:
        return lambda text, context: text in fixed
    return lambda text, context: text in fixed or any(one.text(context) == text for one in varying)


def any_glob(templates: Iterable[Template]) -> Test:
    """Return the test whether a text matches one of these patterns."""
    templates = tuple(templates)
    matches = any_pattern(atoms(parts) for one in templates if not one.is_open and (parts := one.resolved({})))
    varying = tuple(_open_glob(one) for one in templates if one.is_open)
    if not varying:
        return lambda text, context: matches(text)
    if len(varying) == len(templates) == 1:
        return varying[0]
    return lambda text, context: matches(text) or any(test(text, context) for test in varying)


def _open_glob(pattern: Template) -> Test:
    """Return the test for a pattern with variables; without `?` only joining and comparing is left to the request."""
    runs = _runs(pattern)
    if runs is None:
        return lambda text, context: (parts := pattern.resolved(context)) is not None and _single(atoms(parts))(text)

    def test(text: str, context: Context) -> bool:
        filled: list[str] = []
        for run in runs:
            value = _filled(run, context)
            if value is None:
                return False
            filled.append(value)
        if len(filled) == 1:
            return text == filled[0]
        return _in_order(text, filled[0], filled[1:-1], filled[-1])

    return test


def _filled(run: Iterable[str | Variable], context: Context) -> str | None:
    text = ""
    for piece in run:
        value = piece if isinstance(piece, str) else piece.value(context)
        if value is None:
            return None
        text += value
    return text


def _runs(pattern: Template) -> tuple[tuple[str | Variable, ...], ...] | None:
    """Return what stands between the `*` of a pattern; None when it has a `?`."""
    runs: list[list[str | Variable]] = [[]]
    for part in pattern.parts:
        pieces: tuple[Atom | Variable, ...] = (part,) if isinstance(part, Variable) else atoms((part,))
        for piece in pieces:
            if piece is Wild.ONE:
                return None
            if isinstance(piece, Wild):
                runs.append([])
            else:
                runs[-1].append(piece)
    return tuple(tuple(run) for run in runs)


def atoms(parts: Iterable[Text | Exact]) -> tuple[Atom, ...]:
    """Return the pattern that the parts make: wildcards count in `Text` only, neighbouring literals are joined."""
    found: list[Atom] = []
    for part in parts:
        pieces = _split(part.text) if isinstance(part, Text) else (part.text,)
        for piece in pieces:
            if isinstance(piece, str) and found and isinstance(found[-1], str):
                found[-1] += piece
            else:
                found.append(piece)
    return tuple(found)


def _split(text: str) -> list[Atom]:
    found: list[Atom] = []
    end = 0
    for wildcard in _WILDCARDS.finditer(text):
        found.extend((text[end : wildcard.start()], Wild(wildcard.group())))
        end = wildcard.end()
    found.append(text[end:])
    return [atom for atom in found if atom != ""]


def any_pattern(patterns: Iterable[tuple[Atom, ...]]) -> Callable[[str], bool]:
    """Return the test whether a text matches one of these patterns."""
    exact: set[str] = set()
    prefixes: list[str] = []
    others: list[Callable[[str], bool]] = []
    for pattern in patterns:
        match pattern:
            case ():
                exact.add("")
            case (str(text),):
                exact.add(text)
            case (Wild.RUN,):
                return lambda text: True
            case (str(text), Wild.RUN):
                prefixes.append(text)
            case _:
                others.append(_single(pattern))
    return _combined(frozenset(exact), tuple(prefixes), tuple(others))


def _combined(
    exact: frozenset[str], prefixes: tuple[str, ...], others: tuple[Callable[[str], bool], ...]
) -> Callable[[str], bool]:
    if not others:
        return lambda text: text in exact or text.startswith(prefixes)
    if not exact and not prefixes and len(others) == 1:
        return others[0]
    return lambda text: text in exact or text.startswith(prefixes) or any(matches(text) for matches in others)


def _single(pattern: tuple[Atom, ...]) -> Callable[[str], bool]:
    if Wild.ONE in pattern:
        compiled = re.compile(_regex(pattern), re.DOTALL)
        return lambda text: compiled.fullmatch(text) is not None
    first = pattern[0] if isinstance(pattern[0], str) else ""
    last = pattern[-1] if isinstance(pattern[-1], str) else ""
    middle = tuple(atom for atom in pattern[1:-1] if isinstance(atom, str))
    return lambda text: _in_order(text, first, middle, last)


def _in_order(text: str, first: str, middle: Sequence[str], last: str) -> bool:
    """Say whether the text begins with `first`, ends with `last` and has `middle`, in order, between them."""
    at = len(first)
    end = len(text) - len(last)
    if end < at or not text.startswith(first) or not text.endswith(last):
        return False
    for piece in middle:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _regex(pattern: tuple[Atom, ...]) -> str:
    """Return the pattern as a regular expression that never goes back behind a run it has passed."""
    runs: list[str] = [""]
    for atom in pattern:
        match atom:
            case Wild.RUN:
                runs.append("")
            case Wild.ONE:
                runs[-1] += "."
            case str(text):
                runs[-1] += re.escape(text)
    if len(runs) == 1:
        return runs[0]
    middle = "".join(f"(?>.*?{run})" for run in runs[1:-1])
    return f"{runs[0]}{middle}.*{runs[-1]}"
