"""A call as its HTTP messages: the request with its signature, or the shape of one, and the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from http import HTTPStatus
from typing import Final

from cogtui.cloud.callers import Anonymous, Caller, Keys, Operator, Service, Signed
from cogtui.cloud.catalog import reader
from cogtui.cloud.clock import timestamp
from cogtui.cloud.signing.sigv4 import EMPTY_HASH
from cogtui.cloud.trail import Record
from cogtui.console.http_message import HttpMessage, Pairs
from cogtui.console.http_request import GLOBAL, HttpRequest, request_of
from cogtui.console.http_response import response_of

ELLIPSIS: Final = "…"
"""In place of what is not worth a line: a signature, the key of a session that no file holds."""


def of_record(record: Record) -> str:
    """Return request and answer."""
    request = request_of(record.service, record.operation, record.request, record.region)
    response = response_of(record)
    if isinstance(record.caller, Signed):
        lines = [*_arrived(record.caller, request)]
    else:
        lines = [*_sender(record.caller)]
        lines.append(message(f"{request.method} {request.target} HTTP/1.1", _headers(record, request), request))
    lines.append("")
    if record.error is not None and record.error.code == "NotImplemented":
        lines.append("# AWS has an answer to this; CogTUI does not simulate it.")
    lines.append(message(f"HTTP/1.1 {response.status} {phrase(response.status)}", response.headers, response))
    return "\n".join(lines)


def _arrived(signed: Signed, request: HttpRequest) -> Iterator[str]:
    """Yield a client's request as it came; of its body the trail keeps what it said, not the bytes."""
    body = request.body if signed.payload_hash != EMPTY_HASH else ""
    yield "# First line and headers are as the client sent them, the signature with them."
    if body:
        yield "# The body is written anew from what it said."
    target = f"{signed.path}?{signed.query}" if signed.query else signed.path
    yield f"{signed.method} {_legible(target)} HTTP/1.1"
    yield from (f"{_legible(name)}: {_legible(value)}" for name, value in signed.headers)
    yield from ("", body) if body else ()


def _legible(text: str) -> str:
    """Return text of a header; what is no UTF-8 in it came as surrogates."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def message(first: str, headers: Pairs, found: HttpMessage) -> str:
    """Return a message's lines."""
    lines = [first, *(f"{name}: {value}" for name, value in headers)]
    return "\n".join((*lines, "", found.body) if found.body else lines)


def phrase(status: int) -> str:
    """Return the words after a status, empty for one that has none."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _sender(caller: Caller) -> list[str]:
    if isinstance(caller, Service):
        return [f"# {caller.name} sent this itself, on the way; how AWS signs it inside is not known."]
    return []


def _headers(record: Record, request: HttpRequest) -> Pairs:
    found = reader.service(record.service).operations.get(record.operation)
    signed = (found is None or found.signed) and not isinstance(record.caller, (Anonymous, Service))
    headers: Pairs = [("Host", request.host), *request.headers]
    if not signed:
        return headers
    headers.append(("X-Amz-Date", timestamp(record.at).strftime("%Y%m%dT%H%M%SZ")))
    if token := _token(record.caller):
        headers.append(("X-Amz-Security-Token", token))
    if record.service == "s3":
        headers.append(("X-Amz-Content-SHA256", hashlib.sha256(request.content).hexdigest()))
    return [*headers, ("Authorization", _authorization(record, headers))]


def _token(caller: Caller) -> str:
    return caller.session_token if isinstance(caller, Keys) else ELLIPSIS if isinstance(caller, Operator) else ""


def _authorization(record: Record, headers: Pairs) -> str:
    """Return the header as Signature Version 4 has it (IAM User Guide, "Elements of an AWS API request signature")."""
    key = record.caller.access_key_id if isinstance(record.caller, Keys) else f"ASIA{ELLIPSIS}"
    service = reader.service(record.service)
    region = "us-east-1" if record.service in GLOBAL else record.region
    name = service.signing_name or service.endpoint_prefix
    scope = f"{timestamp(record.at).strftime('%Y%m%d')}/{region}/{name}/aws4_request"
    signed = ";".join(sorted(name.lower() for name, _ in headers))
    return f"AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders={signed}, Signature={ELLIPSIS}"
