"""Requests as botocore makes them, as the endpoint's server hands them over."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlsplit

import botocore.awsrequest
import botocore.loaders
import botocore.model
import botocore.serialize
from hypothesis import strategies as st

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.reader import Reference, Service
from cogtui.wire.http import Request
from tests.console.shapes import TIMES

LOADER = botocore.loaders.Loader()
NOW = 1767603600.0

OPERATIONS = [(service, name) for service in reader.services() for name in reader.operations(service)]
"""Every operation of the catalog, simulated or not."""


@cache
def model(service: str) -> botocore.model.ServiceModel:
    return botocore.model.ServiceModel(LOADER.load_service_model(service, "service-2"), service)


def request(
    method: str = "POST",
    path: str = "/",
    query: str = "",
    headers: dict[str, str] | None = None,
    body: bytes = b"",
    *,
    received: float = NOW,
) -> Request:
    """Build a request."""
    pairs = {"host": "127.0.0.1:4577", **(headers or {})}
    return Request(method, path, query, tuple(pairs.items()), body, "127.0.0.1", received)


def prepared(found: botocore.awsrequest.AWSPreparedRequest, received: float = NOW) -> Request:
    """Return what botocore sends as the server hands it over."""
    url = urlsplit(found.url)
    headers = {"host": url.netloc}
    headers |= {
        name.lower(): text.decode() if isinstance(text, bytes) else text for name, text in found.headers.items()
    }
    body: Any = found.body.read() if hasattr(found.body, "read") else found.body or b""
    body = body.encode() if isinstance(body, str) else bytes(body)
    return request(found.method, url.path, url.query, headers, body, received=received)


def serialized(service: str, operation: str, params: dict[str, Any]) -> Request:
    """Return the request that botocore's serializer makes; S3's in path style."""
    known = model(service)
    serializer = botocore.serialize.create_serializer(known.metadata["protocol"], include_validation=False)
    made = serializer.serialize_to_request(params, known.operation_model(operation))
    botocore.awsrequest.prepare_request_dict(made, "http://127.0.0.1:4577")
    return prepared(botocore.awsrequest.create_request_object(made).prepare())


# ----------------------------------------------------------------------------------------------------------- parameters

WORDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=3, max_size=8)
"""What can stand anywhere."""
PRINTED = st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"]), min_size=1, max_size=12)
"""What can stand in a header."""
XML_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=12)
KEYS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)
"""Keys of objects, with blanks, slashes, percent signs, anything."""
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def parameters(service: str, operation: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return parameters that can be sent, of the types that the operation takes; further constraints are not minded."""
    known = reader.service(service)
    use = known.operations[operation].input
    return st.just({}) if use is None else _structure(known, use, XML_TEXTS if service == "s3" else ANYTHING)


def _structure(service: Service, use: Reference, texts: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    shape = service.target(use)
    members = {name: _member(service, name, part, texts) for name, part in shape.members.items()}
    if shape.union:
        return st.one_of(*(st.fixed_dictionaries({name: members[name]}) for name in members))
    required = {name: members[name] for name in shape.required}
    optional = {name: found for name, found in members.items() if name not in required}
    return st.fixed_dictionaries(required, optional=optional)


def _member(service: Service, name: str, use: Reference, texts: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    match use.location:
        case "uri":
            texts = KEYS if name == "Key" else WORDS
        case None if name == "Policy" and use.location is None and service.name == "s3":
            texts = XML_TEXTS.filter(bool)
        case "header" | "headers":
            texts = WORDS if service.target(use).type in ("list", "map") else PRINTED
        case "querystring":
            texts = ANYTHING.filter(bool)
        case _ if use.xml_attribute:
            texts = WORDS
    return value(service, use, texts)


def value(service: Service, use: Reference, texts: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Return values of a shape."""
    shape = service.target(use)
    match shape.type:
        case "structure":
            return st.just({}) if shape.document else _structure(service, use, texts)
        case "list":
            assert shape.member is not None
            if any(each.shape == use.shape for each in service.target(shape.member).members.values()):
                return st.just([])  # it holds itself, as Organizations' HandshakeResources does
            return st.lists(value(service, shape.member, texts), max_size=3)
        case "map":
            assert shape.value is not None
            keys = texts.filter(bool)
            return st.dictionaries(keys, value(service, shape.value, texts), max_size=3)
        case _:
            return SCALARS.get(shape.type, texts)


SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "integer": st.integers(-1000, 10**9),
    "long": st.integers(-1000, 10**12),
    "float": st.floats(-1000, 1000, width=32),
    "double": st.floats(-1e6, 1e6),
    "boolean": st.booleans(),
    "blob": st.binary(max_size=20),
    "timestamp": TIMES,
}
