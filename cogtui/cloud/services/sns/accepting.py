"""A topic accepts a message: what FIFO topics ask, which message they have had before, and then everybody gets it."""

from __future__ import annotations

import hashlib

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.sns import topic_errors
from cogtui.cloud.services.sns.delivery_log import Sent
from cogtui.cloud.services.sns.fan_out import Published, fan_out
from cogtui.cloud.services.sns.message_attributes import Given, require_attributes
from cogtui.cloud.services.sns.payloads import Message
from cogtui.cloud.services.sns.topic_records import SEEN, SEEN_FOR, Seen, Topic
from cogtui.cloud.services.sns.topics import BY_CONTENT


class Order(msgspec.Struct, frozen=True):
    """What FIFO topics want to know of a message."""

    group: str = ""
    deduplication: str = ""


def accept(call: Call, topic: Topic, message: Message, attributes: Given, order: Order) -> dict[str, str]:
    """Send a message to the subscribers and return its id; FIFO topics send none twice, and number them."""
    require_attributes(call, attributes)
    sent = Sent(call.ids.uuid(), topic.account, topic.region, topic.arn)
    published = Published(topic, sent, message, attributes)
    if not topic.is_fifo:
        standard = not order.deduplication
        error = topic_errors.only_for_fifo("MessageDeduplicationId")
        call.require("sns.fifo.only", standard, error, has=order.deduplication)
        fan_out(call, published)
        return {"MessageId": sent.message_id}
    known, fresh = _known_or_new(call, published, order)
    if known is None:
        call.tx.put(SEEN, fresh)
        fan_out(call, published)
    found = known or fresh
    return {"MessageId": found.message_id, "SequenceNumber": found.sequence}


def _known_or_new(call: Call, published: Published, order: Order) -> tuple[Seen | None, Seen]:
    topic, sent = published.topic, published.sent
    call.require("sns.fifo.group", order.group, topic_errors.no_group)
    by_content = topic.attributes.get(BY_CONTENT) == "true"
    enough = bool(order.deduplication) or by_content
    call.require("sns.fifo.deduplication", enough, topic_errors.no_deduplication)
    known_by = order.deduplication or hashlib.sha256(published.message.text.encode()).hexdigest()
    known = call.tx.get(SEEN, (topic.arn, known_by))
    if known is not None and call.now >= known.at + SEEN_FOR:
        known = None
    call.note("sns.fifo.new", known is None, deduplication=known_by)
    fresh = Seen(topic.arn, known_by, sent.message_id, f"1{call.ids.number():019}", call.now)
    return known, fresh
