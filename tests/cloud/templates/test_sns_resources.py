"""Topics, subscriptions, policies and platform applications as template resources."""

from __future__ import annotations

import json

import pytest

from cogtui.cloud.callers import Operator
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from tests.builders import done, state

TEMPLATE = """
Resources:
  Alerts:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: alerts
      DisplayName: Alerts
      Subscription: [{Protocol: sms, Endpoint: "+15551234567"}]
      Tags: [{Key: team, Value: red}]
  Orders:
    Type: AWS::SNS::Topic
    Properties: {FifoTopic: true, ContentBasedDeduplication: true}
  Red:
    Type: AWS::SNS::Subscription
    Properties:
      TopicArn: !Ref Alerts
      Protocol: email
      Endpoint: ana@example.com
      FilterPolicy: {team: [red]}
  Theirs:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref Alerts]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: "444455556666"}, Action: "sns:Publish", Resource: !Ref Alerts}
  Phones:
    Type: CogTUI::SNS::PlatformApplication
    Properties: {Name: notes, Platform: GCM, Attributes: {PlatformCredential: key}}
Outputs:
  Alerts: {Value: !Ref Alerts}
  Name: {Value: !GetAtt Alerts.TopicName}
  Orders: {Value: !Ref Orders}
  Red: {Value: !Ref Red}
  Phones: {Value: !Ref Phones}
"""


def test_topics_with_subscribers_and_a_policy_come_out_of_a_template() -> None:
    world = World(accounts=("111122223333", "444455556666"))
    outputs = apply(world, TEMPLATE, "sns.yaml").outputs
    alerts = outputs["Alerts"]
    assert (alerts, outputs["Name"]) == ("arn:aws:sns:us-east-1:111122223333:alerts", "alerts")
    assert outputs["Orders"].endswith(".fifo")
    shown = done(world, "sns", "GetTopicAttributes", TopicArn=alerts)["Attributes"]
    assert (shown["DisplayName"], shown["SubscriptionsConfirmed"], shown["SubscriptionsPending"]) == (
        "Alerts",
        "1",
        "1",
    )
    red = done(world, "sns", "GetSubscriptionAttributes", SubscriptionArn=outputs["Red"])["Attributes"]
    assert json.loads(red["FilterPolicy"]) == {"team": ["red"]}
    message = {"TopicArn": alerts, "Message": "x"}
    assert world.call("sns", "Publish", message, caller=Operator("444455556666")).ok
    assert outputs["Phones"] == "arn:aws:sns:us-east-1:111122223333:app/GCM/notes"


@pytest.mark.parametrize(
    ("properties", "line", "text"),
    [
        ("{TopicName: 'no name'}", 4, "Invalid parameter: Topic Name"),
        ("{TopicName: t, Subscription: [{Protocol: fax, Endpoint: x}]}", 4, "does not support this protocol"),
        ("{TopicName: t, ArchivePolicy: {}}", 4, "`ArchivePolicy` of AWS::SNS::Topic is not simulated"),
    ],
)
def test_a_mistake_is_shown_where_it_stands_and_nothing_is_made(properties: str, line: int, text: str) -> None:
    world = World()
    before = state(world)
    template = f"Resources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties: {properties}\n"
    with pytest.raises(AuthoringError) as raised:
        apply(world, template, "sns.yaml")
    assert text in raised.value.message
    assert raised.value.line in (line, 2)
    assert state(world) == before
