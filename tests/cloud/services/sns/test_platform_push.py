"""Platform applications, endpoints, and pushes to phones."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.services.sns.delivery_log import deliveries_of
from tests.builders import state
from tests.cloud.services.sns.messaging import KEYS, Messaging, by_protocol, refusal


def test_creating_an_application_or_an_endpoint_once_more_gives_the_same_one() -> None:
    sns = Messaging()
    application = sns.application()
    endpoint = sns.endpoint(application, CustomUserData="Ana's")
    before = state(sns.world)
    assert sns.application() == application
    assert sns.endpoint(application, CustomUserData="Ana's", Attributes={"Enabled": "true"}) == endpoint
    assert state(sns.world) == before


@pytest.mark.parametrize("changed", [{"CustomUserData": "Ben's"}, {"Attributes": {"Enabled": "false"}}, {}])
def test_a_token_with_other_attributes_is_refused_with_the_arn_of_who_has_it(changed: dict[str, Any]) -> None:
    sns = Messaging()
    application = sns.application()
    endpoint = sns.endpoint(application, CustomUserData="Ana's")
    before = state(sns.world)
    named = {"PlatformApplicationArn": application, "Token": "token-1"}
    code, text, rule = refusal(sns.asked("CreatePlatformEndpoint", **named, **changed))
    assert code == "InvalidParameter"
    expected = f"Token Reason: Endpoint {endpoint} already exists with the same Token, but different attributes."
    assert text == f"Invalid parameter: {expected}"
    assert rule == "sns.token.same"
    assert state(sns.world) == before


def test_no_operation_gives_an_application_s_credentials_back() -> None:
    sns = Messaging()
    application = sns.application("APNS")
    sns.done(
        "SetPlatformApplicationAttributes",
        PlatformApplicationArn=application,
        Attributes={"PlatformCredential": "new key", "PlatformPrincipal": "new", "SuccessFeedbackSampleRate": "50"},
    )
    shown = {"Enabled": "true", "SuccessFeedbackSampleRate": "50"}
    named = {"PlatformApplicationArn": application}
    assert sns.done("GetPlatformApplicationAttributes", **named)["Attributes"] == shown
    assert sns.done("ListPlatformApplications")["PlatformApplications"] == [named | {"Attributes": shown}]


@pytest.mark.parametrize("platform", sorted(KEYS))
def test_a_phone_gets_the_text_for_its_own_platform(platform: str) -> None:
    sns = Messaging()
    phone = sns.phone(platform)
    endpoint = sns.endpoint(sns.application(platform), phone.token)
    texts = {name: {"data": {"for": name}} for name in KEYS}
    sns.done("Publish", TargetArn=endpoint, **by_protocol(default="all", **texts))
    assert [push.content for push in sns.pushes(phone)] == [{"for": platform}]
    assert sns.log() == [("application", "SUCCESS", 200)]


def test_a_phone_without_a_text_of_its_own_gets_the_one_for_all() -> None:
    sns = Messaging()
    phone = sns.phone()
    endpoint = sns.endpoint(sns.application(), phone.token)
    sns.done("Publish", TargetArn=endpoint, **by_protocol(default="news", APNS={"aps": {}}))
    sns.done("Publish", TargetArn=endpoint, Message="plain")
    assert [push.content for push in sns.pushes(phone)] == [{"default": "news"}, {"default": "plain"}]


def test_the_push_is_a_message_from_sns_to_the_phone_below_the_call() -> None:
    sns = Messaging()
    phone = sns.phone()
    endpoint = sns.endpoint(sns.application(), phone.token)
    record = sns.asked("Publish", TargetArn=endpoint, Message="news").record
    (child,) = record.children
    assert (child.kind, child.source, child.target, child.device) == ("message", "SNS", "Phone", "phone")


def test_a_token_that_no_phone_has_is_accepted_once_and_then_the_endpoint_is_disabled() -> None:
    sns = Messaging()
    phone = sns.phone()
    endpoint = sns.endpoint(sns.application(), phone.token)
    sns.world.act("sync.uninstall", device=phone.name)
    assert sns.asked("Publish", TargetArn=endpoint, Message="one").ok
    assert sns.attributes(endpoint)["Enabled"] == "false"
    assert sns.log() == [("application", "FAILURE", 400)]
    before = state(sns.world)
    refused = sns.asked("Publish", TargetArn=endpoint, Message="two")
    assert refusal(refused) == ("EndpointDisabled", "Endpoint is disabled", "sns.endpoint.enabled")
    assert state(sns.world) == before


def test_a_new_token_and_enabled_again_bring_pushes_back() -> None:
    sns = Messaging()
    phone = sns.phone()
    endpoint = sns.endpoint(sns.application(), "gone")
    sns.done("Publish", TargetArn=endpoint, Message="lost")
    sns.done("SetEndpointAttributes", EndpointArn=endpoint, Attributes={"Token": phone.token, "Enabled": "true"})
    sns.done("Publish", TargetArn=endpoint, Message="found")
    assert [push.content for push in sns.pushes(phone)] == [{"default": "found"}]
    assert [row.token for row in deliveries_of(sns.world.store)] == ["gone", phone.token]


def test_nothing_goes_through_a_disabled_application() -> None:
    sns = Messaging()
    phone = sns.phone()
    application = sns.application()
    endpoint = sns.endpoint(application, phone.token)
    named = {"PlatformApplicationArn": application}
    sns.done("SetPlatformApplicationAttributes", **named, Attributes={"Enabled": "false"})
    code, text, _ = refusal(sns.asked("Publish", TargetArn=endpoint, Message="x"))
    assert (code, text) == ("PlatformApplicationDisabled", "Platform application is disabled")
    assert not sns.pushes(phone)


def test_a_token_of_another_endpoint_cannot_be_taken_over() -> None:
    sns = Messaging()
    application = sns.application()
    first, second = sns.endpoint(application, "token-1"), sns.endpoint(application, "token-2")
    refused = sns.asked("SetEndpointAttributes", EndpointArn=second, Attributes={"Token": "token-1"})
    code, text, rule = refusal(refused)
    assert (code, rule) == ("InvalidParameter", "sns.token.free")
    assert first in text
    assert sns.attributes(second)["Token"] == "token-2"


def test_deleting_is_idempotent_and_frees_the_token() -> None:
    sns = Messaging()
    application = sns.application()
    endpoint = sns.endpoint(application, CustomUserData="Ana's")
    for _ in range(2):
        sns.done("DeleteEndpoint", EndpointArn=endpoint)
    again = sns.endpoint(application)
    assert again != endpoint
    for _ in range(2):
        sns.done("DeletePlatformApplication", PlatformApplicationArn=application)
    assert refusal(sns.asked("GetEndpointAttributes", EndpointArn=again))[0] == "NotFound"
    assert not [row for row in state(sns.world) if str(row[0]).startswith("sns.")]


def test_applications_of_other_platforms_are_said_to_be_not_simulated() -> None:
    asked = {"Name": "n", "Platform": "WNS", "Attributes": {"PlatformPrincipal": "x", "PlatformCredential": "y"}}
    code, _, rule = refusal(Messaging().asked("CreatePlatformApplication", **asked))
    assert (code, rule) == ("NotImplemented", "door.simulated")
