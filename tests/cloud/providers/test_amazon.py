"""Login with Amazon: the way there and back, what its API says of tokens and people, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.providers.amazon_api import security_profile
from cogtui.cloud.web import WebRequest, WebResponse
from cogtui.cloud.world import World
from tests.builders import ANA, CALLBACK, ana_at, app_at, last, opened, sent, state

AUTH = ("www.amazon.com", "/ap/oa")


@pytest.fixture
def world() -> World:
    return World(seed="amazon")


@pytest.fixture
def app(world: World) -> str:
    ana_at(world, "amazon", user_id="amzn1.account.ANA")
    return app_at(world, "amazon", app_id="amzn1.application-oa2-client.c1", secret="sesame")


def logged_in(world: World, app: str, action: str = "continue", **asked: str) -> WebResponse:
    """Log in as Ana and return the redirect to the app."""
    asked = {"response_type": "code", "scope": "profile", "state": "s-1"} | asked
    consent = sent(world, opened(world, *AUTH, app, **asked).page)
    return sent(world, consent.page, action=action)


def redeemed(world: World, app: str, **changed: str) -> WebResponse:
    code = (logged_in(world, app).body or {})["code"]
    form = {"grant_type": "authorization_code", "client_id": app, "client_secret": "sesame", "code": code}
    return world.web(
        WebRequest("POST", "api.amazon.com", "/auth/o2/token", form=form | {"redirect_uri": CALLBACK} | changed)
    )


def token(world: World, app: str, **asked: str) -> str:
    return (logged_in(world, app, response_type="token", **asked).body or {})["access_token"]


def told(world: World, path: str, query: dict[str, str] | None = None, **headers: str) -> dict[str, Any]:
    return world.web(WebRequest("GET", "api.amazon.com", path, query or {}, headers=headers)).body or {}


def test_a_code_is_redeemed_for_an_opaque_token(world: World, app: str) -> None:
    body = redeemed(world, app).body or {}
    assert body["access_token"].startswith("Atza|")
    assert (body["token_type"], body["expires_in"]) == ("bearer", 3600)
    assert last(world).target == "Amazon"


def test_tokeninfo_tells_whose_app_and_whose_token_it_is(world: World, app: str) -> None:
    told_of = told(world, "/auth/o2/tokeninfo", {"access_token": token(world, app)})
    assert told_of == {
        "iss": "https://www.amazon.com",
        "user_id": "amzn1.account.ANA",
        "aud": app,
        "app_id": "amzn1.application.c1",
        "exp": 3600,
        "iat": int(world.now),
    }
    assert security_profile(app) != app


@pytest.mark.parametrize(
    ("scope", "shown"),
    [
        ("profile", {"user_id": "amzn1.account.ANA", "email": ANA, "name": "Ana Silva"}),
        ("profile:user_id", {"user_id": "amzn1.account.ANA"}),
    ],
)
def test_the_profile_shows_what_the_scope_lets_it(world: World, app: str, scope: str, shown: dict[str, str]) -> None:
    bearer = f"Bearer {token(world, app, scope=scope)}"
    assert told(world, "/user/profile", authorization=bearer) == shown


@pytest.mark.parametrize(
    ("query", "error", "rule"),
    [
        ({}, "invalid_request", "provider.token.given"),
        ({"access_token": "Atza|other"}, "invalid_token", "provider.token"),
    ],
)
def test_a_bad_token_is_refused(world: World, app: str, query: dict[str, str], error: str, rule: str) -> None:
    assert told(world, "/user/profile", query)["error"] == error
    assert last(world).refused_by == (rule,)


def test_a_token_lives_for_an_hour(world: World, app: str) -> None:
    shown = {"access_token": token(world, app)}
    world.act("clock.advance", seconds=3600)
    assert told(world, "/auth/o2/tokeninfo", shown)["error"] == "invalid_token"
    assert last(world).refused_by == ("provider.token.expiry",)


@pytest.mark.parametrize(
    ("changed", "error", "rule"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type", "provider.grant"),
        ({"client_id": "amzn1.application-oa2-client.other"}, "invalid_client", "provider.app"),
        ({"client_secret": "wrong"}, "invalid_client", "provider.secret"),
        ({"client_secret": ""}, "invalid_client", "provider.secret"),
        ({"code": "ANother"}, "invalid_grant", "provider.code"),
        ({"redirect_uri": "https://app.example.com/elsewhere"}, "invalid_grant", "provider.redirect"),
    ],
)
def test_what_the_token_endpoint_refuses(
    world: World, app: str, changed: dict[str, str], error: str, rule: str
) -> None:
    answer = redeemed(world, app, **changed)
    assert (answer.body or {})["error"] == error
    assert last(world).refused_by == (rule,)


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        ({"client_id": "other"}, "provider.app"),
        ({"redirect_uri": "https://evil.example.com/"}, "provider.redirect"),
        ({"response_type": "id_token"}, "provider.response_type"),
        ({"scope": "openid"}, "provider.scope"),
        ({"scope": ""}, "provider.scope"),
    ],
)
def test_a_bad_request_stays_at_amazon(world: World, app: str, asked: dict[str, str], rule: str) -> None:
    before = state(world)
    usual = {"client_id": app, "redirect_uri": CALLBACK, "response_type": "code", "scope": "profile"}
    answer = world.web(WebRequest("GET", *AUTH, usual | asked))
    assert answer.status == 400
    assert not answer.location
    assert last(world).refused_by == (rule,)
    assert state(world) == before


@pytest.mark.parametrize(("kind", "mark"), [("code", "?"), ("token", "#")])
def test_who_says_no_is_back_at_the_app(world: World, app: str, kind: str, mark: str) -> None:
    answer = logged_in(world, app, "cancel", response_type=kind)
    assert answer.location.startswith(f"{CALLBACK}{mark}error=access_denied")
    assert (answer.body or {})["state"] == "s-1"
