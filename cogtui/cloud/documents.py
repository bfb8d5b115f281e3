"""Documents that people write (templates, lessons, JSON) as plain data that remembers where everything stands.

JSON is read as the YAML that it also is. What a document may hold is less than YAML 1.1 allows, so that nothing is turned
into something else behind the author's back: dates, `yes`, `on` and numbers with leading zeros stay text (an account id is
"012345678901", a policy's Version "2012-10-17"), keys are always text, a key stands once, no tag builds an object.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from cogtui.cloud.errors import AuthoringError

Position = tuple[int, int]
"""Line and column, both from 1."""


class Mark(msgspec.Struct, frozen=True):
    """Where a value stands, and where the values in it stand."""

    line: int
    column: int
    members: dict[str, Mark] = {}
    """By key; of a list by index ("0")."""
    names: dict[str, Position] = {}
    """Where each key of a map stands."""


class Document(msgspec.Struct, frozen=True):
    """A document's data, and the position of each value in it by RFC 6901 JSON pointer ("/Resources/Pool/Type")."""

    data: Any
    """None, bool, int, float, str, list, dict with str keys; None when the document is empty."""
    positions: Mark
    file: str
    """As errors name it; empty when the text came from elsewhere."""

    def where(self, pointer: str) -> Position:
        """Return where the value at `pointer` stands, or the innermost value around it where there is none."""
        mark = self.positions
        for part in parts(pointer):
            if part not in mark.members:
                break
            mark = mark.members[part]
        return mark.line, mark.column

    def where_key(self, pointer: str) -> Position:
        """Return where the key that `pointer` ends in stands; of a list's item, where the item stands."""
        *above, last = parts(pointer) or ("",)
        mark = self.positions
        for part in above:
            if part not in mark.members:
                return mark.line, mark.column
            mark = mark.members[part]
        return mark.names.get(last) or self.where(pointer)

    def error(self, pointer: str, message: str) -> AuthoringError:
        """Return the error that something is wrong with the value at `pointer`."""
        line, column = self.where(pointer)
        return AuthoringError(message, file=self.file, line=line, column=column)

    def error_at_key(self, pointer: str, message: str) -> AuthoringError:
        """Return the error that something is wrong with a key (unknown), or with what its value lacks."""
        line, column = self.where_key(pointer)
        return AuthoringError(message, file=self.file, line=line, column=column)


class Dialect(msgspec.Struct, frozen=True):
    """What a kind of document may hold beyond plain data."""

    tags: dict[str, str] = {}
    """Short tag -> the key it stands for: `!Sub x` is read as `{"Fn::Sub": "x"}`."""
    aliases: int = 100
    """How many times `*name` may stand in a document; 0 where the dialect knows none."""


PLAIN = Dialect()


def read(text: str | bytes, file: str = "", dialect: Dialect = PLAIN) -> Document:
    """Read YAML or JSON; any problem with it is an `AuthoringError` that names file, line and column."""
    from cogtui.cloud.document_reader import DocumentReader

    return DocumentReader(file, dialect).read(text)


def parts(pointer: str) -> list[str]:
    """Return the parts of a JSON pointer, unescaped; none for the whole document."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def below(pointer: str, *names: str | int) -> str:
    """Return the pointer to something below `pointer`."""
    return "".join((pointer, *("/" + str(name).replace("~", "~0").replace("/", "~1") for name in names)))


def nearest(name: str, choices: Iterable[str]) -> str | None:
    """Return the choice that `name` was probably meant to be, or None when none is close."""
    from difflib import get_close_matches

    by_lower = {choice.lower(): choice for choice in choices}
    close = get_close_matches(name.lower(), by_lower, n=1)
    return by_lower[close[0]] if close else None


def unknown(what: str, name: str, choices: Iterable[str]) -> str:
    """Return the sentence for a name that is none of `choices`: with the nearest one, or all when they are few."""
    choices = list(choices)
    sentence = f"`{name}` is not {what}"
    if meant := nearest(name, choices):
        return f"{sentence}; did you mean `{meant}`?"
    if 0 < len(choices) <= MOST_LISTED:
        return f"{sentence}; expected {' or '.join(f'`{choice}`' for choice in choices)}"
    return sentence


MOST_LISTED = 8
"""So many choices still read well in one sentence."""
