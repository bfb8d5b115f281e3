"""Topics, who subscribes to them, and what reaches whom."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cogtui.cloud.services.sns.topic_records import CONFIRM_WITHIN, SEEN_FOR
from tests.cloud.services.sns.messaging import RED, Messaging, by_protocol, refusal

NUMBER, ADDRESS = "+15551234567", "ana@example.com"


def test_a_message_reaches_everybody_in_the_form_of_their_protocol() -> None:
    sns = Messaging()
    topic, phone = sns.topic(), sns.phone()
    endpoint = sns.endpoint(sns.application(), phone.token)
    sns.subscribed(topic, "application", endpoint)
    sns.subscribed(topic, "sms", NUMBER)
    texts = by_protocol(default="all", sms="short", GCM={"data": {"n": "1"}})
    record = sns.asked("Publish", TopicArn=topic, Subject="News", **texts).record
    assert [push.content for push in sns.pushes(phone)] == [{"n": "1"}]
    assert [letter.body for letter in sns.letters(NUMBER)] == ["short"]
    assert [child.target for child in record.children] == ["Phone"]
    assert sorted(sns.log()) == [("application", "SUCCESS", 200), ("sms", "SUCCESS", 200)]


def test_people_get_nothing_before_they_confirm() -> None:
    sns = Messaging()
    topic = sns.topic()
    named = {"TopicArn": topic, "Protocol": "email", "Endpoint": ADDRESS}
    assert sns.done("Subscribe", **named) == {"SubscriptionArn": "pending confirmation"}
    sns.done("Publish", TopicArn=topic, Message="too early")
    (letter,) = sns.letters(ADDRESS)
    arn = sns.done("ConfirmSubscription", TopicArn=topic, Token=letter.token)["SubscriptionArn"]
    assert sns.done("Subscribe", **named) == {"SubscriptionArn": arn}
    sns.done("Publish", TopicArn=topic, Message="in time", Subject="News")
    assert [(letter.subject, letter.body) for letter in sns.letters(ADDRESS)[1:]] == [("News", "in time")]


def test_a_subscription_that_nobody_confirms_lapses_after_two_days() -> None:
    sns = Messaging()
    topic = sns.topic()
    sns.subscribed(topic, "email", ADDRESS)
    (letter,) = sns.letters(ADDRESS)
    sns.world.act("clock.advance", seconds=CONFIRM_WITHIN)
    code, text, _ = refusal(sns.asked("ConfirmSubscription", TopicArn=topic, Token=letter.token))
    assert (code, text) == ("InvalidParameter", "Invalid parameter: Token")
    assert not sns.done("ListSubscriptions")["Subscriptions"]
    assert sns.done("GetTopicAttributes", TopicArn=topic)["Attributes"]["SubscriptionsPending"] == "0"


def test_a_function_gets_the_event_that_lambda_knows_from_sns() -> None:
    sns = Messaging()
    topic = sns.topic()
    arn = sns.world.act("function.put", name="f", rules=[{"takes": "1s"}]).output["arn"]
    subscription = sns.subscribed(topic, "lambda", arn)
    seal = {"seal": {"DataType": "Binary", "BinaryValue": b"\x00\xff"}}
    record = sns.asked("Publish", TopicArn=topic, Message="hello", MessageAttributes=RED | seal).record
    (run,) = record.children
    (event,) = run.request["Records"]
    assert (event["EventSource"], event["EventSubscriptionArn"]) == ("aws:sns", subscription)
    said = event["Sns"]
    assert (said["Message"], said["Subject"], said["TopicArn"]) == ("hello", None, topic)
    assert said["MessageAttributes"] == {
        "team": {"Type": "String", "Value": "red"},
        "seal": {"Type": "Binary", "Value": "AP8="},
    }
    assert sns.log() == [("lambda", "SUCCESS", 202)]


def test_what_nobody_takes_is_written_down_as_a_failure_and_the_publisher_hears_nothing() -> None:
    sns = Messaging()
    topic = sns.topic()
    endpoint = sns.endpoint(sns.application(), "token", Attributes={"Enabled": "false"})
    sns.subscribed(topic, "application", endpoint)
    sns.subscribed(topic, "sqs", "arn:aws:sqs:us-east-1:111122223333:q")
    sns.subscribed(topic, "lambda", "arn:aws:lambda:us-east-1:111122223333:function:none")
    assert sns.asked("Publish", TopicArn=topic, Message="x").ok
    expected = [("application", "FAILURE", 400), ("lambda", "FAILURE", 404), ("sqs", "FAILURE", 501)]
    assert sorted(sns.log()) == expected


def test_a_deleted_endpoint_stays_subscribed_and_gets_nothing() -> None:
    sns = Messaging()
    topic = sns.topic()
    endpoint = sns.endpoint(sns.application())
    sns.subscribed(topic, "application", endpoint)
    sns.done("DeleteEndpoint", EndpointArn=endpoint)
    sns.done("Publish", TopicArn=topic, Message="x")
    assert len(sns.done("ListSubscriptionsByTopic", TopicArn=topic)["Subscriptions"]) == 1
    assert sns.log() == [("application", "FAILURE", 404)]


def test_deleting_a_topic_deletes_its_subscriptions_and_no_others() -> None:
    sns = Messaging()
    topic, other = sns.topic(), sns.topic("other")
    gone, stays = (sns.subscribed(each, "sms", NUMBER) for each in (topic, other))
    for _ in range(2):
        sns.done("DeleteTopic", TopicArn=topic)
    listed = sns.done("ListSubscriptions")["Subscriptions"]
    assert [row["SubscriptionArn"] for row in listed] == [stays]
    assert refusal(sns.asked("GetSubscriptionAttributes", SubscriptionArn=gone))[0] == "NotFound"
    assert sns.topic() == topic
    assert not sns.done("ListSubscriptionsByTopic", TopicArn=topic)["Subscriptions"]


def test_unsubscribing_ends_it_and_is_idempotent() -> None:
    sns = Messaging()
    topic = sns.topic()
    arn = sns.subscribed(topic, "sms", NUMBER)
    for _ in range(2):
        sns.done("Unsubscribe", SubscriptionArn=arn)
    sns.done("Publish", TopicArn=topic, Message="x")
    assert not sns.letters(NUMBER)


def test_a_topic_shows_its_attributes_as_recorded_at_aws() -> None:
    sns = Messaging()
    topic = sns.topic("orders.fifo", Attributes={"FifoTopic": "true", "DisplayName": "Orders"})
    sns.subscribed(topic, "sqs", "arn:aws:sqs:us-east-1:111122223333:q.fifo")
    shown = sns.done("GetTopicAttributes", TopicArn=topic)["Attributes"]
    policy = json.loads(shown.pop("Policy"))
    assert json.loads(shown.pop("EffectiveDeliveryPolicy"))["http"]["defaultHealthyRetryPolicy"]["numRetries"] == 3
    assert shown == {
        "ContentBasedDeduplication": "false",
        "DisplayName": "Orders",
        "FifoTopic": "true",
        "Owner": "111122223333",
        "SubscriptionsConfirmed": "1",
        "SubscriptionsDeleted": "0",
        "SubscriptionsPending": "0",
        "TopicArn": topic,
    }
    assert policy["Statement"][0]["Condition"] == {"StringEquals": {"AWS:SourceOwner": "111122223333"}}


def test_a_fifo_topic_sends_the_same_message_once_in_five_minutes() -> None:
    sns = Messaging()
    topic = sns.topic("orders.fifo", Attributes={"FifoTopic": "true", "ContentBasedDeduplication": "true"})
    sns.subscribed(topic, "sqs", "arn:aws:sqs:us-east-1:111122223333:q.fifo")
    said = {"TopicArn": topic, "Message": "x", "MessageGroupId": "g"}
    first = sns.done("Publish", **said)
    assert sns.done("Publish", **said) == first
    assert len(sns.log()) == 1
    sns.world.act("clock.advance", seconds=SEEN_FOR)
    later = sns.done("Publish", **said)
    assert later["SequenceNumber"] > first["SequenceNumber"]
    assert len(sns.log()) == 2


def test_each_message_of_a_batch_succeeds_or_fails_by_itself() -> None:
    sns = Messaging()
    topic = sns.topic()
    sns.subscribed(topic, "sms", NUMBER)
    entries: list[dict[str, Any]] = [{"Id": "one", "Message": "x"}, {"Id": "two", "Message": ""}]
    found = sns.done("PublishBatch", TopicArn=topic, PublishBatchRequestEntries=entries)
    assert [row["Id"] for row in found["Successful"]] == ["one"]
    fault = {"Code": "InvalidParameter", "Message": "Invalid parameter: Empty message", "SenderFault": True}
    assert found["Failed"] == [{"Id": "two", **fault}]
    assert [letter.body for letter in sns.letters(NUMBER)] == ["x"]


def test_a_text_message_goes_to_a_number_without_any_topic() -> None:
    sns = Messaging()
    sns.done("Publish", PhoneNumber=NUMBER, Message="code 42")
    assert [(letter.medium, letter.to, letter.body) for letter in sns.letters()] == [("sms", NUMBER, "code 42")]


def test_the_filter_policy_decides_and_the_why_says_so() -> None:
    sns = Messaging()
    topic = sns.topic()
    sns.subscribed(topic, "sms", NUMBER, FilterPolicy='{"team": ["blue"]}')
    record = sns.asked("Publish", TopicArn=topic, Message="x", MessageAttributes=RED).record
    assert ("sns.fan.filter", False) in list(record.rules())
    assert not sns.letters(NUMBER)
    assert not sns.log()


@pytest.mark.parametrize("operation", ["ListTopics", "ListSubscriptions", "ListPlatformApplications"])
def test_lists_come_in_pages_of_a_hundred(operation: str) -> None:
    sns = Messaging()
    for number in range(101):
        topic = sns.topic(f"topic-{number:03}")
        sns.subscribed(topic, "sms", NUMBER)
        sns.application(name=f"app-{number:03}")
    first = sns.done(operation)
    (member,) = first.keys() - {"NextToken"}
    rest = sns.done(operation, NextToken=first["NextToken"])
    assert (len(first[member]), len(rest[member])) == (100, 1)
    assert "NextToken" not in rest
    assert refusal(sns.asked(operation, NextToken="x"))[2] == "sns.page"
