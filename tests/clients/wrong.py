"""Requests that boto3 would not send: what is required left out, values that the model rules out, values of wrong types."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

from tests.clients.sdk import Answer, operation_model, request_of, sent, signed
from tests.clients.serving import Served


class Wrong(NamedTuple):
    """A value that does not fit, and the sentence in which AWS says so."""

    member: str
    value: Any
    rule: str


def path_of(member: str) -> str:
    """Return a member as AWS's messages name it."""
    return member[:1].lower() + member[1:]


class Raw(NamedTuple):
    """A request to an endpoint as botocore makes it, for the test to spoil; signed where the operation wants it."""

    here: Served
    service: str
    operation: str
    params: dict[str, Any]

    def asked(self) -> Answer:
        """Send it as it is."""
        return self._sent(self._request())

    def retyped(self, wrong: dict[str, Any]) -> Answer:
        """Send JSON in which some members have other values than botocore would serialise."""
        request = self._request()
        return self._sent(request, json.dumps(json.loads(request.data) | wrong).encode())

    def refielded(self, wrong: dict[str, str]) -> Answer:
        """Send a form in which some fields have other values than botocore would serialise."""
        request = self._request()
        return self._sent(request, urlencode(request.data | wrong).encode())

    def rewritten(self, body: bytes) -> Answer:
        """Send it with another body."""
        return self._sent(self._request(), body)

    def _request(self) -> Any:
        return request_of(self.service, self.operation, self.params, self.here.url)

    def _sent(self, request: Any, body: bytes | None = None) -> Answer:
        if body is not None:
            request.data = body
        if is_signed(operation_model(self.service, self.operation)):
            request = signed(request, self.service, self.here.demo)
        return sent(request, self.service, self.operation)


def is_signed(operation: Any) -> bool:
    return operation.auth_type != "none"


OVERRIDDEN = {"PasswordType", "DomainType"}
"""Shapes whose pattern the catalog states as AWS holds it, and not as the model has it."""


def ruled_out(service: str, operation: str) -> Iterator[Wrong]:
    """Yield values that break one rule of the model each."""
    shape = operation_model(service, operation).input_shape
    for member, part in shape.members.items() if shape else ():
        if part.type_name == "string":
            yield from (Wrong(member, value, rule) for value, rule in _texts(part))
        elif part.type_name in ("integer", "long"):
            yield from (Wrong(member, value, rule) for value, rule in _numbers(part))


def _texts(shape: Any) -> Iterator[tuple[str, str]]:
    rules = shape.metadata
    if rules.get("max", 10**6) < 10**5:
        yield "a" * (rules["max"] + 1), f"Member must have length less than or equal to {rules['max']}"
    if rules.get("min", 0) > 1:
        yield "a" * (rules["min"] - 1), f"Member must have length greater than or equal to {rules['min']}"
    if shape.enum:
        yield "no such thing", f"Member must satisfy enum value set: [{', '.join(shape.enum)}]"
    if "pattern" in rules and shape.name not in OVERRIDDEN and (value := _off(rules["pattern"], rules.get("min", 0))):
        yield value, f"Member must satisfy regular expression pattern: {rules['pattern']}"


def _numbers(shape: Any) -> Iterator[tuple[int, str]]:
    rules = shape.metadata
    if rules.get("max", 10**9) < 10**9:
        yield rules["max"] + 1, f"Member must have value less than or equal to {rules['max']}"
    if "min" in rules:
        yield rules["min"] - 1, f"Member must have value greater than or equal to {rules['min']}"


def _off(pattern: str, least: int) -> str:
    """Return a text that a pattern rules out; empty where none is known. Patterns with Java's classes take all that is printed."""
    for letter in ("!", " ", "\x01"):
        text = letter * max(least, 1)
        if "\\p{" in pattern:
            if letter == "\x01":
                return text
        elif not re.fullmatch(pattern, text):
            return text
    return ""


MISTYPED: dict[str, Any] = {
    "string": {"a": 1},
    "integer": "many",
    "long": "many",
    "boolean": "perhaps",
    "blob": {"a": 1},
    "list": "one",
    "map": "one",
    "structure": "one",
    "timestamp": {"a": 1},
}
"""Values of another JSON type."""
