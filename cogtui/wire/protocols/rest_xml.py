"""REST with XML: S3, path style and virtual-hosted style (Smithy, "restXml"; S3 API Reference)."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import unquote

import msgspec

from cogtui.cloud.catalog.reader import Operation, Service, Shape
from cogtui.cloud.catalog.refusals import MALFORMED_XML
from cogtui.cloud.errors import AwsError
from cogtui.wire import aws_chunked
from cogtui.wire.hosts import named
from cogtui.wire.http import Request
from cogtui.wire.protocols import xml_values
from cogtui.wire.protocols.parsed import Parsed, Unreadable, answer
from cogtui.wire.protocols.rest_members import Places, from_headers, from_query, places, query_pairs
from cogtui.wire.protocols.s3_operations import Level, operation_of
from cogtui.wire.protocols.xml_tree import Malformed, parse

__all__ = ["answer", "read"]

_IN_URL: Final = "x-amz-"
"""Headers that presigned URLs may carry as query parameters begin with this."""
_NOT_IN_URL: Final = ("x-amz-checksum-", "x-amz-sdk-checksum-")
"""S3 takes no notice of checksums there: the JavaScript SDK signs that of an empty body, before there is one to send."""


class Place(msgspec.Struct, frozen=True):
    """What host and path name together."""

    level: Level
    bucket: str = ""
    key: str = ""


def place_of(request: Request) -> Place:
    """Return bucket and key, decoded once; ValueError for octets that are no UTF-8."""
    path = unquote(request.path, errors="strict").removeprefix("/")
    bucket, key = named(request.host).bucket, path
    if not bucket:
        bucket, _, key = path.partition("/")
    if key:
        return Place("object", bucket, key)
    return Place("bucket", bucket) if bucket else Place("service")


def read(service: Service, request: Request) -> Parsed:
    """Return the call that a request stands for."""
    try:
        place, pairs = place_of(request), query_pairs(request.query)
    except ValueError:
        error = AwsError("InvalidURI", "Couldn't parse the specified URI.", URI=request.path)
        return Parsed(f"REST.{request.method}.URI", unreadable=error)
    name = operation_of(request.method, place.level, dict(pairs), dict(request.headers) | dict(pairs))
    if not name:
        return _no_operation(request.method, place)
    where = places(service.name, name)
    params = _placed(service.operations[name], place) | from_query(where, pairs)
    if _IN_URL in request.query.lower():
        params |= from_headers(where, _in_url(pairs))
    try:
        return Parsed(name, params | _sent(service, service.operations[name], where, request))
    except AwsError as error:
        return Parsed(name, params, error)
    except (Malformed, Unreadable):
        return Parsed(name, params, AwsError("MalformedXML", MALFORMED_XML))


def _no_operation(method: str, place: Place) -> Parsed:
    """Return a request that S3 has nothing for, named as S3's access logs name it."""
    kind = place.level.upper()
    text = "The specified method is not allowed against this resource."
    error = AwsError("MethodNotAllowed", text, status=405, Method=method, ResourceType=kind)
    return Parsed(f"REST.{method}.{kind}", unreadable=error)


def _placed(operation: Operation, place: Place) -> dict[str, Any]:
    named_there = {"Bucket": place.bucket, "Key": place.key}
    return {name: value for name, value in named_there.items() if f"{{{name}" in operation.http.request_uri}


def _in_url(pairs: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the headers that a presigned URL carries (S3 API Reference, "Authenticating requests: using query parameters")."""
    headers = ((name.lower(), value) for name, value in pairs)
    return tuple(each for each in headers if each[0].startswith(_IN_URL) and not each[0].startswith(_NOT_IN_URL))


def _sent(service: Service, operation: Operation, where: Places, request: Request) -> dict[str, Any]:
    """Return what headers and body say."""
    opened = aws_chunked.opened(request)
    params = from_headers(where, opened.headers)
    params.pop("ContentLength", None)  # the server has held the body against it
    shape = service.input(operation.name)
    return params | _body(service, operation, shape, opened.body) if shape is not None else params


def _body(service: Service, operation: Operation, shape: Shape, body: bytes) -> dict[str, Any]:
    payload = shape.payload
    if payload is None:
        return _document(service, operation, shape, body)
    use = shape.members[payload]
    kind = service.target(use).type
    if kind == "blob":
        return {payload: body} if body else {}
    if not body:
        if payload in shape.required:
            raise AwsError("MissingRequestBodyError", "Request Body is empty")
        return {}
    if kind == "string":
        return {payload: body.decode("utf-8", "replace")}
    root = parse(body)
    if root.name != (use.location_name or payload):
        raise Malformed(root.name)
    return {payload: xml_values.structure(service.name, use.shape)(root)}


def _document(service: Service, operation: Operation, shape: Shape, body: bytes) -> dict[str, Any]:
    """Return the members that stand in a document of the operation's own."""
    if not body or operation.input is None or all(use.location is not None for use in shape.members.values()):
        return {}
    return xml_values.structure(service.name, operation.input.shape)(parse(body))
