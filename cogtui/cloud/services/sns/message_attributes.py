"""Attributes of messages: typed values that go along, and by which subscriptions choose (SNS Developer Guide, "Message attributes")."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.sns import topic_errors

Given = dict[str, dict[str, Any]]
"""Attributes as requests have them."""

Value = str | float | bool | None

STRING, NUMBER, BINARY, ARRAY = "String", "Number", "Binary", "String.Array"

_ODD = re.compile(r"[^A-Za-z0-9_.-]")
_LONGEST_NAME = 256


def require_attributes(call: Call, given: Given) -> None:
    """Refuse attributes that SNS does not take."""
    problem = next(_problems(given), "")
    call.require(
        "sns.message.attributes", not problem, lambda: topic_errors.bad_message_attribute(problem), has=list(given)
    )


def size_of(given: Given) -> int:
    """Return the octets of attributes: names, types and values."""
    texts = [text for name, value in given.items() for text in (name, str(value.get("DataType", "")))]
    values = [value.get("StringValue") or value.get("BinaryValue") or "" for value in given.values()]
    return sum(len(one if isinstance(one, bytes) else str(one).encode()) for one in (*texts, *values))


def values_of(attribute: dict[str, Any]) -> list[Value]:
    """Return what filter policies compare: a number, a text, or each element of an array."""
    kind, text = str(attribute.get("DataType", "")), str(attribute.get("StringValue") or "")
    if kind == NUMBER or kind.startswith(f"{NUMBER}."):
        return [float(text)]
    if kind == ARRAY:
        return _elements(text)
    return [text] if kind.startswith(STRING) else []


def shown(given: Given) -> dict[str, dict[str, str]]:
    """Return attributes as notifications have them: octets as Base64."""
    return {name: {"Type": str(value["DataType"]), "Value": _written(value)} for name, value in given.items()}


def _written(value: dict[str, Any]) -> str:
    octets: bytes = value.get("BinaryValue") or b""
    return base64.b64encode(octets).decode("ascii") if octets else str(value.get("StringValue") or "")


def _elements(text: str) -> list[Value]:
    try:
        return msgspec.json.decode(text, type=list[str | float | bool | None])
    except msgspec.DecodeError:
        return []


def _problems(given: Given) -> Iterator[str]:
    for name, value in given.items():
        yield from _name_problems(name)
        kind = str(value.get("DataType") or "")
        family = kind.partition(".")[0]
        if family not in (STRING, NUMBER, BINARY):
            yield (
                f"The message attribute '{name}' has an invalid message attribute type, the set of supported type "
                "prefixes is Binary, Number, and String."
            )
            return
        yield from _value_problems(name, kind, family, value)


def _name_problems(name: str) -> Iterator[str]:
    if len(name.encode()) > _LONGEST_NAME or not name:
        yield "Length of message attribute name must be less than 256 bytes."
    odd = _ODD.search(name)
    if odd is not None:
        yield (
            f"Invalid non-alphanumeric character '#x{ord(odd.group()):X}' was found in the message attribute name. "
            "Can only include alphanumeric characters, hyphens, underscores, or dots."
        )
    if name.startswith("."):
        yield "Invalid message attribute name starting with character '.' was found."
    if name.endswith("."):
        yield "Invalid message attribute name ending with character '.' was found."
    if ".." in name:
        yield "Message attribute name can not have successive '.' character."


def _value_problems(name: str, kind: str, family: str, value: dict[str, Any]) -> Iterator[str]:
    own, other = ("BinaryValue", "StringValue") if family == BINARY else ("StringValue", "BinaryValue")
    if not value.get(own):
        if value.get(other):
            yield f"The message attribute '{name}' with type '{kind}' must use field '{own.removesuffix('Value')}'."
        else:
            yield (
                f"The message attribute '{name}' must contain non-empty message attribute value for message attribute "
                f"type '{kind}'."
            )
    elif family == NUMBER and not _is_number(str(value[own])):
        yield f"Could not cast message attribute '{name}' value to number."


def _is_number(text: str) -> bool:
    try:
        return abs(float(text)) < float("inf")
    except ValueError:
        return False
