"""Publish: one message, to a device's endpoint, to a topic, or to a phone's number (SNS API Reference)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.sns import errors, topic_errors
from cogtui.cloud.services.sns.accepting import Order, accept
from cogtui.cloud.services.sns.arns import named
from cogtui.cloud.services.sns.delivery_log import Answer, Sent, log
from cogtui.cloud.services.sns.finding import topic_named
from cogtui.cloud.services.sns.message_attributes import Given, require_attributes, size_of
from cogtui.cloud.services.sns.outbox import Text, send
from cogtui.cloud.services.sns.payloads import LONGEST, taken
from cogtui.cloud.services.sns.platform_endpoints import endpoint_at
from cogtui.cloud.services.sns.protocols import is_number
from cogtui.cloud.services.sns.pushing import push
from cogtui.cloud.services.sns.records import scope_of

Output = dict[str, Any]


class Draft(msgspec.Struct, frozen=True):
    """A message as somebody asks to have it published."""

    text: str
    subject: str | None
    structure: str | None
    attributes: Given
    order: Order


def publish(
    call: Call,
    *,
    TopicArn: str | None = None,
    TargetArn: str | None = None,
    PhoneNumber: str | None = None,
    Message: str,
    Subject: str | None = None,
    MessageStructure: str | None = None,
    MessageAttributes: Given | None = None,
    MessageGroupId: str | None = None,
    MessageDeduplicationId: str | None = None,
) -> Output:
    """Send a message; the answer comes before anybody has it.

    DIFFERS: attributes that tell a platform how to deliver (AWS.SNS.MOBILE.GCM.TTL and its like) change nothing here.
    """
    order = Order(MessageGroupId or "", MessageDeduplicationId or "")
    draft = Draft(Message, Subject, MessageStructure, MessageAttributes or {}, order)
    size = len(Message.encode()) + size_of(draft.attributes)
    call.require("sns.message.size", size <= LONGEST, errors.long_message, has=size, most=LONGEST)
    given = [one for one in (TopicArn, TargetArn, PhoneNumber) if one is not None]
    call.require("sns.target", len(given) == 1, errors.no_target, has=len(given))
    if PhoneNumber is not None:
        return _to_number(call, PhoneNumber, draft)
    if TopicArn is not None:
        return _to_topic(call, TopicArn, "TopicArn", draft)
    arn = TargetArn or ""
    if named(call, "TargetArn", arn).rest.startswith("endpoint/"):
        return _to_endpoint(call, arn, draft)
    return _to_topic(call, arn, "TargetArn", draft)


def _to_topic(call: Call, arn: str, parameter: str, draft: Draft) -> Output:
    topic = topic_named(call, arn, parameter)
    message = taken(call, draft.text, draft.structure, draft.subject)
    return accept(call, topic, message, draft.attributes, draft.order)


def _to_endpoint(call: Call, arn: str, draft: Draft) -> Output:
    parts = named(call, "TargetArn", arn)
    message = taken(call, draft.text, draft.structure, draft.subject, needs_default=parts.steps[1])
    require_attributes(call, draft.attributes)
    here = (parts.account, parts.region) == (call.account, call.region)
    found = endpoint_at(call, arn) if here else None
    call.require("sns.target.endpoint", found, errors.nowhere, has=arn)
    assert found is not None
    sent = Sent(call.ids.uuid(), parts.account, parts.region)
    push(call, sent, found, message)
    return {"MessageId": sent.message_id}


def _to_number(call: Call, number: str, draft: Draft) -> Output:
    """Send a text. DIFFERS: no account is in the sandbox, no number has opted out, and none costs anything."""
    call.require("sns.number", is_number(number), lambda: topic_errors.bad_number(number), has=number)
    message = taken(call, draft.text, draft.structure, draft.subject)
    require_attributes(call, draft.attributes)
    sent = Sent(call.ids.uuid(), call.account, call.region)
    send(call, scope_of(call.account, call.region), Text("sms", number, "", message.for_protocol("sms")))
    log(call, sent, "sms", number, Answer("SUCCESS", "Message has been accepted by phone carrier"))
    return {"MessageId": sent.message_id}
