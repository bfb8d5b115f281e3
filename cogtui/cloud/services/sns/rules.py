"""The words behind the rule ids `sns.*`: what SNS asks before it does something."""

from __future__ import annotations

from cogtui.cloud.rules import Rule
from cogtui.cloud.services.sns import push_rules, topic_rules

_API = "Amazon SNS API Reference"

RULES = {
    **push_rules.RULES,
    **topic_rules.RULES,
    "sns.arn": Rule("the parameter is an ARN", f"{_API}, Common Errors", "the parameter is no ARN"),
    "sns.page": Rule("the token is one that this list gave", f"{_API}, ListTopics", "the token is not of this list"),
    "sns.attribute": Rule(
        "there is an attribute of that name", f"{_API}, SetEndpointAttributes", "there is no attribute of that name"
    ),
    "sns.attribute.flag": Rule(
        "the attribute is true or false", f"{_API}, SetEndpointAttributes", "the attribute is neither true nor false"
    ),
    "sns.target": Rule("the message is for somebody", f"{_API}, Publish", "the message is for nobody"),
    "sns.message.there": Rule("the message has a text", f"{_API}, Publish", "the message is empty"),
    "sns.message.size": Rule("the message is at most 256 KB", f"{_API}, Publish", "the message is too long"),
    "sns.message.structure": Rule(
        "MessageStructure is left out or json", f"{_API}, Publish", "MessageStructure is something else"
    ),
    "sns.message.json": Rule(
        "the message is a JSON object of texts by protocol", f"{_API}, Publish", "the message is no JSON object"
    ),
    "sns.message.default": Rule(
        "the message has a text for everybody, or one for the very platform",
        f"{_API}, Publish, MessageStructure",
        "the message has no text `default`",
    ),
    "sns.subject": Rule("an e-mail could have the subject", f"{_API}, Publish, Subject", "the subject is not fit"),
}
