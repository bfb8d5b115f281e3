"""Answers to requests that reach no service: too large, too late, met by a bug of ours, or come while the endpoint stops.

Each has the form of the protocol that the request seems to be for, so that an AWS client can read it.
DIFFERS: S3 answers `EntityTooLarge` and `RequestTimeout` with status 400.
"""

from __future__ import annotations

import uuid
from typing import Final, Literal

import msgspec

from cogtui.cloud.catalog import reader
from cogtui.cloud.errors import ErrorInfo
from cogtui.cloud.trail import Record
from cogtui.console.http_response import response_of
from cogtui.wire.http import Request, Response
from cogtui.wire.routing import destination

Cause = Literal["too-large", "late", "bug", "stopping"]


class Refusal(msgspec.Struct, frozen=True):
    """How one cause is put."""

    status: int
    words: str
    code: str
    s3_code: str


REFUSALS: Final[dict[Cause, Refusal]] = {
    "too-large": Refusal(
        413,
        "The request's body is larger than this endpoint takes.",
        "RequestEntityTooLargeException",
        "EntityTooLarge",
    ),
    "late": Refusal(408, "The request's body took too long to arrive.", "RequestTimeoutException", "RequestTimeout"),
    "bug": Refusal(500, "CogTUI ran into a bug while it answered this.", "InternalFailure", "InternalError"),
    "stopping": Refusal(503, "The endpoint is being stopped.", "ServiceUnavailable", "ServiceUnavailable"),
}


def answer(request: Request, cause: Cause) -> Response:
    """Return the answer for a cause."""
    refusal = REFUSALS[cause]
    found = destination(request)
    if found.kind != "aws":
        headers = (("content-type", "text/plain; charset=utf-8"),)
        return Response(refusal.status, headers, f"{refusal.words}\n".encode())
    code = refusal.s3_code if reader.service(found.service).protocol == "rest-xml" else refusal.code
    error = ErrorInfo(code, refusal.words, refusal.status)
    written = response_of(
        Record(
            "0",
            "call",
            found.service,
            f"REST.{request.method}",
            source="",
            target="",
            at=request.received,
            error=error,
            request_id=str(uuid.uuid4()),
        )
    )
    return Response(written.status, tuple(written.headers), written.content)
