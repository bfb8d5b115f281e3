"""Resource types of SNS: AWS's topic, its subscriptions and its policy, and CogTUI's own platform application.

Source: CloudFormation User Guide, "Amazon SNS resource type reference"; it has no type for platform applications, and none
for endpoints, which apps make when they are installed.
"""

from __future__ import annotations

import json
from typing import Any, Final

from cogtui.cloud.templates.resources.blame import Blame
from cogtui.cloud.templates.resources.kind import Kind, Making, Property, parameters
from cogtui.cloud.templates.scope import Made
from cogtui.cloud.templates.shapes import fields, flag, many, policy, shape, table, text

_FLAGS: Final = {True: "true", False: "false"}

_TOPIC_ATTRIBUTES: Final = {
    "ContentBasedDeduplication": flag,
    "DisplayName": text,
    "FifoThroughputScope": text,
    "FifoTopic": flag,
    "KmsMasterKeyId": text,
    "SignatureVersion": text,
    "TracingConfig": text,
}
"""Properties of a topic that are its attributes."""

_FILTER, _REDRIVE = "FilterPolicy", "RedrivePolicy"
_SUBSCRIPTION_ATTRIBUTES: Final = {
    "FilterPolicyScope": text,
    "RawMessageDelivery": flag,
    "SubscriptionRoleArn": text,
}
"""Properties of a subscription that are its attributes; the policies, which are JSON, come besides."""

_FIFO = ".fifo"


def create_topic(making: Making) -> Made:
    """Make an AWS::SNS::Topic with the subscriptions that it names."""
    given = making.given
    name = given.get("TopicName") or making.new_name() + (_FIFO if given.get("FifoTopic") else "")
    attributes = {key: _worded(given[key]) for key in _TOPIC_ATTRIBUTES if key in given}
    asked: dict[str, Any] = {"Name": name, "Attributes": attributes, "Tags": given.get("Tags", [])}
    arn = making.invoke("sns", "CreateTopic", asked)["TopicArn"]
    for index, one in enumerate(given.get("Subscription", [])):
        params = {"TopicArn": arn, **one}
        making.invoke("sns", "Subscribe", params, blame=lambda _, at=index: Blame(("Subscription", at)))
    return making.made(arn, TopicArn=arn, TopicName=name)


def create_subscription(making: Making) -> Made:
    """Make an AWS::SNS::Subscription; Ref gives its ARN, also while it waits to be confirmed."""
    given = making.given
    attributes = {name: _worded(given[name]) for name in _SUBSCRIPTION_ATTRIBUTES if name in given}
    attributes |= {name: _as_json(given[name]) for name in (_FILTER, _REDRIVE) if name in given}
    asked = {**making.parameters, "Attributes": attributes, "ReturnSubscriptionArn": True}
    arn = making.invoke("sns", "Subscribe", asked)["SubscriptionArn"]
    return making.made(arn, Arn=arn)


def put_topic_policy(making: Making) -> Made:
    """Make an AWS::SNS::TopicPolicy: the same policy for each of some topics."""
    document = making.given["PolicyDocument"]
    for index, arn in enumerate(making.given["Topics"]):
        asked = {"TopicArn": arn, "AttributeName": "Policy", "AttributeValue": document}
        missing = Blame(("Topics", index))
        wrong = Blame(("PolicyDocument",))
        making.invoke(
            "sns",
            "SetTopicAttributes",
            asked,
            blame=lambda error, missing=missing, wrong=wrong: missing if error.code == "NotFound" else wrong,
        )
    return making.made(making.new_name())


def create_application(making: Making) -> Made:
    """Make a CogTUI::SNS::PlatformApplication; Ref gives its ARN."""
    arn = making.invoke("sns", "CreatePlatformApplication", making.parameters)["PlatformApplicationArn"]
    return making.made(arn, Arn=arn)


def _worded(value: Any) -> str:
    return _FLAGS[value] if isinstance(value, bool) else str(value)


def _as_json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _anything(_: Any, __: str, value: Any) -> Any:
    """Take JSON as it stands: SNS itself says what is wrong with a filter policy."""
    return value


KINDS = (
    Kind(
        "AWS::SNS::Topic",
        {
            "TopicName": Property(text),
            **{name: Property(fit) for name, fit in _TOPIC_ATTRIBUTES.items()},
            "Subscription": Property(
                many(fields({"Endpoint": text, "Protocol": text}, required=("Endpoint", "Protocol")))
            ),
            "Tags": Property(shape("sns", "TagList")),
        },
        create_topic,
        elsewhere=("ArchivePolicy", "DataProtectionPolicy", "DeliveryStatusLogging"),
    ),
    Kind(
        "AWS::SNS::Subscription",
        {
            **parameters("sns", "Subscribe", "TopicArn", "Protocol", "Endpoint", required=("TopicArn", "Protocol")),
            **{name: Property(fit) for name, fit in _SUBSCRIPTION_ATTRIBUTES.items()},
            _FILTER: Property(_anything),
            _REDRIVE: Property(_anything),
        },
        create_subscription,
        elsewhere=("DeliveryPolicy", "Region", "ReplayPolicy"),
    ),
    Kind(
        "AWS::SNS::TopicPolicy",
        {
            "PolicyDocument": Property(policy, required=True),
            "Topics": Property(many(text), required=True),
        },
        put_topic_policy,
    ),
    Kind(
        "CogTUI::SNS::PlatformApplication",
        {
            **parameters("sns", "CreatePlatformApplication", "Name", "Platform", required=("Name", "Platform")),
            "Attributes": Property(table(text), "Attributes", required=True),
        },
        create_application,
    ),
)
