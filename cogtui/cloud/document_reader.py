"""Turns YAML's parse events into a document. `documents.read` is the way in.

Nodes are built from events rather than by PyYAML's constructors: scalars are judged by our own narrow rules, and limits
hold before anything grows (nesting, aliases that multiply each other).
"""

from __future__ import annotations

import math
import re
from typing import Any

from cogtui.cloud.documents import Dialect, Document, Mark, Position, nearest
from cogtui.cloud.errors import AuthoringError

MAX_CHARACTERS = 1_000_000
MAX_NODES = 200_000
"""Values in a document, each alias counted as all that it stands for."""
MAX_DEPTH = 64
MAX_DIGITS = 1_000

_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)
# JSON's numbers, a decimal point required: YAML's 0o17, 1_000, 12e5 and 190:20:30 stay text.
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_FRACTION = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+([eE][-+]?[0-9]+)?")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_YAML = "tag:yaml.org,2002:"
_KIND_TAGS = {str: {None, "!", _YAML + "str"}, list: {None, "!", _YAML + "seq"}, dict: {None, "!", _YAML + "map"}}
_KIND_NAMES = {str: "text", list: "a list", dict: "a map"}

_PROBLEMS = {
    "mapping values are not allowed": "there is a `: ` where none can be; put the text in quotes, or look at the indentation",
    "did not find expected key": "the indentation does not fit the lines above, or a quote or bracket is missing",
    "expected <block end>": "the indentation does not fit the lines above, or a quote or bracket is missing",
    "did not find expected '-' indicator": "a list's items begin with `- `, all at the same column",
    "could not find expected ':'": "a key needs a `:` after it",
    "did not find expected ',' or": "a `,` or a closing bracket is missing",
    "expected ',' or": "a `,` or a closing bracket is missing",
    "found unexpected end of stream": "a quote is opened and not closed",
    "found undefined tag handle": "the tag's `!x!` is not declared",
    "<document start>": "this line does not belong to what stands above it",
}
"""What the YAML parser says (libyaml's or PyYAML's words) -> what it means to the author."""
_UNCLOSED = "found unexpected end of stream"
_BAD_BEGINNING = "cannot start any token"
_START = (1, 1)


class _Open:
    """A list or map whose end has not been read yet."""

    __slots__ = ("anchor", "key", "members", "names", "size", "start", "tag", "value")

    def __init__(self, value: list[Any] | dict[str, Any], start: Position, tag: str | None, anchor: str | None) -> None:
        self.value = value
        self.start = start
        self.tag = tag
        self.anchor = anchor
        self.key: str | None = None
        """Of a map: the key that waits for its value."""
        self.members: dict[str, Mark] = {}
        self.names: dict[str, Position] = {}
        self.size = 1

    @property
    def wants_key(self) -> bool:
        return isinstance(self.value, dict) and self.key is None

    def add(self, value: Any, mark: Mark, size: int) -> None:
        self.size += size
        if isinstance(self.value, list):
            self.members[str(len(self.value))] = mark
            self.value.append(value)
        elif self.key is not None:
            self.members[self.key] = mark
            self.value[self.key] = value
            self.key = None


class DocumentReader:
    """Reads one document."""

    def __init__(self, file: str, dialect: Dialect) -> None:
        self._file = file
        self._dialect = dialect
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Any, Mark, int] | None] = {}
        """Values that have a name; None while one is still being read."""
        self._root: tuple[Any, Mark] | None = None
        self._nodes = 0
        self._aliases = 0

    def read(self, text: str | bytes) -> Document:
        """Return the document in `text`."""
        import yaml

        text = self._checked(text)
        loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        try:
            for event in yaml.parse(text, Loader=loader):
                self._take(event)
        except yaml.MarkedYAMLError as problem:
            raise self._syntax_error(text, problem) from None
        except yaml.YAMLError as problem:  # the pure parser's complaint about a character
            raise self._error(_START, f"this is not valid YAML: {problem}") from None
        data, positions = self._root or (None, Mark(1, 1))
        return Document(data, positions, self._file)

    def _checked(self, text: str | bytes) -> str:
        """Return the text, decoded, when its size and its characters are fine."""
        if len(text) > MAX_CHARACTERS:
            raise AuthoringError(
                f"the file is too large: at most {MAX_CHARACTERS:,} characters are read", file=self._file
            )
        if isinstance(text, bytes):
            try:
                text = text.decode()
            except UnicodeDecodeError as problem:
                position = _position(problem.object[: problem.start].decode(), problem.start)
                raise self._error(position, "the file is not UTF-8 text") from None
        text = text.removeprefix("\ufeff")
        if odd := _UNPRINTABLE.search(text):
            message = (
                f"the character U+{ord(odd.group()):04X} cannot stand in a document; write it as an escape in quotes"
            )
            raise self._error(_position(text, odd.start()), message)
        return text

    def _take(self, event: Any) -> None:
        match type(event).__name__:
            case "ScalarEvent":
                self._scalar(event)
            case "SequenceStartEvent":
                self._begin(event, [])
            case "MappingStartEvent":
                self._begin(event, {})
            case "SequenceEndEvent" | "MappingEndEvent":
                self._end()
            case "AliasEvent":
                self._alias(event)
            case "DocumentStartEvent" if self._root is not None:
                raise self._error(_start(event), "a second document begins here; one per file is expected")
            case _:
                pass

    def _scalar(self, event: Any) -> None:
        start = _start(event)
        if self._open and self._open[-1].wants_key:
            self._key(event, start)
            return
        self._count(1, start)
        tag = self._tag(event.tag, str, start)
        plain = event.tag is None and event.implicit[0]
        value = self._plain(event.value, start) if plain else event.value
        self._finish(value, Mark(*start), 1, tag, event.anchor)

    def _plain(self, text: str, start: Position) -> Any:
        """Return what an unquoted scalar means."""
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            if len(text) > MAX_DIGITS:
                raise self._error(start, f"a number has at most {MAX_DIGITS:,} digits; put text in quotes")
            return int(text)
        if _FRACTION.fullmatch(text) and math.isfinite(float(text)):
            return float(text)
        return text

    def _key(self, event: Any, start: Position) -> None:
        around = self._open[-1]
        key: str = event.value
        if event.tag not in _KIND_TAGS[str] or event.anchor:
            raise self._error(start, "a key is plain text, without tag or anchor")
        if key == "<<" and event.implicit[0]:
            raise self._error(start, "merging maps with `<<` is not supported; write the members out")
        if key in around.names:
            raise self._error(start, f"`{key}` stands twice in this map; the first is in line {around.names[key][0]}")
        around.names[key] = start
        around.key = key

    def _begin(self, event: Any, value: list[Any] | dict[str, Any]) -> None:
        start = _start(event)
        if self._open and self._open[-1].wants_key:
            raise self._error(start, f"a key is plain text, not {_KIND_NAMES[type(value)]}")
        if len(self._open) >= MAX_DEPTH:
            raise self._error(start, f"this is nested too deeply: at most {MAX_DEPTH} levels are read")
        self._count(1, start)
        if event.anchor:
            self._anchors[event.anchor] = None
        self._open.append(_Open(value, start, self._tag(event.tag, type(value), start), event.anchor))

    def _end(self) -> None:
        done = self._open.pop()
        self._finish(done.value, Mark(*done.start, done.members, done.names), done.size, done.tag, done.anchor)

    def _alias(self, event: Any) -> None:
        start = _start(event)
        self._aliases += 1
        if self._aliases > self._dialect.aliases:
            allowed = f"at most {self._dialect.aliases} are read" if self._dialect.aliases else "write the value out"
            raise self._error(start, f"aliases such as `*{event.anchor}` are limited here: {allowed}")
        if self._open and self._open[-1].wants_key:
            raise self._error(start, "a key is plain text, not an alias")
        if event.anchor not in self._anchors:
            raise self._error(start, f"`*{event.anchor}` has no `&{event.anchor}` before it")
        named = self._anchors[event.anchor]
        if named is None:
            raise self._error(start, f"`*{event.anchor}` stands inside the value that it names")
        value, mark, size = named
        self._count(size, start)
        self._finish(value, mark, size, None, None)

    def _finish(self, value: Any, mark: Mark, size: int, tag: str | None, anchor: str | None) -> None:
        """Put a complete value where it belongs; a short tag wraps it into the map that it stands for."""
        if tag:
            start = (mark.line, mark.column)
            value, mark = {tag: value}, Mark(*start, {tag: mark}, {tag: start})
        if anchor:
            self._anchors[anchor] = (value, mark, size)
        if self._open:
            self._open[-1].add(value, mark, size)
        else:
            self._root = (value, mark)

    def _tag(self, tag: str | None, kind: type, start: Position) -> str | None:
        """Return the key that a short tag stands for, None for a tag that says what is so anyway."""
        if tag in _KIND_TAGS[kind]:
            return None
        if tag in self._dialect.tags:
            return self._dialect.tags[tag]
        shown = tag.replace(_YAML, "!!") if tag else ""
        meant = nearest(shown, self._dialect.tags)
        hint = f"did you mean `{meant}`?" if meant else "a document holds plain data only"
        raise self._error(start, f"the tag `{shown}` is not known for {_KIND_NAMES[kind]}; {hint}")

    def _count(self, nodes: int, start: Position) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise self._error(start, f"the document is too large: at most {MAX_NODES:,} values are read")

    def _syntax_error(self, text: str, problem: Any) -> AuthoringError:
        said: str = problem.problem or problem.context or "it cannot be read"
        mark = problem.problem_mark or problem.context_mark
        if said == _UNCLOSED and problem.context_mark:
            mark = problem.context_mark  # the opening quote tells more than the end of the file
        end = text.rstrip()
        position = (mark.line + 1, mark.column + 1) if mark else _START
        position = min(position, _position(end, len(end)))  # rather the last line than the one after it
        if _BAD_BEGINNING in said:
            said = _bad_beginning(text, position)
        meaning = next((meaning for words, meaning in _PROBLEMS.items() if words in said), said)
        return self._error(position, f"this is not valid YAML: {meaning}")

    def _error(self, position: Position, message: str) -> AuthoringError:
        return AuthoringError(message, file=self._file, line=position[0], column=position[1])


def _start(event: Any) -> Position:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _bad_beginning(text: str, position: Position) -> str:
    line = next(iter(text.splitlines()[position[0] - 1 :]), "")  # YAML breaks lines where splitlines does
    character = line[position[1] - 1 : position[1]]
    if character == "\t":
        return "a tab cannot indent; use spaces"
    return f"`{character}` cannot begin a value; put it in quotes"


def _position(text: str, offset: int) -> Position:
    """Return line and column of a character."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
