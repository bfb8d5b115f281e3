"""What can stand at the cursor: services, operations, options, their values as far as the world knows some."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, takewhile
from typing import Final

import msgspec

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.names import kebab
from cogtui.cloud.catalog.reader import Reference, Service
from cogtui.cloud.services import registry
from cogtui.console import names
from cogtui.console.command import BUILT_INS, PRESIGN, PRESIGN_OPTIONS
from cogtui.console.known import Known
from cogtui.console.names import COMMANDS, FLAGS, GLOBAL, PROFILE_HELP
from cogtui.console.words import CommandError, Word, words

MOST: Final = 200
"""Candidates that are worth listing."""

_VARIABLE: Final = re.compile(r"\$\{?([\w.]*)$")


Profiles = Callable[[], Mapping[str, str]]
"""Gives who can call, and who that is."""


class Candidate(msgspec.Struct, frozen=True):
    """One thing that could stand there."""

    text: str
    """What is put into the line."""
    help: str = ""
    """A few words about it."""
    dim: bool = False
    """AWS has it, CogTUI does not simulate it."""
    whole: bool = True
    """A blank follows; not after `graph.facebook.com=`."""


class Completion(msgspec.Struct, frozen=True):
    """The candidates, and which part of the line each of them would replace."""

    start: int
    end: int
    candidates: tuple[Candidate, ...]

    @property
    def common(self) -> str:
        """What all candidates begin with."""
        texts = [candidate.text for candidate in self.candidates]
        first, last = min(texts, default=""), max(texts, default="")
        same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
        return "".join(character for character, _ in same)


_OF_FILES: Final = ("Document", "Policy", "Content")
"""Ends of the names of parameters that are seldom typed in a line."""


def complete(
    text: str,
    cursor: int,
    *,
    known: Known,
    variables: Mapping[str, str],
    profiles: Profiles = lambda: PROFILE_HELP,
    files: Iterable[str] = (),
) -> Completion:
    """Return what can stand at the cursor; text behind it is not looked at."""
    before = text[:cursor]
    try:
        line = words(before, lenient=True)
    except CommandError:
        return Completion(cursor, cursor, ())
    current = line.pop() if line and line[-1].end == len(before) and before[-1:] not in (" ", "\t", "\n") else None
    typed = current.text if current is not None else ""
    if variable := _VARIABLE.search(before):
        return _variables(before, variable, variables)
    candidates = _fitting(_Line(line, known, profiles, tuple(files)).candidates(typed), typed)
    start = current.start if current is not None else cursor
    return Completion(start, cursor, candidates)


def _variables(before: str, found: re.Match[str], variables: Mapping[str, str]) -> Completion:
    """Return the variables that begin so; braces, where they are needed, come with them."""
    begun = (name for name in variables if name.startswith(found[1]))
    candidates = tuple(Candidate(f"${{{name}}}", _cut(variables[name])) for name in begun)
    return Completion(found.start(), len(before), candidates[:MOST])


def _cut(value: str) -> str:
    return value if len(value) <= 40 else f"{value[:24]}…{value[-8:]} {len(value):,}"


def _fitting(candidates: Iterable[Candidate], typed: str) -> tuple[Candidate, ...]:
    """Return those that begin with what is typed, else those that contain it; quoted where a shell would want it."""
    every = list({candidate.text: candidate for candidate in candidates}.values())
    found = [each for each in every if each.text.startswith(typed)]
    found = found or [each for each in every if typed.lower() in each.text.lower()]
    return tuple(msgspec.structs.replace(each, text=_quoted(each.text)) for each in found[:MOST])


def _quoted(text: str) -> str:
    return shlex.quote(text) if text else text


class _Line:
    """What stands before the cursor."""

    def __init__(self, line: Sequence[Word], known: Known, profiles: Profiles, files: tuple[str, ...]) -> None:
        self._texts = [word.text for word in line]
        self._known = known
        self._profiles = profiles
        self._files = files

    def candidates(self, typed: str) -> Iterable[Candidate]:
        match self._texts:
            case []:
                return _commands()
            case ["help"]:
                return [Candidate("aws", "the services")]
            case ["as"]:
                return self._callers()
            case ["clock"]:
                return [Candidate("+1h"), Candidate("+1m"), Candidate("+1d"), Candidate("-1h")]
            case ["aws"] | ["help", "aws"]:
                apis = [Candidate(command, reader.service(name).full_name) for command, name in COMMANDS.items()]
                return apis if self._texts[0] == "help" else [*apis, Candidate("s3", "presign, which makes no call")]
            case ["aws", "s3"]:
                return [Candidate("presign", BUILT_INS[PRESIGN][1])]
            case ["aws", "s3", "presign", *rest]:
                return self._presign(rest)
            case ["aws", command] | ["help", "aws", command] if command in COMMANDS:
                return _operations(reader.service(COMMANDS[command]))
            case ["aws", command, operation, *rest] if command in COMMANDS:
                return self._arguments(reader.service(COMMANDS[command]), operation, rest, typed)
            case _:
                return ()

    def _callers(self) -> Iterable[Candidate]:
        return (Candidate(name, about) for name, about in self._profiles().items())

    def _presign(self, rest: list[str]) -> Iterable[Candidate]:
        """Return an object's address, then the options that are not there yet, or an option's value."""
        if rest and rest[-1] in PRESIGN_OPTIONS:
            return self._callers() if rest[-1] == "--profile" else _global_values(rest[-1])
        there = {text.partition("=")[0] for text in rest}
        found = [Candidate(name, does) for name, does in PRESIGN_OPTIONS.items() if name not in there]
        if any(text.startswith("s3://") for text in rest):
            return found
        known = self._known("S3Address", {})
        return [*(Candidate(address, about, whole=not address.endswith("/")) for address, about in known), *found]

    def _arguments(self, service: Service, command: str, rest: list[str], typed: str) -> Iterable[Candidate]:
        operation = next((name for name in service.operations if kebab(name) == command), None)
        if operation is None:
            return ()
        options = names.options(service, operation)
        at = next((index for index in range(len(rest) - 1, -1, -1) if rest[index].startswith("--")), None)
        if at is None or typed.startswith("--"):
            return _options(service, operation, rest)
        option, values = rest[at], rest[at + 1 :]
        if option == "--profile" and not values:
            return self._callers()
        if option in GLOBAL and option not in FLAGS and not values:
            return _global_values(option)
        if option not in options:
            return _options(service, operation, rest)
        parameter, use = options[option]
        if _takes_more(service, use, values):
            wants = [*self._values(service, parameter, use, rest), *self._contents(parameter, use, typed)]
        else:
            wants = []
        return [*wants, *(() if typed or not values else _options(service, operation, rest))]

    def _contents(self, parameter: str, use: Reference, typed: str) -> Iterator[Candidate]:
        """Yield the Console's files, where a value comes from one."""
        before = "" if use.streaming else "file://"
        if use.streaming or typed.startswith("file:") or parameter.endswith(_OF_FILES):
            yield from (Candidate(f"{before}{name}", "a file of the Console") for name in self._files)

    def _values(self, service: Service, parameter: str, use: Reference, rest: list[str]) -> Iterator[Candidate]:
        shape = service.target(use)
        if shape.type == "list" and shape.member is not None:
            shape = service.target(shape.member)
        yield from (Candidate(value) for value in shape.enum)
        found = self._known(parameter, _given(service, self._texts[2], rest))
        yield from (Candidate(value, about, whole=not value.endswith("=")) for value, about in found)
        if shape.type == "structure":
            yield from (Candidate(f"{name}=", whole=False) for name in shape.members)


def _takes_more(service: Service, use: Reference, values: list[str]) -> bool:
    shape = service.target(use)
    return shape.type != "boolean" and (not values or shape.type == "list")


def _given(service: Service, command: str, rest: list[str]) -> dict[str, str]:
    """Return the parameters that stand in the line already, as far as they are plain."""
    operation = next(name for name in service.operations if kebab(name) == command)
    options = names.options(service, operation)
    pairs = pairwise(rest)
    return {options[name][0]: value for name, value in pairs if name in options and not value.startswith("--")}


def _commands() -> Iterator[Candidate]:
    yield Candidate("aws", "an AWS API call")
    yield from (Candidate(name, does) for name, (_, does) in BUILT_INS.items())


def _operations(service: Service) -> Iterator[Candidate]:
    """Return the operations, simulated ones first."""
    simulated = registry.simulated(service.name)
    for name in sorted(service.operations, key=lambda name: (name not in simulated, name)):
        if name in simulated:
            signed = service.operations[name].signed
            yield Candidate(kebab(name), "" if signed else "takes no signature")
        else:
            yield Candidate(kebab(name), "not simulated", dim=True)


def _options(service: Service, operation: str, rest: list[str]) -> Iterator[Candidate]:
    """Return the options that are not there yet: required ones first, those of every command last."""
    there = {text.partition("=")[0] for text in rest}
    needed = names.required(service, operation)
    accepted = registry.accepted(service.name, operation)
    for option, (parameter, use) in names.options(service, operation).items():
        if option in there or f"--no-{option[2:]}" in there:
            continue
        kind = service.target(use).type
        if accepted and parameter not in accepted:
            yield Candidate(option, "not simulated", dim=True)
            continue
        yield Candidate(option, f"required  {kind}" if parameter in needed else kind)
        if kind == "boolean":
            yield Candidate(f"--no-{option[2:]}", kind)
    yield from (Candidate(option, does) for option, does in GLOBAL.items() if option not in there)


def _global_values(option: str) -> Iterable[Candidate]:
    match option:
        case "--output":
            return (Candidate("json"), Candidate("text"))
        case "--region":
            return (Candidate("us-east-1"), Candidate("eu-west-1"), Candidate("eu-central-1"))
        case "--cli-binary-format":
            return (Candidate("base64"), Candidate("raw-in-base64-out"))
        case _:
            return ()
