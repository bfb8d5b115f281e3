"""Who may do what with a topic: identity policies, the topic's own policy, other accounts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cogtui.cloud.callers import Caller, Keys, Operator
from cogtui.cloud.trail import Reply
from tests.builders import done, policy
from tests.cloud.services.sns.messaging import A, B, Messaging, refusal


def user(sns: Messaging, *statements: dict[str, Any]) -> Keys:
    """Make the user ben with a policy, and return his key."""
    done(sns.world, "iam", "CreateUser", UserName="ben")
    if statements:
        own = {"UserName": "ben", "PolicyName": "own", "PolicyDocument": policy(*statements)}
        done(sns.world, "iam", "PutUserPolicy", **own)
    key = done(sns.world, "iam", "CreateAccessKey", UserName="ben")["AccessKey"]
    return Keys(key["AccessKeyId"], key["SecretAccessKey"])


def publish(sns: Messaging, topic: str, caller: Caller) -> Reply:
    return sns.world.call("sns", "Publish", {"TopicArn": topic, "Message": "x"}, caller=caller)


def test_the_policy_that_a_topic_has_from_the_start_lets_in_no_user() -> None:
    sns = Messaging()
    topic = sns.topic()
    reply = publish(sns, topic, user(sns))
    code, text, rule = refusal(reply)
    assert code == "AuthorizationError"
    assert text.startswith(
        f"User: arn:aws:iam::{A}:user/ben is not authorized to perform: SNS:Publish on resource: {topic} "
    )
    assert rule.startswith("policy.")
    assert reply.error is not None
    assert reply.error.status == 403


@pytest.mark.parametrize(("resource", "allowed"), [("alerts", True), ("other", False)])
def test_an_identity_policy_lets_a_user_publish_to_the_topic_it_names(resource: str, allowed: bool) -> None:
    sns = Messaging()
    topic = sns.topic()
    arn = topic.replace("alerts", resource)
    assert publish(sns, topic, user(sns, {"Action": "sns:Publish", "Resource": arn})).ok is allowed


def test_the_topic_s_own_policy_is_enough_for_a_user_of_the_account() -> None:
    sns = Messaging()
    topic, ben = sns.topic(), user(sns)
    named = {"TopicArn": topic, "Label": "ben", "AWSAccountId": [f"arn:aws:iam::{A}:user/ben"]}
    sns.done("AddPermission", **named, ActionName=["Publish"])
    assert publish(sns, topic, ben).ok
    sns.done("RemovePermission", TopicArn=topic, Label="ben")
    assert not publish(sns, topic, ben).ok


def test_another_account_needs_the_topic_s_permission() -> None:
    sns = Messaging()
    topic = sns.topic()
    assert refusal(publish(sns, topic, Operator(B)))[0] == "AuthorizationError"
    sns.done("AddPermission", TopicArn=topic, Label="b", AWSAccountId=[B], ActionName=["Publish", "Subscribe"])
    assert publish(sns, topic, Operator(B)).ok
    asked = {"TopicArn": topic, "Protocol": "sms", "Endpoint": "+15551234567"}
    arn = sns.world.call("sns", "Subscribe", asked, caller=Operator(B)).output["SubscriptionArn"]
    (row,) = sns.done("ListSubscriptionsByTopic", TopicArn=topic)["Subscriptions"]
    assert row["Owner"] == B
    assert not sns.done("ListSubscriptions")["Subscriptions"]
    delete = sns.world.call("sns", "DeleteTopic", {"TopicArn": topic}, caller=Operator(B))
    assert refusal(delete)[0] == "AuthorizationError"
    ended = sns.world.call("sns", "Unsubscribe", {"SubscriptionArn": arn}, caller=Operator(B))
    assert ended.ok


def test_what_a_topic_s_policy_denies_stays_denied() -> None:
    sns = Messaging()
    topic = sns.topic()
    deny = {"Effect": "Deny", "Principal": "*", "Action": "sns:Publish", "Resource": topic}
    text = policy(deny)
    sns.done("SetTopicAttributes", TopicArn=topic, AttributeName="Policy", AttributeValue=text)
    assert refusal(publish(sns, topic, sns.world.operator))[0] == "AuthorizationError"
    shown = sns.done("GetTopicAttributes", TopicArn=topic)["Attributes"]["Policy"]
    assert json.loads(shown) == json.loads(text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ({"Principal": "*", "Action": "s3:GetObject"}, "Policy statement action out of service scope!"),
        ({"Principal": {"AWS": f"arn:aws:iam::{A}:user/nobody"}, "Action": "sns:Publish"}, "PrincipalNotFound"),
        ({"Action": "sns:Publish"}, "Policy statement must contain principal"),
        ({"Principal": "*", "Action": "sns:Publish", "Odd": "x"}, "Policy Error: null"),
    ],
)
def test_a_topic_keeps_its_policy_when_the_new_one_is_none(statement: dict[str, Any], text: str) -> None:
    sns = Messaging()
    topic = sns.topic()
    before = sns.done("GetTopicAttributes", TopicArn=topic)
    document = policy({"Resource": topic, **statement})
    refused = sns.asked("SetTopicAttributes", TopicArn=topic, AttributeName="Policy", AttributeValue=document)
    assert text in refusal(refused)[1]
    assert sns.done("GetTopicAttributes", TopicArn=topic) == before


@pytest.mark.parametrize(("protocol", "allowed"), [("sms", True), ("email", False)])
def test_the_protocol_of_a_subscription_is_a_condition_key(protocol: str, allowed: bool) -> None:
    sns = Messaging()
    topic = sns.topic()
    condition = {"StringEquals": {"sns:Protocol": "sms"}}
    ben = user(sns, {"Action": "sns:Subscribe", "Resource": topic, "Condition": condition})
    endpoint = {"sms": "+15551234567", "email": "ben@example.com"}[protocol]
    asked = {"TopicArn": topic, "Protocol": protocol, "Endpoint": endpoint}
    assert sns.world.call("sns", "Subscribe", asked, caller=ben).ok is allowed


def test_an_endpoint_of_another_account_is_out_of_reach() -> None:
    sns = Messaging()
    endpoint = sns.endpoint(sns.application())
    asked = {"TargetArn": endpoint, "Message": "x"}
    assert refusal(sns.world.call("sns", "Publish", asked, caller=Operator(B)))[0] == "AuthorizationError"
