"""Google: the login with PKCE, the ID token's claims, and what Google says about its tokens."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from cogtui.cloud import issuers
from cogtui.cloud.tokens import Expectation, read, verify
from cogtui.cloud.web import WebRequest, WebResponse
from cogtui.cloud.world import World
from tests.builders import ANA, CALLBACK, ana_at, app_at, last, opened, sent, state

AUTH = ("accounts.google.com", "/o/oauth2/v2/auth")
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
"""The example of RFC 7636, appendix B."""
ALL = "openid email profile"


@pytest.fixture
def world() -> World:
    return World(seed="google")


@pytest.fixture
def app(world: World) -> str:
    ana_at(world, "google")
    return app_at(world, "google", secret="sesame")


def logged_in(world: World, app: str, **asked: str) -> WebResponse:
    """Log in as Ana, agree, and return the redirect to the app."""
    pkce = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    asked = {"response_type": "code", "scope": ALL, "state": "s-1", **pkce} | asked
    consent = sent(world, opened(world, *AUTH, app, **asked).page)
    return sent(world, consent.page, action="continue")


def redeemed(
    world: World, app: str, changed: dict[str, str] | None = None, *, asked: dict[str, str] | None = None
) -> dict[str, Any]:
    """Log in for a code and redeem it, with some parameters changed; those set to the empty text are left out."""
    code = (logged_in(world, app, **(asked or {})).body or {})["code"]
    form = {"grant_type": "authorization_code", "client_id": app, "redirect_uri": CALLBACK, "code": code}
    form |= {"code_verifier": VERIFIER} | (changed or {})
    return exchanged(world, {name: value for name, value in form.items() if value})


def exchanged(world: World, form: dict[str, str]) -> dict[str, Any]:
    return world.web(WebRequest("POST", "oauth2.googleapis.com", "/token", form=form)).body or {}


def test_a_login_with_pkce_is_four_rows_of_the_trail(world: World, app: str) -> None:
    before = len(world.trail)
    redeemed(world, app)
    rows = world.trail[before:]
    assert [row.name for row in rows] == ["Open Google login", "Log in as ana", "Allow Reports", "Redeem the code"]
    assert {row.target for row in rows} == {"Google"}


def test_the_code_comes_back_in_the_query(world: World, app: str) -> None:
    answer = logged_in(world, app)
    assert answer.status == 302
    assert answer.location.startswith(CALLBACK + "?state=s-1&code=4%2F0A")


def test_the_id_token_has_google_s_claims_in_google_s_order(world: World, app: str) -> None:
    tokens = redeemed(world, app, asked={"nonce": "n-1"})
    parts = read(tokens["id_token"])
    half = hashlib.sha256(tokens["access_token"].encode()).digest()[:16]
    now = int(world.now)
    assert parts.claims is not None
    assert list(parts.claims.items()) == [
        ("iss", "https://accounts.google.com"),
        ("azp", app),
        ("aud", app),
        ("sub", parts.claims["sub"]),
        ("email", ANA),
        ("email_verified", True),
        ("at_hash", base64.urlsafe_b64encode(half).decode().rstrip("=")),
        ("nonce", "n-1"),
        ("name", "Ana Silva"),
        ("picture", "https://lh3.googleusercontent.com/a/default-user=s96-c"),
        ("given_name", "Ana"),
        ("family_name", "Silva"),
        ("iat", now),
        ("exp", now + 3600),
    ]
    assert len(parts.claims["sub"]) == 21
    assert parts.header is not None
    assert (parts.header["alg"], parts.header["typ"]) == ("RS256", "JWT")


def test_the_id_token_verifies_with_the_keys_that_google_publishes(world: World, app: str) -> None:
    token = redeemed(world, app)["id_token"]
    published = world.web(WebRequest("GET", "www.googleapis.com", "/oauth2/v3/certs")).body
    keys = issuers.jwks_of(world.store, issuers.GOOGLE)
    assert published is not None
    assert [key["kid"] for key in published["keys"]] == [key.kid for key in keys]
    expectation = Expectation(keys=keys, now=world.now, issuers=(issuers.GOOGLE,), audiences=(app,))
    assert verify(token, expectation).failure in (None, "jwt.token_use")


@pytest.mark.parametrize(
    ("scope", "there", "missing"),
    [
        ("openid", {"iss", "sub", "at_hash"}, {"email", "name"}),
        ("openid email", {"email"}, {"name", "picture"}),
        ("openid profile", {"name", "picture"}, {"email", "email_verified"}),
    ],
)
def test_the_id_token_tells_no_more_than_the_scopes_share(
    world: World, app: str, scope: str, there: set[str], missing: set[str]
) -> None:
    claims = read(redeemed(world, app, asked={"scope": scope})["id_token"]).claims or {}
    assert there <= claims.keys()
    assert not missing & claims.keys()


def test_without_the_scope_openid_there_is_no_id_token(world: World, app: str) -> None:
    assert "id_token" not in redeemed(world, app, asked={"scope": "email"})


def test_the_browser_can_bring_the_id_token_itself(world: World, app: str) -> None:
    answer = logged_in(world, app, response_type="id_token", nonce="n-1")
    assert answer.location.startswith(CALLBACK + "#state=s-1&id_token=eyJ")
    claims = read((answer.body or {})["id_token"]).claims or {}
    assert claims["nonce"] == "n-1"
    assert "at_hash" not in claims


@pytest.mark.parametrize(
    ("asked", "refused", "says"),
    [
        ({"client_id": "42"}, "provider.app", "Error 401: invalid_client"),
        ({"redirect_uri": "https://evil.example.com/"}, "provider.redirect", "Error 400: redirect_uri_mismatch"),
        ({"response_type": "token"}, "provider.response_type", "Error 400: unsupported_response_type"),
        ({"scope": ""}, "provider.scope", "Error 400: invalid_scope"),
        ({"scope": "openid drive"}, "provider.scope", "Error 400: invalid_scope"),
        ({"response_type": "id_token"}, "provider.nonce", "Error 400: invalid_request"),
    ],
)
def test_a_wrong_request_of_the_app_ends_on_an_error_page(
    world: World, app: str, asked: dict[str, str], refused: str, says: str
) -> None:
    before = state(world)
    answer = opened(world, *AUTH, app, **({"response_type": "code", "scope": ALL} | asked))
    assert answer.page is not None
    assert answer.page.error == says
    assert str(answer.status) in says
    assert last(world).refused_by == (refused,)
    assert state(world) == before


@pytest.mark.parametrize(
    ("changed", "error", "refused"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type", "provider.grant"),
        ({"client_id": "42"}, "invalid_client", "provider.app"),
        ({"code": "4/0Anonsense"}, "invalid_grant", "provider.code"),
        ({"redirect_uri": "https://app.example.com/other"}, "redirect_uri_mismatch", "provider.redirect"),
        ({"code_verifier": "guess"}, "invalid_grant", "provider.pkce"),
        ({"code_verifier": ""}, "invalid_grant", "provider.pkce"),
        ({"client_secret": "guess"}, "invalid_client", "provider.secret"),
    ],
)
def test_a_code_is_redeemed_by_who_began_the_login_only(
    world: World, app: str, changed: dict[str, str], error: str, refused: str
) -> None:
    assert redeemed(world, app, changed)["error"] == error
    assert last(world).refused_by == (refused,)
    assert not last(world).changes


def test_a_login_without_pkce_needs_the_client_s_secret(world: World, app: str) -> None:
    assert redeemed(world, app, asked={"code_challenge": ""})["error"] == "invalid_client"
    assert last(world).refused_by == ("provider.secret",)


@pytest.mark.parametrize(
    ("asked", "proof"),
    [
        ({}, {}),
        ({"code_challenge": VERIFIER, "code_challenge_method": "plain"}, {}),
        ({"code_challenge": VERIFIER, "code_challenge_method": ""}, {}),
        ({"code_challenge": "", "code_challenge_method": ""}, {"client_secret": "sesame", "code_verifier": ""}),
    ],
)
def test_pkce_or_the_client_s_secret_redeems_the_code(
    world: World, app: str, asked: dict[str, str], proof: dict[str, str]
) -> None:
    assert "id_token" in redeemed(world, app, proof, asked=asked)


def test_a_code_is_redeemed_once_and_soon(world: World, app: str) -> None:
    redeemed(world, app)
    form = last(world).request["form"]
    assert exchanged(world, form)["error"] == "invalid_grant"
    assert last(world).refused_by == ("provider.code.once",)
    world.undo()
    world.act("clock.advance", seconds=600)
    assert exchanged(world, form)["error"] == "invalid_grant"
    assert last(world).refused_by == ("provider.code.expiry",)


def test_google_tells_what_an_access_token_stands_for_until_it_expires(world: World, app: str) -> None:
    token = redeemed(world, app)["access_token"]
    ask = WebRequest("GET", "oauth2.googleapis.com", "/tokeninfo", {"access_token": token})
    info = world.web(ask).body or {}
    assert (info["aud"], info["email"], info["expires_in"]) == (app, ANA, "3599")
    world.act("clock.advance", seconds=3599)
    assert (world.web(ask).body or {})["error"] == "invalid_token"
    assert last(world).refused_by == ("provider.token.expiry",)


def test_saying_no_goes_back_to_the_app_with_an_error(world: World, app: str) -> None:
    consent = sent(world, opened(world, *AUTH, app, response_type="code", scope=ALL, state="s-1").page)
    answer = sent(world, consent.page, action="cancel")
    assert answer.location == CALLBACK + "?error=access_denied&state=s-1"
    assert last(world).refused_by == ("provider.consent",)
