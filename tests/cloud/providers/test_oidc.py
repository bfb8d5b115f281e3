"""An OpenID provider of the world's own: discovery, the login with PKCE and nonce, what its tokens say, what it refuses."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from cogtui.cloud.providers.code_grant import challenge_of
from cogtui.cloud.providers.id_tokens import at_hash
from cogtui.cloud.tokens import Expectation, read, read_jwks, steps_without, verify
from cogtui.cloud.web import WebRequest, WebResponse
from cogtui.cloud.world import World
from tests.builders import ANA, CALLBACK, a_world, ana_at, app_at, last, opened, sent, state

HOST = "login.example.org"
ISSUER = f"https://{HOST}/realms/a"
AUTH = (HOST, "/realms/a/authorize")
VERIFIER = "a-verifier-of-43-characters-and-some-more-of-it"


@pytest.fixture
def world() -> World:
    world = a_world("oidc")
    assert world.act("provider.add_issuer", name="login-a", issuer=ISSUER, title="Login A").ok
    ana_at(world, "login-a", user_id="ana-7", claims={"department": "press", "groups": ["a", "b"]})
    return world


@pytest.fixture
def app(world: World) -> str:
    return app_at(world, "login-a", app_id="reports", secret="sesame")


def logged_in(world: World, app: str, action: str = "continue", **asked: str) -> WebResponse:
    asked = {"response_type": "code", "scope": "openid profile email", "state": "s-1", "nonce": "n-1"} | asked
    consent = sent(world, opened(world, *AUTH, app, **asked).page)
    return sent(world, consent.page, action=action)


def redeemed(world: World, app: str, changed: dict[str, str] | None = None, **asked: str) -> WebResponse:
    code = (logged_in(world, app, **asked).body or {})["code"]
    form = {"grant_type": "authorization_code", "client_id": app, "redirect_uri": CALLBACK, "code": code}
    form |= {"client_secret": "sesame"} | (changed or {})
    form = {name: value for name, value in form.items() if value}
    return world.web(WebRequest("POST", HOST, "/realms/a/token", form=form))


def body(response: WebResponse) -> dict[str, Any]:
    assert response.body is not None
    return response.body


def test_discovery_leads_to_everything(world: World) -> None:
    document = body(world.web(WebRequest("GET", HOST, "/realms/a/.well-known/openid-configuration")))
    assert document["issuer"] == ISSUER
    assert document["token_endpoint"] == f"{ISSUER}/token"
    keys = read_jwks(body(world.web(WebRequest("GET", HOST, "/realms/a/jwks"))))
    assert [key.alg for key in keys] == ["RS256"]
    assert last(world).target == "OIDC"


def test_the_id_token_says_who_for_whom_and_for_which_trip(world: World, app: str) -> None:
    tokens = body(redeemed(world, app))
    now = int(world.now)
    assert read(tokens["id_token"]).claims == {
        "iss": ISSUER,
        "aud": app,
        "exp": now + 3600,
        "iat": now,
        "sub": "ana-7",
        "auth_time": now,
        "nonce": "n-1",
        "at_hash": at_hash(tokens["access_token"]),
        "name": "Ana Silva",
        "given_name": "Ana",
        "family_name": "Silva",
        "department": "press",
        "groups": ["a", "b"],
        "email": ANA,
        "email_verified": True,
    }
    keys = read_jwks(body(world.web(WebRequest("GET", HOST, "/realms/a/jwks"))))
    wanted = Expectation(
        keys=keys, now=world.now, steps=steps_without("jwt.token_use"), issuers=(ISSUER,), audiences=(app,)
    )
    assert verify(tokens["id_token"], wanted).passed


def test_at_hash_is_the_left_half_of_the_hash() -> None:
    """The example of OpenID Connect Core 1.0, appendix A.3: its access token and at_hash."""
    assert at_hash("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y") == "77QmUPtjPfzWtF2AnpK9RQ"
    assert len(hashlib.sha256(b"").digest()[:16]) == 16


def test_userinfo_is_about_the_token_s_user(world: World, app: str) -> None:
    access = body(redeemed(world, app, scope="openid email"))["access_token"]
    shown = {"authorization": f"Bearer {access}"}
    told = world.web(WebRequest("GET", HOST, "/realms/a/userinfo", headers=shown))
    assert told.body == {"sub": "ana-7", "email": ANA, "email_verified": True}
    assert world.web(WebRequest("GET", HOST, "/realms/a/userinfo")).status == 401
    assert last(world).refused_by == ("provider.token.given",)


def test_pkce_makes_up_for_a_secret(world: World, app: str) -> None:
    asked = {"code_challenge": challenge_of(VERIFIER), "code_challenge_method": "S256"}
    assert redeemed(world, app, {"client_secret": "", "code_verifier": VERIFIER}, **asked).status == 200
    assert redeemed(world, app, {"code_verifier": VERIFIER[1:] + "x"}, **asked).status == 400
    assert last(world).refused_by == ("provider.pkce",)


@pytest.mark.parametrize(
    ("changed", "error", "rule"),
    [
        ({"client_secret": "wrong"}, "invalid_client", "provider.secret"),
        ({"client_secret": ""}, "invalid_client", "provider.secret"),
        ({"client_id": "other"}, "invalid_client", "provider.app"),
        ({"code": "other"}, "invalid_grant", "provider.code"),
        ({"redirect_uri": "https://app.example.com/x"}, "invalid_grant", "provider.redirect"),
    ],
)
def test_what_the_token_endpoint_refuses(
    world: World, app: str, changed: dict[str, str], error: str, rule: str
) -> None:
    assert body(redeemed(world, app, changed))["error"] == error
    assert last(world).refused_by == (rule,)


def test_an_id_token_comes_by_the_browser_only_with_a_nonce(world: World, app: str) -> None:
    answer = logged_in(world, app, response_type="id_token")
    assert (read(body(answer)["id_token"]).claims or {})["nonce"] == "n-1"
    refusal = opened(world, *AUTH, app, response_type="id_token", scope="openid")
    assert refusal.location == f"{CALLBACK}#error=invalid_request"
    assert last(world).refused_by == ("provider.nonce",)


@pytest.mark.parametrize(
    ("asked", "rule", "location"),
    [
        ({"scope": "profile"}, "provider.scope", f"{CALLBACK}?error=invalid_scope"),
        ({"response_type": "token"}, "provider.response_type", f"{CALLBACK}?error=unsupported_response_type"),
        ({"client_id": "other"}, "provider.app", ""),
        ({"redirect_uri": "https://evil.example"}, "provider.redirect", ""),
    ],
)
def test_only_a_known_app_at_a_known_address_hears_of_its_mistakes(
    world: World, app: str, asked: dict[str, str], rule: str, location: str
) -> None:
    before = state(world)
    query = {"client_id": app, "redirect_uri": CALLBACK, "response_type": "code", "scope": "openid"} | asked
    assert world.web(WebRequest("GET", *AUTH, query)).location == location
    assert last(world).refused_by == (rule,)
    assert state(world) == before


def test_two_issuers_may_share_a_host(world: World) -> None:
    assert world.act("provider.add_issuer", name="login-b", issuer=f"https://{HOST}/realms/b").ok
    for realm in "ab":
        path = f"/realms/{realm}/.well-known/openid-configuration"
        assert body(world.web(WebRequest("GET", HOST, path)))["issuer"].endswith(f"/{realm}")
    assert world.web(WebRequest("GET", HOST, "/realms/c/authorize")).status == 404


@pytest.mark.parametrize(
    ("name", "issuer"),
    [
        ("login-a", "https://other.example"),
        ("google", "https://other.example"),
        ("Big Name", "https://other.example"),
        ("other", ISSUER),
        ("other", "http://other.example"),
        ("other", "https://www.amazon.com/x"),
        ("other", "https://other.example?x=1"),
    ],
)
def test_what_cannot_be_one_more_provider(world: World, name: str, issuer: str) -> None:
    before = state(world)
    reply = world.act("provider.add_issuer", name=name, issuer=issuer)
    assert reply.error is not None
    assert reply.error.code == "InvalidAct"
    assert state(world) == before
