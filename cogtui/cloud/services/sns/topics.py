"""Topics: make, delete, list, and their attributes (SNS API Reference)."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.services.sns import topic_errors
from cogtui.cloud.services.sns.finding import find_topic, subscriptions_of, topic_named
from cogtui.cloud.services.sns.paging import page
from cogtui.cloud.services.sns.records import scope_of
from cogtui.cloud.services.sns.tags import Given, tagged
from cogtui.cloud.services.sns.topic_policies import default_policy, shown_policy, with_policy
from cogtui.cloud.services.sns.topic_records import SEEN, SUBSCRIPTIONS, TOPICS, Topic

Output = dict[str, Any]

FIFO, POLICY, BY_CONTENT = "FifoTopic", "Policy", "ContentBasedDeduplication"

_STANDARD_NAME = re.compile(r"[A-Za-z0-9_-]{1,256}")
_FIFO_NAME = re.compile(r"[A-Za-z0-9_-]{1,251}\.fifo")

_FEEDBACK: Final = tuple(
    f"{receiver}{what}"
    for receiver in ("Application", "Firehose", "HTTP", "Lambda", "SQS")
    for what in ("SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate", "FailureFeedbackRoleArn")
)
_SETTINGS: Final = frozenset(
    {"DisplayName", "DeliveryPolicy", "KmsMasterKeyId", "SignatureVersion", "TracingConfig", "FifoThroughputScope"}
) | frozenset(_FEEDBACK)
"""Attributes that are kept as they are put.

DIFFERS: nothing is encrypted, signed, traced or tried again here, so that none of them changes what happens.
"""
_FLAGS: Final = (FIFO, BY_CONTENT)
_NOT_SIMULATED: Final = ("ArchivePolicy",)
_LONGEST_DISPLAY_NAME = 100

_DELIVERY = (
    '{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,"numMaxDelayRetries":0,'
    '"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},"disableSubscriptionOverrides":false,'
    '"defaultRequestPolicy":{"headerContentType":"text/plain; charset=UTF-8"}}}'
)
"""EffectiveDeliveryPolicy of a topic that has none of its own."""


def create_topic(
    call: Call, *, Name: str, Attributes: dict[str, str] | None = None, Tags: Given | None = None
) -> Output:
    """Make a topic; the same once more, or with fewer attributes, is no matter."""
    given = Attributes or {}
    is_fifo = given.get(FIFO, "").lower() == "true"
    form = _FIFO_NAME if is_fifo else _STANDARD_NAME
    call.require("sns.topic.name", form.fullmatch(Name), topic_errors.bad_topic_name, has=Name, fifo=is_fifo)
    fresh = Topic(call.account, call.region, Name, call.now, "")
    fresh = msgspec.structs.replace(fresh, policy=default_policy(fresh.arn, fresh.account))
    for name, value in given.items():
        fresh = _with_attribute(call, fresh, name, value, fresh=True)
    if is_fifo:
        fresh = msgspec.structs.replace(fresh, attributes={BY_CONTENT: "false", **fresh.attributes})
    fresh = msgspec.structs.replace(fresh, tags=tagged(call, {}, Tags or []))
    present = call.tx.get(TOPICS, TOPICS.key(fresh))
    if present is None:
        call.tx.put(TOPICS, fresh)
        return {"TopicArn": fresh.arn}
    had = {**present.attributes, POLICY: present.policy}
    wanted = {**fresh.attributes, POLICY: fresh.policy}
    same = all(had.get(name) == wanted.get(name, "") for name in given)
    call.require("sns.topic.same", same, lambda: topic_errors.topic_differs("attributes"), has=sorted(given))
    same = fresh.tags.items() <= present.tags.items()
    call.require("sns.topic.same", same, lambda: topic_errors.topic_differs("tags"), has=sorted(fresh.tags))
    return {"TopicArn": present.arn}


def delete_topic(call: Call, *, TopicArn: str) -> Output:
    """Delete a topic and its subscriptions; one that is not there is no matter."""
    topic = find_topic(call, TopicArn)
    if topic is None:
        return {}
    for row in list(call.tx.scan(SUBSCRIPTIONS, topic.arn)):
        call.tx.delete(SUBSCRIPTIONS, SUBSCRIPTIONS.key(row))
    for seen in list(call.tx.scan(SEEN, topic.arn)):
        call.tx.delete(SEEN, SEEN.key(seen))
    call.tx.delete(TOPICS, TOPICS.key(topic))
    return {}


def list_topics(call: Call, *, NextToken: str | None = None) -> Output:
    """List the account's topics in the region."""
    del NextToken
    rows = list(call.tx.scan(TOPICS, scope_of(call.account, call.region)))
    return page(call, "Topics", rows, lambda row: row.name, lambda row: {"TopicArn": row.arn})


def get_topic_attributes(call: Call, *, TopicArn: str) -> Output:
    """Return a topic's attributes, its policy among them, and how many have subscribed."""
    return {"Attributes": _shown(call, topic_named(call, TopicArn))}


def set_topic_attributes(call: Call, *, TopicArn: str, AttributeName: str, AttributeValue: str | None = None) -> Output:
    """Put one attribute of a topic; the policy is one. None may become FIFO, or cease to be."""
    topic = topic_named(call, TopicArn)
    call.tx.put(TOPICS, _with_attribute(call, topic, AttributeName, AttributeValue or ""))
    return {}


def _shown(call: Call, topic: Topic) -> dict[str, str]:
    """DIFFERS: SubscriptionsDeleted counts none; AWS says not for how long it counts those that are gone."""
    rows = list(subscriptions_of(call, topic.arn))
    pending = sum(row.is_pending for row in rows)
    return {
        "DisplayName": "",
        "EffectiveDeliveryPolicy": topic.attributes.get("DeliveryPolicy", "") or _DELIVERY,
        "Owner": topic.account,
        POLICY: shown_policy(call.tx, topic),
        "SubscriptionsConfirmed": str(len(rows) - pending),
        "SubscriptionsDeleted": "0",
        "SubscriptionsPending": str(pending),
        "TopicArn": topic.arn,
        **{name: value for name, value in topic.attributes.items() if value},
    }


def _with_attribute(call: Call, topic: Topic, name: str, value: str, *, fresh: bool = False) -> Topic:
    """Return the topic with an attribute; `fresh`: while it is made, when it may still become FIFO."""
    if name in _NOT_SIMULATED:
        call.refuse("door.simulated", NotSimulated(f"attribute {name} of topics"), has=name)
    special = {POLICY: True, FIFO: fresh, BY_CONTENT: fresh or topic.is_fifo}
    fits = name in _SETTINGS or special.get(name, False)
    call.require("sns.topic.attribute", fits, topic_errors.bad_attribute_name, has=name)
    if name == POLICY:
        return with_policy(call, topic, value)
    if name in _FLAGS:
        value = value.lower()
        flag = value in ("true", "false")
        call.require("sns.topic.value", flag, lambda: topic_errors.bad_attribute(name), attribute=name, has=value)
        if name == FIFO and value == "false":
            return topic
    if name == "DisplayName":
        short = len(value) <= _LONGEST_DISPLAY_NAME
        call.require("sns.topic.value", short, lambda: topic_errors.bad_attribute(name), attribute=name, has=value)
    return msgspec.structs.replace(topic, attributes={**topic.attributes, name: value})
