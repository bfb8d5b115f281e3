"""Text with meaning: pieces that say what they are, which a front end colours.

Views give ink, never markup: ARNs, tokens and policies are full of brackets. A piece is (text, style), where style is one
of the names in `STYLES` or empty.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable
from typing import Literal, get_args

Style = Literal[
    "",
    "dim",
    "strong",
    "title",
    "ok",
    "no",
    "pending",
    "link",
    "key",
    "text",
    "number",
    "yours",
    "outside",
    "cognito",
    "aws",
    "header",
    "payload",
    "signature",
    "mark",
]
"""What a piece is. `yours`...`aws` are kinds of party; `header`...`signature` the parts of a token; `key`, `text`, `number` JSON."""

STYLES: tuple[Style, ...] = get_args(Style)

Piece = tuple[str, Style]
Ink = tuple[Piece, ...]

OK = "✓"
NO = "✗"
PENDING = "·"
ELLIPSIS = "…"


def ink(*parts: str | Piece) -> Ink:
    """Join strings and pieces; text is made visible (see `visible`)."""
    pieces: list[Piece] = [(part, "") if isinstance(part, str) else part for part in parts]
    return tuple((visible(text), style) for text, style in pieces if text)


def sign_of(passed: bool | None) -> Piece:
    """Return the sign of a check: passed, refused, or not reached (None)."""
    return _OF_CHECKS[passed]


_OF_CHECKS: dict[bool | None, Piece] = {True: (OK, "ok"), False: (NO, "no"), None: (PENDING, "dim")}


def plain(line: Ink) -> str:
    """Return the bare text."""
    return "".join(text for text, _ in line)


_SHY = frozenset(
    chr(code)
    for first, last in ((0x3164, 0x3164), (0xFFA0, 0xFFA0), (0xFE00, 0xFE0F), (0x1F3FB, 0x1F3FF), (0xE0100, 0xE01EF))
    for code in range(first, last + 1)
)
"""Printable, but not to be seen: fillers, and selectors that change the character before them, and its width with it."""


def visible(text: str) -> str:
    """Show control characters (and those that reorder or hide text) instead of sending them to the terminal."""
    if text.isprintable() and (text.isascii() or _SHY.isdisjoint(text)):
        return text
    return "".join(character if _is_harmless(character) else _shown(character) for character in text)


def _is_harmless(character: str) -> bool:
    return (character.isprintable() and character not in _SHY) or unicodedata.category(character) == "Zs"


def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"


def width(text: str) -> int:
    """Return the number of terminal cells that `text` takes."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


_MARKS = ("Mn", "Mc", "Me")
"""Categories of characters that join the one before them."""

_JOINING = ((0x1160, 0x11FF), (0xD7B0, 0xD7FB))
"""Vowels and finals that complete a Hangul syllable."""

_WIDE = ((0x2630, 0x2637), (0x268A, 0x268F), (0x4DC0, 0x4DFF), (0x1D300, 0x1D376))
"""Wide since Unicode 16, which older Pythons do not know."""


@functools.cache
def _cells(character: str) -> int:
    code = ord(character)
    if unicodedata.category(character) in _MARKS or any(first <= code <= last for first, last in _JOINING):
        return 0
    wide = unicodedata.east_asian_width(character) in "WF" or any(first <= code <= last for first, last in _WIDE)
    return 2 if wide else 1


def size(line: Iterable[Piece]) -> int:
    """Return the number of terminal cells that a line takes."""
    return sum(width(text) for text, _ in line)


def merged(cells: Iterable[Piece]) -> Ink:
    """Return a line drawn cell by cell, with neighbours of one style as one piece."""
    pieces: list[Piece] = []
    for text, style in cells:
        if pieces and pieces[-1][1] == style:
            pieces[-1] = (pieces[-1][0] + text, style)
        else:
            pieces.append((text, style))
    return tuple(pieces)


def choice(title: str, *, chosen: bool) -> Piece:
    """Return one of several things to choose from on a line."""
    return (f"[{title}] ", "strong") if chosen else (f" {title}  ", "dim")


def fit(line: Ink, cells: int) -> Ink:
    """Return the line cut to `cells`, with an ellipsis where something was cut."""
    if size(line) <= cells:
        return line
    left = cells - 1
    cut: list[Piece] = []
    for text, style in line:
        taken = _take(text, left)
        cut.append((taken, style))
        left -= width(taken)
        if taken != text:
            break
    return (*((text, style) for text, style in cut if text), (ELLIPSIS, "dim")) if cells > 0 else ()


def _take(text: str, cells: int) -> str:
    if text.isascii():
        return text[: max(cells, 0)]
    used = 0
    for index, character in enumerate(text):
        used += _cells(character)
        if used > cells:
            return text[:index]
    return text


def pad(line: Ink, cells: int) -> Ink:
    """Return the line cut or filled with blanks to exactly `cells`."""
    fitted = fit(line, cells)
    missing = cells - size(fitted)
    return (*fitted, (" " * missing, "")) if missing > 0 else fitted


def beside(left: Ink, right: Ink, cells: int) -> Ink:
    """Put `right` at the right edge; `left` is what gets cut when both do not fit."""
    room = cells - size(right)
    return (*pad(left, max(room - 1, 0)), (" ", ""), *right) if right and room > 1 else fit(left, cells)


def middle(text: str, cells: int) -> str:
    """Cut a long value in the middle and tell its length: "eyJraW…k9Q 1,253"."""
    text = visible(text)
    if width(text) <= cells:
        return text
    length = f" {len(text):,}"
    room = cells - len(length) - 1
    if room < 4:
        return _take(text, max(cells - 1, 0)) + ELLIPSIS
    head = (room + 1) // 2
    return f"{_take(text, head)}{ELLIPSIS}{_take_end(text, room - head)}{length}"


def squeezed(text: str, cells: int) -> str:
    """Cut a line in the middle without telling its length: for text whose ends say the most."""
    text = visible(text)
    if width(text) <= cells:
        return text
    head = max(cells * 2 // 3, 1)
    return _take(text, head) + ELLIPSIS + _take_end(text, max(cells - head - 1, 0)) if cells > 3 else _take(text, cells)


def _take_end(text: str, cells: int) -> str:
    return _take(text[::-1], cells)[::-1]
