"""Facebook: the login from the dialog to the token, and what Facebook says about its tokens."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from cogtui.cloud.door.withhold import withheld
from cogtui.cloud.tokens.opaque import recognised
from cogtui.cloud.web import WebRequest, WebResponse
from cogtui.cloud.world import World
from tests.builders import ANA, CALLBACK, ana_at, app_at, last, opened, sent, state

DIALOG = ("www.facebook.com", "/v19.0/dialog/oauth")


@pytest.fixture
def world() -> World:
    return World(seed="facebook")


@pytest.fixture
def app(world: World) -> str:
    ana_at(world, "facebook")
    return app_at(world, "facebook")


def logged_in(world: World, app: str, **asked: str) -> WebResponse:
    """Log in as Ana, agree, and return the redirect to the app."""
    asked = {"response_type": "token", "scope": "email", "state": "s-1"} | asked
    consent = sent(world, opened(world, *DIALOG, app, **asked).page)
    return sent(world, consent.page, action="continue")


def token_of(world: World, app: str, **asked: str) -> str:
    answer = logged_in(world, app, **asked).body
    assert answer is not None
    return answer["access_token"]


def graph(world: World, path: str, **query: str) -> dict[str, Any]:
    answer = world.web(WebRequest("GET", "graph.facebook.com", path, query))
    assert answer.body is not None
    return answer.body


def test_a_login_is_three_rows_of_the_trail_and_its_titles_tell_the_story(world: World, app: str) -> None:
    before = len(world.trail)
    logged_in(world, app)
    rows = world.trail[before:]
    assert [row.name for row in rows] == ["Open Facebook login", "Log in as ana", "Allow Reports"]
    assert {(row.source, row.target) for row in rows} == {("App", "FB")}


def test_the_login_page_says_that_it_is_simulated_and_is_filled_in_for_the_first_user(world: World, app: str) -> None:
    ana_at(world, "facebook", email="bo@example.com", name="Bo", user_id="1")
    page = opened(world, *DIALOG, app).page
    assert page is not None
    assert page.title == "Facebook login (simulated)"
    assert {field.name: field.value for field in page.fields if not field.hidden}["email"] == ANA
    assert [field.secret for field in page.fields if field.name == "password"] == [True]


def test_the_consent_page_names_the_app_and_what_it_wants(world: World, app: str) -> None:
    consent = sent(world, opened(world, *DIALOG, app, scope="email").page).page
    assert consent is not None
    assert consent.text[0] == "Reports would like to receive your name and email address."
    assert [button.label for button in consent.buttons] == ["Continue as Ana", "Cancel"]


def test_the_token_comes_back_in_the_fragment_with_the_app_s_state(world: World, app: str) -> None:
    answer = logged_in(world, app)
    back = urlsplit(answer.location)
    brought = {name: values[0] for name, values in parse_qs(back.fragment).items()}
    assert answer.status == 302
    assert (back.scheme, back.netloc, back.path, back.query) == ("https", "app.example.com", "/callback", "")
    assert brought["state"] == "s-1"
    assert answer.body is not None
    assert brought == {name: str(value) for name, value in answer.body.items()}


def test_the_token_is_opaque(world: World, app: str) -> None:
    token = token_of(world, app)
    assert token.startswith("EAA")
    assert "Facebook access token" in recognised(token)


def test_facebook_tells_whose_token_it_is(world: World, app: str) -> None:
    token = token_of(world, app)
    data = graph(world, "/debug_token", input_token=token, access_token=token)["data"]
    assert data == {
        "app_id": app,
        "type": "USER",
        "application": "Reports",
        "expires_at": int(world.now) + 7200,
        "is_valid": True,
        "issued_at": int(world.now),
        "scopes": ["public_profile", "email"],
        "user_id": data["user_id"],
    }
    assert graph(world, "/me", access_token=token)["id"] == data["user_id"]


def test_facebook_tells_an_app_about_the_tokens_of_its_own_users_only(world: World, app: str) -> None:
    token = token_of(world, app)
    other = app_at(world, "facebook", name="Snoop", secret="sesame")
    answer = graph(world, "/debug_token", input_token=token, access_token=f"{other}|sesame")
    assert answer["error"]["message"].startswith("(#100)")
    assert last(world).refused_by == ("provider.token.app",)


@pytest.mark.parametrize(
    ("input_token", "seconds", "code", "refused"),
    [
        ("EAAnonsense", 0, 190, "provider.token"),
        ("eyJhbGciOiJub25lIn0.e30.", 0, 190, "provider.token"),
        ("", 0, 190, "provider.token"),
        (None, 7200, 190, "provider.token.expiry"),
    ],
)
def test_facebook_says_what_is_wrong_with_a_token(
    world: World, input_token: str | None, seconds: int, code: int, refused: str
) -> None:
    ana_at(world, "facebook")
    app = app_at(world, "facebook", secret="sesame")
    token = token_of(world, app) if input_token is None else input_token
    world.act("clock.advance", seconds=seconds)
    data = graph(world, "/debug_token", input_token=token, access_token=f"{app}|sesame")["data"]
    assert data["is_valid"] is False
    assert data["error"]["code"] == code
    assert last(world).ok
    assert last(world).refused_by == (refused,)


def test_a_token_lives_to_the_last_second_of_two_hours(world: World, app: str) -> None:
    token = token_of(world, app)
    world.act("clock.advance", seconds=7199)
    assert "id" in graph(world, "/me", access_token=token)
    world.act("clock.advance", seconds=1)
    error = graph(world, "/me", access_token=token)["error"]
    assert (error["code"], error["error_subcode"], error["type"]) == (190, 463, "OAuthException")
    assert error["message"] == (
        "Error validating access token: Session has expired on Monday, 05-Jan-26 11:00:00 UTC. "
        "The current time is Monday, 05-Jan-26 11:00:00 UTC."
    )


@pytest.mark.parametrize(
    ("scope", "fields", "told"),
    [
        ("email", "id,name,email", {"name": "Ana Silva", "email": ANA}),
        ("", "id,name,email", {"name": "Ana Silva"}),
        ("", "first_name,last_name", {"first_name": "Ana", "last_name": "Silva"}),
    ],
)
def test_me_tells_no_more_than_the_scopes_share(
    world: World, app: str, scope: str, fields: str, told: dict[str, str]
) -> None:
    answer = graph(world, "/v19.0/me", access_token=token_of(world, app, scope=scope), fields=fields)
    answer.pop("id")
    assert answer == told


@pytest.mark.parametrize(
    ("query", "code", "refused"),
    [
        ({}, 104, "provider.token.given"),
        ({"access_token": "EAAnonsense"}, 190, "provider.token"),
        ({"access_token": "the token", "fields": "id,shoe_size"}, 100, "provider.fields"),
    ],
)
def test_me_refuses_in_graph_s_shape(world: World, app: str, query: dict[str, str], code: int, refused: str) -> None:
    token = token_of(world, app)
    error = graph(world, "/me", **{name: token if value == "the token" else value for name, value in query.items()})
    assert error["error"]["code"] == code
    assert {"message", "type", "code", "fbtrace_id"} <= error["error"].keys()
    assert last(world).refused_by == (refused,)


@pytest.mark.parametrize(
    ("asked", "refused", "says"),
    [
        ({"client_id": "42"}, "provider.app", "Invalid App ID"),
        ({"redirect_uri": "https://evil.example.com/"}, "provider.redirect", "URL Blocked"),
        ({"redirect_uri": CALLBACK + "/"}, "provider.redirect", "URL Blocked"),
        ({"response_type": "id_token"}, "provider.response_type", "`id_token`"),
        ({"scope": "email,user_likes"}, "provider.scope", "Invalid Scopes: user_likes."),
    ],
)
def test_a_wrong_request_of_the_app_ends_on_an_error_page(
    world: World, app: str, asked: dict[str, str], refused: str, says: str
) -> None:
    before = state(world)
    answer = opened(world, *DIALOG, app, **asked)
    assert answer.status == 400
    assert answer.page is not None
    assert says in answer.page.error
    assert answer.page.action is None
    assert last(world).refused_by == (refused,)
    assert state(world) == before


@pytest.mark.parametrize(
    ("typed", "refused", "says"),
    [
        ({"password": "guess"}, "provider.password", "The password that you've entered is incorrect."),
        ({"password": ""}, "provider.password", "The password that you've entered is incorrect."),
        ({"email": "eve@example.com"}, "provider.user", "isn't connected to an account"),
        ({"login": "made up"}, "provider.login", "This login is over."),
    ],
)
def test_a_wrong_login_says_why_and_leaves_the_login_open(
    world: World, app: str, typed: dict[str, str], refused: str, says: str
) -> None:
    page = opened(world, *DIALOG, app).page
    before = state(world)
    answer = sent(world, page, **typed)
    assert answer.status == (400 if refused == "provider.login" else 401)
    assert answer.page is not None
    assert says in answer.page.error
    assert last(world).refused_by == (refused,)
    assert state(world) == before
    assert sent(world, page).status == 200


def test_the_password_is_not_in_the_page_that_comes_back(world: World, app: str) -> None:
    page = sent(world, opened(world, *DIALOG, app).page, password="guess").page
    assert page is not None
    assert [field.value for field in page.fields if field.secret] == [""]


def test_what_was_typed_as_a_password_is_not_saved(world: World, app: str) -> None:
    sent(world, opened(world, *DIALOG, app).page, password="my real one")
    saved = withheld(world.store, last(world))
    assert saved.request["form"]["email"] == ANA
    assert "my real one" not in str(saved)


def test_saying_no_goes_back_to_the_app_without_a_token(world: World, app: str) -> None:
    consent = sent(world, opened(world, *DIALOG, app, response_type="token", state="s-1").page)
    answer = sent(world, consent.page, action="cancel")
    assert answer.status == 302
    assert answer.body is not None
    assert answer.body["error"] == "access_denied"
    assert answer.body["error_reason"] == "user_denied"
    assert answer.location.startswith(CALLBACK + "?error=access_denied&")
    assert answer.location.endswith("&state=s-1")
    assert last(world).refused_by == ("provider.consent",)


def test_nobody_agrees_before_logging_in(world: World, app: str) -> None:
    page = opened(world, *DIALOG, app).page
    login = next(field.value for field in page.fields if field.name == "login") if page else ""
    form = {"login": login, "action": "continue"}
    answer = world.web(WebRequest("POST", "www.facebook.com", "/v19.0/dialog/oauth/confirm", form=form))
    assert answer.status == 400
    assert last(world).refused_by == ("provider.login.user",)


def test_a_consent_page_works_once(world: World, app: str) -> None:
    consent = sent(world, opened(world, *DIALOG, app, response_type="token").page)
    assert sent(world, consent.page, action="continue").status == 302
    assert sent(world, consent.page, action="continue").status == 400
    assert last(world).refused_by == ("provider.login",)


def redeemed(world: World, app: str, **changed: str) -> dict[str, Any]:
    """Log in for a code and redeem it, with some parameters changed."""
    code = (logged_in(world, app, response_type="code").body or {})["code"]
    query = {"client_id": app, "client_secret": "sesame", "redirect_uri": CALLBACK, "code": code}
    return graph(world, "/v19.0/oauth/access_token", **(query | changed))


def test_a_server_redeems_a_code_for_a_token_of_sixty_days(world: World) -> None:
    ana_at(world, "facebook")
    app = app_at(world, "facebook", secret="sesame")
    answer = redeemed(world, app)
    assert answer["expires_in"] == 60 * 86400
    assert graph(world, "/me", access_token=answer["access_token"])["name"] == "Ana Silva"


@pytest.mark.parametrize(
    ("changed", "code", "refused"),
    [
        ({"client_id": "42"}, 101, "provider.app"),
        ({"client_secret": "guess"}, 1, "provider.secret"),
        ({"code": "AQnonsense"}, 100, "provider.code"),
        ({"redirect_uri": "https://app.example.com/other"}, 100, "provider.redirect"),
    ],
)
def test_a_code_is_redeemed_by_its_own_app_only(world: World, changed: dict[str, str], code: int, refused: str) -> None:
    ana_at(world, "facebook")
    app = app_at(world, "facebook", secret="sesame")
    assert redeemed(world, app, **changed)["error"]["code"] == code
    assert last(world).refused_by == (refused,)
    assert not last(world).changes


def test_a_code_is_redeemed_once_and_soon(world: World) -> None:
    ana_at(world, "facebook")
    app = app_at(world, "facebook", secret="sesame")
    redeemed(world, app)
    request = last(world).request
    again = graph(world, request["path"], **request["query"])
    assert again["error"]["error_subcode"] == 36009
    assert last(world).refused_by == ("provider.code.once",)
    world.undo()
    world.act("clock.advance", seconds=600)
    late = graph(world, request["path"], **request["query"])
    assert late["error"]["error_subcode"] == 36007
    assert last(world).refused_by == ("provider.code.expiry",)


def test_undo_takes_the_login_back_page_by_page_and_redo_gives_the_same_token(world: World, app: str) -> None:
    before = state(world)
    token = token_of(world, app)
    after = state(world)
    names = [world.undo() for _ in range(3)]
    assert [record.name for record in names if record] == ["Allow Reports", "Log in as ana", "Open Facebook login"]
    assert state(world) == before
    for _ in range(3):
        world.redo()
    assert state(world) == after
    assert "id" in graph(world, "/me", access_token=token)
