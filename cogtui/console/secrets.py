"""A line as the history file may hold it: without what the API marks sensitive, and without tokens from elsewhere.

The words stay words: `--password '(withheld)'`, `--auth-parameters USERNAME=(withheld),PASSWORD=$password`. Variables say
nothing by themselves and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.names import kebab
from cogtui.cloud.catalog.sensitive import WITHHELD
from cogtui.cloud.door.withhold import without_foreign
from cogtui.cloud.store import Reader
from cogtui.console import names
from cogtui.console.arguments import Group, groups
from cogtui.console.command import BUILT_INS
from cogtui.console.names import COMMANDS, FLAGS, GLOBAL
from cogtui.console.words import CommandError, Word, statements
from cogtui.console.written import WRITERS

Edit = tuple[int, int, str]
"""What is put in place of a part of the text."""

_ASSIGNMENT: Final = re.compile(r"\w+=")
_VARIABLE: Final = re.compile(r'"?\$(\{[\w.]+\}|\w+)"?')
_PAIRS: Final = re.compile(r"[\w\-.#/:]+=[^,='\"{}\[\]\s]*(,[\w\-.#/:]+=[^,='\"{}\[\]\s]*)*")
_VALUE: Final = re.compile(r"=([^,]+)")
_INPUT: Final = "--cli-input-json"


def keepable(text: str, state: Reader) -> str | None:
    """Return the line without its secrets; None for one that must not be kept at all, because it is no command."""
    try:
        lines = [statement.words for statement in statements(text)]
    except CommandError:
        return None
    if not lines or not all(_is_command(line) for line in lines):
        return None
    edits = sorted(edit for line in lines for edit in _edits(text, line))
    for start, end, instead in reversed(edits):
        text = text[:start] + instead + text[end:]
    return str(without_foreign(state, text))


def _is_command(line: Sequence[Word]) -> bool:
    """Tell whether a line begins as commands do; anything else may be a secret pasted by mistake."""
    first = next((word.text for word in line if not _ASSIGNMENT.match(word.text)), "")
    return first == "aws" or first in BUILT_INS or first in WRITERS


def _edits(text: str, line: Sequence[Word]) -> Iterator[Edit]:
    while line and (assignment := _ASSIGNMENT.match(line[0].text)):
        yield from _instead(text, line[0], f"{assignment.group()}{WITHHELD}", len(assignment.group()))
        line = line[1:]
    if len(line) > 3 and line[0].text == "aws":
        yield from _of_arguments(text, line[1].text, line[2].text, line[3:])


def _of_arguments(text: str, command: str, spelled: str, line: Sequence[Word]) -> Iterator[Edit]:
    """Go through the words after the operation; of an unknown one, all may be secret."""
    service = reader.service(COMMANDS[command]) if command in COMMANDS else None
    operation = next((name for name in service.operations if kebab(name) == spelled), None) if service else None
    if service is None or operation is None:
        yield line[0].start, line[-1].end, WITHHELD
        return
    loose, found = groups(line)
    for word in loose if names.streamed(service, operation) is None else ():
        yield word.start, word.end, WITHHELD
    sensitive = _sensitive_options(service.name, operation)
    for group in found:
        yield from _of_group(text, group, sensitive)


def _of_group(text: str, group: Group, sensitive: dict[str, bool]) -> Iterator[Edit]:
    name = group.name if group.name in sensitive else f"--{group.name.removeprefix('--no-')}"
    if group.name in GLOBAL and group.name != _INPUT:
        taken = 0 if group.name in FLAGS else 1
        if group.words[taken:]:
            yield group.words[taken].start, group.words[-1].end, WITHHELD
        return
    secret = any(sensitive.values()) if group.name == _INPUT else sensitive.get(name, True)
    for word in group.words if secret else ():
        yield from _instead(text, word, f"'{WITHHELD}'")


def _instead(text: str, word: Word, instead: str, skip: int = 0) -> Iterator[Edit]:
    """Withhold a word, or only the values of `name=value,...`; what is nothing but a variable stays."""
    written = text[word.start + skip : word.end]
    if _VARIABLE.fullmatch(written):
        return
    if _PAIRS.fullmatch(written) and not skip:
        instead = _VALUE.sub(lambda found: found[0] if _VARIABLE.fullmatch(found[1]) else f"={WITHHELD}", written)
    yield word.start, word.end, instead


@cache
def _sensitive_options(service: str, operation: str) -> dict[str, bool]:
    """Return the options of an operation, and whether the API marks anything in their values sensitive."""
    known = reader.service(service)
    found = names.options(known, operation)
    return {option: _sensitive(service, use.shape) for option, (_, use) in found.items()}


@cache
def _sensitive(service: str, shape: str) -> bool:
    found = reader.service(service).shapes[shape]
    uses = (*found.members.values(), found.member, found.key, found.value)
    return found.sensitive or any(_sensitive(service, use.shape) for use in uses if use is not None)
