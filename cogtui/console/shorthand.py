"""The AWS CLI's shorthand for structures, maps and lists of them: `Key=a,Value=b`, `Names=x,y`, `A={B=c},D=[e,f]`.

Source: AWS CLI User Guide, "Using shorthand syntax in the AWS CLI".
"""

from __future__ import annotations

import re
from typing import Any

from cogtui.console.words import CommandError, Word

_KEY = re.compile(r"\s*([\w\-.#/:]+)\s*")
_PLAIN = re.compile(r"(?:\\,|[^,\]}])*")
_NEXT = re.compile(r"(?:\\,|[^,=\]}])*")
"""A further value after a comma: one with a `=` would be the next key instead."""
_QUOTED = re.compile(r"'((?:\\.|[^'\\])*)'|\"((?:\\.|[^\"\\])*)\"", re.DOTALL)

DEEPEST = 50
"""Levels of brackets; no API nests as deep."""


def read(word: Word) -> dict[str, Any]:
    """Return what the word says: texts, lists and dicts, not yet of the API's types."""
    return _Reader(word).pairs()


class _Reader:
    def __init__(self, word: Word) -> None:
        self._word = word
        self._text = word.text
        self._at = 0
        self._depth = 0

    def pairs(self) -> dict[str, Any]:
        """Read `key=value` pairs with commas between them, to the end."""
        found: dict[str, Any] = {}
        while True:
            self._pair(found, self._values)
            if self._at >= len(self._text):
                return found
            self._expect(",")

    def _pair(self, found: dict[str, Any], value: Any) -> None:
        at = self._at
        key = _KEY.match(self._text, self._at)
        if key is None:
            raise self._fault("a name with `=` after it is expected, as in `Name=value`", at)
        self._at = key.end()
        self._expect("=")
        if key.group(1) in found:
            raise self._fault(f"`{key.group(1)}` stands here twice; several values are `{key.group(1)}=a,b`", at)
        found[key.group(1)] = value()

    def _values(self) -> Any:
        """Read a value, or several with commas between them."""
        if self._peek() in ("[", "{"):
            return self._nested()
        values = [self._one(_PLAIN)]
        while self._peek() == "," and (further := self._further()) is not None:
            values.append(further)
        return values[0] if len(values) == 1 else values

    def _further(self) -> str | None:
        """Read the next value of a list without brackets; None, and nothing read, when a key stands there instead."""
        back, self._at = self._at, self._at + 1
        while self._peek() == " ":
            self._at += 1
        value = self._one(_NEXT)
        if self._peek() in ("", ","):
            return value
        self._at = back
        return None

    def _nested(self) -> Any:
        """Read a list in brackets, a structure in braces, or a plain value."""
        opening = self._peek()
        if opening not in ("[", "{"):
            return self._one(_PLAIN)
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._fault("the brackets are nested too deeply", self._at)
        self._at += 1
        items: list[Any] = []
        members: dict[str, Any] = {}
        closing = "]" if opening == "[" else "}"
        while self._blank() != closing:
            if opening == "[":
                items.append(self._nested())
            else:
                self._pair(members, self._nested)
            if self._blank() != closing:
                self._expect(",")
        self._at += 1
        self._depth -= 1
        return items if opening == "[" else members

    def _one(self, plain: re.Pattern[str]) -> str:
        quoted = _QUOTED.match(self._text, self._at)
        if quoted is not None:
            self._at = quoted.end()
            inner = quoted.group(1) if quoted.group(1) is not None else quoted.group(2)
            return re.sub(r"\\([\\'\"])", r"\1", inner)
        found = plain.match(self._text, self._at)
        assert found is not None  # it matches the empty text too
        self._at = found.end()
        return found.group().replace("\\,", ",").rstrip()

    def _blank(self) -> str:
        while self._peek() == " ":
            self._at += 1
        if not self._peek():
            raise self._fault("a bracket is never closed", self._at)
        return self._peek()

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _expect(self, wanted: str) -> None:
        if self._peek() != wanted:
            has = f"`{self._peek()}`" if self._peek() else "the end"
            raise self._fault(f"`{wanted}` is expected, not {has}; JSON in single quotes works too", self._at)
        self._at += 1
        if wanted == ",":
            while self._peek() == " ":
                self._at += 1

    def _fault(self, message: str, at: int) -> CommandError:
        return CommandError(message, self._word.at(at))
