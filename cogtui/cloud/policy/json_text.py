"""Reads JSON as AWS reads policies: strictly, each name once in an object, with the position of every value.

The reader of `documents` won't do: it reads JSON as the YAML that it nearly is, and would accept what AWS refuses.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from functools import lru_cache
from typing import Any, TypeGuard

from cogtui.cloud.documents import Document, Mark, Position
from cogtui.cloud.errors import AuthoringError

MAX_DEPTH = 32
MAX_DIGITS = 1_000

_SPACE = re.compile(r"[ \t\n\r]*")
# Possessive, so that a text without end is refused in one pass.
_TEXT_BODY = re.compile(r'(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_WORD = re.compile(r"\w+")
_WORDS = {"true": True, "false": False, "null": None}
_SURROGATE = re.compile("[\ud800-\udfff]")


class PolicySyntaxError(AuthoringError):
    """The text is not a policy: `line` and `column` say where, `message` what was expected."""


@lru_cache(maxsize=256)
def read(text: str) -> Document:
    """Return the JSON object in `text` with its positions; `PolicySyntaxError` for anything else (RFC 8259)."""
    return _JsonReader(text).read()


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Say whether a value of a document is a JSON object."""
    return isinstance(value, dict)


def is_array(value: Any) -> TypeGuard[list[Any]]:
    """Say whether a value of a document is a JSON array."""
    return isinstance(value, list)


class _JsonReader:
    """Reads one text, by recursive descent."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]

    def read(self) -> Document:
        self._skip()
        if self._peek() != "{":
            raise self._error("a policy is a JSON object: expected `{`")
        data, positions = self._value()
        self._skip()
        if self._peek():
            raise self._error("expected the end of the policy after its closing `}`")
        return Document(data, positions, "")

    def _value(self) -> tuple[Any, Mark]:
        start = self._position(self._at)
        match self._peek():
            case "{":
                return self._object(start)
            case "[":
                return self._array(start)
            case '"':
                return self._string(), Mark(*start)
            case _:
                return self._bare(), Mark(*start)

    def _object(self, start: Position) -> tuple[dict[str, Any], Mark]:
        data: dict[str, Any] = {}
        members: dict[str, Mark] = {}
        names: dict[str, Position] = {}
        self._open()
        while self._more("}", first=not data):
            here = self._at
            if self._peek() != '"':
                raise self._error("expected a name in double quotes")
            name = self._string()
            if name in names:
                line = names[name][0]
                raise self._error(f"`{name}` stands twice in this object; the first is in line {line}", here)
            names[name] = self._position(here)
            self._skip()
            self._expect(":", f"expected `:` after the name `{name}`")
            self._skip()
            data[name], members[name] = self._value()
        return data, Mark(*start, members, names)

    def _array(self, start: Position) -> tuple[list[Any], Mark]:
        data: list[Any] = []
        members: dict[str, Mark] = {}
        self._open()
        while self._more("]", first=not data):
            item, members[str(len(data))] = self._value()
            data.append(item)
        return data, Mark(*start, members)

    def _open(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error(f"this is nested too deeply: at most {MAX_DEPTH} levels are read")
        self._at += 1

    def _more(self, end: str, *, first: bool) -> bool:
        """Step over the comma before the next member, or over the end."""
        self._skip()
        if self._peek() == end:
            self._at += 1
            self._depth -= 1
            return False
        if not first:
            self._expect(",", f"expected `,` or `{end}`")
            self._skip()
            if self._peek() == end:
                raise self._error(f"expected another value after the `,`, or no `,` before `{end}`")
        return True

    def _string(self) -> str:
        start = self._at
        end = _matched_end(_TEXT_BODY, self._text, start + 1)
        if self._text[end : end + 1] != '"':
            raise self._unfinished(start, end)
        self._at = end + 1
        found: str = json.loads(self._text[start : self._at])
        if _SURROGATE.search(found):
            raise self._error("this text holds half of a character: a \\ud800..\\udfff escape stands alone", start)
        return found

    def _unfinished(self, start: int, end: int) -> PolicySyntaxError:
        stop = self._text[end : end + 1]
        if stop == "\\":
            return self._error('expected one of `" \\ / b f n r t u` after `\\`', end)
        if stop in ("", "\n", "\r"):
            return self._error('expected `"` at the end of this text', start)
        return self._error("a control character cannot stand in a text; write it as an escape", end)

    def _bare(self) -> Any:
        start = self._at
        if (word := _WORD.match(self._text, start)) and word.group() in _WORDS:
            self._at = word.end()
            return _WORDS[word.group()]
        if number := _NUMBER.match(self._text, start):
            self._at = number.end()
            if number.end() - start > MAX_DIGITS:
                raise self._error(f"a number has at most {MAX_DIGITS:,} digits", start)
            return float(number.group()) if number.group(1) or number.group(2) else int(number.group())
        if self._peek() == "'":
            raise self._error("JSON's quotes are double: expected `\"`")
        raise self._error("expected a value: text in double quotes, a number, true, false, null, `{` or `[`")

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _skip(self) -> None:
        self._at = _matched_end(_SPACE, self._text, self._at)

    def _expect(self, character: str, otherwise: str) -> None:
        if self._peek() != character:
            raise self._error(otherwise)
        self._at += 1

    def _position(self, offset: int) -> Position:
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def _error(self, message: str, offset: int | None = None) -> PolicySyntaxError:
        line, column = self._position(self._at if offset is None else offset)
        return PolicySyntaxError(message, line=line, column=column)


def _matched_end(pattern: re.Pattern[str], text: str, start: int) -> int:
    """Return where a pattern that also matches nothing ends."""
    found = pattern.match(text, start)
    return found.end() if found else start
