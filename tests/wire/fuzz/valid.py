"""Requests for every operation as botocore writes them, with parameters that mostly name what the world has."""

from __future__ import annotations

from random import Random
from typing import Any

from botocore.exceptions import BotoCoreError

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.reader import Reference, Service
from cogtui.wire.http import Request
from tests.cloud.test_every_operation import KNOWN
from tests.wire.requests import OPERATIONS, serialized

SENDABLE = [pair for pair in OPERATIONS if pair[1] != "WriteGetObjectResponse"]
"""All but one, which has an endpoint of its own."""
TEXTS = [
    "",
    "ana",
    "x[/]y",
    "é",
    "a" * 300,
    "us-east-1_abcdefghi",
    "arn:aws:iam::111122223333:role/x",
    "a b&c=d<e>%00",
    "../..",
]
NUMBERS = [-1, 0, 1, 2, 60, 1000, 2**31, 2**63]


def parameters(rng: Random, service: str, operation: str) -> dict[str, Any]:
    """Return parameters: required ones always, others sometimes."""
    known = reader.service(service)
    shape = known.input(operation) if known.operations[operation].input else None
    if shape is None:
        return {}
    return {
        name: _value(rng, known, use, name)
        for name, use in shape.members.items()
        if name in shape.required or rng.random() < 0.2
    }


def _value(rng: Random, service: Service, use: Reference, name: str = "", depth: int = 0) -> Any:
    if name in KNOWN and rng.random() < 0.85:
        return rng.choice(KNOWN[name])
    shape = service.target(use)
    if shape.enum:
        return rng.choice(shape.enum)
    if shape.type == "structure":
        members = [pair for pair in shape.members.items() if depth < 3 and rng.random() < 0.5]
        return {member: _value(rng, service, part, member, depth + 1) for member, part in members}
    if shape.member is not None:
        return [_value(rng, service, shape.member, "", depth + 1) for _ in range(rng.randrange(3))]
    if shape.value is not None:
        return {rng.choice(TEXTS): _value(rng, service, shape.value, "", depth + 1) for _ in range(rng.randrange(3))}
    match shape.type:
        case "boolean":
            return rng.random() < 0.5
        case "integer" | "long" | "float" | "double" | "timestamp":
            return rng.choice(NUMBERS)
        case "blob":
            return rng.randbytes(rng.randrange(30))
        case _:
            return rng.choice(TEXTS)


def request(rng: Random, service: str, operation: str) -> Request:
    """Return a request; botocore sends no header with a line break and the like, so neither does this."""
    for _ in range(50):
        try:
            return serialized(service, operation, parameters(rng, service, operation))
        except (BotoCoreError, RuntimeError, ValueError, TypeError, AttributeError, OverflowError, KeyError):
            continue
    raise AssertionError(f"no parameters of {service} {operation} that botocore can send")


def octets(sent: Request, *, more: tuple[tuple[str, str], ...] = (), body: bytes | None = None) -> bytes:
    """Return a request as it goes over the wire, with the length that its body has."""
    content = sent.body if body is None else body
    headers = [pair for pair in (*sent.headers, *more) if pair[0] not in ("content-length", "expect")]
    headers.append(("content-length", str(len(content))))
    target = f"{sent.path}?{sent.query}" if sent.query else sent.path
    lines = [f"{sent.method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + content
