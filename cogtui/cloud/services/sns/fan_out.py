"""Fan-out: a message that was published to a topic goes to everybody who subscribed, each in the form of its protocol.

SNS Developer Guide, "Fanout to ..." and "Message delivery status". Publish has answered before; what becomes of each delivery
stands in the log.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.callers import Service
from cogtui.cloud.clock import timestamp
from cogtui.cloud.services.sns.delivery_log import Answer, Sent, log
from cogtui.cloud.services.sns.filter_policies import matches
from cogtui.cloud.services.sns.finding import subscriptions_of
from cogtui.cloud.services.sns.message_attributes import Given, shown
from cogtui.cloud.services.sns.outbox import SUBJECT, Text, send
from cogtui.cloud.services.sns.payloads import Message
from cogtui.cloud.services.sns.pushing import push_from_topic
from cogtui.cloud.services.sns.records import scope_of
from cogtui.cloud.services.sns.subscription_attributes import FILTER
from cogtui.cloud.services.sns.topic_records import Subscription, Topic

SNS = Service("sns.amazonaws.com")

_UNSIGNED = "EXAMPLE"
"""DIFFERS: AWS signs notifications with a key whose certificate can be fetched; nothing here would fetch it."""


class Published(msgspec.Struct, frozen=True):
    """A message that a topic has accepted."""

    topic: Topic
    sent: Sent
    message: Message
    attributes: Given


def fan_out(call: Call, published: Published) -> None:
    """Send a message to all whose subscription is confirmed and whose filter it passes."""
    for row in list(subscriptions_of(call, published.topic.arn)):
        if row.is_pending:
            call.note("sns.fan.confirmed", False, subscription=row.arn, endpoint=row.endpoint)
            continue
        text = row.attributes.get(FILTER, "")
        passes = matches(text, published.attributes)
        if text:
            call.note("sns.fan.filter", passes, subscription=row.arn, policy=text, has=sorted(published.attributes))
        if passes:
            _SENDERS[row.protocol](call, published, row)


def _to_application(call: Call, published: Published, row: Subscription) -> None:
    push_from_topic(call, published.sent, row.endpoint, published.message)


def _to_function(call: Call, published: Published, row: Subscription) -> None:
    """Run a function. DIFFERS: Lambda is asked once; AWS tries for hours, and asks whether SNS may invoke it."""
    record = call.trigger(row.endpoint, "SNS notification", {"Records": [_event(call, published, row)]}, SNS)
    answer = Answer("SUCCESS", "", 202)
    if record.error is not None:
        answer = Answer("FAILURE", f"{record.error.code}: {record.error.message}", max(record.error.status, 400))
    log(call, published.sent, row.protocol, row.endpoint, answer)


def _to_people(call: Call, published: Published, row: Subscription) -> None:
    topic, message = published.topic, published.message
    text = message.for_protocol(row.protocol)
    if row.protocol == "email-json":
        text = msgspec.json.encode(_notification(call, published, row)).decode()
    subject = "" if row.protocol == "sms" else message.subject or SUBJECT
    send(call, scope_of(topic.account, topic.region), Text(row.protocol, row.endpoint, subject, text))
    log(call, published.sent, row.protocol, row.endpoint, Answer("SUCCESS", "Message has been accepted"))


def _to_nobody(call: Call, published: Published, row: Subscription) -> None:
    """Write down that nobody is there. DIFFERS: AWS brings it; neither queues nor web servers are part of a world."""
    call.note("sns.fan.receiver", False, protocol=row.protocol, endpoint=row.endpoint)
    answer = Answer("FAILURE", f"delivery over {row.protocol} is not simulated by CogTUI", 501)
    log(call, published.sent, row.protocol, row.endpoint, answer)


def _notification(call: Call, published: Published, row: Subscription) -> dict[str, Any]:
    """Return the document that a receiver gets around a message."""
    subject = {"Subject": published.message.subject} if published.message.subject else {}
    return {
        "Type": "Notification",
        "MessageId": published.sent.message_id,
        "TopicArn": published.topic.arn,
        **subject,
        "Message": published.message.for_protocol(row.protocol),
        "Timestamp": timestamp(call.now).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "SignatureVersion": "1",
        "Signature": _UNSIGNED,
        "SigningCertURL": _UNSIGNED,
        "UnsubscribeURL": f"https://sns.{published.topic.region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={row.arn}",
        **({"MessageAttributes": shown(published.attributes)} if published.attributes else {}),
    }


def _event(call: Call, published: Published, row: Subscription) -> dict[str, Any]:
    """Return the event that a function gets; two of its members are spelled differently there, and none is left out."""
    document = _notification(call, published, row)
    spelled = {name.replace("CertURL", "CertUrl").replace("beURL", "beUrl"): value for name, value in document.items()}
    told: dict[str, Any] = {"Subject": None, "MessageAttributes": {}, **spelled}
    return {"EventVersion": "1.0", "EventSubscriptionArn": row.arn, "EventSource": "aws:sns", "Sns": told}


_SENDERS: Final[dict[str, Callable[[Call, Published, Subscription], None]]] = {
    "application": _to_application,
    "email": _to_people,
    "email-json": _to_people,
    "http": _to_nobody,
    "https": _to_nobody,
    "lambda": _to_function,
    "sms": _to_people,
    "sqs": _to_nobody,
}
