"""Whose topic, endpoint or subscription a request is about, and which access policy takes part in the verdict."""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.policy.request import ContextValue, PolicySource
from cogtui.cloud.services.registry import Resource
from cogtui.cloud.services.sns.arns import read
from cogtui.cloud.services.sns.finding import subscription_at, topic_at
from cogtui.cloud.services.sns.topic_policies import shown_policy
from cogtui.cloud.services.sns.topic_records import Topic
from cogtui.cloud.store import Reader

_ARNS = ("TopicArn", "TargetArn", "PlatformApplicationArn", "EndpointArn", "ResourceArn")
"""Parameters that name what a request is about."""


def resource(call: Call) -> Resource | None:
    """Return the topic with its policy and tags, or whose something else is; None where a request names nothing."""
    if "SubscriptionArn" in call.params:
        return _of_subscription(call, str(call.params["SubscriptionArn"]))
    arn = next((str(call.params[name]) for name in _ARNS if call.params.get(name)), "")
    return resource_at(call.tx, arn)


def resource_at(reader: Reader, arn: str, action: str = "") -> Resource | None:
    """Return what an ARN names, as authorisation sees it."""
    del action
    parts = read(arn)
    if parts is None or not parts.account:
        return None
    topic = topic_at(reader, arn)
    return _of_topic(reader, topic) if topic else Resource(parts.account)


def _of_topic(reader: Reader, topic: Topic) -> Resource:
    place = topic.policy_place
    document = shown_policy(reader, topic)
    source = PolicySource("resource", place.label, document, place, account=topic.account)
    context: dict[str, ContextValue] = {f"aws:ResourceTag/{key}": value for key, value in topic.tags.items()}
    return Resource(topic.account, (source,), context)


def _of_subscription(call: Call, arn: str) -> Resource | None:
    """Return whose a subscription is: whoever subscribed may change it and end it, and the topic's owner too.

    SNS API Reference, Unsubscribe.
    """
    found = subscription_at(call.tx, arn)
    parts = read(arn)
    if found is None or parts is None:
        return Resource(parts.account) if parts and parts.account else None
    own = call.principal.account in (found.owner, parts.account)
    return Resource(call.principal.account if own else found.owner)
