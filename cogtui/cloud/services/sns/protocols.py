"""The protocols of subscriptions: what an endpoint of each looks like, and who must confirm it (SNS API Reference, Subscribe)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError, NotSimulated
from cogtui.cloud.services.sns import topic_errors
from cogtui.cloud.services.sns.arns import read
from cogtui.cloud.services.sns.platform_endpoints import endpoint_at
from cogtui.cloud.services.sns.topic_records import Topic

RAW: Final = ("http", "https", "sqs")
"""Protocols that take messages without anything around them."""

_BY_HAND: Final = ("email", "email-json", "http", "https")
"""Protocols whose receiver must confirm."""

_NOT_SIMULATED: Final = ("firehose",)

_NUMBER = re.compile(r"\+?[0-9](?:[-. ]?[0-9]){4,19}")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def is_number(text: str) -> bool:
    """Tell whether SNS would take a text for a phone's number: E.164, with single marks between digits."""
    return _NUMBER.fullmatch(text) is not None


def require_endpoint(call: Call, topic: Topic, protocol: str, endpoint: str) -> None:
    """Refuse protocols that SNS does not speak, and endpoints that do not fit theirs."""
    if protocol in _NOT_SIMULATED:
        call.refuse("door.simulated", NotSimulated(f"protocol {protocol}"), has=protocol)
    form = _FORMS.get(protocol)
    call.require("sns.protocol", form, lambda: topic_errors.unknown_protocol(protocol), has=protocol)
    assert form is not None
    fits, error = form
    call.require("sns.subscribe.endpoint", fits(endpoint), lambda: error(endpoint), protocol=protocol, has=endpoint)
    call.require("sns.subscribe.fifo", not topic.is_fifo or protocol == "sqs", topic_errors.not_for_fifo, has=protocol)
    if protocol == "application":
        there = endpoint_at(call, endpoint)
        call.require("sns.subscribe.target", there, lambda: topic_errors.endpoint_unknown(endpoint), has=endpoint)


def needs_confirmation(call: Call, protocol: str, endpoint: str) -> bool:
    """Tell whether a receiver must say that it wants messages: people and web servers, and what is another account's."""
    if protocol in _BY_HAND:
        return True
    parts = read(endpoint)
    return parts is not None and parts.account != call.account


def _is_arn_of(service: str) -> Callable[[str], bool]:
    return lambda endpoint: endpoint.startswith(f"arn:aws:{service}:") and read(endpoint) is not None


def _fixed(text: str) -> Callable[[str], AwsError]:
    return lambda _: topic_errors.bad_endpoint(text)


_FORMS: Final[dict[str, tuple[Callable[[str], bool], Callable[[str], AwsError]]]] = {
    "application": (_is_arn_of("sns"), _fixed("Application endpoint ARN")),
    "email": (lambda endpoint: _ADDRESS.fullmatch(endpoint) is not None, _fixed("Email address")),
    "email-json": (lambda endpoint: _ADDRESS.fullmatch(endpoint) is not None, _fixed("Email address")),
    "http": (
        lambda endpoint: endpoint.startswith("http://"),
        _fixed("Endpoint must match the specified protocol"),
    ),
    "https": (
        lambda endpoint: endpoint.startswith("https://"),
        _fixed("Endpoint must match the specified protocol"),
    ),
    "lambda": (_is_arn_of("lambda"), _fixed("Lambda endpoint ARN")),
    "sms": (is_number, topic_errors.bad_sms),
    "sqs": (_is_arn_of("sqs"), _fixed("SQS endpoint ARN")),
}
"""Protocol -> what its endpoints look like, and the error for others."""
