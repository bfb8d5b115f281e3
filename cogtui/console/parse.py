"""From a line of text to what it asks for: an `aws` command with its parameters, or one of the Console's own commands.

The rules are the AWS CLI's (AWS CLI User Guide, "Command structure" and "Command line options"); the Console takes one
call a line. Lines before it may make files with `printf`, and credentials may stand before `aws` as in a shell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from cogtui.cloud.callers import Keys
from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.names import kebab, operation_named
from cogtui.cloud.catalog.reader import Service
from cogtui.cloud.documents import nearest, unknown
from cogtui.console import arguments
from cogtui.console.command import BUILT_INS, PRESIGN, BuiltIn, Command
from cogtui.console.names import COMMANDS
from cogtui.console.words import CommandError, Redirect, Word, statements
from cogtui.console.written import WRITERS, written

_ASSIGNMENT: Final = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)

_KEYS: Final = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")

_TRANSFERS: Final = {
    "ls": "list-objects-v2 --bucket NAME",
    "cp": "get-object --bucket NAME --key KEY FILE` or `aws s3api put-object --bucket NAME --key KEY --body FILE",
    "mv": "copy-object",
    "rm": "delete-object --bucket NAME --key KEY",
    "mb": "create-bucket --bucket NAME",
    "rb": "delete-bucket --bucket NAME",
    "sync": "list-objects-v2 --bucket NAME",
}
"""Commands of `aws s3` -> calls that they make."""


def parse(
    text: str, *, variables: Mapping[str, str] | None = None, files: Mapping[str, bytes] | None = None
) -> Command | BuiltIn | None:
    """Return what the text asks for; None for an empty one. CommandError says what does not hold, and where."""
    lines = [statement.words for statement in statements(text, variables or {})]
    writes: dict[str, bytes] = {}
    while lines and lines[0][0].text in WRITERS:
        name, content = written(lines.pop(0))
        writes[name] = content
    if not lines:
        return BuiltIn("write", tuple(writes), writes) if writes else None
    if len(lines) > 1:
        raise CommandError("one command at a time; a line goes on when it ends in `\\`", lines[1][0].start)
    try:
        return _command(lines[0], {**(files or {}), **writes}, writes)
    except RecursionError:
        raise CommandError("the brackets are nested too deeply", lines[0][0].start) from None


def _command(line: Sequence[Word], files: Mapping[str, bytes], writes: dict[str, bytes]) -> Command | BuiltIn:
    redirect = next((word for word in line if isinstance(word, Redirect)), None)
    if redirect is not None:
        raise CommandError("only `printf` writes to a file with `>`", redirect.start)
    keys, line = _credentials(line)
    if line[0].text in BUILT_INS and keys is None:
        return BuiltIn(line[0].text, tuple(word.text for word in line[1:]), writes)
    if line[0].text != "aws":
        raise _no_command(line[0])
    if [word.text for word in line[:3]] == PRESIGN.split() and line[-1].text != "help":
        return BuiltIn(PRESIGN, tuple(word.text for word in line[3:]), writes, keys)
    if line[-1].text == "help":  # as in `aws sts help`
        return BuiltIn("help", tuple(word.text for word in line[:-1]), writes)
    return msgspec.structs.replace(_aws(line[1:], line[0].end, files), keys=keys, writes=writes)


def _credentials(line: Sequence[Word]) -> tuple[Keys | None, Sequence[Word]]:
    """Take `AWS_ACCESS_KEY_ID=...` and its companions off the beginning of a line."""
    found: dict[str, str] = {}
    for word in line:
        assignment = _ASSIGNMENT.fullmatch(word.text)
        if assignment is None:
            break
        if assignment[1] not in _KEYS:
            raise CommandError(unknown("a setting that the Console knows", assignment[1], _KEYS), word.start)
        found[assignment[1]] = assignment[2]
    if not found:
        return None, line
    if len(found) >= len(line):
        raise CommandError("an `aws` command is expected after the credentials", line[-1].end)
    if missing := [name for name in _KEYS[:2] if name not in found]:
        raise CommandError(f"`{missing[0]}` is missing", line[0].start)
    return Keys(found[_KEYS[0]], found[_KEYS[1]], found.get(_KEYS[2], "")), line[len(found) :]


def _no_command(word: Word) -> CommandError:
    if word.text in COMMANDS:
        return CommandError(f"the line begins with `aws`: `aws {word.text} ...`", word.start)
    if meant := nearest(word.text, ("aws", *BUILT_INS)):
        return CommandError(f"`{word.text}` is not a command; did you mean `{meant}`?", word.start)
    return CommandError(
        f"`{word.text}` is not a command; type `aws SERVICE OPERATION ...`, or `help` for all there is", word.start
    )


def _aws(line: Sequence[Word], end: int, files: Mapping[str, bytes]) -> Command:
    if not line:
        raise CommandError(f"a service is expected: {', '.join(COMMANDS)}", end)
    service = _service(line)
    if len(line) == 1:
        raise CommandError(f"an operation of {service.full_name} is expected; tab lists them", line[0].end)
    operation = _operation(service, line[1])
    return arguments.command(service, operation, line[2:], line[1].end, files)


def _service(line: Sequence[Word]) -> Service:
    name = line[0].text
    if name == "s3":
        raise CommandError(_instead_of_s3(line[1].text if len(line) > 1 else ""), line[0].start)
    if name not in COMMANDS:
        raise CommandError(unknown("a service of CogTUI", name, COMMANDS), line[0].start)
    return reader.service(COMMANDS[name])


def _instead_of_s3(command: str) -> str:
    if call := _TRANSFERS.get(command):
        return f"`aws s3 {command}` hides its calls; here you type them: `aws s3api {call}`"
    return "`aws s3` hides its calls; here you type them: `aws s3api ...`"


def _operation(service: Service, word: Word) -> str:
    spelled = {kebab(name): name for name in service.operations}
    if word.text in spelled:
        return spelled[word.text]
    if meant := operation_named(service.name, word.text):
        raise CommandError(f"on the command line `{word.text}` is `{kebab(meant)}`", word.start)
    raise CommandError(unknown(f"an operation of {service.full_name}", word.text, spelled), word.start)
