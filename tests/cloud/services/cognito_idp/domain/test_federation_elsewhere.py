"""Signing in to a pool with Amazon, Apple or any OpenID provider: what each brings, and what can go wrong on the way."""

from __future__ import annotations

import json

import pytest

from cogtui.cloud.providers import directory
from cogtui.cloud.tokens import es256, read
from cogtui.cloud.trail import Record
from cogtui.cloud.web import WebResponse
from tests.builders import ana_at, app_at, done, last
from tests.cloud.services.cognito_idp.domain.browser import Browser, Site, a_site, body, request_to, returned
from tests.cloud.services.cognito_idp.domain.test_federation import (
    RETURN,
    SECRET,
    attributes,
    provider,
    round_trip,
    to_provider,
    users,
)


def with_amazon(**details: str) -> Site:
    """Make a pool that lets people sign in with Amazon, where Ana has an account and the pool an app."""
    site = a_site(user=False, SupportedIdentityProviders=["COGNITO"])
    app = app_at(site.world, "amazon", secret=SECRET, redirect_uris=[RETURN])
    ana_at(site.world, "amazon", user_id="amzn1.account.ANA")
    given = {"client_id": app, "client_secret": SECRET, "authorize_scopes": "profile postal_code", **details}
    mapping = {"email": "email", "name": "name", "username": "user_id"}
    provider(site, "LoginWithAmazon", given, mapping)
    return site


def test_the_login_page_calls_amazon_by_its_name() -> None:
    site = with_amazon()
    sent = request_to(to_provider(site.browser(), site.client, "LoginWithAmazon").location)
    assert (sent.host, sent.path, sent.query["redirect_uri"]) == ("www.amazon.com", "/ap/oa", RETURN)
    assert "nonce" not in sent.query


def test_a_round_trip_to_amazon_makes_a_profile_and_the_pool_s_own_tokens() -> None:
    site = with_amazon()
    tokens = body(site.redeem(returned(round_trip(site, "LoginWithAmazon"))["code"]))
    (user,) = users(site)
    assert user["Username"] == "LoginWithAmazon_amzn1.account.ANA"
    assert attributes(user)["email"] == "ana@example.com"
    claims = read(tokens["id_token"]).claims or {}
    assert claims["cognito:groups"] == [f"{site.pool}_LoginWithAmazon"]
    (identity,) = claims["identities"]
    assert (identity["userId"], identity["providerType"], identity["issuer"]) == (
        "amzn1.account.ANA",
        "LoginWithAmazon",
        None,
    )


def test_the_trail_shows_the_pool_asking_amazon() -> None:
    site = with_amazon()
    round_trip(site, "LoginWithAmazon")
    record = next(one for one in reversed(site.world.trail) if one.name == "Back from LoginWithAmazon")
    assert [(child.name, child.source, child.target) for child in record.children] == [
        ("Redeem the code", "UsrPool", "Amazon"),
        ("Who is it?", "UsrPool", "Amazon"),
    ]


def test_a_secret_that_amazon_does_not_know_is_told_to_the_app() -> None:
    site = with_amazon(client_secret="wrong")
    told = returned(round_trip(site, "LoginWithAmazon"))
    assert told["error_description"] == "LoginWithAmazon Error - 401 error getting token"
    assert last(site.world).refused_by[0] == "oauth.provider.answer"
    assert users(site) == []


# ------------------------------------------------------------------------------------------------------ any OpenID provider

ISSUER = "https://login.example.org/realms/a"


def with_oidc(**details: str) -> Site:
    """Make a pool that lets people sign in at an OpenID provider of the world's own."""
    site = a_site(user=False, SupportedIdentityProviders=["COGNITO"])
    assert site.world.act("provider.add_issuer", name="login-a", issuer=ISSUER, title="Login A").ok
    app = app_at(site.world, "login-a", secret=SECRET, redirect_uris=[RETURN])
    ana_at(site.world, "login-a", user_id="ana-7", claims={"department": "press"})
    given = {
        "client_id": app,
        "client_secret": SECRET,
        "authorize_scopes": "openid email",
        "oidc_issuer": ISSUER,
        "attributes_request_method": "GET",
        **details,
    }
    provider(site, "Corporate", given, {"email": "email", "name": "name", "username": "sub"}, "OIDC")
    return site


def back_in(site: Site) -> Record:
    return next(one for one in reversed(site.world.trail) if one.name == "Back from Corporate")


def test_discovery_fills_in_the_addresses_of_an_openid_provider() -> None:
    site = with_oidc(token_url=f"{ISSUER}/own-token")
    found = done(site.world, "cognito-idp", "DescribeIdentityProvider", UserPoolId=site.pool, ProviderName="Corporate")[
        "IdentityProvider"
    ]["ProviderDetails"]
    assert found["authorize_url"] == f"{ISSUER}/authorize"
    assert found["jwks_uri"] == f"{ISSUER}/jwks"
    assert found["token_url"] == f"{ISSUER}/own-token", "what is given wins"


def test_a_round_trip_to_an_openid_provider_makes_a_profile() -> None:
    site = with_oidc()
    sent = request_to(to_provider(site.browser(), site.client, "Corporate").location)
    assert (sent.host, sent.path) == ("login.example.org", "/realms/a/authorize")
    tokens = body(site.redeem(returned(round_trip(site, "Corporate", nonce="n-9"))["code"]))
    claims = read(tokens["id_token"]).claims or {}
    assert claims["nonce"] == "n-9", "the app's own, not the pool's"
    assert claims["iss"].endswith(site.pool)
    (identity,) = claims["identities"]
    assert (identity["userId"], identity["providerName"], identity["providerType"], identity["issuer"]) == (
        "ana-7",
        "Corporate",
        "OIDC",
        None,
    )
    (user,) = users(site)
    assert (user["Username"], attributes(user)["email"]) == ("Corporate_ana-7", "ana@example.com")


def test_userinfo_is_asked_only_for_what_the_id_token_lacks() -> None:
    site = with_oidc(authorize_scopes="openid email profile")
    round_trip(site, "Corporate")
    assert [child.name for child in back_in(site).children] == ["Redeem the code", "Fetch the keys"]
    site = with_oidc()
    round_trip(site, "Corporate")
    assert [(child.name, child.target) for child in back_in(site).children] == [
        ("Redeem the code", "OIDC"),
        ("Fetch the keys", "OIDC"),
        ("Who is it?", "OIDC"),
    ]


@pytest.mark.parametrize(
    ("details", "said", "rule"),
    [
        ({"client_secret": "wrong"}, "Corporate Error - 401 error getting token", "oauth.provider.answer"),
        ({"token_url": f"{ISSUER}/nowhere"}, "Corporate Error - 404 error getting token", "oauth.provider.answer"),
        ({"jwks_uri": f"{ISSUER}/nowhere"}, "Corporate Error - 404 error getting keys", "oauth.provider.answer"),
        (
            {"attributes_url": f"{ISSUER}/nowhere"},
            "Corporate Error - 404 error getting user info",
            "oauth.provider.answer",
        ),
    ],
)
def test_what_goes_wrong_at_an_openid_provider_is_told_to_the_app(
    details: dict[str, str], said: str, rule: str
) -> None:
    site = with_oidc(**details)
    told = returned(round_trip(site, "Corporate"))
    assert (told["error"], told["error_description"]) == ("invalid_request", said)
    assert back_in(site).refused_by[0] == rule
    assert users(site) == []


def test_an_id_token_of_another_issuer_does_not_hold() -> None:
    site = with_oidc()
    assert site.world.act("provider.add_issuer", name="login-b", issuer="https://login.example.org/realms/b").ok
    update = {"UserPoolId": site.pool, "ProviderName": "Corporate"}
    found = done(site.world, "cognito-idp", "DescribeIdentityProvider", **update)["IdentityProvider"]["ProviderDetails"]
    details = found | {"oidc_issuer": "https://login.example.org/realms/b"}
    done(site.world, "cognito-idp", "UpdateIdentityProvider", ProviderDetails=details, **update)
    told = returned(round_trip(site, "Corporate"))
    assert told["error_description"] == "Corporate Error - invalid ID token"
    assert "oauth.provider.token" in back_in(site).refused_by
    assert users(site) == []


# ------------------------------------------------------------------------------------------------------------------- Apple


def with_apple(**details: str) -> Site:
    """Make a pool that lets people sign in with Apple."""
    site = a_site(user=False, SupportedIdentityProviders=["COGNITO"])
    app_id = app_at(site.world, "apple", redirect_uris=[RETURN])
    app = directory.app_of(site.world.store, "apple", app_id)
    assert app is not None
    ana_at(site.world, "apple", user_id="001234.ana.1234")
    given = {"client_id": app_id, "team_id": app.team_id, "key_id": app.key_id, "private_key": app.secret}
    given |= {"authorize_scopes": "email name", **details}
    mapping = {"email": "email", "name": "name", "given_name": "firstName", "username": "sub"}
    provider(site, "SignInWithApple", given, mapping)
    return site


def apple_trip(site: Site, action: str = "continue", browser: Browser | None = None, **posted: str) -> WebResponse:
    """Go to Apple and back, with members of the posted form changed."""
    browser = browser or site.browser()
    page = browser.send(request_to(to_provider(browser, site.client, "SignInWithApple").location)).page
    form = browser.submit(browser.submit(page).page, action=action).page
    return browser.submit(form, **posted)


def test_apple_posts_its_answer_and_the_pool_signs_the_person_in() -> None:
    site = with_apple()
    tokens = body(site.redeem(returned(apple_trip(site))["code"]))
    (user,) = users(site)
    assert user["Username"] == "SignInWithApple_001234.ana.1234"
    found = attributes(user)
    assert (found["email"], found["name"], found["given_name"]) == ("ana@example.com", "Ana Silva", "Ana")
    (identity,) = (read(tokens["id_token"]).claims or {})["identities"]
    assert (identity["providerType"], identity["issuer"]) == ("SignInWithApple", None)
    record = next(one for one in reversed(site.world.trail) if one.name == "Back from SignInWithApple")
    assert [(child.name, child.target) for child in record.children] == [("Redeem the code", "Apple")]


def test_the_name_of_the_first_time_stays_in_the_profile() -> None:
    site = with_apple()
    apple_trip(site)
    apple_trip(site)
    (user,) = users(site)
    assert attributes(user)["name"] == "Ana Silva"


def test_a_hidden_address_is_the_profile_s_address() -> None:
    site = with_apple()
    apple_trip(site, "hide")
    assert attributes(users(site)[0])["email"].endswith("@privaterelay.appleid.com")


def test_nothing_but_the_name_is_believed_of_what_the_browser_brings() -> None:
    site = with_apple()
    forged = json.dumps({"name": {"firstName": "Eve"}, "email": "eve@example.com", "sub": "other"})
    apple_trip(site, user=forged)
    (user,) = users(site)
    assert user["Username"] == "SignInWithApple_001234.ana.1234"
    assert (attributes(user)["email"], attributes(user)["name"]) == ("ana@example.com", "Eve")


@pytest.mark.parametrize(
    "user", ["[]", "{", '{"name": 1}', "{}", "null", "\udcff", '{"name": {"firstName": "\\ud800"}}']
)
def test_a_form_without_a_readable_name_does_no_harm(user: str) -> None:
    site = with_apple()
    apple_trip(site, user=user)
    assert "name" not in attributes(users(site)[0])


@pytest.mark.parametrize("key", [es256.new_key(b"other"), "no key"])
def test_another_private_key_is_told_to_the_app(key: str) -> None:
    site = with_apple(private_key=key)
    told = returned(apple_trip(site))
    assert told["error_description"] == "SignInWithApple Error - 400 error getting token"
    assert users(site) == []


def test_who_cancels_at_apple_is_back_at_the_app() -> None:
    site = with_apple()
    told = returned(apple_trip(site, "cancel"))
    assert told["error"] == "user_cancelled_authorize"
    assert last(site.world).refused_by == ("oauth.provider.agreed",)


def test_apple_s_form_counts_only_in_the_browser_that_was_sent() -> None:
    site = with_apple()
    browser = site.browser()
    page = browser.send(request_to(to_provider(browser, site.client, "SignInWithApple").location)).page
    form = browser.submit(browser.submit(page).page, action="continue").page
    response = site.browser().submit(form)
    assert response.status == 400
    assert last(site.world).refused_by == ("oauth.trip.browser",)
