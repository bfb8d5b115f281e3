"""The words behind the rule ids of topics, subscriptions and what is published to them."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_API = "Amazon SNS API Reference"
_GUIDE = "Amazon SNS Developer Guide"
_CREATE = f"{_API}, CreateTopic"
_SET = f"{_API}, SetTopicAttributes"
_SUBSCRIBE = f"{_API}, Subscribe"
_CONFIRM = f"{_API}, ConfirmSubscription"
_BATCH = f"{_API}, PublishBatch"
_FIFO = f'{_GUIDE}, "Message deduplication for FIFO topics"'

RULES = {
    "sns.topic": Rule("there is a topic of that ARN", f"{_API}, GetTopicAttributes", "there is no such topic"),
    "sns.topic.region": Rule("the topic is in the region that is asked", _CREATE, "the topic is in another region"),
    "sns.topic.name": Rule(
        "the name is of letters, digits, hyphens and underscores, and a FIFO topic's ends in .fifo",
        _CREATE,
        "no topic can have that name",
    ),
    "sns.topic.same": Rule(
        "a topic of that name has the same attributes and tags", _CREATE, "there is a topic of that name that differs"
    ),
    "sns.topic.attribute": Rule("topics have the attribute, and it may be put", _SET, "the attribute can't be put"),
    "sns.topic.value": Rule("the attribute may have the value", _SET, "the attribute can't have the value"),
    "sns.policy": Rule(
        "the policy is one: grammar, principals that exist, actions of SNS",
        f'{_GUIDE}, "Overview of managing access in Amazon SNS"',
        "the policy is none for a topic",
    ),
    "sns.permission.label": Rule(
        "no statement of the policy has the label", f"{_API}, AddPermission", "a statement has the label"
    ),
    "sns.permission.action": Rule(
        "topics' policies can allow the actions", f"{_API}, AddPermission", "an action is none for topics' policies"
    ),
    "sns.tagged": Rule("the account has the topic in this region", f"{_API}, TagResource", "there is no such topic"),
    "sns.tag.once": Rule("no key is there twice", f"{_API}, TagResource", "a key is there twice"),
    "sns.tag.most": Rule("there are at most 50 tags", f"{_API}, TagResource", "there are too many tags"),
    "sns.subscription": Rule(
        "there is a subscription of that ARN",
        f"{_API}, GetSubscriptionAttributes",
        "there is no such subscription",
    ),
    "sns.subscription.arn": Rule(
        "the ARN is a topic's with an id", f"{_API}, Unsubscribe", "the ARN is none of a subscription"
    ),
    "sns.subscription.same": Rule(
        "who subscribed already has the same attributes", _SUBSCRIBE, "it has subscribed with other attributes"
    ),
    "sns.subscription.attribute": Rule(
        "subscriptions have the attribute", f"{_API}, SetSubscriptionAttributes", "there is no such attribute"
    ),
    "sns.subscription.value": Rule(
        "the attribute may have the value", f"{_API}, SetSubscriptionAttributes", "the attribute can't have the value"
    ),
    "sns.subscription.token": Rule(
        "the token is of a subscription to the topic that waits, for less than two days",
        _CONFIRM,
        "the token is unknown",
    ),
    "sns.token.form": Rule("the token has a token's form", _CONFIRM, "that can be no token"),
    "sns.protocol": Rule("SNS speaks the protocol", _SUBSCRIBE, "SNS does not speak the protocol"),
    "sns.subscribe.endpoint": Rule("the endpoint fits the protocol", _SUBSCRIBE, "the endpoint does not fit"),
    "sns.subscribe.target": Rule("the platform endpoint is there", _SUBSCRIBE, "there is no such platform endpoint"),
    "sns.subscribe.fifo": Rule(
        "the topic is no FIFO topic, or a queue subscribes",
        f'{_GUIDE}, "Amazon SNS message ordering and deduplication strategies using FIFO topics"',
        "FIFO topics have no subscribers but queues",
    ),
    "sns.fan.confirmed": Rule("the receiver has confirmed the subscription", _CONFIRM, "the subscription is pending"),
    "sns.fan.filter": Rule(
        "the message's attributes pass the filter policy",
        f'{_GUIDE}, "Amazon SNS message filtering"',
        "the filter policy keeps the message back",
    ),
    "sns.fan.receiver": Rule(
        "somebody is there to take the message",
        f'{_GUIDE}, "Message delivery status"; what a world contains',
        "no queue and no web server is part of a world",
    ),
    "sns.message.attributes": Rule(
        "the attributes have names, types and values that SNS takes",
        f'{_GUIDE}, "Amazon SNS message attributes"',
        "an attribute of the message is not fit",
    ),
    "sns.number": Rule("the number is a phone's", f"{_API}, Publish, PhoneNumber", "no phone has such a number"),
    "sns.fifo.only": Rule("only FIFO topics are told how to know a message again", _FIFO, "the topic is no FIFO topic"),
    "sns.fifo.group": Rule("the message has a group, within which the order is kept", _FIFO, "the group is missing"),
    "sns.fifo.deduplication": Rule(
        "the message can be known again: by its id, or by its content where the topic says so",
        _FIFO,
        "nothing says how to know the message again",
    ),
    "sns.fifo.new": Rule(
        "the topic has not had the message in the last five minutes",
        _FIFO,
        "the topic has had it: nobody gets it again",
    ),
    "sns.batch.there": Rule("the batch has entries", _BATCH, "the batch is empty"),
    "sns.batch.most": Rule("the batch has at most ten entries", _BATCH, "the batch has too many entries"),
    "sns.batch.once": Rule("each entry has its own id", _BATCH, "two entries have the same id"),
    "sns.batch.id": Rule(
        "the ids are of letters, digits, hyphens and underscores, 80 at most", _BATCH, "an id is not fit"
    ),
    "sns.batch.size": Rule("the entries are at most 256 KB together", _BATCH, "the entries are too long together"),
}
