"""What a protocol makes of a request, and how it sends what came of it."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.catalog.reader import Service
from cogtui.cloud.errors import AwsError
from cogtui.cloud.trail import Record
from cogtui.console.http_response import response_of
from cogtui.wire.http import Response


class Parsed(msgspec.Struct, frozen=True):
    """A request as a call of the door."""

    operation: str
    """AWS's name; what the request says instead where it names none that the service has."""
    params: dict[str, Any] = {}
    """In boto3's shapes. A value of the wrong type stays as it came, for the door to refuse in the service's words."""
    unreadable: AwsError | None = None
    """The answer to a request whose parameters, or whose operation, cannot be made out."""


class Unreadable(ValueError):
    """A value is not in the form that its shape has in the protocol: "not base64"."""


def answer(_: Service, record: Record) -> Response:
    """Return what the protocol sends for a call: the very bytes that the app shows with line breaks."""
    found = response_of(record)
    return Response(found.status, tuple(found.headers), found.content)
