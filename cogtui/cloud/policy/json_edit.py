"""Small changes to the JSON text of a policy that leave the author's layout as it is.

The text must be one that `json_text.read` takes. Places are JSON pointers (RFC 6901), as the compiled statements have them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from cogtui.cloud.documents import below

_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+)')


class Span(msgspec.Struct, frozen=True):
    """Where a value stands in the text."""

    start: int
    """Where its item or member begins: at the name, for a member of an object."""
    value: int
    """Where the value begins."""
    end: int
    parts: tuple[str, ...] = ()
    """Pointers of its items or members, in order."""


def spans(text: str) -> dict[str, Span]:
    """Return where each value of the text stands, by pointer."""
    found: dict[str, Span] = {}
    _Walk(text, found).value("", None)
    return found


class _Walk:
    """Goes through the tokens of a text once."""

    def __init__(self, text: str, found: dict[str, Span]) -> None:
        self._tokens: Iterator[re.Match[str]] = _TOKEN.finditer(text)
        self._found = found
        self._held: re.Match[str] | None = None

    def _next(self) -> re.Match[str]:
        held, self._held = self._held, None
        return held or next(self._tokens)

    def value(self, pointer: str, start: int | None) -> int:
        """Note the value that comes next; return where it ends."""
        token = self._next()
        at = token.start(1)
        parts: list[str] = []
        if token[1] in ("{", "["):
            end = self._members(pointer, parts) if token[1] == "{" else self._items(pointer, parts)
        else:
            end = token.end(1)
        self._found[pointer] = Span(at if start is None else start, at, end, tuple(parts))
        return end

    def _members(self, pointer: str, parts: list[str]) -> int:
        while (token := self._next())[1] != "}":
            if token[1] == ",":
                continue
            self._next()  # the colon
            parts.append(below(pointer, json.loads(token[1])))
            self.value(parts[-1], token.start(1))
        return token.end(1)

    def _items(self, pointer: str, parts: list[str]) -> int:
        while (token := self._next())[1] != "]":
            if token[1] == ",":
                continue
            self._held = token
            parts.append(below(pointer, len(parts)))
            self.value(parts[-1], None)
        return token.end(1)


def replaced(text: str, pointer: str, value: Any) -> str:
    """Return the text with another value at a pointer."""
    span = spans(text)[pointer]
    return text[: span.value] + written(text, span.value, value) + text[span.end :]


def renamed(text: str, pointer: str, name: str) -> str:
    """Return the text with another name for the member at a pointer."""
    span = spans(text)[pointer]
    old = _TOKEN.match(text, span.start)
    end = old.end(1) if old else span.start
    return text[: span.start] + json.dumps(name) + text[end:]


def with_item(text: str, pointer: str, item: Any) -> str:
    """Return the text with one item more in the list at a pointer; a value alone becomes a list."""
    span = spans(text)[pointer]
    if text[span.value] == "[":
        return _inserted(text, span, item, "")
    alone = text[span.value : span.end]
    return text[: span.value] + f"[{alone}, {written(text, span.value, item)}]" + text[span.end :]


def with_member(text: str, pointer: str, name: str, value: Any) -> str:
    """Return the text with one member more in the object at a pointer."""
    return _inserted(text, spans(text)[pointer], value, f"{json.dumps(name)}: ")


def without(text: str, pointer: str) -> str:
    """Return the text without the item or member at a pointer, and without the comma that it needed."""
    found = spans(text)
    siblings = next(span.parts for span in found.values() if pointer in span.parts)
    index = siblings.index(pointer)
    span = found[pointer]
    if index + 1 < len(siblings):
        return text[: span.start] + text[found[siblings[index + 1]].start :]
    start = found[siblings[index - 1]].end if index else span.start
    return text[:start] + text[span.end :]


def _inserted(text: str, span: Span, value: Any, name: str) -> str:
    """Put a part behind the last one, with what stands between the others."""
    if not span.parts:
        return text[: span.value + 1] + name + written(text, span.value, value) + text[span.end - 1 :]
    found = spans(text)
    first, last = found[span.parts[0]], found[span.parts[-1]]
    lead = text[span.value + 1 : first.start]
    between = f",{lead}" if "\n" in lead else ", "
    return text[: last.end] + between + name + written(text, last.start, value) + text[last.end :]


def written(text: str, at: int, value: Any) -> str:
    """Return a value as JSON: over several lines where the text has lines, indented like the line that it comes to stand on."""
    if "\n" not in text or not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    line = text[text.rfind("\n", 0, at) + 1 : at]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    return json.dumps(value, indent=2, ensure_ascii=False).replace("\n", f"\n{indent}")
