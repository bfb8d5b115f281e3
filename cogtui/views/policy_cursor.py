"""Where in a policy somebody is typing: inside which elements, at a name or at a value, and what is typed of it.

The text is hardly ever complete JSON while it is typed; only what stands before the cursor is read, and as well as it goes.
"""

from __future__ import annotations

import re

import msgspec

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"?|[{}\[\],:]|[^\s{}\[\],:"]+')


class Cursor(msgspec.Struct, frozen=True):
    """The place of a cursor."""

    path: tuple[str, ...]
    """Names of the members around it, from the outside; lists are not counted."""
    at_name: bool
    """A member's name belongs here; otherwise a value."""
    start: int
    """Where the text begins that is typed of it."""
    typed: str
    quoted: bool
    """The cursor is inside quotes."""
    siblings: frozenset[str] = frozenset()
    """Names that the object around it has already, before the cursor."""


class _Frame:
    """An object or list that is open."""

    def __init__(self, opening: str, name: str) -> None:
        self.is_object = opening == "{"
        self.name = name
        """The member that it is the value of."""
        self.member = ""
        """The member that a value is being read for."""
        self.at_name = self.is_object
        self.names: set[str] = set()


def cursor_at(text: str, offset: int) -> Cursor:
    """Return where the cursor is."""
    before = text[:offset]
    frames: list[_Frame] = [_Frame("[", "")]
    typed, start, quoted = "", offset, False
    for token in _TOKEN.finditer(before):
        word = token[0]
        if _is_unfinished(word, token.end(), len(before)):
            quoted = word.startswith('"')
            start = token.start() + quoted
            typed = word[1:] if quoted else word
        else:
            _take(frames, word)
    top = frames[-1]
    path = tuple(frame.name for frame in frames if frame.name)
    if top.is_object and not top.at_name:
        path = (*path, top.member)
    return Cursor(path, top.at_name, start, typed, quoted, frozenset(top.names))


def _is_unfinished(word: str, end: int, length: int) -> bool:
    if end != length:
        return False
    if word.startswith('"'):
        return len(word) == 1 or not word.endswith('"') or word.endswith('\\"')
    return word not in "{}[],:"


def _take(frames: list[_Frame], word: str) -> None:
    top = frames[-1]
    match word:
        case "{" | "[":
            # A list takes over the name of the member that it is the value of; what is in it belongs to that member.
            frames.append(_Frame(word, top.member if top.is_object else ""))
        case "}" | "]":
            if len(frames) > 1:
                frames.pop()
        case ",":
            top.at_name = top.is_object
            top.member = "" if top.is_object else top.member
        case ":":
            top.at_name = False
        case _:
            if top.at_name:
                top.member = word.strip('"')
                top.names.add(top.member)
