"""Words of a command line, as a shell takes them apart: quotes, escapes, variables, comments, lines that go on.

Source: POSIX.1-2017, Shell Command Language, sections 2.2 "Quoting" and 2.3 "Token Recognition".
DIFFERS: a variable's value is one word even without quotes, an unknown variable is an error, `${!x}` is `${x}` itself as in
lessons, and there are no patterns, pipes or substitutions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from cogtui.cloud.documents import unknown
from cogtui.cloud.errors import AuthoringError

LONGEST: Final = 100_000
"""Characters that a command may have."""


_LONG: Final = re.compile(r"\S{72,}")
"""Words that a message does not quote whole: tokens."""


class CommandError(AuthoringError):
    """Something typed into the Console does not hold."""

    def __init__(self, message: str, at: int = 0) -> None:
        super().__init__(_LONG.sub(lambda found: f"{found[0][:40]}…{found[0][-12:]}", message), column=at + 1)
        self.at = at
        """Offset in the text, from 0."""


class Word(msgspec.Struct, frozen=True):
    """One word, without its quotes and with its variables filled in."""

    text: str
    start: int
    end: int
    """Where it stands in the text, quotes included."""
    places: tuple[int, ...] = ()
    """Offset in the text of each character of the word."""
    open: str = ""
    """The quote that is never closed; only where that is allowed."""
    kept: tuple[str, ...] = ()
    """Variables that have a value, but stand in single quotes and so stay as they are written."""

    def at(self, index: int) -> int:
        """Return the offset in the text of a character of the word; the word's end past the last one."""
        return self.places[index] if 0 <= index < len(self.places) else self.end


class Redirect(Word, frozen=True):
    """The `>` before a file's name."""


class Statement(msgspec.Struct, frozen=True):
    """One command of a text: what stands on a line of its own."""

    words: tuple[Word, ...]
    start: int


_BARE = re.compile(
    r"(?P<gap>[ \t]+)"
    r"|(?P<joined>\\\r?\n)"
    r"|(?P<newline>\r?\n)"
    r"|\\(?P<escaped>.)"
    r"|'(?P<single>[^']*)'"
    r"|(?P<quote>['\"])"
    r"|(?P<variable>\$\{(?P<braced>[^{}]*)\}|\$(?P<name>[A-Za-z_]\w*))"
    r"|(?P<redirect>>)"
    r"|(?P<operator>&&|\|\||[|;&<`])"
    r"|(?P<plain>[^\s'\"\\$|;&<>`]+|.)",
    re.DOTALL,
)
_DOUBLE = re.compile(
    r"(?P<joined>\\\r?\n)"
    r'|\\(?P<escaped>["\\$`])'
    r'|(?P<quote>")'
    r"|(?P<variable>\$\{(?P<braced>[^{}]*)\}|\$(?P<name>[A-Za-z_]\w*))"
    r'|(?P<plain>[^"\\$]+|.)',
    re.DOTALL,
)

_USE = re.compile(r"\$\{([^{}]*)\}|\$([A-Za-z_]\w*)")

_NO_SHELL = "the Console is no shell: `{}` means nothing here; put it in quotes if it belongs to a value"


def statements(text: str, variables: Mapping[str, str] | None = None) -> list[Statement]:
    """Return the commands of a text, one per line; `variables` of None leaves variables as they are written."""
    _check_length(text)
    return _Scanner(text, variables).statements()


def words(text: str, *, lenient: bool = False) -> list[Word]:
    """Return all words with variables as they are written; when `lenient`, a quote may still be open."""
    _check_length(text)
    scanner = _Scanner(text, None, lenient=lenient)
    return [word for statement in scanner.statements() for word in statement.words]


def _check_length(text: str) -> None:
    if len(text) > LONGEST:
        raise CommandError(f"the line has {len(text):,} characters; the Console takes {LONGEST:,}", LONGEST)


def _uses(text: str, variables: Mapping[str, str]) -> set[str]:
    return {name for braced, bare in _USE.findall(text) if (name := braced or bare) in variables}


class _Scanner:
    """Goes through a text once."""

    def __init__(self, text: str, variables: Mapping[str, str] | None, *, lenient: bool = False) -> None:
        self._text = text
        self._variables = variables
        self._lenient = lenient
        self._at = 0
        self._start = -1
        """Where the word begins that is being read; -1 between words."""
        self._pieces: list[str] = []
        self._places: list[int] = []
        self._words: list[Word] = []
        self._done: list[Statement] = []
        self._kept: set[str] = set()

    def statements(self) -> list[Statement]:
        while self._at < len(self._text):
            if self._start < 0 and self._text[self._at] == "#":
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
                continue
            self._bare()
        self._end_statement()
        return self._done

    def _bare(self) -> None:
        """Read one piece outside of quotes."""
        found = _BARE.match(self._text, self._at)
        assert found is not None
        start, self._at = self._at, found.end()
        match found.lastgroup:
            case "joined":
                pass
            case "gap":
                self._end_word(start)
            case "newline":
                self._end_word(start)
                self._end_statement()
            case "redirect":
                self._end_word(start)
                self._words.append(Redirect(">", start, self._at, (start,)))
            case "operator":
                raise CommandError(_NO_SHELL.format(found.group()), start)
            case "single":
                self._add(found["single"], start, start + 1)
                self._kept.update(_uses(found["single"], self._variables or {}))
            case "quote":
                self._quoted(found.group(), start)
            case _:
                self._piece(found, start)

    def _quoted(self, quote: str, start: int) -> None:
        """Read up to the closing quote; a single one found here is never closed."""
        self._add("", start, start)
        if quote == '"':
            while self._at < len(self._text):
                found = _DOUBLE.match(self._text, self._at)
                assert found is not None
                at, self._at = self._at, found.end()
                if found.lastgroup == "quote":
                    return
                if found.lastgroup != "joined":
                    self._piece(found, at)
        if not self._lenient:
            raise CommandError(f"the quote {quote} is never closed", start)
        if quote == "'":
            self._add(self._text[self._at :], start, self._at)
            self._at = len(self._text)
        self._end_word(self._at, quote)

    def _piece(self, found: re.Match[str], start: int) -> None:
        """Add a variable's value, an escaped character or plain text to the word."""
        groups = found.groupdict()
        if groups["variable"] is not None and self._variables is not None:
            name: str = groups["name"] or groups["braced"] or ""
            value = self._value(name, start)
            self._add(value, start, start, step=0)
        elif groups["escaped"] is not None:
            self._add(groups["escaped"], start, start + 1)
        else:
            self._add(found.group(), start, start)

    def _value(self, name: str, at: int) -> str:
        assert self._variables is not None
        if name.startswith("!"):
            return f"${{{name[1:]}}}"
        if name in self._variables:
            return self._variables[name]
        hint = "" if self._variables else "; there are none yet"
        said = unknown("a variable", f"${{{name}}}", [f"${{{known}}}" for known in self._variables])
        raise CommandError(f"{said}{hint}; in single quotes it stays as it is", at)

    def _add(self, text: str, start: int, at: int, step: int = 1) -> None:
        """Add text whose first character stands at `at`, to the word that begins at `start` if none has begun."""
        if self._start < 0:
            self._start = start
        self._pieces.append(text)
        self._places.extend(range(at, at + len(text)) if step else (at,) * len(text))

    def _end_word(self, end: int, quote: str = "") -> None:
        if self._start >= 0:
            text, places = "".join(self._pieces), tuple(self._places)
            self._words.append(Word(text, self._start, end, places, quote, tuple(sorted(self._kept))))
        self._start, self._pieces, self._places, self._kept = -1, [], [], set()

    def _end_statement(self) -> None:
        self._end_word(len(self._text))
        if self._words:
            self._done.append(Statement(tuple(self._words), self._words[0].start))
        self._words = []
