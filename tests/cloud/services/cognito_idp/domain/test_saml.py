"""Signing in at a company's SAML provider: to the provider and back, once and in time, and the profile that comes of it."""

from __future__ import annotations

import json

import msgspec
import pytest

from cogtui.cloud.tokens import read
from tests.builders import CALLBACK, done, last, state
from tests.cloud.services.cognito_idp.domain.browser import authorize_query, body, request_to, returned
from tests.cloud.services.cognito_idp.domain.company import (
    ACS,
    RECEIVED,
    carried,
    company,
    forged,
    portal,
    refused_with,
    relay_of,
    round_trip,
)
from tests.cloud.services.cognito_idp.domain.test_federation import attributes, users

# ------------------------------------------------------------------------------------------------------- there and back


def test_a_round_trip_ends_at_the_app_with_a_code_of_the_pool_s_own() -> None:
    site = company()
    told = returned(round_trip(site, state="a/b c&d", nonce="n-1"))
    assert told["state"] == "a/b c&d"
    claims = read(body(site.redeem(told["code"]))["id_token"]).claims or {}
    (user,) = users(site)
    assert (user["Username"], user["UserStatus"]) == ("Corp_Ana-1", "EXTERNAL_PROVIDER")
    assert (claims["cognito:username"], claims["email"], claims["nonce"]) == ("Corp_Ana-1", "ana@corp.example", "n-1")
    (identity,) = claims["identities"]
    assert (identity["providerType"], identity["issuer"]) == ("SAML", "https://saml.example.com/corp")


def test_an_attribute_of_several_values_becomes_one_text() -> None:
    site = company()
    round_trip(site)
    assert attributes(users(site)[0])["profile"] == "[admins, sales+team]"


def test_the_request_names_the_pool_and_where_the_answer_goes() -> None:
    from cogtui.cloud.saml.requests import decoded

    site = company()
    query = authorize_query(site.client, identity_provider="Corp")
    sent = request_to(site.browser().get("/oauth2/authorize", **query).location)
    asked = decoded(sent.query["SAMLRequest"])
    assert (sent.host, sent.path, sent.query["idp"]) == ("saml.example.com", "/sso", "corp")
    assert (asked.issuer, asked.acs) == (f"urn:amazon:cognito:sp:{site.pool}", ACS)
    assert sent.query["RelayState"].startswith(site.pool)


def test_the_login_page_has_a_button_for_the_company() -> None:
    site = company()
    page = site.browser().open("/login", **authorize_query(site.client))
    assert [link.label for link in page.links if link.provider == "Corp"] == ["Continue with Corp"]


def test_the_same_world_signs_the_same_octets() -> None:
    first, second = (company(), company())
    assert carried(first, first.browser()).form == carried(second, second.browser()).form


def test_the_why_of_a_sign_in_shows_every_check() -> None:
    site = company()
    round_trip(site)
    found = dict(last(site.world).rules())
    asked = ("plain", "signed", "signature", "issuer", "audience", "recipient", "in_response_to", "expiry", "replay")
    assert all(found[f"saml.{name}"] is True for name in asked)


def test_the_second_sign_in_rewrites_the_profile_and_makes_no_other_one() -> None:
    site = company()
    round_trip(site)
    browser = site.browser()
    browser.send(forged(site, carried(site, browser), attributes={"name": ("Ana Maria",)}))
    (user,) = users(site)
    assert (attributes(user)["name"], attributes(user)["email"]) == ("Ana Maria", "ana@corp.example")


def test_name_ids_that_differ_in_capitals_are_two_people() -> None:
    site = company()
    round_trip(site)
    browser = site.browser()
    browser.send(forged(site, carried(site, browser), subject="ana-1"))
    assert {user["Username"] for user in users(site)} == {"Corp_Ana-1", "Corp_ana-1"}


def test_a_linked_sign_in_gives_the_user_who_was_there_before_and_is_named_by_subject_from_then_on() -> None:
    site = company()
    done(site.world, "cognito-idp", "AdminCreateUser", UserPoolId=site.pool, Username="ana", MessageAction="SUPPRESS")
    by_email = {"ProviderName": "Corp", "ProviderAttributeName": "email", "ProviderAttributeValue": "ana@corp.example"}
    to = {"ProviderName": "Cognito", "ProviderAttributeValue": "ana"}
    linking = {"UserPoolId": site.pool, "DestinationUser": to, "SourceUser": by_email}
    done(site.world, "cognito-idp", "AdminLinkProviderForUser", **linking)
    round_trip(site)
    (user,) = users(site)
    (identity,) = json.loads(attributes(user)["identities"])
    assert (user["Username"], identity["userId"], identity["issuer"]) == (
        "ana",
        "Ana-1",
        "https://saml.example.com/corp",
    )
    unlinking = {"ProviderName": "Corp", "ProviderAttributeName": "Cognito_Subject", "ProviderAttributeValue": "Ana-1"}
    done(site.world, "cognito-idp", "AdminDisableProviderForUser", UserPoolId=site.pool, User=unlinking)
    round_trip(site)
    assert {one["Username"] for one in users(site)} == {"ana", "Corp_Ana-1"}


# -------------------------------------------------------------------------------------------------------- once, in time


def test_a_response_is_good_once() -> None:
    site = company()
    browser = site.browser()
    request = carried(site, browser)
    held = dict(browser.cookies)
    assert "code" in returned(browser.send(request))
    browser.cookies = held
    again = browser.send(request)
    assert again.status == 400
    assert last(site.world).refused_by == ("oauth.trip",)


def test_an_assertion_is_not_taken_for_another_trip() -> None:
    site = company()
    browser = site.browser()
    first = carried(site, browser)
    browser.send(first)
    second = carried(site, site.browser())
    changed = msgspec.structs.replace(second, form=second.form | {"SAMLResponse": first.form["SAMLResponse"]})
    refused_with(site, changed, "InResponseTo of the SAML Assertion is not valid.", "saml.in_response_to")


def test_another_browser_cannot_finish_the_trip() -> None:
    site = company()
    request = carried(site, site.browser())
    before = state(site.world)
    response = site.browser().send(request)
    assert response.status == 400
    assert last(site.world).refused_by == ("oauth.trip.browser",)
    assert state(site.world) == before


def test_the_trip_takes_five_minutes_at_most() -> None:
    site = company()
    browser = site.browser()
    request = carried(site, browser)
    site.world.act("clock.advance", seconds=300)
    assert browser.send(request).status == 400
    assert last(site.world).refused_by == ("oauth.trip.expiry",)


# -------------------------------------------------------------------------------------------- the provider speaks first


def test_a_sign_in_may_begin_at_the_company_where_the_pool_allows_it() -> None:
    site = company(idp_init=True)
    browser = site.browser()
    response = browser.send(portal(site, browser, relay_of(site)))
    assert response.location.startswith(CALLBACK + "?code=")
    assert users(site)[0]["Username"] == "Corp_Ana-1"


def test_a_sign_in_may_not_begin_at_the_company_by_default() -> None:
    site = company()
    browser = site.browser()
    response = browser.send(portal(site, browser, relay_of(site)))
    assert response.page is not None
    assert response.page.error == "Invalid samlResponse or relayState from identity provider"
    assert last(site.world).refused_by == ("oauth.saml.unasked",)
    assert users(site) == []


def test_an_assertion_that_nobody_asked_for_is_used_once() -> None:
    site = company(idp_init=True)
    browser = site.browser()
    request = portal(site, browser, relay_of(site))
    browser.send(request)
    told = returned(site.browser().send(request))
    assert told["error_description"] == RECEIVED + "SAML Assertion has been used before."
    assert last(site.world).refused_by == ("saml.replay",)


def test_an_answer_to_a_request_is_no_assertion_that_nobody_asked_for() -> None:
    site = company(idp_init=True)
    request = carried(site, site.browser())
    changed = msgspec.structs.replace(request, form=request.form | {"RelayState": relay_of(site)})
    told = returned(site.browser().send(changed))
    assert told["error_description"] == RECEIVED + "InResponseTo of the SAML Assertion is not valid."


@pytest.mark.parametrize("relay", ["", "x", "us-east-1_x.y", "client_id=&redirect_uri="])
def test_a_response_that_answers_nothing_goes_nowhere(relay: str) -> None:
    site = company(idp_init=True)
    request = carried(site, site.browser())
    changed = msgspec.structs.replace(request, form=request.form | {"RelayState": relay})
    response = site.world.web(changed)
    assert response.status == 400 or response.location.startswith("/error")
    assert users(site) == []


# ---------------------------------------------------------------------------------------------------------- the profile


def test_a_required_attribute_that_the_company_does_not_give_fails_the_sign_in() -> None:
    site = company(schema="[{Name: phone_number, Required: true}]")
    told = returned(round_trip(site))
    text = "Invalid user attributes: phone_number: The attribute is required"
    assert (told["error"], told["error_description"]) == ("server_error", RECEIVED + text)


def test_a_disabled_profile_signs_nobody_in() -> None:
    site = company()
    round_trip(site)
    done(site.world, "cognito-idp", "AdminDisableUser", UserPoolId=site.pool, Username="Corp_Ana-1")
    assert returned(round_trip(site))["error_description"] == "User is disabled."
