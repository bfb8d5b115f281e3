"""Signing in to a pool with Amazon, Apple or any OpenID provider: what each brings, and what can go wrong on the way."""

from __future__ import annotations

from cogtui.cloud.tokens import read
from tests.builders import ana_at, app_at, last
from tests.cloud.services.cognito_idp.domain.browser import Site, a_site, body, request_to, returned
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
