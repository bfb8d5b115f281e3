r"""Java's regular expressions, in which AWS's models are written, as matchers of whole values in Python.

Source: `java.util.regex.Pattern`. What the models use and Python lacks or reads otherwise: `\p{L}` and its like, `.` that
stops at every line terminator, and `\w`, `\d`, `\s` that mean ASCII only. Anything else that differs is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby

Matcher = Callable[[str], object]
"""Truthy when the whole value matches."""

_LINE = "[^\\n\\r\\x85\\u2028\\u2029]"
"""Java's `.`"""
_ASSIGNED = (range(0x40000), range(0xE0000, 0xF0000))
"""Where Unicode has characters at all; the rest is unassigned or for private use, in no class that the models name."""

_TOKEN = re.compile(
    r"\\p\{(?P<category>[LMNPSZ])\}"  # a Unicode category
    r"|(?P<kept>\\[wWdDsSbtnrfxu0-9]|\\[^A-Za-z0-9]|\(\?(?:s\)|:|!|=|<!|<=))"  # the same in both
    r"|(?P<odd>\\.|\(\?|&&)"  # not the same, or not known to be
    r"|(?P<char>.)",
    re.DOTALL,
)


@cache
def matcher(pattern: str) -> Matcher:
    """Return the test of a whole value against a Java pattern; ValueError for one that cannot be translated."""
    plain = re.compile(translated(pattern, _ascii_ranges), re.ASCII).fullmatch
    if "\\p{" not in pattern:
        return plain

    def match(value: str) -> object:
        # Nearly all values are ASCII, and the full classes take a moment to gather.
        return plain(value) if value.isascii() else _full(pattern)(value)

    return match


@cache
def _full(pattern: str) -> Matcher:
    return re.compile(translated(pattern, _ranges), re.ASCII).fullmatch


def translated(pattern: str, category: Callable[[str], str]) -> str:
    """Return a Java pattern as Python writes it; `category` gives a Unicode category's members as ranges."""
    return "".join(_pieces(pattern, category))


def _pieces(pattern: str, category: Callable[[str], str]) -> Iterator[str]:
    inside = False
    for token in _TOKEN.finditer(pattern):
        text = token.group()
        if token["odd"] or (inside and text == "["):
            raise ValueError(f"`{text}` in the pattern `{pattern}` has no translation")
        if name := token["category"]:
            yield category(name) if inside else f"[{category(name)}]"
        elif text == "." and not inside and not pattern.startswith("(?s)"):
            yield _LINE
        else:
            inside = _still_inside(text, inside=inside)
            yield text


def _still_inside(text: str, *, inside: bool) -> bool:
    return text != "]" if inside else text == "["


@cache
def _ranges(name: str) -> str:
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in _runs().get(name, ()))


@cache
def _ascii_ranges(name: str) -> str:
    """Return a category's ASCII members; for one without any, a character that no ASCII value holds."""
    codes = [code for code in range(128) if unicodedata.category(chr(code))[0] == name]
    return "".join(f"\\x{code:02x}" for code in codes or [128])


@cache
def _runs() -> dict[str, list[tuple[int, int]]]:
    """Return each category's code points as (first, last)."""
    found: dict[str, list[tuple[int, int]]] = {}
    for plane in _ASSIGNED:
        for name, group in groupby(plane, lambda code: unicodedata.category(chr(code))[0]):
            codes = list(group)
            found.setdefault(name, []).append((codes[0], codes[-1]))
    return found
