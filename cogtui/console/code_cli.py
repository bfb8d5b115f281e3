"""A call as an AWS CLI command that a shell, and the Console, take as it stands."""

from __future__ import annotations

import base64
import json
import re
import shlex
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Final

import msgspec

from cogtui.cloud.callers import Anonymous, Keys, Operator, Service, Signed
from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.catalog.names import kebab
from cogtui.cloud.catalog.reader import Reference, Shape
from cogtui.cloud.trail import Record
from cogtui.console import names
from cogtui.console.values import NESTING
from cogtui.console.written import printf

WIDTH: Final = 76
"""A command that is longer goes on in further lines."""

_SIMPLE: Final = re.compile(r"[\w./:@+-]+", re.ASCII)
"""Values that shorthand takes without quotes."""
_NAME: Final = re.compile(r"[\w\-.#/:]+", re.ASCII)


_FETCHED: Final = ("file://", "fileb://", "http://", "https://")
"""Values that begin so would be taken for the address of a value; version 1 of the AWS CLI gets it from the web too
(AWS CLI User Guide for version 1, "cli_follow_urlparam")."""

_ADDRESSES: Final = frozenset({("iam", "CreateOpenIDConnectProvider", "Url")})
"""Parameters that are addresses themselves: the AWS CLI does not go there."""

GLOBAL: Final = ("iam", "organizations")
"""Services that have no regions."""


class Written(msgspec.Struct, frozen=True):
    """A command in its parts."""

    files: tuple[str, ...]
    """Lines that make the files it reads."""
    parts: tuple[str, ...]
    """`aws SERVICE OPERATION`, and its options."""

    def text(self, before: tuple[str, ...] = ()) -> str:
        """Return it as lines to type; `before` are comments, and assignments that hold for this command."""
        comments = [line for line in before if line.startswith("#")]
        settings = [line for line in before if not line.startswith("#")]
        short = " ".join(self.parts)
        command = short if len(short) <= WIDTH and "\n" not in short else " \\\n    ".join(self.parts)
        return "\n".join((*comments, *self.files, " \\\n".join((*settings, command))))


def of_record(record: Record) -> str:
    """Return the command that makes the record's call."""
    region = "" if record.service in GLOBAL else record.region
    before, setting = _caller(record)
    return written(record.service, record.operation, record.request, region=region, setting=setting).text(before)


def command_line(service: str, operation: str, params: dict[str, Any], *, region: str = "", setting: str = "") -> str:
    """Return a call as a command to type; `setting` is a further option: `--profile operator`."""
    return written(service, operation, params, region=region, setting=setting).text()


def _caller(record: Record) -> tuple[tuple[str, ...], str]:
    """Return what stands before the command, and the option that says who calls.

    Operations that take no signature need neither.
    """
    known = reader.service(record.service).operations.get(record.operation)
    signed = known is None or known.signed
    match record.caller:
        case Service(name=name):
            return (f"# {name} made this call itself, on the way.",), ""
        case Operator(account=account) if signed:
            return (), f"--profile {names.operator_profile(account)}"
        case Anonymous() if signed:
            return (), "--no-sign-request"
        case Keys() as keys if signed:
            return _assignments(keys), ""
        case Signed() as sent if signed:
            return (f"# {key_words(sent)}; the shell's variables tell the AWS CLI which to use.",), ""
        case _:
            return (), ""


def key_words(sent: Signed) -> str:
    """Say with what a client's request was signed; its secret is nowhere in the trail."""
    key = sent.access_key_id
    named = f"the key {key}" if key.isascii() and key.isalnum() else "a key that can't be read"
    return f"Signed with {named}" + (" and its session token" if sent.session_token else "")


def _assignments(keys: Keys) -> tuple[str, ...]:
    """Return the credentials as a shell gives them to one command."""
    pairs = {
        "AWS_ACCESS_KEY_ID": keys.access_key_id,
        "AWS_SECRET_ACCESS_KEY": keys.secret_access_key,
        "AWS_SESSION_TOKEN": keys.session_token,
    }
    return tuple(f"{name}={shlex.quote(value)}" for name, value in pairs.items() if value)


def written(service: str, operation: str, params: dict[str, Any], *, region: str = "", setting: str = "") -> Written:
    """Return a call as a command's parts."""
    files: list[str] = []
    parts = [f"aws {names.command_of(service)} {kebab(operation)}"]
    for name, value in params.items():
        option = names.option_of(service, operation, name)
        if _streams(service, operation, name, value):
            files.append(
                printf(file_of(params), value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass"))
            )
            parts.append(f"{option} {file_of(params)}")
        elif (
            isinstance(value, str)
            and value.startswith(_FETCHED)
            and not (value.startswith("http") and (service, operation, name) in _ADDRESSES)
        ):
            path = f"{option.removeprefix('--')}.txt"  # as it stands it would be taken for a file's name
            files.append(printf(path, value.encode("utf-8", "surrogatepass")))
            parts.append(f"{option} file://{path}")
        elif value is not None:
            parts.append(_option(service, operation, name, value))
    parts.extend(f"{option} {value}" for option, value in names.CLI_ONLY.get((service, operation), {}).items())
    parts.extend(part for part in (f"--region {region}" if region else "", setting) if part)
    if _has_outfile(service, operation):
        parts.append(file_of(params))
    return Written(tuple(files), tuple(parts))


def file_of(params: dict[str, Any]) -> str:
    """Return the name of the file that an object's content comes from or goes to: the last part of its key."""
    name = PurePosixPath(str(params.get("Key", ""))).name
    return re.sub(r"[^\w.-]", "_", name, flags=re.ASCII).lstrip("-.") or "object"


def _use(service: str, operation: str, parameter: str) -> Reference | None:
    known = reader.service(service)
    shape = known.input(operation) if known.has(operation) else None
    return shape.members.get(parameter) if shape else None


def _streams(service: str, operation: str, name: str, value: Any) -> bool:
    use = _use(service, operation, name)
    return use is not None and use.streaming and isinstance(value, (bytes, str))


def _has_outfile(service: str, operation: str) -> bool:
    known = reader.service(service)
    return known.has(operation) and names.streamed(known, operation) is not None


def _option(service: str, operation: str, name: str, value: Any) -> str:
    """Return one parameter."""
    option = names.option_of(service, operation, name)
    use = _use(service, operation, name)
    shape = reader.service(service).target(use) if use is not None else None
    if isinstance(value, bool) and (shape is None or shape.type == "boolean"):
        return option if value else f"--no-{option.removeprefix('--')}"
    return _with_values(option, _words(service, shape, value))


def _with_values(option: str, values: list[str]) -> str:
    """Return the option with its values; one that begins with a dash would be taken for an option itself."""
    if len(values) == 1 and values[0].startswith("-"):
        return f"{option}={shlex.quote(values[0])}"
    return " ".join((option, *(shlex.quote(value) for value in values)))


def _words(service: str, shape: Shape | None, value: Any) -> list[str]:
    """Return the words that give a value, before the shell's quotes."""
    if is_list(value) and value and all(_is_word(item) for item in value) and _takes(service, shape):
        return list(value)
    if is_list(value) and value and all(_pairs(item) for item in value):
        return [_pairs(item) for item in value]
    if is_dict(value) and (shorthand := _pairs(value)):
        return [shorthand]
    if is_dict(value) or is_list(value):
        return [_json(value)]
    if isinstance(value, str) and shape is not None and shape.type in NESTING:
        return [json.dumps(value)]  # not what the API takes, and so said as it is
    return [scalar(value)]


def _takes(service: str, shape: Shape | None) -> bool:
    """Tell whether a list's plain texts can stand one after another."""
    if shape is None or shape.type != "list" or shape.member is None:
        return False
    return reader.service(service).target(shape.member).type not in NESTING


def _is_word(value: Any) -> bool:
    """Tell whether a text can stand by itself as an item of a list."""
    return _is_plain(value, _SIMPLE) and not value.startswith(_FETCHED)


def _is_plain(value: Any, pattern: re.Pattern[str]) -> bool:
    return isinstance(value, str) and bool(pattern.fullmatch(value)) and not value.startswith(("-", "file:", "fileb:"))


def _pairs(value: Any) -> str:
    """Return a flat structure or map of plain texts as shorthand; empty when it is none."""
    if not is_dict(value) or not value:
        return ""
    if not all(_is_plain(item, _SIMPLE) and _is_plain(name, _NAME) for name, item in value.items()):
        return ""
    return ",".join(f"{name}={item}" for name, item in value.items())


def scalar(value: Any) -> str:
    """Return a single value as the CLI takes it."""
    match value:
        case bool():
            return str(value).lower()
        case datetime():
            return value.isoformat()
        case bytes() | bytearray():
            return base64.b64encode(value).decode()
        case _:
            return str(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=scalar)
