"""What came of a call as the HTTP answer, by the service's protocol: what the app shows and what the endpoint sends.

Source: as in `http_request`; STS API Reference, "Common errors". S3's answers are in `http_response_s3`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.reader import Operation, Service
from cogtui.cloud.errors import ErrorInfo
from cogtui.cloud.trail import Record
from cogtui.console import xml_text
from cogtui.console.http_headers import header_pairs, header_text
from cogtui.console.http_message import HttpMessage, Pairs, octets, plain
from cogtui.console.http_response_s3 import s3_answer, s3_error
from cogtui.console.json_text import converter, json_body


class HttpResponse(HttpMessage, frozen=True, kw_only=True):
    """An answer."""

    status: int


def response_of(record: Record) -> HttpResponse:
    """Return the answer to a call."""
    service = reader.service(record.service)
    operation = service.operations.get(record.operation) or Operation(record.operation, reader.Http("POST", "/"))
    if record.error is not None:
        return _ERRORS[service.protocol](service, operation, record, record.error)
    return _ANSWERS[service.protocol](service, operation, record)


# ----------------------------------------------------------------------------------------------------------------- JSON


def _json(service: Service, operation: Operation, record: Record) -> HttpResponse:
    return HttpResponse(
        status=200,
        headers=[("Content-Type", f"application/x-amz-json-{service.json_version}"), *_request_id(record)],
        content=json_body(record.output or {}, converter(service.name, operation.output)),
        form="json",
    )


_LONGEST_MESSAGE: Final = 2048
"""Characters of a message that go into a header: one that quotes a long value would be more than clients read.

DIFFERS: where AWS cuts it is not known. The body has the message in full.
"""


def _json_error(service: Service, _: Operation, record: Record, error: ErrorInfo) -> HttpResponse:
    headers = [
        ("Content-Type", f"application/x-amz-json-{service.json_version}"),
        *_request_id(record),
        ("x-amzn-ErrorType", f"{error.code}:"),
        ("x-amzn-ErrorMessage", header_text(error.message[:_LONGEST_MESSAGE])),
    ]
    body = {"__type": error.code, "message": error.message, **error.extra}
    return HttpResponse(status=error.status, headers=headers, content=json_body(body), form="json")


def _request_id(record: Record) -> Pairs:
    return [("x-amzn-RequestId", record.request_id)]


# ------------------------------------------------------------------------------------------------------------ REST JSON


def _rest_json(service: Service, operation: Operation, record: Record) -> HttpResponse:
    headers, members = header_pairs(service.name, operation.name, record.output or {})
    return HttpResponse(
        status=operation.http.response_code,
        headers=[("Content-Type", "application/json"), *_request_id(record), *headers],
        content=json_body(members, converter(service.name, operation.output)),
        form="json",
    )


def _rest_json_error(_: Service, __: Operation, record: Record, error: ErrorInfo) -> HttpResponse:
    headers = [("Content-Type", "application/json"), *_request_id(record), ("x-amzn-ErrorType", error.code)]
    body = json_body({"message": error.message, **error.extra})
    return HttpResponse(status=error.status, headers=headers, content=body, form="json")


# ---------------------------------------------------------------------------------------------------------------- Query


def _query(service: Service, operation: Operation, record: Record) -> HttpResponse:
    opening, write, closing = _envelope(service.name, operation.name)
    out = [opening]
    write(out, record.output or {})
    out += (_metadata(record), closing)
    return HttpResponse(
        status=200, headers=[("Content-Type", "text/xml"), *_request_id(record)], content=_joined(out), form="xml"
    )


@cache
def _envelope(service: str, name: str) -> tuple[str, xml_text.Writer, str]:
    """Return what stands around a result, and what writes the result."""
    operation = reader.operation(service, name)
    opening = f"<{name}Response xmlns={quoteattr(reader.service(service).xml_namespace)}>"
    closing = f"</{name}Response>"
    if operation.output is None:
        return opening, _nothing, closing
    wrapper = operation.output.result_wrapper or f"{name}Result"
    return opening, xml_text.structure(service, wrapper, operation.output), closing


def _nothing(_: list[str], __: Any) -> None:
    """Write no result: the operation has none."""


def _metadata(record: Record) -> str:
    return f"<ResponseMetadata><RequestId>{record.request_id}</RequestId></ResponseMetadata>"


def _joined(out: list[str]) -> bytes:
    return octets("".join(out))


def _query_error(service: Service, _: Operation, record: Record, error: ErrorInfo) -> HttpResponse:
    parts = {"Type": "Sender" if error.status < 500 else "Receiver", "Code": error.code, "Message": error.message}
    content = (
        f"<ErrorResponse xmlns={quoteattr(service.xml_namespace)}><Error>",
        *(xml_text.element(name, plain(value)) for name, value in (parts | error.extra).items()),
        f"</Error><RequestId>{record.request_id}</RequestId></ErrorResponse>",
    )
    headers = [("Content-Type", "text/xml"), *_request_id(record)]
    return HttpResponse(status=error.status, headers=headers, content=_joined([*content]), form="xml")


# ------------------------------------------------------------------------------------------------------------------- S3


def _s3(_: Service, operation: Operation, record: Record) -> HttpResponse:
    status, message = s3_answer(operation, record)
    return HttpResponse(status=status, headers=message.headers, content=message.content, form=message.form)


def _s3_error(_: Service, operation: Operation, record: Record, error: ErrorInfo) -> HttpResponse:
    message = s3_error(operation, record, error)
    return HttpResponse(status=error.status, headers=message.headers, content=message.content, form=message.form)


_ANSWERS: Final[dict[str, Callable[[Service, Operation, Record], HttpResponse]]] = {
    "json": _json,
    "rest-json": _rest_json,
    "query": _query,
    "rest-xml": _s3,
}

_ERRORS: Final[dict[str, Callable[[Service, Operation, Record, ErrorInfo], HttpResponse]]] = {
    "json": _json_error,
    "rest-json": _rest_json_error,
    "query": _query_error,
    "rest-xml": _s3_error,
}
