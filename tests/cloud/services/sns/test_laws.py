"""Laws of SNS, whatever is done in whatever order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.services.sns.records import ENDPOINTS, TOKENS
from cogtui.cloud.services.sns.topic_records import SUBSCRIPTIONS, TOPICS
from cogtui.cloud.store import rows_of
from tests.cloud.services.sns.messaging import Messaging

NUMBERS = ("+15551234567", "+15557654321")
STEPS = st.lists(
    st.sampled_from(["publish", "to topic", "uninstall", "install", "disable", "enable", "switch off", "switch on"]),
    max_size=12,
)


class Walk:
    """A phone that is registered and subscribed, and a way to do things to it."""

    def __init__(self) -> None:
        self.sns = Messaging()
        self.phone = self.sns.phone()
        self.application = self.sns.application()
        self.endpoint = self.sns.endpoint(self.application, self.phone.token)
        self.topic = self.sns.topic()
        self.sns.subscribed(self.topic, "application", self.endpoint)
        self.installed = True

    def take(self, step: str) -> None:
        sns, flag = self.sns, "true" if step in ("enable", "switch on") else "false"
        if step in ("enable", "disable"):
            sns.done("SetEndpointAttributes", EndpointArn=self.endpoint, Attributes={"Enabled": flag})
        elif step.startswith("switch"):
            named = {"PlatformApplicationArn": self.application}
            sns.done("SetPlatformApplicationAttributes", **named, Attributes={"Enabled": flag})
        elif step.endswith("install"):
            sns.world.act(f"sync.{step}", device=self.phone.name)
        else:
            target = {"TargetArn": self.endpoint} if step == "publish" else {"TopicArn": self.topic}
            sns.asked("Publish", **target, Message="x")

    @property
    def open(self) -> bool:
        """Whether nothing is switched off."""
        named = {"PlatformApplicationArn": self.application}
        application = self.sns.done("GetPlatformApplicationAttributes", **named)["Attributes"]
        return application["Enabled"] == self.sns.attributes(self.endpoint)["Enabled"] == "true"


@settings(max_examples=40)
@given(STEPS)
def test_nothing_reaches_a_phone_through_an_endpoint_that_is_switched_off(steps: list[str]) -> None:
    walk = Walk()
    for step in steps:
        pushed, was_open = len(walk.sns.pushes(walk.phone)), walk.open
        walk.take(step)
        if not was_open:
            assert len(walk.sns.pushes(walk.phone)) == pushed


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["", "x"]), st.booleans()), max_size=8))
def test_a_token_has_one_endpoint_at_most_and_its_creation_is_idempotent(steps: list[tuple[str, str, bool]]) -> None:
    sns = Messaging()
    application = sns.application()
    for token, data, delete in steps:
        asked: dict[str, Any] = {"PlatformApplicationArn": application, "Token": token, "CustomUserData": data}
        first = sns.asked("CreatePlatformEndpoint", **asked)
        if first.ok:
            assert sns.done("CreatePlatformEndpoint", **asked) == first.output
            if delete:
                sns.done("DeleteEndpoint", EndpointArn=first.output["EndpointArn"])
        store = sns.world.store
        held = {(row.token, row.id) for row in rows_of(store, TOKENS)}
        assert held == {(row.token, row.id) for row in rows_of(store, ENDPOINTS)}
        assert len({token for token, _ in held}) == len(held)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["topic", "subscribe", "delete"]), st.sampled_from(["a", "b"])), max_size=10))
def test_no_subscription_outlives_its_topic(steps: list[tuple[str, str]]) -> None:
    sns = Messaging()
    for step, name in steps:
        arn = f"arn:aws:sns:us-east-1:111122223333:{name}"
        if step == "topic":
            assert sns.topic(name) == arn == sns.topic(name)
        elif step == "delete":
            sns.done("DeleteTopic", TopicArn=arn)
        else:
            for number in NUMBERS:
                sns.asked("Subscribe", TopicArn=arn, Protocol="sms", Endpoint=number)
    topics = {row.arn for row in rows_of(sns.world.store, TOPICS)}
    subscriptions = list(rows_of(sns.world.store, SUBSCRIPTIONS))
    assert {row.topic for row in subscriptions} <= topics
    assert len({(row.topic, row.endpoint) for row in subscriptions}) == len(subscriptions)


@pytest.mark.parametrize("account", ["", "111122223333"])
def test_the_log_is_read_oldest_first_and_is_swept_when_it_is_old(account: str) -> None:
    from cogtui.cloud.services.sns.delivery_log import deliveries_of
    from cogtui.cloud.services.sns.records import DELIVERIES, LOGGED_FOR

    sns = Messaging()
    for text in ("one", "two"):
        sns.done("Publish", PhoneNumber=NUMBERS[0], Message=text)
        sns.world.act("clock.advance", seconds=60)
    rows = deliveries_of(sns.world.store, account, "us-east-1" if account else "")
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert len(rows) == 2
    assert DELIVERIES.expires is not None
    assert DELIVERIES.expires(rows[0]) == rows[0].at + LOGGED_FOR
