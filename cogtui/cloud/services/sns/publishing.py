"""Publish: one message, to a device's endpoint (SNS API Reference)."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.sns import errors
from cogtui.cloud.services.sns.arns import named
from cogtui.cloud.services.sns.delivery_log import Sent
from cogtui.cloud.services.sns.payloads import LONGEST, taken
from cogtui.cloud.services.sns.platform_endpoints import endpoint_at
from cogtui.cloud.services.sns.pushing import push

Output = dict[str, Any]


def publish(
    call: Call,
    *,
    TargetArn: str | None = None,
    Message: str,
    Subject: str | None = None,
    MessageStructure: str | None = None,
    MessageAttributes: dict[str, dict[str, Any]] | None = None,
) -> Output:
    """Send a message; the answer comes before anybody has it.

    DIFFERS: attributes that tell a platform how to deliver (AWS.SNS.MOBILE.GCM.TTL and its like) change nothing here.
    """
    size = len(Message.encode()) + _size_of(MessageAttributes or {})
    call.require("sns.message.size", size <= LONGEST, errors.long_message, has=size, most=LONGEST)
    call.require("sns.target", TargetArn is not None, errors.no_target)
    assert TargetArn is not None
    parts = named(call, "TargetArn", TargetArn)
    platform = parts.steps[1] if len(parts.steps) > 1 else ""
    message = taken(call, Message, MessageStructure, Subject, needs_default=platform)
    here = (parts.account, parts.region) == (call.account, call.region)
    found = endpoint_at(call, TargetArn) if here else None
    call.require("sns.target.endpoint", found, errors.nowhere, has=TargetArn)
    assert found is not None
    sent = Sent(call.ids.uuid(), parts.account, parts.region)
    push(call, sent, found, message)
    return {"MessageId": sent.message_id}


def _size_of(attributes: dict[str, dict[str, Any]]) -> int:
    """Return the octets of a message's attributes: names, types and values."""
    texts = [text for name, value in attributes.items() for text in (name, value.get("DataType", ""))]
    values = [value.get("StringValue") or value.get("BinaryValue") or "" for value in attributes.values()]
    return sum(len(one if isinstance(one, bytes) else str(one).encode()) for one in (*texts, *values))
