"""Sign in with Apple: the form that comes back, the name told once, the hidden address, the signed client secret."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cogtui.cloud.providers import apple_tokens, directory
from cogtui.cloud.providers.records import ProviderApp
from cogtui.cloud.tokens import Expectation, es256, read, read_jwks, steps_without, verify
from cogtui.cloud.web import WebRequest, WebResponse
from cogtui.cloud.world import World
from tests.builders import ANA, CALLBACK, a_world, ana_at, app_at, last, opened, sent, state

AUTH = ("appleid.apple.com", "/auth/authorize")
ISSUER = "https://appleid.apple.com"


@pytest.fixture
def world() -> World:
    return a_world("apple")


@pytest.fixture
def app(world: World) -> ProviderApp:
    ana_at(world, "apple", user_id="001234.ana.1234")
    found = directory.app_of(world.store, "apple", app_at(world, "apple", app_id="com.example.reports"))
    assert found is not None
    return found


def answered(world: World, app: ProviderApp, action: str = "continue", **asked: str) -> WebResponse:
    """Log in as Ana and return Apple's last answer: for a form post, the page that sends the form."""
    usual = {"response_type": "code", "scope": "name email", "response_mode": "form_post", "state": "s-1", "nonce": "n"}
    consent = sent(world, opened(world, *AUTH, app.app_id, **(usual | asked)).page)
    return sent(world, consent.page, action=action)


def posted(response: WebResponse) -> dict[str, str]:
    """Return what the form brings to the app."""
    assert response.page is not None
    assert response.page.action is not None
    assert f"https://{response.page.action.host}{response.page.action.path}" == CALLBACK
    return {field.name: field.value for field in response.page.fields}


def secret_of(world: World, app: ProviderApp, **changed: Any) -> str:
    named = {"team_id": app.team_id, "key_id": app.key_id, "client_id": app.app_id, "private_key": app.secret}
    return apple_tokens.client_secret(**({**named, "now": world.now, "seconds": 300} | changed))


def redeemed(world: World, app: ProviderApp, code: str, secret: str = "") -> dict[str, Any]:
    form = {"grant_type": "authorization_code", "client_id": app.app_id, "redirect_uri": CALLBACK, "code": code}
    form["client_secret"] = secret or secret_of(world, app)
    return world.web(WebRequest("POST", "appleid.apple.com", "/auth/token", form=form)).body or {}


def test_the_name_is_told_once_and_never_in_the_token(world: World, app: ProviderApp) -> None:
    first = posted(answered(world, app))
    assert json.loads(first["user"]) == {"name": {"firstName": "Ana", "lastName": "Silva"}, "email": ANA}
    assert first["state"] == "s-1"
    again = posted(answered(world, app))
    assert "user" not in again
    assert ("provider.name_once", False) in last(world).rules()
    for code in (first["code"], again["code"]):
        claims = read(redeemed(world, app, code)["id_token"]).claims or {}
        assert claims["email"] == ANA
        assert not {"name", "given_name"} & claims.keys()


def test_the_id_token_has_apple_s_claims(world: World, app: ProviderApp) -> None:
    tokens = redeemed(world, app, posted(answered(world, app))["code"])
    claims, now = read(tokens["id_token"]).claims or {}, int(world.now)
    assert {name: claims[name] for name in ("iss", "aud", "sub", "exp", "nonce", "nonce_supported")} == {
        "iss": ISSUER,
        "aud": "com.example.reports",
        "sub": "001234.ana.1234",
        "exp": now + 86400,
        "nonce": "n",
        "nonce_supported": True,
    }
    keys = read_jwks(world.web(WebRequest("GET", "appleid.apple.com", "/auth/keys")).body)
    wanted = Expectation(
        keys=keys, now=now, steps=steps_without("jwt.token_use"), issuers=(ISSUER,), audiences=(app.app_id,)
    )
    assert verify(tokens["id_token"], wanted).passed


def test_a_hidden_address_is_one_of_apple_s_and_stays_the_app_s(world: World, app: ProviderApp) -> None:
    first = posted(answered(world, app, "hide"))
    relay = json.loads(first["user"])["email"]
    assert relay.endswith("@privaterelay.appleid.com")
    claims = read(redeemed(world, app, posted(answered(world, app))["code"])["id_token"]).claims or {}
    assert (claims["email"], claims["is_private_email"]) == (relay, True)


@pytest.mark.parametrize(
    "changed",
    [
        {"team_id": "OTHERTEAM0"},
        {"key_id": "OTHERKEY00"},
        {"client_id": "com.example.other"},
        {"private_key": es256.new_key(b"other")},
        {"seconds": 0},
        {"seconds": apple_tokens.MOST_SECRET_SECONDS + 1},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_client_secret_must_be_the_app_s_own_and_not_too_long_lived(
    world: World, app: ProviderApp, changed: dict[str, Any]
) -> None:
    code = posted(answered(world, app))["code"]
    before = state(world)
    assert redeemed(world, app, code, secret_of(world, app, **changed))["error"] == "invalid_client"
    assert last(world).refused_by == ("provider.secret",)
    assert state(world) == before
    assert "id_token" in redeemed(world, app, code)


def test_the_private_key_itself_is_no_client_secret(world: World, app: ProviderApp) -> None:
    code = posted(answered(world, app))["code"]
    for wrong in (app.secret, "x", "a.b.c", ""):
        form = {"grant_type": "authorization_code", "client_id": app.app_id, "redirect_uri": CALLBACK}
        form |= {"code": code, "client_secret": wrong}
        answer = world.web(WebRequest("POST", "appleid.apple.com", "/auth/token", form=form))
        assert (answer.status, (answer.body or {})["error"]) == (400, "invalid_client")


def test_a_native_app_gets_the_id_token_at_once(world: World, app: ProviderApp) -> None:
    asked = {"response_type": "code id_token", "scope": "", "response_mode": "fragment"}
    brought = answered(world, app, **asked).body or {}
    assert "c_hash" in (read(brought["id_token"]).claims or {})


def test_codes_live_for_five_minutes(world: World, app: ProviderApp) -> None:
    code = posted(answered(world, app))["code"]
    world.act("clock.advance", seconds=300)
    assert redeemed(world, app, code)["error"] == "invalid_grant"
    assert last(world).refused_by == ("provider.code.expiry",)


def test_who_cancels_is_back_at_the_app(world: World, app: ProviderApp) -> None:
    assert posted(answered(world, app, "cancel"))["error"] == "user_cancelled_authorize"
    assert "user" in posted(answered(world, app)), "nobody has said yes yet"


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        ({"response_mode": "query"}, "provider.response_mode"),
        ({"response_mode": ""}, "provider.response_mode"),
        ({"response_type": "code id_token", "scope": "", "response_mode": "query"}, "provider.response_mode"),
        ({"response_type": "token"}, "provider.response_type"),
        ({"scope": "openid profile"}, "provider.scope"),
    ],
)
def test_a_bad_request_stays_at_apple(world: World, app: ProviderApp, asked: dict[str, str], rule: str) -> None:
    usual = {"response_type": "code", "scope": "name email", "response_mode": "form_post"}
    answer = opened(world, *AUTH, app.app_id, **(usual | asked))
    assert (answer.status, answer.location) == (400, "")
    assert last(world).refused_by == (rule,)


def test_a_key_with_the_lines_of_its_file_is_read_too(app: ProviderApp) -> None:
    file = f"-----BEGIN PRIVATE KEY-----\n{app.secret[:64]}\n{app.secret[64:]}\n-----END PRIVATE KEY-----\n"
    assert es256.mint({"a": 1}, "k", file) == es256.mint({"a": 1}, "k", app.secret)
    assert es256.verified(es256.mint({"a": 1}, "k", file), "k", app.secret) == {"a": 1}


@pytest.mark.parametrize("text", ["", "x", "AAAA", "é", "-----BEGIN PRIVATE KEY-----"])
def test_what_is_no_key_signs_nothing(text: str) -> None:
    with pytest.raises(ValueError, match="no"):
        es256.mint({}, "k", text)
