"""Find what a request names: topics, whoever's they are, and subscriptions."""

from __future__ import annotations

from collections.abc import Iterator

from cogtui.cloud.call import Call
from cogtui.cloud.services.sns import topic_errors
from cogtui.cloud.services.sns.arns import Named, named, read
from cogtui.cloud.services.sns.records import scope_of
from cogtui.cloud.services.sns.topic_records import SUBSCRIPTIONS, TOPICS, Subscription, Topic
from cogtui.cloud.store import Reader

_PARTS = 7
"""Of a subscription's ARN: the topic's and an id."""


def topic_at(reader: Reader, arn: str) -> Topic | None:
    """Return the topic that an ARN names."""
    parts = read(arn)
    return _topic_of(reader, parts) if parts else None


def _topic_of(reader: Reader, parts: Named) -> Topic | None:
    return reader.get(TOPICS, (scope_of(parts.account, parts.region), parts.rest))


def find_topic(call: Call, arn: str, parameter: str = "TopicArn") -> Topic | None:
    """Return the topic of the request's region that an ARN names; whether the caller may use it is the door's matter."""
    parts = named(call, parameter, arn)
    here = parts.region == call.region
    call.require(
        "sns.topic.region", here, lambda: topic_errors.elsewhere(parameter), has=parts.region, wants=call.region
    )
    return _topic_of(call.tx, parts)


def topic_named(call: Call, arn: str, parameter: str = "TopicArn") -> Topic:
    """Return the topic; refuse ARNs under which there is none."""
    found = find_topic(call, arn, parameter)
    call.require("sns.topic", found, topic_errors.no_topic, has=arn)
    assert found is not None
    return found


def subscription_at(reader: Reader, arn: str) -> Subscription | None:
    """Return the subscription that an ARN names."""
    topic, _, identifier = arn.rpartition(":")
    return reader.get(SUBSCRIPTIONS, (topic, identifier))


def find_subscription(call: Call, arn: str) -> Subscription | None:
    """Return the subscription of an ARN."""
    named(call, "SubscriptionArn", arn)
    whole = arn.count(":") == _PARTS - 1
    call.require("sns.subscription.arn", whole, topic_errors.bad_subscription_id, has=arn)
    return subscription_at(call.tx, arn)


def subscription_named(call: Call, arn: str) -> Subscription:
    """Return the subscription; refuse ARNs under which there is none."""
    found = find_subscription(call, arn)
    if found is not None and found.has_lapsed(call.now):
        found = None
    call.require("sns.subscription", found, topic_errors.no_subscription, has=arn)
    assert found is not None
    return found


def subscriptions_of(call: Call, topic: str) -> Iterator[Subscription]:
    """Yield who subscribed to a topic, by their ids."""
    return (row for row in call.tx.scan(SUBSCRIPTIONS, topic) if not row.has_lapsed(call.now))
