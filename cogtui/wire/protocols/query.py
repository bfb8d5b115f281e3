"""AWS Query: STS, IAM and SNS (Smithy, "AWS query protocol"; STS API Reference, "Common errors")."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from cogtui.cloud.catalog.reader import Service
from cogtui.cloud.errors import AwsError
from cogtui.wire.http import Request
from cogtui.wire.protocols import form_values
from cogtui.wire.protocols.parsed import Parsed, Unreadable, answer

__all__ = ["answer", "fields_of", "read"]

_MOST_FIELDS: Final = 10_000
_LONGEST_NAME: Final = 128
_NO_VERSION: Final = "NO_VERSION_SPECIFIED"


def read(service: Service, request: Request) -> Parsed:
    """Return the call that a request stands for."""
    try:
        fields = fields_of(request)
    except ValueError:
        error = AwsError("MalformedQueryString", "The query string contains a syntax error", status=404)
        return Parsed(f"{request.method} {request.path}"[:_LONGEST_NAME], unreadable=error)
    actions = dict.fromkeys(value for name, value in fields if name == "Action" and value)
    if not actions:
        error = AwsError("MissingAction", "The request is missing an action or a required parameter.")
        return Parsed(f"{request.method} without Action", unreadable=error)
    action = ", ".join(actions)[:_LONGEST_NAME]
    version = next((value for name, value in fields if name == "Version"), _NO_VERSION)[:_LONGEST_NAME]
    found = service.operations.get(action)
    if found is None or version != service.api_version:
        error = AwsError("InvalidAction", f"Could not find operation {action} for version {version}")
        return Parsed(action if found is None else f"{action} of {version}", unreadable=error)
    if found.input is None:
        return Parsed(action)
    try:
        return Parsed(action, form_values.structure(service.name, found.input.shape)(form_values.tree(fields)))
    except Unreadable as problem:
        return Parsed(action, unreadable=AwsError("MalformedInput", str(problem)))


def fields_of(request: Request) -> list[tuple[str, str]]:
    """Return the fields of the query and then those of a form in the body; ValueError where they can't be read."""
    found = _parsed(request.query)
    return [*found, *_parsed(request.body.decode())] if request.body else found


def _parsed(text: str) -> list[tuple[str, str]]:
    if not text:
        return []
    return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
