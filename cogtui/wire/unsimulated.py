"""The answer to requests for AWS services that CogTUI knows nothing of: DynamoDB, Lambda, ..."""

from __future__ import annotations

import msgspec

from cogtui.wire.http import Request, Response


def answer(request: Request, service: str) -> Response:
    """Say that nobody simulates the service, in JSON or XML as the request is; HTTP 501 as for operations."""
    # A header may hold octets that are no UTF-8.
    text = f"the service `{service}` is not simulated by CogTUI".encode("utf-8", "replace").decode()
    if "json" in request.header("content-type") or request.header("x-amz-target"):
        kind, body = "application/x-amz-json-1.1", msgspec.json.encode({"__type": "NotImplemented", "message": text})
    else:
        shown = text.replace("&", "&amp;").replace("<", "&lt;")
        error = f"<Error><Type>Receiver</Type><Code>NotImplemented</Code><Message>{shown}</Message></Error>"
        kind, body = "text/xml", f"<ErrorResponse>{error}</ErrorResponse>".encode()
    return Response(501, (("Content-Type", kind), ("x-amzn-ErrorType", "NotImplemented:")), body)
