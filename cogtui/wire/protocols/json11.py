"""AWS JSON 1.1: user pools and identity pools (Smithy, "AWS JSON 1.1 protocol").

DIFFERS: AWS answers 404 to another content type than `application/x-amz-json-1.1`; here any will do.
"""

from __future__ import annotations

from cogtui.cloud.catalog.reader import Service
from cogtui.wire.http import Request
from cogtui.wire.protocols.json_values import decoded, reading, unreadable
from cogtui.wire.protocols.parsed import Parsed, Unreadable, answer

__all__ = ["answer", "read"]

_LONGEST_NAME = 128


def read(service: Service, request: Request) -> Parsed:
    """Return the call that a request stands for."""
    target = request.header("x-amz-target")
    prefix, _, name = target.rpartition(".")
    found = service.operations.get(name) if prefix == service.target_prefix else None
    if found is None or request.method != "POST":
        return Parsed(target[:_LONGEST_NAME] or f"{request.method} without X-Amz-Target")
    try:
        params = decoded(request.body)
        convert = reading(service.name, found.input.shape) if found.input is not None else None
        return Parsed(name, convert(params) if convert is not None else {})
    except Unreadable as problem:
        return Parsed(name, unreadable=unreadable(str(problem)))
