"""Triggers while a browser or an app is at the pool's domain: which fire, and how their refusals are told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import PASSWORD, state
from tests.cloud.services.cognito_idp.domain.browser import a_site, body, returned
from tests.cloud.services.cognito_idp.domain.test_federation import federated, round_trip, users
from tests.cloud.services.cognito_idp.triggers.lambdas import NOTHING, arn_of, last_events, put

TRIGGERS = ("PreSignUp", "PostConfirmation", "PreAuthentication", "PostAuthentication", "PreTokenGeneration")
POOL: dict[str, Any] = {"LambdaConfig": {trigger: arn_of(trigger) for trigger in TRIGGERS}}


def test_the_first_sign_in_from_a_provider_is_a_sign_up_and_later_ones_are_sign_ins() -> None:
    site = federated("Google", pool=POOL)
    for trigger in TRIGGERS:
        put(site.world, trigger, *NOTHING)
    code = returned(round_trip(site, "Google"))["code"]
    found = last_events(site.world)
    assert list(found) == ["PreSignUp_ExternalProvider", "PostConfirmation_ConfirmSignUp"]
    (user,) = users(site)
    event = found["PreSignUp_ExternalProvider"]
    assert (event["userName"], event["callerContext"]["clientId"]) == (user["Username"], site.client)
    told = event["request"]["userAttributes"]
    assert (told["email"], told["cognito:email_alias"], "identities" in told) == ("ana@example.com", "", False)
    assert body(site.redeem(code))["id_token"]
    assert list(last_events(site.world)) == ["TokenGeneration_HostedAuth"]
    round_trip(site, "Google")
    assert list(last_events(site.world)) == ["PreAuthentication_Authentication", "PostAuthentication_Authentication"]
    assert users(site)[0]["UserStatus"] == "EXTERNAL_PROVIDER"


def test_a_function_that_keeps_somebody_out_is_heard_at_the_app() -> None:
    site = federated("Google", pool={"LambdaConfig": {"PreSignUp": arn_of("PreSignUp")}})
    put(site.world, "PreSignUp", {"deny": "Studio is invite-only"})
    told = returned(round_trip(site, "Google"))
    assert told["error"] == "invalid_request"
    assert told["error_description"] == "PreSignUp failed with error Studio is invite-only. "
    assert users(site) == []


def test_the_login_page_asks_and_tells_and_says_what_a_function_says() -> None:
    watched = ("PreAuthentication", "PostAuthentication")
    site = a_site(pool={"LambdaConfig": {trigger: arn_of(trigger) for trigger in watched}})
    for trigger in watched:
        put(site.world, trigger, *NOTHING)
    assert returned(site.browser().log_in(site.client))["code"]
    assert list(last_events(site.world)) == ["PreAuthentication_Authentication", "PostAuthentication_Authentication"]
    put(site.world, "PostAuthentication", {"deny": "Closed on Sundays"})
    page = site.browser().log_in(site.client, password=PASSWORD).page
    assert page is not None
    assert page.error == "PostAuthentication failed with error Closed on Sundays."


def test_a_token_endpoint_without_tokens_says_why_and_the_code_stays_good() -> None:
    site = a_site(pool={"LambdaConfig": {"PreTokenGeneration": arn_of("PreTokenGeneration")}})
    code = site.code()
    before = state(site.world)
    refused = site.redeem(code)
    text = "PreTokenGeneration invocation failed due to error ResourceNotFoundException."
    assert (refused.status, refused.body) == (400, {"error": "invalid_request", "error_description": text})
    assert state(site.world) == before
    put(site.world, "PreTokenGeneration", *NOTHING)
    assert body(site.redeem(code))["access_token"]


@pytest.mark.parametrize("rules", [[], [{"takes": "6s"}], [{"set": {"response": "'x'"}}]])
def test_the_implicit_grant_tells_the_app(rules: list[dict[str, Any]]) -> None:
    site = a_site(pool={"LambdaConfig": {"PreTokenGeneration": arn_of("PreTokenGeneration")}})
    if rules:
        put(site.world, "PreTokenGeneration", *rules)
    told = site.browser().log_in(site.client, response_type="token").location
    assert "error=invalid_request" in told
    assert "access_token" not in told
