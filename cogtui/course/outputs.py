"""Looking into requests and outputs with JMESPath, as the AWS CLI does with `--query`."""

from __future__ import annotations

import json
from typing import Any, cast
from urllib.parse import unquote

import msgspec

from cogtui.cloud.trail import Record

POLICIES = ("AssumeRolePolicyDocument", "PolicyDocument")
"""Members in which IAM gives policies URL-encoded; the CLI and boto3 decode them, and so do we."""


def search(path: str, value: Any) -> Any:
    """Return what the path finds in a record's request or output; nothing where a function of it does not fit there."""
    import jmespath
    from jmespath.exceptions import JMESPathTypeError

    try:
        return jmespath.search(path, plain(value))
    except JMESPathTypeError:
        return None


def plain(value: Any) -> Any:
    """Return data as the CLI shows it: times as ISO 8601 text, policies as data."""
    return _decoded(msgspec.to_builtins(value))


def _decoded(value: Any) -> Any:
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        return {name: _policy(item) if name in POLICIES else _decoded(item) for name, item in members.items()}
    if isinstance(value, list):
        return [_decoded(item) for item in cast("list[Any]", value)]
    return value


def _policy(value: Any) -> Any:
    try:
        return json.loads(unquote(value)) if isinstance(value, str) else value
    except ValueError:
        return value


def mismatch(record: Record, where: dict[str, Any]) -> str:
    """Return which path of the record's output has another value than it should, one sentence; empty when none."""
    output = plain(record.output or {})
    for path, wanted in where.items():
        value = search(path, output)
        if value != wanted:
            return f"`{path}` of `{record.name}` is `{value}`, not `{wanted}`"
    return ""
