"""What came of a call as the HTTP answer, by the service's protocol.

Source: as in `http_request`; S3 API Reference, "Error responses"; STS API Reference, "Common errors".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.forms import is_dict
from cogtui.cloud.catalog.reader import Operation, Service, XmlNamespace
from cogtui.cloud.errors import ErrorInfo
from cogtui.cloud.trail import Record
from cogtui.console import xml_text
from cogtui.console.http_message import HttpMessage, Pairs, json_body, plain, readable, time_form
from cogtui.console.xml_text import Element


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


def _json(service: Service, _: Operation, record: Record) -> HttpResponse:
    headers = [("Content-Type", f"application/x-amz-json-{service.json_version}"), *_request_id(record)]
    return HttpResponse(status=200, headers=headers, body=json_body(record.output or {}))


def _json_error(service: Service, _: Operation, record: Record, error: ErrorInfo) -> HttpResponse:
    headers = [
        ("Content-Type", f"application/x-amz-json-{service.json_version}"),
        *_request_id(record),
        ("x-amzn-ErrorType", f"{error.code}:"),
        ("x-amzn-ErrorMessage", error.message),
    ]
    body = {"__type": error.code, "message": error.message, **error.extra}
    return HttpResponse(status=error.status, headers=headers, body=json_body(body))


def _request_id(record: Record) -> Pairs:
    return [("x-amzn-RequestId", record.request_id)]


# ------------------------------------------------------------------------------------------------------------ REST JSON


def _rest_json(service: Service, operation: Operation, record: Record) -> HttpResponse:
    headers, members = _parted(service, operation, record.output or {})
    kind = ("Content-Type", "application/json")
    body = json_body(members)
    return HttpResponse(status=operation.http.response_code, headers=[kind, *_request_id(record), *headers], body=body)


def _rest_json_error(_: Service, __: Operation, record: Record, error: ErrorInfo) -> HttpResponse:
    headers = [("Content-Type", "application/json"), *_request_id(record), ("x-amzn-ErrorType", error.code)]
    body = json_body({"message": error.message, **error.extra})
    return HttpResponse(status=error.status, headers=headers, body=body)


# ---------------------------------------------------------------------------------------------------------------- Query


def _query(service: Service, operation: Operation, record: Record) -> HttpResponse:
    found: list[Element] = []
    if operation.output is not None:
        wrapper = operation.output.result_wrapper or f"{operation.name}Result"
        found.append(xml_text.structure(service, wrapper, operation.output, record.output or {}))
    found.append(Element("ResponseMetadata", (Element("RequestId", text=record.request_id),)))
    root = Element(f"{operation.name}Response", tuple(found), attributes=(("xmlns", service.xml_namespace),))
    headers = [("Content-Type", "text/xml"), *_request_id(record)]
    return HttpResponse(status=200, headers=headers, body="\n".join(xml_text.lines(root)))


def _query_error(service: Service, _: Operation, record: Record, error: ErrorInfo) -> HttpResponse:
    parts = [
        Element("Type", text="Sender" if error.status < 500 else "Receiver"),
        Element("Code", text=error.code),
        Element("Message", text=error.message),
        *_extra(error),
    ]
    children = (Element("Error", tuple(parts)), Element("RequestId", text=record.request_id))
    root = Element("ErrorResponse", children, attributes=(("xmlns", service.xml_namespace),))
    headers = [("Content-Type", "text/xml"), *_request_id(record)]
    return HttpResponse(status=error.status, headers=headers, body="\n".join(xml_text.lines(root)))


def _extra(error: ErrorInfo) -> list[Element]:
    return [Element(name, text=plain(value)) for name, value in error.extra.items()]


# ------------------------------------------------------------------------------------------------------------------- S3

NAMESPACE: Final = XmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/")

ROOTS: Final = {
    "ListBuckets": "ListAllMyBucketsResult",
    "ListObjects": "ListBucketResult",
    "ListObjectsV2": "ListBucketResult",
    "ListObjectVersions": "ListVersionsResult",
    "GetBucketLocation": "LocationConstraint",
    "GetBucketAcl": "AccessControlPolicy",
    "GetObjectAcl": "AccessControlPolicy",
}
"""Names of the documents, which the model leaves out (S3 API Reference, each operation's page)."""


def _s3(service: Service, operation: Operation, record: Record) -> HttpResponse:
    headers, members = _parted(service, operation, record.output or {})
    headers = [*_s3_ids(record), *headers, ("Server", "AmazonS3")]
    shape = service.input(operation.name) and service.output(operation.name)
    payload = shape.payload if shape is not None else None
    status = operation.http.response_code
    if not members:
        return HttpResponse(status=status, headers=headers)
    value = members.get(payload) if payload is not None else None
    if payload is not None and not is_dict(value):
        content = (
            bytes(value) if isinstance(value, (bytes, bytearray)) else str(value or "").encode("utf-8", "surrogatepass")
        )
        return HttpResponse(status=status, headers=headers, body=readable(content), content=content)
    if payload is not None and shape is not None and is_dict(value):
        use = shape.members[payload]
        root = xml_text.structure(service, use.location_name or payload, use, value)
    else:
        root = xml_text.structure(
            service, ROOTS.get(operation.name, f"{operation.name}Result"), operation.output, members
        )
    root = Element(root.name, root.children, root.text, root.attributes or xml_text.namespace(NAMESPACE))
    headers.insert(0, ("Content-Type", "application/xml"))
    return HttpResponse(status=status, headers=headers, body=xml_text.document(root))


def _s3_error(_: Service, operation: Operation, record: Record, error: ErrorInfo) -> HttpResponse:
    headers = [("Content-Type", "application/xml"), *_s3_ids(record), ("Server", "AmazonS3")]
    if operation.http.method == "HEAD":
        return HttpResponse(
            status=error.status, headers=headers
        )  # an answer to HEAD has no body: clients see the status
    identifier = _s3_ids(record)[0][1]
    parts = [Element("Code", text=error.code), Element("Message", text=error.message), *_extra(error)]
    root = Element("Error", (*parts, Element("RequestId", text=identifier)))
    return HttpResponse(status=error.status, headers=headers, body=xml_text.document(root))


def _s3_ids(record: Record) -> Pairs:
    return [("x-amz-request-id", record.request_id.replace("-", "")[:16].upper())]


def _parted(service: Service, operation: Operation, output: dict[str, Any]) -> tuple[Pairs, dict[str, Any]]:
    """Return the members that are headers, and the others."""
    shape = service.output(operation.name) if operation.output is not None else None
    headers: Pairs = []
    members: dict[str, Any] = {}
    for name, value in output.items():
        use = shape.members.get(name) if shape is not None else None
        if use is None or use.location is None:
            members[name] = value
        elif use.location == "header":
            headers.append((use.location_name or name, plain(value, time_form(service, use, "rfc822"))))
        elif use.location == "headers" and is_dict(value):
            headers += [(f"{use.location_name or ''}{key}", plain(item)) for key, item in value.items()]
    return headers, members


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
