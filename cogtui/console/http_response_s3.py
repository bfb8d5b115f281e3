"""S3's answers, which follow rules of their own (S3 API Reference: each operation's page, "Error responses")."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import Any, Final

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.forms import is_dict
from cogtui.cloud.catalog.reader import Operation, Shape, XmlNamespace
from cogtui.cloud.errors import ErrorInfo
from cogtui.cloud.trail import Record
from cogtui.console import xml_text
from cogtui.console.http_headers import header_pairs, header_text
from cogtui.console.http_message import Form, HttpMessage, Pairs, octets, plain

NAMESPACE: Final = XmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/")

ROOTS: Final = {
    "CreateMultipartUpload": "InitiateMultipartUploadResult",
    "DeleteObjects": "DeleteResult",
    "GetBucketAccelerateConfiguration": "AccelerateConfiguration",
    "GetBucketAcl": "AccessControlPolicy",
    "GetBucketCors": "CORSConfiguration",
    "GetBucketLifecycleConfiguration": "LifecycleConfiguration",
    "GetBucketLocation": "LocationConstraint",
    "GetBucketLogging": "BucketLoggingStatus",
    "GetBucketNotificationConfiguration": "NotificationConfiguration",
    "GetBucketRequestPayment": "RequestPaymentConfiguration",
    "GetBucketTagging": "Tagging",
    "GetBucketVersioning": "VersioningConfiguration",
    "GetBucketWebsite": "WebsiteConfiguration",
    "GetObjectAcl": "AccessControlPolicy",
    "GetObjectAttributes": "GetObjectAttributesResponse",
    "GetObjectTagging": "Tagging",
    "ListBuckets": "ListAllMyBucketsResult",
    "ListObjectVersions": "ListVersionsResult",
    "ListObjects": "ListBucketResult",
    "ListObjectsV2": "ListBucketResult",
}
"""Names of the documents, which the model leaves out."""

STATUSES: Final = {"PutBucketPolicy": 204, "PutBucketTagging": 204}
"""Where S3 answers otherwise than the model says."""

CONTENT_TYPES: Final = {"GetBucketPolicy": "application/json"}
"""Of bodies that are neither XML nor an object."""

_BODILESS: Final = (204, 304)


def s3_answer(operation: Operation, record: Record) -> tuple[int, HttpMessage]:
    """Return the status and the rest of the answer to a call that went well."""
    headers, members = header_pairs("s3", operation.name, record.output or {})
    headers = [*_identifiers(record), *headers, ("Server", "AmazonS3")]
    status = STATUSES.get(operation.name, operation.http.response_code)
    if "ContentRange" in (record.output or {}):
        status = 206
    if operation.http.method == "HEAD" or status in _BODILESS:
        return status, HttpMessage(headers=headers)
    content, form = _body(operation, members)
    if form == "xml":
        headers.insert(0, ("Content-Type", "application/xml"))
    elif operation.name in CONTENT_TYPES:
        headers.insert(0, ("Content-Type", CONTENT_TYPES[operation.name]))
    return status, HttpMessage(headers=headers, content=content, form=form)


def _body(operation: Operation, members: dict[str, Any]) -> tuple[bytes, Form]:
    shape = reader.service("s3").target(operation.output) if operation.output is not None else Shape("structure")
    value = members.get(shape.payload) if shape.payload is not None else None
    if isinstance(value, (bytes, bytearray)):
        return bytes(value), "plain"
    if isinstance(value, str):
        return octets(value), "plain"
    write = _document(operation.name)
    if write is None or (shape.payload is not None and not is_dict(value)):
        return b"", "plain"
    out = [xml_text.HEAD, "\n"]
    write(out, members if shape.payload is None else value)
    return octets("".join(out)), "xml"


@cache
def _document(name: str) -> xml_text.Writer | None:
    """Return what writes an operation's document; None: its answers have no body."""
    operation = reader.operation("s3", name)
    if operation.output is None:
        return None
    shape = reader.service("s3").target(operation.output)
    if name == "GetBucketLocation":
        return _location
    if shape.payload is not None:
        use = shape.members[shape.payload]
        return xml_text.structure("s3", use.location_name or shape.payload, use, NAMESPACE)
    if all(use.location is not None for use in shape.members.values()):
        return None
    root = ROOTS.get(name, f"{name}Result")
    return xml_text.structure("s3", root, operation.output, NAMESPACE)


def _location(out: list[str], value: Any) -> None:
    """Write a bucket's region, which is the document's own text; none for us-east-1."""
    region = value.get("LocationConstraint") or ""
    text = f">{xml_text.escaped(region)}</LocationConstraint>" if region else "/>"
    out.append(f'<LocationConstraint xmlns="{NAMESPACE.uri}"{text}')


def s3_error(operation: Operation, record: Record, error: ErrorInfo) -> HttpMessage:
    """Return the answer to a call that failed; one to HEAD has no body, so that clients see but the status."""
    identifiers = _identifiers(record)
    headers = [*identifiers, ("Server", "AmazonS3")]
    if "Region" in error.extra:
        headers.append(("x-amz-bucket-region", header_text(plain(error.extra["Region"]))))
    if operation.http.method == "HEAD" or error.status in _BODILESS:
        return HttpMessage(headers=headers)
    parts = {"Code": error.code, "Message": error.message, **error.extra}
    parts |= {"RequestId": identifiers[0][1], "HostId": identifiers[1][1]}
    inner = "".join(xml_text.element(name, plain(value)) for name, value in parts.items())
    content = octets(f"{xml_text.HEAD}\n<Error>{inner}</Error>")
    return HttpMessage(headers=[("Content-Type", "application/xml"), *headers], content=content, form="xml")


def _identifiers(record: Record) -> Pairs:
    host = base64.b64encode(hashlib.shake_256(record.request_id.encode()).digest(56)).decode()
    return [("x-amz-request-id", record.request_id.replace("-", "")[:16].upper()), ("x-amz-id-2", host)]
