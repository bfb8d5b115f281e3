"""What a user pool sent to a function: nobody's own call, but the same event can be tried out at AWS."""

from __future__ import annotations

import json
import shlex
from typing import Any

import msgspec

from cogtui.cloud.trail import Record


def as_command(record: Record) -> str:
    """Return the command that tries the function with this event."""
    payload = shlex.quote(json.dumps(_event(record), ensure_ascii=False))
    options = f"--cli-binary-format raw-in-base64-out --payload {payload}"
    return f"{_what(record)}\naws lambda invoke --function-name {record.operation} {options} response.json"


def as_python(record: Record) -> str:
    """Return the code that tries the function with this event."""
    event = json.dumps(_event(record), indent=2, ensure_ascii=False)
    return "\n".join(
        (
            _what(record),
            "import json",
            "",
            "import boto3",
            "",
            f"event = json.loads({event!r})" if '"""' in event else f'event = json.loads(r"""\n{event}\n""")',
            'client = boto3.client("lambda")',
            f"response = client.invoke(FunctionName={record.operation!r}, Payload=json.dumps(event))",
        )
    )


def without_http(record: Record) -> str:
    """Say who sent it."""
    return f"{_what(record)}\n# The request and response views show the event and what came back."


def _event(record: Record) -> Any:
    return msgspec.to_builtins(record.request)


def _what(record: Record) -> str:
    return f"# No call of yours: the user pool ran its function at {record.title}.\n# Lambda itself is not simulated; at AWS, the same event can be tried out."
