"""Text to read: wrapped to a width without losing a character, what was searched for marked, moments in words."""

from __future__ import annotations

from datetime import UTC, datetime

from cogtui.views.ink import Ink, Piece, visible, width


def wrapped(text: str, cells: int) -> list[str]:
    """Return the text as lines of at most `cells`: broken at blanks where there are some, else anywhere (tokens)."""
    return [line for paragraph in text.split("\n") for line in _wrap(visible(paragraph.rstrip("\r")), cells)]


def _wrap(text: str, cells: int) -> list[str]:
    lines: list[str] = []
    indent = text[: len(text) - len(text.lstrip(" "))][: cells // 2]
    while width(text) > cells:
        cut = _break(text, cells, len(indent))
        lines.append(text[:cut].rstrip(" "))
        text = indent + text[cut:].lstrip(" ")
    return [*lines, text]


def _break(text: str, cells: int, least: int) -> int:
    """Return where to cut: after the last blank that fits, or where the cells are full."""
    used = 0
    full = len(text)
    for index, character in enumerate(text):
        used += width(character)
        if used > cells:
            full = index
            break
    blank = text.rfind(" ", least + 1, full + 1)
    return blank if blank > least else max(full, least + 1)


def found_in(line: str, wanted: str) -> Ink:
    """Return a line with every place of `wanted` marked, in upper or lower case."""
    if not wanted:
        return ((line, ""),)
    pieces: list[Piece] = []
    at = 0
    low, want = line.lower(), wanted.lower()
    while (hit := low.find(want, at)) >= 0:
        pieces.extend(((line[at:hit], ""), (line[hit : hit + len(want)], "mark")))
        at = hit + len(want)
    pieces.append((line[at:], ""))
    return tuple(piece for piece in pieces if piece[0])


def instant(value: object, form: str = "%Y-%m-%d %H:%M:%S UTC") -> str:
    """Return epoch seconds as people read them; "" for what is no moment of the calendar."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    try:
        return datetime.fromtimestamp(value, UTC).strftime(form)
    except (OverflowError, OSError, ValueError):
        return ""


def span(seconds: float) -> str:
    """Return a span of time with its sign, to the second: "+1 h", "-1 d 30 min"."""
    whole = round(seconds)
    sign, rest = ("+" if whole >= 0 else "-"), abs(whole)
    parts = ((rest // 86400, "d"), (rest % 86400 // 3600, "h"), (rest % 3600 // 60, "min"), (rest % 60, "s"))
    return sign + (" ".join(f"{count} {unit}" for count, unit in parts if count) or "0 s")
