"""boto3 and the AWS CLI at an endpoint's SNS: maps and lists of the query protocol, typed errors, pages, pushes to a phone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from cogtui.cloud.callers import Keys
from cogtui.cloud.device_sync.cache import device_named
from cogtui.cloud.device_sync.records import PUSHES, SyncDevice
from cogtui.cloud.services.sns.outbox import letters_of
from tests.clients.cli import aws
from tests.clients.serving import REGION, Served

Boto = Callable[..., Any]

NUMBER = "+15551234567"


def phone(here: Served) -> SyncDevice:
    """Put a phone into the served world."""
    name = here.do(lambda: here.world.act("sync.add", kind="phone", platform="GCM")).output["name"]
    found = device_named(here.world.store, name)
    assert found is not None
    return found


def test_a_phone_is_registered_pushed_to_uninstalled_and_found_again(here: Served, boto: Boto) -> None:
    sns, device = boto("sns"), phone(here)
    key = {"PlatformCredential": "key"}
    made = sns.create_platform_application(Name="notes", Platform="GCM", Attributes=key)
    named = {"PlatformApplicationArn": made["PlatformApplicationArn"]}
    arn = sns.create_platform_endpoint(**named, Token=device.token, CustomUserData="Ana & Ben")["EndpointArn"]
    message = json.dumps({"default": "x", "GCM": json.dumps({"data": {"title": "Grüße"}})})
    sns.publish(TargetArn=arn, Message=message, MessageStructure="json")
    assert [push.content for push in here.world.store.scan(PUSHES, device.name)] == [{"title": "Grüße"}]
    here.do(lambda: here.world.act("sync.uninstall", device=device.name))
    sns.publish(TargetArn=arn, Message="lost")
    assert sns.get_endpoint_attributes(EndpointArn=arn)["Attributes"]["Enabled"] == "false"
    with pytest.raises(sns.exceptions.EndpointDisabledException) as raised:
        sns.publish(TargetArn=arn, Message="refused")
    assert raised.value.response["Error"] == {
        "Type": "Sender", "Code": "EndpointDisabled", "Message": "Endpoint is disabled",
    }  # fmt: skip
    here.do(lambda: here.world.act("sync.install", device=device.name))
    again = device_named(here.world.store, device.name)
    assert again is not None
    sns.set_endpoint_attributes(EndpointArn=arn, Attributes={"Token": again.token, "Enabled": "true"})
    sns.publish(TargetArn=arn, Message="found")
    pages = sns.get_paginator("list_endpoints_by_platform_application").paginate(**named)
    ((shown,),) = (page["Endpoints"] for page in pages)
    assert shown["Attributes"] == {"Enabled": "true", "Token": again.token, "CustomUserData": "Ana & Ben"}


def test_a_topic_with_a_filter_attributes_a_batch_and_tags(here: Served, boto: Boto) -> None:
    sns = boto("sns")
    tags = [{"Key": "team", "Value": "red"}, {"Key": "empty", "Value": ""}]
    topic = sns.create_topic(Name="alerts", Attributes={"DisplayName": "Ana & Ben"}, Tags=tags)["TopicArn"]
    filtered = {"FilterPolicy": json.dumps({"team": ["red"], "size": [{"numeric": [">", 1]}]})}
    wanted = {"TopicArn": topic, "Protocol": "sms", "Endpoint": NUMBER, "Attributes": filtered}
    arn = sns.subscribe(**wanted, ReturnSubscriptionArn=True)["SubscriptionArn"]
    team = {"team": {"DataType": "String", "StringValue": "red"}}
    attributes = team | {"size": {"DataType": "Number", "StringValue": "2"}}
    octets = {"raw": {"DataType": "Binary", "BinaryValue": b"\x00\xff"}}
    sns.publish(TopicArn=topic, Message="passes", MessageAttributes=attributes | octets)
    sns.publish(TopicArn=topic, Message="is kept back", MessageAttributes=team)
    entries = [
        {"Id": str(number), "Message": text, "MessageAttributes": attributes} for number, text in enumerate("ab")
    ]
    found = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=[*entries, {"Id": "2", "Message": ""}])
    assert [row["Id"] for row in found["Successful"]] == ["0", "1"]
    assert [(row["Id"], row["Code"], row["SenderFault"]) for row in found["Failed"]] == [
        ("2", "InvalidParameter", True)
    ]
    assert [letter.body for letter in letters_of(here.world.store, to=NUMBER)] == ["passes", "a", "b"]
    assert sns.get_topic_attributes(TopicArn=topic)["Attributes"]["DisplayName"] == "Ana & Ben"
    assert (
        sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]["FilterPolicy"] == filtered["FilterPolicy"]
    )
    assert sns.list_tags_for_resource(ResourceArn=topic)["Tags"] == sorted(tags, key=lambda tag: tag["Key"])


@pytest.mark.parametrize(
    ("operation", "params", "exception", "status"),
    [
        ("publish", {"TopicArn": "arn:aws:sns:us-east-1:111122223333:none", "Message": "x"}, "NotFoundException", 404),
        ("publish", {"TopicArn": "x", "Message": "x"}, "InvalidParameterException", 400),
        ("create_topic", {"Name": "no name"}, "InvalidParameterException", 400),
        (
            "publish",
            {
                "PhoneNumber": NUMBER,
                "Message": "x",
                "MessageAttributes": {"a": {"DataType": "Odd", "StringValue": "x"}},
            },
            "InvalidParameterValueException",
            400,
        ),
    ],
)
def test_errors_are_boto3_s_own_classes(
    boto: Boto, operation: str, params: dict[str, Any], exception: str, status: int
) -> None:
    sns = boto("sns")
    with pytest.raises(getattr(sns.exceptions, exception)) as raised:
        getattr(sns, operation)(**params)
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


def test_somebody_without_permission_gets_sns_s_own_refusal(here: Served, boto: Boto) -> None:
    iam, topic = boto("iam"), boto("sns").create_topic(Name="alerts")["TopicArn"]
    iam.create_user(UserName="ben")
    key = iam.create_access_key(UserName="ben")["AccessKey"]
    his = boto("sns", Keys(key["AccessKeyId"], key["SecretAccessKey"]))
    with pytest.raises(his.exceptions.AuthorizationErrorException) as raised:
        his.publish(TopicArn=topic, Message="x")
    assert "is not authorized to perform: SNS:Publish on resource: " + topic in str(raised.value)
    account = here.world.account
    boto("sns").add_permission(
        TopicArn=topic, Label="ben", AWSAccountId=[f"arn:aws:iam::{account}:user/ben"], ActionName=["Publish"]
    )
    assert his.publish(TopicArn=topic, Message="x")["MessageId"]


def test_lists_of_more_than_a_hundred_come_in_pages(here: Served, boto: Boto) -> None:
    for number in range(103):
        here.call("sns", "CreateTopic", Name=f"topic-{number:03}")
    pages = list(boto("sns").get_paginator("list_topics").paginate())
    assert [len(page["Topics"]) for page in pages] == [100, 3]
    with pytest.raises(ClientError, match="InvalidParameter"):
        boto("sns").list_topics(NextToken="made-up")


def test_a_subscription_is_confirmed_by_a_signed_request_only(here: Served, boto: Boto) -> None:
    topic = boto("sns").create_topic(Name="alerts")["TopicArn"]
    boto("sns").subscribe(TopicArn=topic, Protocol="email", Endpoint="ana@example.com")
    (letter,) = letters_of(here.world.store, to="ana@example.com")
    form = {"Action": "ConfirmSubscription", "TopicArn": topic, "Token": letter.token, "Version": "2010-03-31"}
    answer = httpx.post(here.url, data=form)
    assert answer.status_code == 403, "DIFFERS: AWS takes this one unsigned"
    assert "<Code>MissingAuthenticationToken</Code>" in answer.text
    boto("sns").confirm_subscription(TopicArn=topic, Token=letter.token)
    assert boto("sns").get_topic_attributes(TopicArn=topic)["Attributes"]["SubscriptionsConfirmed"] == "1"


@pytest.fixture
def cli(here: Served, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Return the AWS CLI's `sns` at the endpoint, as the lines set it up that `cogtui serve` prints."""
    for name, value in {
        "AWS_ENDPOINT_URL": here.url,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": here.demo.access_key_id,
        "AWS_SECRET_ACCESS_KEY": here.demo.secret_access_key,
    }.items():
        monkeypatch.setenv(name, value)

    def run(*words: str) -> Any:
        said = aws("sns", *words, "--output", "json")
        assert (said.code, said.err) == (0, ""), said.err
        return json.loads(said.out) if said.out else None

    return run


def test_the_aws_cli_makes_an_application_an_endpoint_a_topic_and_publishes(cli: Callable[..., Any]) -> None:
    made = cli(
        "create-platform-application", "--name", "reader", "--platform", "ADM",
        "--attributes", "PlatformPrincipal=client,PlatformCredential=secret",
    )  # fmt: skip
    application = made["PlatformApplicationArn"]
    endpoint = cli("create-platform-endpoint", "--platform-application-arn", application, "--token", "t")["EndpointArn"]
    cli("set-endpoint-attributes", "--endpoint-arn", endpoint, "--attributes", "CustomUserData=Ana,Enabled=false")
    attributes = cli("get-endpoint-attributes", "--endpoint-arn", endpoint)["Attributes"]
    assert attributes == {"Enabled": "false", "Token": "t", "CustomUserData": "Ana"}
    topic = cli("create-topic", "--name", "alerts", "--tags", "Key=team,Value=red")["TopicArn"]
    cli("subscribe", "--topic-arn", topic, "--protocol", "sms", "--notification-endpoint", NUMBER)
    said = '{"team": {"DataType": "String", "StringValue": "red"}}'
    assert cli("publish", "--topic-arn", topic, "--message", "hello", "--message-attributes", said)["MessageId"]
    assert len(cli("list-subscriptions")["Subscriptions"]) == 1
    cli("delete-topic", "--topic-arn", topic)
    assert cli("list-topics")["Topics"] == []


def test_the_aws_cli_shows_sns_s_error(here: Served, cli: Callable[..., Any]) -> None:
    del here, cli
    said = aws("sns", "publish", "--target-arn", "x", "--message", "x")
    assert said.code != 0
    assert "(InvalidParameter) when calling the Publish operation" in said.err
    assert "Invalid parameter: TargetArn Reason: An ARN must have at least 6 elements, not 1" in said.err
