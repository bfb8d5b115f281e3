"""Continue with Facebook and Google: to the provider and back, the profile that comes of it, and what can go wrong."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from cogtui.cloud.tokens import read
from cogtui.cloud.trail import Record
from cogtui.cloud.web import WebRequest, WebResponse
from cogtui.cloud.world import World
from tests.builders import CALLBACK, ana_at, app_at, done, last, state
from tests.cloud.services.cognito_idp.domain.browser import (
    HOST,
    Browser,
    Site,
    a_site,
    authorize_query,
    body,
    request_to,
    returned,
)

RETURN = f"https://{HOST}/oauth2/idpresponse"
SECRET = "provider-secret"
MAPPINGS = {
    "Facebook": {"email": "email", "name": "name", "username": "id"},
    "Google": {"email": "email", "email_verified": "email_verified", "given_name": "given_name", "username": "sub"},
}
SCOPES = {"Facebook": "public_profile,email", "Google": "openid email profile"}


def federated(name: str, *, pool: dict[str, Any] | None = None, registered: str = RETURN, **details: Any) -> Site:
    """Make a pool that lets people sign in by a provider, at which Ana has an account and the pool an app."""
    site = a_site(user=False, pool=pool, SupportedIdentityProviders=["COGNITO"])
    app = app_at(site.world, name.lower(), secret=SECRET, redirect_uris=[registered])
    ana_at(site.world, name.lower())
    given = {"client_id": app, "client_secret": SECRET, "authorize_scopes": SCOPES[name], **details}
    provider(site, name, given, MAPPINGS[name])
    return site


def provider(site: Site, name: str, details: dict[str, str], mapping: dict[str, str], kind: str = "") -> None:
    """Let people sign in by a provider."""
    done(
        site.world,
        "cognito-idp",
        "CreateIdentityProvider",
        UserPoolId=site.pool,
        ProviderName=name,
        ProviderType=kind or name,
        ProviderDetails=details,
        AttributeMapping=mapping,
        IdpIdentifiers=["example.com"],
    )
    client = done(site.world, "cognito-idp", "DescribeUserPoolClient", UserPoolId=site.pool, ClientId=site.client)[
        "UserPoolClient"
    ]
    kept = {
        key: client[key]
        for key in ("AllowedOAuthFlowsUserPoolClient", "AllowedOAuthFlows", "AllowedOAuthScopes", "CallbackURLs")
    }
    providers = [*client["SupportedIdentityProviders"], name]
    named = {"UserPoolId": site.pool, "ClientId": site.client, "SupportedIdentityProviders": providers}
    done(site.world, "cognito-idp", "UpdateUserPoolClient", **named, **kept)


def to_provider(browser: Browser, client: str, name: str, **asked: str) -> WebResponse:
    """Begin at the app and return the redirect to the provider."""
    return browser.get("/oauth2/authorize", **authorize_query(client, identity_provider=name, **asked))


def consent(browser: Browser, location: str, action: str = "continue") -> str:
    """Log in at the provider's pages and return where its last answer leads."""
    page = browser.send(request_to(location)).page
    assert page is not None
    assert not page.error, page.error
    return browser.submit(browser.submit(page).page, action=action).location


def round_trip(site: Site, name: str, browser: Browser | None = None, **asked: str) -> WebResponse:
    """Go to the provider and back, and return the pool's last answer."""
    browser = browser or site.browser()
    return browser.send(request_to(consent(browser, to_provider(browser, site.client, name, **asked).location)))


def users(site: Site) -> list[dict[str, Any]]:
    return done(site.world, "cognito-idp", "ListUsers", UserPoolId=site.pool)["Users"]


def attributes(user: dict[str, Any]) -> dict[str, str]:
    return {entry["Name"]: entry["Value"] for entry in user["Attributes"]}


def set_name(world: World, name: str, provider_name: str) -> None:
    """Rename the provider's user."""
    from cogtui.cloud.providers.records import USERS
    from cogtui.cloud.store import Transaction

    user = next(world.store.scan(USERS, provider_name))
    Transaction(world.store).put(USERS, msgspec.structs.replace(user, name=name))


def refused(record: Record) -> tuple[str, ...]:
    return record.refused_by


@pytest.mark.parametrize("name", ["Facebook", "Google"])
def test_the_login_page_has_a_button_for_each_provider(name: str) -> None:
    site = federated(name)
    browser = site.browser()
    page = browser.open("/login", **authorize_query(site.client))
    button = next(link for link in page.links if link.provider == name)
    assert (button.label, button.looks) == (f"Continue with {name}", "button")
    response = browser.send(button.to)
    sent = request_to(response.location)
    assert sent.host == {"Facebook": "www.facebook.com", "Google": "accounts.google.com"}[name]
    assert sent.query["redirect_uri"] == RETURN
    assert sent.query["state"] != "s-1"


@pytest.mark.parametrize("name", ["Facebook", "Google"])
def test_a_round_trip_ends_at_the_app_with_a_code_of_the_pool_s_own(name: str) -> None:
    site = federated(name)
    response = round_trip(site, name, nonce="n-1", state="a/b c&d=é")
    told = returned(response)
    assert response.location.startswith(CALLBACK + "?")
    assert told["state"] == "a/b c&d=é"
    tokens = body(site.redeem(told["code"]))
    claims = read(tokens["id_token"]).claims or {}
    (user,) = users(site)
    subject = user["Username"].partition("_")[2]
    assert user["Username"] == f"{name}_{subject}"
    assert user["UserStatus"] == "EXTERNAL_PROVIDER"
    assert (claims["cognito:username"], claims["email"], claims["nonce"]) == (
        user["Username"],
        "ana@example.com",
        "n-1",
    )
    (identity,) = claims["identities"]
    assert identity == {
        "userId": subject,
        "providerName": name,
        "providerType": name,
        "issuer": None,
        "primary": "true",
        "dateCreated": str(int(site.world.now * 1000)),
    }
    assert claims["cognito:groups"] == [f"{site.pool}_{name}"]
    assert claims.get("email_verified", False) is (name == "Google")


def test_the_trail_shows_the_pool_asking_facebook() -> None:
    site = federated("Facebook")
    round_trip(site, "Facebook")
    record = last(site.world)
    assert (record.name, record.source, record.target) == ("Back from Facebook", "App", "UsrPool")
    assert [(child.name, child.source, child.target) for child in record.children] == [
        ("Redeem the code", "UsrPool", "FB"),
        ("Who is it?", "UsrPool", "FB"),
    ]


def test_the_trail_shows_the_pool_verifying_google_s_token() -> None:
    site = federated("Google")
    round_trip(site, "Google")
    assert ("oauth.provider.token", True) in set(last(site.world).rules())
    assert [child.target for child in last(site.world).children] == ["Google"]


def test_the_second_sign_in_rewrites_the_profile_and_makes_no_other_one() -> None:
    site = federated("Facebook")
    round_trip(site, "Facebook")
    set_name(site.world, "Ana Maria", "facebook")
    round_trip(site, "Facebook")
    (user,) = users(site)
    assert attributes(user)["name"] == "Ana Maria"


def test_a_pool_that_ignores_case_writes_the_provider_small() -> None:
    site = federated("Facebook", pool={"UsernameConfiguration": {"CaseSensitive": False}})
    round_trip(site, "Facebook")
    assert users(site)[0]["Username"].startswith("facebook_")


def test_a_session_of_a_provider_is_one_for_that_provider() -> None:
    site = federated("Facebook")
    browser = site.browser()
    round_trip(site, "Facebook", browser)
    again = to_provider(browser, site.client, "Facebook")
    assert "code" in returned(again)
    local = to_provider(browser, site.client, "COGNITO")
    assert local.location.startswith("/login?")


def test_a_provider_is_found_by_its_identifier() -> None:
    site = federated("Google")
    query = authorize_query(site.client, idp_identifier="example.com", login_hint="ana")
    sent = request_to(site.browser().get("/oauth2/authorize", **query).location)
    assert (sent.host, sent.query["login_hint"]) == ("accounts.google.com", "ana")


def test_the_only_provider_needs_no_choice() -> None:
    site = federated("Facebook")
    client = done(site.world, "cognito-idp", "DescribeUserPoolClient", UserPoolId=site.pool, ClientId=site.client)
    kept = {
        name: client["UserPoolClient"][name]
        for name in ("AllowedOAuthFlowsUserPoolClient", "AllowedOAuthFlows", "AllowedOAuthScopes", "CallbackURLs")
    }
    named = {"UserPoolId": site.pool, "ClientId": site.client}
    done(site.world, "cognito-idp", "UpdateUserPoolClient", SupportedIdentityProviders=["Facebook"], **named, **kept)
    response = site.browser().get("/oauth2/authorize", **authorize_query(site.client))
    assert request_to(response.location).host == "www.facebook.com"
    page = site.browser().open("/login", **authorize_query(site.client))
    assert not page.fields
    assert [link.label for link in page.links] == ["Continue with Facebook"]


# ------------------------------------------------------------------------------------------------------- what can go wrong


@pytest.mark.parametrize(("name", "description"), [("Facebook", "Permissions error"), ("Google", "access_denied")])
def test_a_person_who_says_no_is_back_at_the_app(name: str, description: str) -> None:
    site = federated(name)
    browser = site.browser()
    before = users(site)
    back = consent(browser, to_provider(browser, site.client, name).location, "cancel")
    told = returned(browser.send(request_to(back)))
    assert (told["error"], told["error_description"], told["state"]) == ("access_denied", description, "s-1")
    assert refused(last(site.world)) == ("oauth.provider.agreed",)
    assert users(site) == before


@pytest.mark.parametrize("name", ["Facebook", "Google"])
def test_a_wrong_secret_of_the_pool_is_told_to_the_app(name: str) -> None:
    site = federated(name, client_secret="wrong")
    told = returned(round_trip(site, name))
    status = {"Facebook": 400, "Google": 401}[name]
    assert told["error"] == "invalid_request"
    assert told["error_description"] == f"{name} Error - {status} error getting token"
    assert users(site) == []


def test_an_address_that_the_provider_s_app_does_not_allow_ends_at_the_provider() -> None:
    site = federated("Facebook", registered="https://elsewhere.example.com/")
    browser = site.browser()
    page = browser.send(request_to(to_provider(browser, site.client, "Facebook").location)).page
    assert page is not None
    assert page.error.startswith("URL Blocked")


def test_the_trip_takes_five_minutes_at_most() -> None:
    site = federated("Facebook")
    browser = site.browser()
    back = consent(browser, to_provider(browser, site.client, "Facebook").location)
    site.world.act("clock.advance", seconds=300)
    response = browser.send(request_to(back))
    assert response.page is not None
    assert response.page.error == "Something went wrong"
    assert refused(last(site.world)) == ("oauth.trip.expiry",)
    assert users(site) == []


def test_another_browser_cannot_finish_the_trip() -> None:
    site = federated("Facebook")
    browser = site.browser()
    back = consent(browser, to_provider(browser, site.client, "Facebook").location)
    before = state(site.world)
    for victim in (site.browser(), with_cookie(site, "csrf-state", "guessed")):
        response = victim.send(request_to(back))
        assert response.status == 400
        assert refused(last(site.world)) == ("oauth.trip.browser",)
        assert not victim.cookies.get("cognito")
    assert state(site.world) == before


def with_cookie(site: Site, name: str, value: str) -> Browser:
    browser = site.browser()
    browser.cookies[name] = value
    return browser


@pytest.mark.parametrize("times", ["after success", "after refusal"])
def test_a_state_is_good_once(times: str) -> None:
    site = federated("Facebook")
    browser = site.browser()
    action = "continue" if times == "after success" else "cancel"
    back = consent(browser, to_provider(browser, site.client, "Facebook").location, action)
    held = dict(browser.cookies)
    browser.send(request_to(back))
    browser.cookies = held
    again = browser.send(request_to(back))
    assert again.status == 400
    assert refused(last(site.world)) == ("oauth.trip",)


@pytest.mark.parametrize("query", [{}, {"state": "x", "code": "y"}, {"state": "us-east-1_x.y"}])
def test_a_return_that_nobody_waits_for_goes_nowhere(query: dict[str, str]) -> None:
    site = federated("Facebook")
    response = site.world.web(WebRequest("GET", HOST, "/oauth2/idpresponse", query))
    assert response.status == 400
    assert response.page is not None
    assert response.page.error == "Something went wrong"


def test_an_id_token_of_another_trip_is_refused() -> None:
    site = federated("Google")
    browser = site.browser()
    location = to_provider(browser, site.client, "Google").location
    asked = request_to(location)
    changed = msgspec.structs.replace(asked, query=asked.query | {"nonce": "another"})
    page = browser.send(changed).page
    back = browser.submit(browser.submit(page).page, action="continue").location
    told = returned(browser.send(request_to(back)))
    assert told["error_description"] == "Google Error - nonce did not match"
    assert refused(last(site.world)) == ("oauth.provider.nonce",)


def test_a_required_attribute_that_the_provider_does_not_give_fails_the_sign_in() -> None:
    schema = [{"Name": name, "Required": True} for name in ("email", "phone_number")]
    site = federated("Facebook", pool={"Schema": schema})
    told = returned(round_trip(site, "Facebook"))
    assert (told["error"], told["error_description"]) == ("invalid_request", "attributes required: [phone_number]")
    assert users(site) == []


def test_an_attribute_that_nobody_may_change_breaks_the_second_sign_in() -> None:
    schema = [{"Name": "name", "AttributeDataType": "String", "Mutable": False}]
    site = federated("Facebook", pool={"Schema": schema})
    assert "code" in returned(round_trip(site, "Facebook"))
    set_name(site.world, "Ana Maria", "facebook")
    told = returned(round_trip(site, "Facebook"))
    assert told["error_description"] == "user.name: Attribute cannot be updated.\n "
    assert attributes(users(site)[0])["name"] == "Ana Silva"


def test_a_disabled_profile_signs_nobody_in() -> None:
    site = federated("Facebook")
    round_trip(site, "Facebook")
    named = {"UserPoolId": site.pool, "Username": users(site)[0]["Username"]}
    done(site.world, "cognito-idp", "AdminDisableUser", **named)
    told = returned(round_trip(site, "Facebook"))
    assert told["error_description"] == "User is disabled."


def test_an_openid_provider_that_nobody_declared_says_so() -> None:
    site = a_site(user=False)
    details = {
        "client_id": "a",
        "client_secret": "b",
        "authorize_scopes": "openid",
        "oidc_issuer": "https://id.example.com",
        "attributes_request_method": "GET",
    }
    provider(site, "Corporate", details, {}, "OIDC")
    response = to_provider(site.browser(), site.client, "Corporate")
    assert response.status == 501
    assert response.page is not None
    assert response.page.error.endswith("is not simulated by CogTUI.")
    assert refused(last(site.world)) == ("door.simulated",)


def test_the_profile_keeps_where_it_comes_from() -> None:
    site = federated("Google")
    round_trip(site, "Google")
    told: list[dict[str, Any]] = json.loads(attributes(users(site)[0])["identities"])
    assert told[0]["providerName"] == "Google"
