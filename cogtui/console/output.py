"""Answers as the AWS CLI prints them: JSON with its types, text with tabs, its sentence for an error.

Source: AWS CLI User Guide, "Setting the output format in the AWS CLI".
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.catalog.reader import Reference, Service
from cogtui.cloud.trail import Record

NOT_SIMULATED = "NotImplemented"
"""Code of CogTUI's own answer for what AWS has and it has not."""

_POLICY = "policyDocumentType"
"""IAM sends these URL-encoded; SDKs and the CLI give them as data."""


def printed(record: Record) -> dict[str, Any]:
    """Return a call's answer as the CLI gives it: times as ISO 8601, blobs as base64, IAM's policies as data."""
    service = reader.service(record.service)
    use = service.operations[record.operation].output
    return _printed(service, use, record.output or {})


def _printed(service: Service, use: Reference | None, value: Any) -> Any:
    shape = service.target(use) if use is not None else None
    if is_dict(value):
        members = shape.members if shape is not None else {}
        other = shape.value if shape is not None else None
        return {str(name): _printed(service, members.get(str(name), other), part) for name, part in value.items()}
    if is_list(value):
        member = shape.member if shape is not None else None
        return [_printed(service, member, part) for part in value]
    if isinstance(value, str) and use is not None and use.shape == _POLICY:
        return _as_data(value)
    return _scalar(value)


def _as_data(policy: str) -> Any:
    try:
        return json.loads(unquote(policy))
    except ValueError:
        return policy


def _scalar(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    return value


def queried(value: Any, query: str) -> Any:
    """Return what a JMESPath finds; ValueError, with words for the learner, for one that fails on this answer."""
    if not query:
        return value
    import jmespath
    from jmespath.exceptions import JMESPathError

    try:
        return jmespath.search(query, value)
    except JMESPathError as problem:
        raise ValueError(f"`--query` fails on this answer: {problem}") from problem


def as_json(value: Any) -> str:
    """Return `--output json`; nothing for an empty answer."""
    return "" if value == {} else json.dumps(value, indent=4, ensure_ascii=False)


def as_text(value: Any) -> str:
    """Return `--output text`: one line for each structure, its values in the order of their names, tabs between them."""
    return "\n".join(_lines(value, "", None))


def _lines(value: Any, title: str, columns: list[str] | None) -> Iterator[str]:
    if is_dict(value):
        yield from _structure(value, title, columns)
    elif is_list(value):
        yield from _list(list(value), title)
    else:
        yield str(value)


def _structure(value: dict[Any, Any], title: str, columns: list[str] | None) -> Iterator[str]:
    names = sorted(name for name, part in value.items() if not _nests(part)) if columns is None else columns
    cells = [str(value.get(name, "")) for name in names]
    if cells:
        yield "\t".join((title.upper(), *cells) if title else cells)
    for name in sorted(set(value) - set(names)):
        yield from _lines(value[name], str(name), None)


def _list(items: list[Any], title: str) -> Iterator[str]:
    if any(is_dict(item) for item in items):
        columns = sorted({name for item in items if is_dict(item) for name, part in item.items() if not _nests(part)})
        for item in items:
            yield from _lines(item, title, columns)
        return
    plain = [str(item) for item in items if not _nests(item)]
    if plain:
        yield from (f"{title.upper()}\t{item}" for item in plain) if title else ("\t".join(plain),)
    for item in items:
        if _nests(item):
            yield from _lines(item, title, None)


def _nests(value: Any) -> bool:
    return is_dict(value) or is_list(value)


def sentence(record: Record) -> str:
    """Return the error of a failed call as the CLI words it; what is not simulated says so itself."""
    assert record.error is not None
    if record.error.code == NOT_SIMULATED:
        return record.error.message
    return (
        f"An error occurred ({record.error.code}) when calling the {record.operation} operation: {record.error.message}"
    )
