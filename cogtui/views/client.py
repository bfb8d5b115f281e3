"""Real clients, which come to an endpoint over HTTP: whether a record is theirs, and what to call them."""

from __future__ import annotations

import re
from typing import Final

from cogtui.cloud.callers import LOCAL, Service, Signed
from cogtui.cloud.trail import Record

_PRODUCT: Final = re.compile(r"([\w.-]{1,40})/(\d+(?:\.\d+)?)")
"""The beginning of a User-Agent: a product with its version (RFC 9110, section 10.1.5)."""

_PLAIN_NAMES: Final = {
    "aws-cli": "AWS CLI",
    "aws-sdk-js": "AWS SDK for JavaScript",
    "aws-sdk-go-v2": "AWS SDK for Go",
    "aws-sdk-java": "AWS SDK for Java",
    "mozilla": "a browser",
}
"""What people call products whose name on the wire says less, in small letters."""


def is_client(record: Record) -> bool:
    """Tell whether the record is of a request that came over HTTP; what services do on the way is their own."""
    return record.origin != LOCAL and record.kind != "act" and not isinstance(record.caller, Service)


def agent(user_agent: str) -> str:
    """Return a User-Agent shortened to the program that people know: "Boto3/1.44"; empty for one that names none."""
    found = _PRODUCT.match(user_agent)
    if found is None:
        return ""
    name = _PLAIN_NAMES.get(found[1].lower())
    if name is None:
        return f"{found[1]}/{found[2]}"
    return name if name.startswith("a ") else f"{name} {found[2]}"


def client_of(record: Record) -> str:
    """Return what to call the client: "Boto3/1.44", "a client"; empty for calls from within the app."""
    return (agent(record.origin.agent) or "a client") if is_client(record) else ""


def sender(record: Record) -> str:
    """Return who sent a client's request, in one line: the program, from where, under which key."""
    words = f"{client_of(record)} at {record.origin.address}"
    if record.kind == "web":
        return words
    caller = record.caller
    if not isinstance(caller, Signed):
        return f"{words}, unsigned"
    key = f"access key {caller.access_key_id}" if caller.access_key_id else "an access key that can't be read"
    return f"{words}, signed with {key}" + (" and a session token" if caller.session_token else "")
