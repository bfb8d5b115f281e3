"""A call as Python code that runs with boto3."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final

from cogtui.cloud.callers import Anonymous, Keys, Operator, Service, Signed
from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.catalog.names import snake
from cogtui.cloud.trail import Record
from cogtui.console.code_cli import key_words
from cogtui.console.names import operator_profile, streamed

WIDTH: Final = 88
"""A value that is longer goes on in further lines."""


def of_record(record: Record) -> str:
    """Return the code that makes the record's call."""
    given = {name: value for name, value in record.request.items() if value is not None}
    known = reader.service(record.service)
    found = known.operations.get(record.operation)
    signed = found is None or found.signed
    lines = [*_imports(record, given, signed=signed), ""]
    if isinstance(record.caller, Service):
        lines.append(f"# {record.caller.name} made this call itself, on the way.")
    if isinstance(record.caller, Signed) and signed:
        lines.append(f"# {key_words(record.caller)}; the shell's variables tell boto3 which to use.")
    lines.append(_client(record, signed=signed))
    lines.append(_call(f"response = client.{snake(record.operation)}", given))
    if record.error is not None:
        code, message = record.error.code, " ".join(record.error.message.split())
        lines.append(f"# raises botocore.exceptions.ClientError: {code}: {message}")
    elif found is not None and (member := streamed(known, record.operation)):
        lines.append(f'content = response["{member}"].read()')
    return "\n".join(lines)


def _imports(record: Record, given: dict[str, Any], *, signed: bool) -> list[str]:
    lines: list[str] = []
    if _has_time(given):
        lines += ["from datetime import datetime", ""]
    lines.append("import boto3")
    if signed and isinstance(record.caller, Anonymous):
        lines += ["from botocore import UNSIGNED", "from botocore.config import Config"]
    return lines


def _has_time(value: Any) -> bool:
    if is_dict(value):
        return any(_has_time(part) for part in value.values())
    return any(_has_time(part) for part in value) if is_list(value) else isinstance(value, datetime)


def _client(record: Record, *, signed: bool) -> str:
    """Return the line that makes the client; operations that take no signature need no credentials."""
    settings = [json.dumps(record.service)]
    if record.region:
        settings.append(f"region_name={_text(record.region)}")
    session = "boto3"
    match record.caller:
        case Operator(account=account) if signed:
            session = f"boto3.Session(profile_name={_text(operator_profile(account))})"
        case Anonymous() if signed:
            settings.append("config=Config(signature_version=UNSIGNED)")
        case Keys() as keys if signed:
            settings += [
                f"aws_access_key_id={_text(keys.access_key_id)}",
                f"aws_secret_access_key={_text(keys.secret_access_key)}",
            ]
            if keys.session_token:
                settings.append(f"aws_session_token={_text(keys.session_token)}")
        case _:
            pass
    return _spread(f"client = {session}.client(", settings, ")", 0)


def _call(head: str, params: dict[str, Any]) -> str:
    names_fit = all(name.isidentifier() for name in params)
    if not names_fit:
        return f"{head}(**{literal(params)})"
    return _spread(f"{head}(", [f"{name}={literal(value, 1)}" for name, value in params.items()], ")", 0)


def _spread(opening: str, parts: list[str], closing: str, depth: int) -> str:
    """Return the parts on one line where they fit, else one on each."""
    line = f"{opening}{', '.join(parts)}{closing}"
    if len(line) + 4 * depth <= WIDTH and "\n" not in line:
        return line
    inner = "    " * (depth + 1)
    return "\n".join((opening, *(f"{inner}{part}," for part in parts), f"{'    ' * depth}{closing}"))


def literal(value: Any, depth: int = 0) -> str:
    """Return a parameter's value as Python writes it."""
    if is_dict(value):
        parts = [f"{_text(str(name))}: {literal(part, depth + 1)}" for name, part in value.items()]
        return _spread("{", parts, "}", depth)
    if is_list(value):
        return _spread("[", [literal(part, depth + 1) for part in value], "]", depth)
    match value:
        case datetime():
            return f'datetime.fromisoformat("{value.isoformat()}")'
        case str():
            return _text(value)
        case _:
            return repr(value)


def _text(text: str) -> str:
    """Return text as a literal; what has several lines, a policy, keeps them."""
    if "\n" in text and all(line.isprintable() for line in text.split("\n")) and _triple(text):
        return f'"""{text}"""'
    return json.dumps(text, ensure_ascii=False) if text.isprintable() else repr(text)


def _triple(text: str) -> bool:
    return '"""' not in text and "\\" not in text and not text.endswith('"')
