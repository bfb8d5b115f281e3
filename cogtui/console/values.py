"""From the words after a parameter to its value, by the shape that the API gives it.

Source: AWS CLI User Guide, "Specifying parameter values in the AWS CLI": scalars as they are, lists with blanks between
their values, structures and maps in shorthand or as JSON, blobs as base64, times as ISO 8601.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.catalog.reader import Reference, Service, Shape
from cogtui.cloud.documents import unknown
from cogtui.console import shorthand
from cogtui.console.words import CommandError, Word

NESTING: Final = {"structure", "list", "map"}

_FILE: Final = ("file://", "fileb://")

WANTED: Final = {
    "structure": "a structure: `Name=value,...` or JSON `{...}`",
    "map": "a map: `name=value,...` or JSON `{...}`",
    "list": "a list: values with blanks between them, or JSON `[...]`",
    "string": "text",
    "integer": "a whole number",
    "long": "a whole number",
    "float": "a number",
    "double": "a number",
    "boolean": "true or false",
    "blob": "bytes as base64 text",
    "timestamp": "a time as in `2026-01-05T09:00:00Z`",
}


class Place(msgspec.Struct, frozen=True):
    """Where a value comes from, for messages: the parameter, and the way into it."""

    path: str
    """"--logins", "--tags[0].Key"."""
    at: int
    """Offset in the text."""

    def into(self, step: str | int) -> Place:
        """Return the place of a part."""
        return Place(f"{self.path}[{step}]" if isinstance(step, int) else f"{self.path}.{step}", self.at)

    def fault(self, what: str) -> CommandError:
        """Return the error about the value here."""
        return CommandError(f"`{self.path}`: {what}", self.at)


class Parser(msgspec.Struct, frozen=True):
    """Reads the values of one service's parameters."""

    service: Service
    files: Mapping[str, bytes] = {}
    """What `file://NAME` stands for, and the paths that streams are read from."""
    raw_blobs: bool = False
    """`--cli-binary-format raw-in-base64-out`: blobs stand as they are, not as base64."""

    def value(self, option: str, use: Reference, words: Sequence[Word]) -> Any:
        """Return the value that an option's words give; CommandError for what does not fit."""
        shape = self.service.target(use)
        place = Place(option, words[0].start if words else 0)
        if use.streaming:
            return self._stream(words[0], place)
        if len(words) == 1:
            words = [self._from_file(words[0], shape)]
        if shape.type == "list":
            return self._list(shape, words, place)
        word = words[0]
        if shape.type in NESTING:
            raw = self.json(word, place) if word.text.lstrip()[:1] in ("{", "[") else shorthand.read(word)
            return self.typed(use, raw, place)
        return self.typed(use, word.text, place)

    def _list(self, shape: Shape, words: Sequence[Word], place: Place) -> list[Any]:
        assert shape.member is not None
        if len(words) == 1 and words[0].text.lstrip().startswith("["):
            raw = self.json(words[0], place)
            return self._items(shape, raw, place)
        nested = self.service.target(shape.member).type in NESTING
        if words and nested and not words[0].text.lstrip().startswith("{"):
            return self._items(shape, [shorthand.read(word) for word in words], place)
        return self._items(shape, [self.json(word, place) if nested else word.text for word in words], place)

    def json(self, word: Word, place: Place) -> Any:
        """Return the JSON that a word holds."""
        try:
            return json.loads(word.text)
        except json.JSONDecodeError as problem:
            at = word.at(problem.pos)
            raise CommandError(f"`{place.path}` is not valid JSON: {problem.msg}", at) from None

    def _from_file(self, word: Word, shape: Shape) -> Word:
        """Return what `file://NAME` stands for; other words as they are."""
        prefix = next((prefix for prefix in _FILE if word.text.startswith(prefix)), None)
        if prefix is None:
            return word
        content = self._file(word.text.removeprefix(prefix), word.start)
        if prefix == "fileb://" and shape.type == "blob":
            return msgspec.structs.replace(word, text=base64.b64encode(content).decode(), places=())
        return msgspec.structs.replace(word, text=content.decode("utf-8", "replace"), places=())

    def _stream(self, word: Word, place: Place) -> bytes:
        if word.text.startswith(_FILE):
            raise place.fault(f"a file's name is expected, without `{word.text.split('//', 1)[0]}//`")
        return self._file(word.text, word.start)

    def _file(self, name: str, at: int) -> bytes:
        if name in self.files:
            return self.files[name]
        make = "`printf 'some text' > NAME` makes one"
        raise CommandError(f"{unknown('a file of the Console', name, self.files)}; {make}", at)

    # --- by the API's types ------------------------------------------------------------------------------------------

    def typed(self, use: Reference, raw: Any, place: Place) -> Any:
        """Return `raw` (from JSON, shorthand, or a word) as the API's type."""
        shape = self.service.target(use)
        if shape.document or raw is None:
            return raw
        if shape.type == "list":
            return self._items(shape, raw, place)
        if shape.type in NESTING:
            return self._members(shape, raw, place)
        if shape.type == "blob" and self.raw_blobs and isinstance(raw, str):
            return raw.encode("utf-8", "surrogatepass")
        value = _SCALARS[shape.type](raw) if isinstance(raw, (str, int, float)) else None
        if value is None:
            raise place.fault(f"{WANTED[shape.type]} is expected, not {_shown(raw)}")
        return value

    def _items(self, shape: Shape, raw: Any, place: Place) -> list[Any]:
        assert shape.member is not None
        items = list(raw) if is_list(raw) else [raw]  # one value is as good as a list of one
        return [self.typed(shape.member, item, place.into(index)) for index, item in enumerate(items)]

    def _members(self, shape: Shape, raw: Any, place: Place) -> dict[str, Any]:
        if not is_dict(raw):
            raise place.fault(f"{WANTED[shape.type]} is expected, not {_shown(raw)}")
        found: dict[str, Any] = {}
        for name, item in raw.items():
            use = shape.members.get(name, shape.value)
            if use is None:
                raise place.fault(unknown("a member here", name, shape.members))
            found[name] = self.typed(use, item, place.into(name))
        return found


def _shown(raw: Any) -> str:
    text = json.dumps(raw, ensure_ascii=False)
    return f"`{text if len(text) <= 40 else text[:39] + '…'}`"


def _text(raw: str | float) -> str | None:
    return raw if isinstance(raw, str) else None


def _whole(raw: str | float) -> int | None:
    if isinstance(raw, bool) or not isinstance(raw, (int, str)):
        return None
    try:
        return int(raw)
    except ValueError:
        return None


def _number(raw: str | float) -> float | None:
    if isinstance(raw, bool):
        return None
    try:
        return float(raw)
    except ValueError:
        return None


def _truth(raw: str | float) -> bool | None:
    if isinstance(raw, str):
        return {"true": True, "false": False}.get(raw.lower())
    return raw if isinstance(raw, bool) else None


def _bytes(raw: str | float) -> bytes | None:
    try:
        return base64.b64decode(raw, validate=True) if isinstance(raw, str) else None
    except (binascii.Error, ValueError):
        return None


def time_of(raw: str | float) -> datetime | None:
    """Return the time that ISO 8601 text or epoch seconds name, None when they name none; UTC unless it says otherwise."""
    if isinstance(raw, bool):
        return None
    try:
        return datetime.fromtimestamp(float(raw), UTC)
    except (ValueError, OverflowError, OSError):
        pass
    try:
        found = datetime.fromisoformat(str(raw))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


_SCALARS: Final[dict[str, Callable[[str | float], Any]]] = {
    "string": _text,
    "integer": _whole,
    "long": _whole,
    "float": _number,
    "double": _number,
    "boolean": _truth,
    "blob": _bytes,
    "timestamp": time_of,
}
