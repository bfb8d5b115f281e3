"""Tags of topics: what SNS takes, and how it gives them back (SNS API Reference, TagResource)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.sns import topic_errors
from cogtui.cloud.services.sns.finding import topic_at
from cogtui.cloud.services.sns.topic_records import TOPICS, Topic

Output = dict[str, Any]
Given = list[dict[str, str]]
"""Tags as requests have them."""

_MOST = 50


def tag_resource(call: Call, *, ResourceArn: str, Tags: Given) -> Output:
    """Put tags on a topic; a tag with the very same key is replaced."""
    topic = _topic(call, ResourceArn)
    call.tx.put(TOPICS, msgspec.structs.replace(topic, tags=tagged(call, topic.tags, Tags)))
    return {}


def untag_resource(call: Call, *, ResourceArn: str, TagKeys: list[str]) -> Output:
    """Take tags off a topic; keys that are not there are no matter."""
    topic = _topic(call, ResourceArn)
    kept = {key: value for key, value in topic.tags.items() if key not in TagKeys}
    call.tx.put(TOPICS, msgspec.structs.replace(topic, tags=kept))
    return {}


def list_tags_for_resource(call: Call, *, ResourceArn: str) -> Output:
    """List a topic's tags by key."""
    tags = _topic(call, ResourceArn).tags
    return {"Tags": [{"Key": key, "Value": tags[key]} for key in sorted(tags)]}


def tagged(call: Call, kept: dict[str, str], given: Given) -> dict[str, str]:
    """Return the tags that a topic has once `given` are put on it."""
    keys = [tag["Key"] for tag in given]
    call.require("sns.tag.once", len(set(keys)) == len(keys), topic_errors.repeated_keys, keys=keys)
    tags = {**kept, **{tag["Key"]: tag["Value"] for tag in given}}
    call.require("sns.tag.most", len(tags) <= _MOST, topic_errors.too_many_tags, has=len(tags), most=_MOST)
    return tags


def _topic(call: Call, arn: str) -> Topic:
    found = topic_at(call.tx, arn)
    own = found is not None and (found.account, found.region) == (call.account, call.region)
    call.require("sns.tagged", own, topic_errors.no_resource, has=arn)
    assert found is not None
    return found
