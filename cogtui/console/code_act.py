"""What is no AWS call but happened in the world: the clock moved, a template was applied."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from cogtui.cloud.clock import timestamp
from cogtui.cloud.trail import Record
from cogtui.console.clock_words import spelled

ASKED = "policies"
"""Family of records that are no act either: a question put to a session's policies, which nobody can send."""


def as_command(record: Record) -> str:
    """Return the act as the Console does it, where it can."""
    if (record.service, record.operation) == ("clock", "advance"):
        seconds = record.request.get("seconds", 0)
        return f"{_what(record)}\nclock {spelled(seconds)}"
    return _what(record)


def as_python(record: Record) -> str:
    """Return the act as code of CogTUI's own, which boto3 has not."""
    if record.service == ASKED:
        return _what(record)
    given = {"device": record.device, **record.request} if record.device else record.request
    arguments = "".join(f", {name}={value!r}" for name, value in msgspec.to_builtins(given).items())
    return f'{_what(record)}\nworld.act("{record.service}.{record.operation}"{arguments})'


def without_http(record: Record) -> str:
    """Say that nothing was sent."""
    return f"{_what(record)}\n# Nothing went over the network."


def _what(record: Record) -> str:
    lines = [f"# No AWS call: an act in the simulated world, `{record.service}.{record.operation}`."]
    if record.title:
        lines.append(f"# {record.title}")
    lines.extend(f"# {name}: {_short(value)}" for name, value in record.request.items() if name != "seconds")
    lines.append(f"# at {timestamp(record.at).strftime('%Y-%m-%dT%H:%M:%SZ')}")
    return "\n".join(lines)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(msgspec.to_builtins(value), ensure_ascii=False)
    first, *more = text.split("\n")
    return f"{first} … ({len(more)} lines more)" if more else first
