"""A document's data and where everything in it stands."""

from __future__ import annotations

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


def parts(pointer: str) -> list[str]:
    """Return the parts of a JSON pointer, unescaped; none for the whole document."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def below(pointer: str, *names: str | int) -> str:
    """Return the pointer to something below `pointer`."""
    return "".join((pointer, *("/" + str(name).replace("~", "~0").replace("/", "~1") for name in names)))
