"""A call as the HTTP request that an SDK sends, by the service's protocol.

Source: Smithy, "AWS protocols" (awsJson1_1, restJson1, awsQuery, restXml); S3 API Reference, "Virtual hosting of buckets".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote, urlencode

import msgspec

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.catalog.reader import Operation, Reference, Service, Shape
from cogtui.console import xml_text
from cogtui.console.http_message import Form, HttpMessage, Pairs, octets, plain, time_form
from cogtui.console.json_text import converter, json_body, present

GLOBAL: Final = {"iam": "iam.amazonaws.com", "organizations": "organizations.us-east-1.amazonaws.com"}
"""The one host of services that belong to no region; signatures for them are for us-east-1."""


class HttpRequest(HttpMessage, frozen=True, kw_only=True):
    """A request, before it is signed."""

    method: str
    host: str
    target: str
    """Path and query."""


def request_of(service: str, operation: str, params: dict[str, Any], region: str) -> HttpRequest:
    """Return the request; parameters of a wrong type are sent as they are, for the service to refuse."""
    known = reader.service(service)
    given = {name: value for name, value in params.items() if value is not None}
    found = known.operations.get(operation) or Operation(operation, reader.Http("POST", "/"))
    return _PROTOCOLS[known.protocol](known, found, given, region)


def host_of(service: Service, region: str) -> str:
    """Return the endpoint's host."""
    return GLOBAL.get(service.name) or f"{service.endpoint_prefix}.{region}.amazonaws.com"


# ------------------------------------------------------------------------------------------------------- JSON and Query


def _json(service: Service, operation: Operation, params: dict[str, Any], region: str) -> HttpRequest:
    headers = [
        ("Content-Type", f"application/x-amz-json-{service.json_version}"),
        ("X-Amz-Target", f"{service.target_prefix}.{operation.name}"),
    ]
    return HttpRequest(
        method="POST",
        host=host_of(service, region),
        target="/",
        headers=headers,
        content=json_body(present(params), converter(service.name, operation.input)),
        form="json",
    )


def _query(service: Service, operation: Operation, params: dict[str, Any], region: str) -> HttpRequest:
    fields: Pairs = [("Action", operation.name), ("Version", service.api_version)]
    shape = service.target(operation.input) if operation.input else None
    for name, value in params.items():
        use = shape.members.get(name) if shape else None
        fields.extend(_fields(service, (use.location_name if use else None) or name, use, value))
    return HttpRequest(
        method="POST",
        host=host_of(service, region),
        target="/",
        headers=[("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
        content=octets(urlencode(fields, errors="surrogatepass")),
        form="form",
    )


def _fields(service: Service, prefix: str, use: Reference | None, value: Any) -> Pairs:
    """Return a parameter as the form's fields: `Tags.member.1.Key`."""
    shape = service.target(use) if use is not None else None
    if is_list(value):
        return _list_fields(service, prefix, shape, value)
    if is_dict(value):
        if shape is not None and shape.type == "map":
            return _map_fields(service, prefix, shape, value)
        members = shape.members if shape is not None else {}
        return [
            field
            for name, part in value.items()
            if part is not None
            for field in _fields(service, f"{prefix}.{_named(members.get(name), name)}", members.get(name), part)
        ]
    return [(prefix, plain(value))]


def _list_fields(service: Service, prefix: str, shape: Shape | None, value: Any) -> Pairs:
    if not value:
        return [(prefix, "")]
    member = shape.member if shape is not None else None
    flat = shape is not None and shape.flattened
    base = prefix if flat else f"{prefix}.{_named(member, 'member')}"
    return [field for index, item in enumerate(value, 1) for field in _fields(service, f"{base}.{index}", member, item)]


def _map_fields(service: Service, prefix: str, shape: Shape, value: dict[Any, Any]) -> Pairs:
    base = prefix if shape.flattened else f"{prefix}.entry"
    found: Pairs = []
    for index, (name, item) in enumerate(value.items(), 1):
        found += _fields(service, f"{base}.{index}.{_named(shape.key, 'key')}", shape.key, str(name))
        found += _fields(service, f"{base}.{index}.{_named(shape.value, 'value')}", shape.value, item)
    return found


def _named(use: Reference | None, name: str) -> str:
    return (use.location_name if use is not None else None) or name


# ----------------------------------------------------------------------------------------------------------------- REST

_HOSTABLE: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
"""Buckets that can stand in a host's name; one with a dot would break TLS's wildcard certificate."""
_PATH_STYLE: Final = ("GetBucketLocation",)
"""Asked where any host answers: who asks does not know the bucket's region yet."""


class _Placed(msgspec.Struct):
    """Parameters by where they go."""

    uri: dict[str, str] = {}
    query: Pairs = []
    headers: Pairs = []
    body: dict[str, Any] = {}


def _place(service: Service, shape: Shape | None, params: dict[str, Any]) -> _Placed:
    found = _Placed()
    for name, value in params.items():
        use = shape.members.get(name) if shape is not None else None
        where = use.location if use is not None else None
        wire = _named(use, name)
        times = time_form(service, use, "rfc822" if where == "header" else "iso8601")
        match where:
            case "uri":
                found.uri[wire] = plain(value, times)
            case "querystring":
                found.query += _repeated(wire, value, times)
            case "header" if not is_list(value) or value:
                text = ",".join(plain(item, times) for item in value) if is_list(value) else plain(value, times)
                found.headers.append((wire, text))
            case "headers" if is_dict(value):
                found.headers += [(f"{wire}{key}", plain(item)) for key, item in value.items()]
            case "header" | "statusCode":
                pass
            case _:
                found.body[name] = value
    return found


def _repeated(name: str, value: Any, times: str) -> Pairs:
    """Return a query parameter; a list's repeats, a map's entries are parameters of their own."""
    if is_list(value):
        return [(name, plain(item, times)) for item in value]
    if is_dict(value):
        return [(str(key), plain(item, times)) for key, item in value.items()]
    return [(name, plain(value, times))]


def _target(operation: Operation, placed: _Placed) -> str:
    path, _, fixed = operation.http.request_uri.partition("?")

    def filled(found: re.Match[str]) -> str:
        safe = "/~" if found[2] else "~"
        return quote(placed.uri.get(found[1], ""), safe=safe, errors="surrogatepass")

    path = re.sub(r"\{(\w+)(\+?)\}", filled, path)
    parts = [part for part in fixed.split("&") if part]
    parts += [urlencode([field], quote_via=quote, safe="~", errors="surrogatepass") for field in placed.query]
    return f"{path}?{'&'.join(parts)}" if parts else path


def _rest_json(service: Service, operation: Operation, params: dict[str, Any], region: str) -> HttpRequest:
    shape = service.input(operation.name) if operation.input else None
    placed = _place(service, shape, params)
    # A body is sent where the operation has a place for one, be it empty.
    has_body = shape is not None and any(use.location is None for use in shape.members.values())
    headers = [("Content-Type", "application/json")] if has_body else []
    return HttpRequest(
        method=operation.http.method,
        host=host_of(service, region),
        target=_target(operation, placed),
        headers=[*headers, *placed.headers],
        content=json_body(present(placed.body), converter(service.name, operation.input)) if has_body else b"",
        form="json",
    )


def _rest_xml(service: Service, operation: Operation, params: dict[str, Any], region: str) -> HttpRequest:
    shape = service.input(operation.name) if operation.input else None
    placed = _place(service, shape, params)
    host, target = host_of(service, region), _target(operation, placed)
    bucket = placed.uri.get("Bucket", "")
    if _HOSTABLE.fullmatch(bucket) and operation.name not in _PATH_STYLE:
        host = f"{bucket}.{host}"
        target = target.removeprefix(f"/{bucket}")
        target = target if target.startswith("/") else f"/{target}"
    content, form = _xml_body(service, operation, shape, placed.body)
    return HttpRequest(
        method=operation.http.method, host=host, target=target, headers=placed.headers, content=content, form=form
    )


def _xml_body(
    service: Service, operation: Operation, shape: Shape | None, members: dict[str, Any]
) -> tuple[bytes, Form]:
    """Return the body, and whether it is XML."""
    if not members:
        return b"", "plain"
    payload = shape.payload if shape is not None else None
    if payload is None or shape is None:
        name = _named(operation.input, f"{operation.name}Request")
        return _document(service, name, operation.input, members), "xml"
    value, use = members.get(payload), shape.members[payload]
    if is_dict(value):
        return _document(service, _named(use, payload), use, value), "xml"
    return bytes(value) if isinstance(value, (bytes, bytearray)) else octets(plain(value)), "plain"


def _document(service: Service, name: str, use: Reference | None, value: dict[Any, Any]) -> bytes:
    out = [xml_text.HEAD]
    xml_text.structure(service.name, name, use)(out, value)
    return octets("".join(out))


_PROTOCOLS: Final[dict[str, Callable[[Service, Operation, dict[str, Any], str], HttpRequest]]] = {
    "json": _json,
    "query": _query,
    "rest-json": _rest_json,
    "rest-xml": _rest_xml,
}
