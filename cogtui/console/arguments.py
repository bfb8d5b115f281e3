"""The words after `aws SERVICE OPERATION`: which option takes which of them, and what they give together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast, get_args

import msgspec

from cogtui.cloud.catalog.forms import is_dict
from cogtui.cloud.catalog.names import kebab
from cogtui.cloud.catalog.reader import Reference, Service
from cogtui.cloud.documents import unknown
from cogtui.console import names
from cogtui.console.command import Command, OutputForm
from cogtui.console.names import ELSEWHERE, FLAGS, GLOBAL, NOBODY, OUTFILE
from cogtui.console.values import Parser, Place
from cogtui.console.words import CommandError, Word

_INPUT: Final = "--cli-input-json"
_FORMS: Final[tuple[OutputForm, ...]] = get_args(OutputForm)


class Group(msgspec.Struct, frozen=True):
    """An option with the words that follow it, up to the next option."""

    option: Word
    name: str
    """Without a value that stands behind `=`."""
    words: tuple[Word, ...]
    joined: bool = False
    """Its first value stands behind `=`, and so may begin with dashes."""


def groups(line: Sequence[Word]) -> tuple[tuple[Word, ...], list[Group]]:
    """Return the words before the first option, and the options with theirs."""
    first = next((index for index, word in enumerate(line) if _is_option(word)), len(line))
    found: list[Group] = []
    for word in line[first:]:
        if _is_option(word):
            found.append(_begun(word))
        else:
            found[-1] = msgspec.structs.replace(found[-1], words=(*found[-1].words, word))
    return tuple(line[:first]), found


def _is_option(word: Word) -> bool:
    return word.text.startswith("--") and len(word.text) > 2


def _begun(word: Word) -> Group:
    name, joined, value = word.text.partition("=")
    if not joined:
        return Group(word, name, ())
    at = len(name) + 1
    part = msgspec.structs.replace(word, text=value, start=word.at(at), places=word.places[at:])
    return Group(word, name, (part,), joined=True)


def command(service: Service, operation: str, line: Sequence[Word], end: int, files: Mapping[str, bytes]) -> Command:
    """Return the call that the words give; `end` is where the operation's name ends."""
    return _Reading(service, operation, line, end, files).command()


class _Reading:
    """Reads the arguments of one command."""

    def __init__(
        self, service: Service, operation: str, line: Sequence[Word], end: int, files: Mapping[str, bytes]
    ) -> None:
        self._service = service
        self._operation = operation
        self._line = line
        self._end = line[-1].end if line else end
        self._options = names.options(service, operation)
        self._params: dict[str, Any] = {}
        self._settings: dict[str, Word] = {}
        self._loose: list[Word] = []
        self._files = files

    def command(self) -> Command:
        before, found = groups(self._line)
        self._loose.extend(before)
        self._settle(found)
        parser = Parser(
            self._service, self._files, raw_blobs=self._setting("--cli-binary-format", _BINARY) == _BINARY[1]
        )
        self._whole_input(parser)
        for group in found:
            if group.name not in GLOBAL:
                self._parameter(parser, group)
        outfile = self._outfile()
        self._nothing_missing(outfile)
        return Command(
            self._service.name,
            self._operation,
            {name: value for name, value in self._params.items() if value is not None},
            profile=self._profile(),
            profile_at=self._settings["--profile"].start if "--profile" in self._settings else 0,
            region=self._text("--region"),
            query=self._query(),
            output=cast("OutputForm", self._setting("--output", _FORMS)),
            outfile=outfile,
            kept=tuple(sorted({name for word in self._line for name in word.kept})),
        )

    # --- options of every command ------------------------------------------------------------------------------------

    def _settle(self, found: list[Group]) -> None:
        """Take the options of every command."""
        for group in found:
            if group.name in GLOBAL:
                taken = 0 if group.name in FLAGS else 1
                if len(group.words) < taken:
                    raise CommandError(f"`{group.name}` expects a value: {GLOBAL[group.name]}", group.option.end)
                self._settings[group.name] = group.words[0] if taken else group.option
                self._loose.extend(group.words[taken:])

    def _text(self, option: str) -> str:
        word = self._settings.get(option)
        return word.text if word else ""

    def _setting(self, option: str, choices: Sequence[str]) -> str:
        """Return one of the choices, the first by default."""
        word = self._settings.get(option)
        if word is None:
            return choices[0]
        if word.text not in choices:
            raise CommandError(unknown(f"a value of `{option}` here", word.text, choices), word.start)
        return word.text

    def _profile(self) -> str | None:
        """Return who is to call; whether that is anybody shows in the world."""
        if "--no-sign-request" in self._settings:
            return NOBODY
        return self._text("--profile") if "--profile" in self._settings else None

    def _query(self) -> str:
        word = self._settings.get("--query")
        if word is None:
            return ""
        import jmespath
        from jmespath.exceptions import EmptyExpressionError, JMESPathError, LexerError, ParseError

        try:
            jmespath.compile(word.text)
        except EmptyExpressionError:
            raise CommandError("`--query` expects a JMESPath", word.start) from None
        except (LexerError, ParseError) as problem:
            at = word.at(max(problem.lex_position, 0))
            raise CommandError(f"`{word.text}` is not a JMESPath: look at this place of it", at) from None
        except JMESPathError as problem:
            raise CommandError(f"`{word.text}` is not a JMESPath: {problem}", word.start) from None
        return word.text

    def _whole_input(self, parser: Parser) -> None:
        word = self._settings.get(_INPUT)
        if word is None:
            return
        given = parser.json(word, Place(_INPUT, word.start))
        if not is_dict(given):
            raise CommandError(f"`{_INPUT}` expects a JSON object with all parameters", word.start)
        members = dict(self._options.values())
        for name, raw in given.items():
            if name not in members:
                raise CommandError(unknown(f"a parameter of {self._operation}", name, members), word.start)
            self._params[name] = parser.typed(members[name], raw, Place(f"{_INPUT} {name}", word.start))

    # --- parameters --------------------------------------------------------------------------------------------------

    def _parameter(self, parser: Parser, group: Group) -> None:
        """Take one parameter with its words."""
        if group.name in names.CLI_ONLY.get((self._service.name, self._operation), {}):
            self._loose.extend(group.words[1:])
            return
        parameter, use, truth = self._found(group)
        kind = self._service.target(use).type
        if kind == "boolean":
            if group.joined:
                raise CommandError(
                    f"`{group.name}` takes no value; its opposite is {_opposite(group.name)}", group.option.start
                )
            self._params[parameter] = truth
            self._loose.extend(group.words)
            return
        taken = group.words if kind == "list" else group.words[:1]
        if not taken and kind != "list":
            raise CommandError(f"`{group.name}` expects a value", group.option.end)
        self._loose.extend(group.words[len(taken) :])
        self._params[parameter] = parser.value(group.name, use, taken)

    def _found(self, group: Group) -> tuple[str, Reference, bool]:
        """Return the parameter of an option, its shape, and the truth value that a switch gives."""
        if group.name in self._options:
            return *self._options[group.name], True
        positive = "--" + group.name.removeprefix("--no-")
        if positive != group.name and positive in self._options:
            parameter, use = self._options[positive]
            if self._service.target(use).type == "boolean":
                return parameter, use, False
        raise self._unknown(group)

    def _unknown(self, group: Group) -> CommandError:
        if why := ELSEWHERE.get(group.name):
            return CommandError(f"`{group.name}` means nothing here: {why}", group.option.start)
        spelled = f"--{kebab(group.name.removeprefix('--'))}"
        if spelled in self._options:
            return CommandError(f"on the command line `{group.name}` is `{spelled}`", group.option.start)
        known = (*self._options, *GLOBAL)
        return CommandError(unknown(f"an option of {self._operation}", group.name, known), group.option.start)

    def _outfile(self) -> str:
        """Return the file for a streamed answer; nothing else stands without an option's name before it."""
        wanted = names.streamed(self._service, self._operation)
        left = self._loose[1:] if wanted else self._loose
        if left:
            raise CommandError(
                f"`{left[0].text}` belongs to no option; quote a value that has blanks in it", left[0].start
            )
        return self._loose[0].text if self._loose else ""

    def _nothing_missing(self, outfile: str) -> None:
        """Raise the CLI's own words for required parameters that are not there."""
        missing = [
            names.option_of(self._service.name, self._operation, name)
            for name in names.required(self._service, self._operation)
            if self._params.get(name) is None
        ]
        if names.streamed(self._service, self._operation) and not outfile:
            missing.append(f"{OUTFILE} (a file's name; /dev/stdout shows the content)")
        if missing:
            raise CommandError(f"the following arguments are required: {', '.join(missing)}", self._end)


_BINARY: Final = ("base64", "raw-in-base64-out")


def _opposite(option: str) -> str:
    return f"`--no-{option.removeprefix('--')}`"
