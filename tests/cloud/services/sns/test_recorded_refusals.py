"""What SNS refuses, in the codes and words that were recorded at AWS (localstack/localstack, tests/aws/services/sns)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from tests.builders import state
from tests.cloud.services.sns.messaging import Messaging, by_protocol, refusal

INVALID, VALUE = "InvalidParameter", "ParameterValueInvalid"
NOWHERE = "arn:aws:sns:us-east-1:111122223333:nothing"
TOKEN = "51b2ff3edb475b7d91550e0ab6edf0c1" * 9


class Scene(Messaging):
    """An application with an endpoint, a topic with a subscriber, a FIFO topic."""

    def __init__(self) -> None:
        super().__init__()
        self.app = self.application()
        self.device = self.endpoint(self.app)
        self.alerts = self.topic(Tags=[{"Key": "a", "Value": "1"}], Attributes={"DisplayName": "A"})
        self.fifo = self.topic("orders.fifo", Attributes={"FifoTopic": "true"})
        self.mail = self.subscribed(self.alerts, "email", "ana@example.com")
        self.queue = self.subscribed(self.alerts, "sqs", "arn:aws:sqs:us-east-1:111122223333:q")


class Row(NamedTuple):
    """A call, and how SNS refuses it."""

    operation: str
    params: Callable[[Scene], dict[str, Any]]
    code: str
    text: str
    rule: str


def application(**changed: Any) -> Callable[[Scene], dict[str, Any]]:
    whole = {"Name": "n", "Platform": "ADM", "Attributes": {"PlatformPrincipal": "p", "PlatformCredential": "c"}}
    return lambda _: whole | changed


def attributes(**given: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"EndpointArn": scene.device, "Attributes": given}


def to_topic(message: str = "x", **params: Any) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"TopicArn": scene.alerts, "Message": message, **params}


def attribute(name: str = "attr1", **value: Any) -> Callable[[Scene], dict[str, Any]]:
    return to_topic(MessageAttributes={name: value})


def text(name: str) -> Callable[[Scene], dict[str, Any]]:
    return attribute(name, DataType="String", StringValue="x")


def subscribe(protocol: str, endpoint: str, **given: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {
        "TopicArn": scene.alerts, "Protocol": protocol, "Endpoint": endpoint, "Attributes": given,
    }  # fmt: skip


def batch(*entries: dict[str, Any], fifo: bool = False) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {
        "TopicArn": scene.fifo if fifo else scene.alerts,
        "PublishBatchRequestEntries": [{"Message": "x", **entry} for entry in entries],
    }


def on_queue(name: str, value: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"SubscriptionArn": scene.queue, "AttributeName": name, "AttributeValue": value}


NOT_FOUND = "NotFound"
REFUSED = [
    Row("CreatePlatformApplication", application(Name=""), INVALID, "Invalid parameter:  Reason: cannot be empty",
        "sns.application.name.there"),
    Row("CreatePlatformApplication", application(Name="a" * 257), INVALID,
        f"Invalid parameter: {'a' * 257} Reason: must be at most 256 characters long", "sns.application.name.length"),
    Row("CreatePlatformApplication", application(Name="@name"), INVALID,
        "Invalid parameter: @name Reason: must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.'",
        "sns.application.name"),
    Row("CreatePlatformApplication", application(Platform="AAA"), INVALID,
        "Invalid parameter: Platform Reason: AAA is not supported", "sns.platform"),
    Row("CreatePlatformApplication", application(Attributes={"PlatformPrincipal": "p"}), INVALID,
        "Invalid parameter: Attributes Reason: PlatformPrincipal attribute provided without PlatformCredential",
        "sns.credentials"),
    Row("CreatePlatformApplication", application(Attributes={"PlatformCredential": "c"}), INVALID,
        "Invalid parameter: Attributes Reason: PlatformCredential attribute provided without PlatformPrincipal",
        "sns.credentials"),
    Row("GetPlatformApplicationAttributes", lambda _: {"PlatformApplicationArn": "x"}, INVALID,
        "Invalid parameter: PlatformApplicationArn Reason: An ARN must have at least 6 elements, not 1", "sns.arn"),
    Row("GetPlatformApplicationAttributes", lambda scene: {"PlatformApplicationArn": scene.app + "2"}, NOT_FOUND,
        "PlatformApplication does not exist", "sns.application"),
    Row("CreatePlatformEndpoint", lambda scene: {"PlatformApplicationArn": scene.app + "2", "Token": "t"}, NOT_FOUND,
        "PlatformApplication does not exist", "sns.application"),
    Row("CreatePlatformEndpoint", lambda scene: {"PlatformApplicationArn": scene.app, "Token": "t" * 8193}, INVALID,
        "Invalid parameter: Token Reason: must be at most 8192 bytes long in UTF-8 encoding", "sns.token.length"),
    Row("CreatePlatformEndpoint",
        lambda scene: {"PlatformApplicationArn": scene.application("APNS"), "Token": "no hex"}, INVALID,
        "Invalid parameter: Token Reason: iOS device tokens must be no more than 400 hexadecimal characters",
        "sns.token.apple"),
    Row("GetEndpointAttributes", lambda scene: {"EndpointArn": scene.device + "2"}, NOT_FOUND,
        "Endpoint does not exist", "sns.endpoint"),
    Row("SetEndpointAttributes", lambda scene: {"EndpointArn": scene.alerts, "Attributes": {"Enabled": "true"}}, INVALID,
        "Invalid parameter: EndpointArn Reason: Wrong number of slashes in relative portion of the ARN.",
        "sns.endpoint.arn"),
    Row("SetEndpointAttributes", attributes(InvalidKey="x"), INVALID,
        "Invalid parameter: Attributes Reason: Invalid attribute name: InvalidKey", "sns.attribute"),
    Row("SetEndpointAttributes", attributes(CustomUserData="A" * 2050), INVALID,
        "Invalid parameter: Attributes Reason: Invalid value for attribute: CustomUserData: must be at most 2048 bytes long "
        "in UTF-8 encoding", "sns.user_data"),
    Row("Publish", lambda scene: {"TargetArn": scene.device + "2", "Message": "x"}, INVALID,
        "Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified", "sns.target.endpoint"),
    Row("Publish", lambda scene: {"TargetArn": scene.device, **by_protocol(GCM="no JSON")}, INVALID,
        "Invalid parameter: Message Reason: Invalid notification for protocol GCM: Notification is malformed",
        "sns.push.json"),
    Row("Publish", lambda scene: {"TargetArn": scene.device, **by_protocol(GCM={"data": {"x": "y" * 4096}})}, INVALID,
        "Invalid parameter: Message Reason: Invalid notification for protocol GCM: "
        "Notification data is larger than allowed limit", "sns.push.size"),
    Row("Publish", to_topic(""), INVALID, "Invalid parameter: Empty message", "sns.message.there"),
    Row("Publish", to_topic("x" * 262_145), INVALID, "Invalid parameter: Message too long", "sns.message.size"),
    Row("Publish", to_topic(Subject=""), INVALID, "Invalid parameter: Subject", "sns.subject"),
    Row("Publish", to_topic('{"sms": "x"}', MessageStructure="json"), INVALID,
        "Invalid parameter: Message Structure - No default entry in JSON message body", "sns.message.default"),
    Row("Publish", to_topic('{"default": {"a": 1}}', MessageStructure="json"), INVALID,
        "Invalid parameter: Message Structure - No default entry in JSON message body", "sns.message.default"),
    Row("Publish", to_topic("x", MessageStructure="json"), INVALID,
        "Invalid parameter: Message Structure - JSON message body failed to parse", "sns.message.json"),
    Row("Publish", to_topic(MessageDeduplicationId="d"), INVALID,
        "Invalid parameter: MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not "
        "valid for this topic type", "sns.fifo.only"),
    Row("Publish", lambda _: {"TopicArn": NOWHERE, "Message": "x"}, NOT_FOUND, "Topic does not exist", "sns.topic"),
    Row("Publish", lambda _: {"TopicArn": NOWHERE.replace("east-1", "west-2"), "Message": "x"}, INVALID,
        "Invalid parameter: TopicArn", "sns.topic.region"),
    Row("Publish", lambda _: {"TopicArn": "", "Message": "x"}, INVALID,
        "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1", "sns.arn"),
    Row("Publish", lambda _: {"PhoneNumber": "+1a234", "Message": "x"}, INVALID,
        "Invalid parameter: PhoneNumber Reason: +1a234 is not valid to publish to", "sns.number"),
    Row("Publish", attribute(DataType="String"), VALUE,
        "The message attribute 'attr1' must contain non-empty message attribute value for message attribute type 'String'.",
        "sns.message.attributes"),
    Row("Publish", attribute(DataType="String", BinaryValue=b"x"), VALUE,
        "The message attribute 'attr1' with type 'String' must use field 'String'.", "sns.message.attributes"),
    Row("Publish", attribute(DataType="Binary", StringValue="x"), VALUE,
        "The message attribute 'attr1' with type 'Binary' must use field 'Binary'.", "sns.message.attributes"),
    Row("Publish", attribute(DataType="Odd", StringValue="x"), VALUE,
        "The message attribute 'attr1' has an invalid message attribute type, the set of supported type prefixes is Binary, "
        "Number, and String.", "sns.message.attributes"),
    Row("Publish", text("a" * 257), VALUE, "Length of message attribute name must be less than 256 bytes.",
        "sns.message.attributes"),
    Row("Publish", text("a^b"), VALUE,
        "Invalid non-alphanumeric character '#x5E' was found in the message attribute name. Can only include alphanumeric "
        "characters, hyphens, underscores, or dots.", "sns.message.attributes"),
    Row("Publish", text(".a"), VALUE, "Invalid message attribute name starting with character '.' was found.",
        "sns.message.attributes"),
    Row("Publish", text("a..b"), VALUE, "Message attribute name can not have successive '.' character.",
        "sns.message.attributes"),
    Row("CreateTopic", lambda _: {"Name": "name.fifo"}, INVALID, "Invalid parameter: Topic Name", "sns.topic.name"),
    Row("CreateTopic", lambda _: {"Name": "name", "Attributes": {"FifoTopic": "true"}}, INVALID,
        "Invalid parameter: Topic Name", "sns.topic.name"),
    Row("CreateTopic", lambda _: {"Name": "alerts", "Attributes": {"DisplayName": "B"}}, INVALID,
        "Invalid parameter: Attributes Reason: Topic already exists with different attributes", "sns.topic.same"),
    Row("CreateTopic", lambda _: {"Name": "alerts", "Tags": [{"Key": "b", "Value": "1"}]}, INVALID,
        "Invalid parameter: Tags Reason: Topic already exists with different tags", "sns.topic.same"),
    Row("TagResource", lambda scene: {"ResourceArn": scene.alerts, "Tags": [{"Key": "k", "Value": v} for v in "12"]},
        INVALID, "Invalid parameter: Duplicated keys are not allowed.", "sns.tag.once"),
    Row("SetTopicAttributes",
        lambda scene: {"TopicArn": scene.alerts, "AttributeName": "FifoTopic", "AttributeValue": "false"}, INVALID,
        "Invalid parameter: AttributeName", "sns.topic.attribute"),
    Row("Subscribe", subscribe("test-protocol", "x"), INVALID,
        "Invalid parameter: Amazon SNS does not support this protocol string: test-protocol", "sns.protocol"),
    Row("Subscribe", subscribe("sms", "NAA+15551234567"), INVALID, "Invalid SMS endpoint: NAA+15551234567",
        "sns.subscribe.endpoint"),
    Row("Subscribe", subscribe("sms", "+15--551234567"), INVALID, "Invalid SMS endpoint: +15--551234567",
        "sns.subscribe.endpoint"),
    Row("Subscribe", subscribe("sqs", "https://queue"), INVALID, "Invalid parameter: SQS endpoint ARN",
        "sns.subscribe.endpoint"),
    Row("Subscribe", subscribe("sqs", "arn:aws:sqs:us-east-1:111122223333:q", RawMessageDelivery="wrongvalue"), INVALID,
        "Invalid parameter: Attributes Reason: RawMessageDelivery: Invalid value [wrongvalue]. Must be true or false.",
        "sns.subscription.value"),
    Row("Subscribe", subscribe("sqs", "arn:aws:sqs:us-east-1:111122223333:q", RawMessageDelivery="true"), INVALID,
        "Invalid parameter: Attributes Reason: Subscription already exists with different attributes",
        "sns.subscription.same"),
    Row("SetSubscriptionAttributes", on_queue("Fake", "x"), INVALID, "Invalid parameter: AttributeName",
        "sns.subscription.attribute"),
    Row("SetSubscriptionAttributes", on_queue("RawMessageDelivery", ""), INVALID,
        "Invalid parameter: RawMessageDelivery: Invalid value []. Must be true or false.", "sns.subscription.value"),
    Row("SetSubscriptionAttributes", on_queue("FilterPolicyScope", "RandomValue"), INVALID,
        "Invalid parameter: FilterPolicyScope: Invalid value [RandomValue]. Please use either MessageBody or "
        "MessageAttributes", "sns.subscription.value"),
    Row("SetSubscriptionAttributes", on_queue("FilterPolicy", '{"a": {"b": ["c"]}}'), INVALID,
        "Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy",
        "sns.subscription.value"),
    Row("GetSubscriptionAttributes", lambda scene: {"SubscriptionArn": scene.mail + "0"}, NOT_FOUND,
        "Subscription does not exist", "sns.subscription"),
    Row("Unsubscribe", lambda scene: {"SubscriptionArn": scene.alerts}, INVALID, "Invalid parameter: SubscriptionId",
        "sns.subscription.arn"),
    Row("Unsubscribe", lambda _: {"SubscriptionArn": ""}, INVALID,
        "Invalid parameter: SubscriptionArn Reason: no value for required parameter", "sns.subscription.arn"),
    Row("ConfirmSubscription", lambda scene: {"TopicArn": scene.alerts, "Token": "randomtoken"}, INVALID, "Invalid token",
        "sns.token.form"),
    Row("ConfirmSubscription", lambda scene: {"TopicArn": scene.alerts, "Token": TOKEN}, INVALID,
        "Invalid parameter: Token", "sns.subscription.token"),
    Row("AddPermission",
        lambda scene: {"TopicArn": scene.alerts, "Label": "__default_statement_ID", "AWSAccountId": ["111122223333"],
                       "ActionName": ["Publish"]}, INVALID, "Invalid parameter: Statement already exists",
        "sns.permission.label"),
    Row("AddPermission",
        lambda scene: {"TopicArn": scene.alerts, "Label": "x", "AWSAccountId": ["111122223333"],
                       "ActionName": ["InvalidAction"]}, INVALID,
        "Invalid parameter: Policy statement action out of service scope!", "sns.permission.action"),
    Row("RemovePermission", lambda _: {"TopicArn": NOWHERE, "Label": "x"}, NOT_FOUND, "Topic does not exist", "sns.topic"),
    Row("PublishBatch", batch(*({"Id": str(number)} for number in range(11))), "TooManyEntriesInBatchRequest",
        "The batch request contains more entries than permissible.", "sns.batch.most"),
    Row("PublishBatch", batch({"Id": "1"}, {"Id": "1"}), "BatchEntryIdsNotDistinct",
        "Two or more batch entries in the request have the same Id.", "sns.batch.once"),
    Row("PublishBatch", batch({"Id": "message.id"}), "InvalidBatchEntryId",
        "The Id of a batch entry in the batch request contains an impermissible character: message.id", "sns.batch.id"),
    Row("PublishBatch", batch({"Id": "a" * 81}), "InvalidBatchEntryId",
        f"The Id of a batch entry in the batch request is too long: {'a' * 81}", "sns.batch.id"),
    Row("PublishBatch", batch({"Id": "1", "Message": "x" * 140_000}, {"Id": "2", "Message": "x" * 140_000}),
        "BatchRequestTooLong", "The length of all the messages put together is more than the limit.", "sns.batch.size"),
    Row("PublishBatch", batch({"Id": "1"}, fifo=True), INVALID,
        "Invalid parameter: The MessageGroupId parameter is required for FIFO topics", "sns.fifo.group"),
    Row("PublishBatch", batch({"Id": "1", "MessageGroupId": "g"}, fifo=True), INVALID,
        "Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided "
        "explicitly", "sns.fifo.deduplication"),
]  # fmt: skip


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: f"{row.operation}: {row.text[-50:]}")
def test_sns_refuses_in_aws_s_words_and_leaves_everything_alone(row: Row) -> None:
    scene = Scene()
    params = row.params(scene)
    before = state(scene.world)
    reply = scene.asked(row.operation, **params)
    assert refusal(reply) == (row.code, row.text, row.rule)
    assert reply.error is not None
    assert reply.error.status == (404 if row.code == NOT_FOUND else 400)
    assert state(scene.world) == before
