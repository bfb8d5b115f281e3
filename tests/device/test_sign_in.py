"""The sign-in client: what a login leaves on the device, and what it doesn't."""

from __future__ import annotations

import msgspec
import pytest

from cogtui.cloud.web import Page
from cogtui.cloud.world import World
from cogtui.device.outside import google_login, verifier_of
from cogtui.device.settings import AppSettings, settings_of
from cogtui.device.sign_in import SignInClient
from tests.builders import PASSWORD, done, last, state
from tests.device.slice import a_slice, log_in


@pytest.fixture
def world() -> World:
    return a_slice()


@pytest.fixture
def client(world: World) -> SignInClient:
    return SignInClient(world)


@pytest.mark.parametrize(
    ("provider", "token", "begins"), [("facebook", "facebook_token", "EAA"), ("google", "google_id_token", "eyJ")]
)
def test_pressing_enter_through_a_login_leaves_the_token_on_the_device(
    world: World, provider: str, token: str, begins: str
) -> None:
    log_in(world, provider)
    held = world.held("app")
    assert set(held) == {"provider", token}
    assert held["provider"] == provider
    assert held[token].startswith(begins)


@pytest.mark.parametrize(
    ("provider", "rows"),
    [
        ("facebook", ["Open Facebook login", "Log in as ana", "Allow Reports"]),
        ("google", ["Open Google login", "Log in as ana", "Allow Reports", "Redeem the code"]),
    ],
)
def test_a_login_is_few_rows_of_the_trail_all_of_them_the_device_s(
    world: World, provider: str, rows: list[str]
) -> None:
    before = len(world.trail)
    log_in(world, provider)
    assert [row.name for row in world.trail[before:]] == rows
    assert {row.device for row in world.trail[before:]} == {"app"}


def test_the_token_is_kept_by_the_very_step_that_brings_it(world: World) -> None:
    log_in(world, "facebook")
    undone = world.undo()
    assert undone is not None
    assert undone.name == "Allow Reports"
    assert world.held("app") == {}
    world.redo()
    assert "facebook_token" in world.held("app")


def test_a_wrong_password_shows_the_page_again_and_leaves_nothing(world: World, client: SignInClient) -> None:
    page = client.open_login("facebook")
    before = state(world)
    again = client.submit(page, {"password": "guess"})
    assert again is not None
    assert again.error == "The password that you've entered is incorrect."
    assert last(world).refused_by == ("provider.password",)
    assert state(world) == before


@pytest.mark.parametrize("provider", ["facebook", "google"])
def test_saying_no_leaves_what_the_device_held_before(world: World, client: SignInClient, provider: str) -> None:
    log_in(world, provider)
    held = world.held("app")
    consent = client.submit(client.open_login(provider))
    assert consent is not None
    end = client.submit(consent, {"action": "cancel"})
    assert end is not None
    assert end.error.startswith("access_denied: ")
    assert end.action is None
    assert world.held("app") == held


def test_a_page_without_a_form_stays_as_it_is(world: World, client: SignInClient) -> None:
    page = Page("Your app", "facebook")
    before = len(world.trail)
    assert client.submit(page) is page
    assert len(world.trail) == before


def test_a_misconfigured_app_gets_the_provider_s_error_page(world: World) -> None:
    settings = msgspec.structs.replace(settings_of(world), facebook_app_id="42")
    page = SignInClient(world, settings=settings).open_login("facebook")
    assert page.error.startswith("Invalid App ID")
    assert last(world).refused_by == ("provider.app",)


def test_a_code_that_google_does_not_take_comes_back_as_an_error_of_the_login(
    world: World, client: SignInClient
) -> None:
    consent = client.submit(client.open_login("google"))
    assert consent is not None
    elsewhere = msgspec.structs.replace(settings_of(world), redirect_uri="https://app.example.com/other")
    end = SignInClient(world, settings=elsewhere).submit(consent)
    assert end is not None
    assert end.error == "redirect_uri_mismatch: Bad Request"
    assert world.held("app") == {}


def test_two_logins_have_states_that_cannot_be_guessed(world: World, client: SignInClient) -> None:
    states: set[str] = set()
    for _ in range(2):
        client.open_login("facebook")
        states.add(last(world).request["query"]["state"])
    assert len(states) == 2
    assert all(len(one) == 32 for one in states)


def test_pkce_sends_the_challenge_first_and_the_verifier_last(world: World) -> None:
    request = google_login(AppSettings(), "s")
    assert request.query["code_challenge_method"] == "S256"
    assert verifier_of("s") not in request.query.values()
    assert 43 <= len(verifier_of("s")) <= 128
    log_in(world, "google")
    assert last(world).request["form"]["code_verifier"] == verifier_of(world.trail[-4].request["query"]["state"])


def test_a_password_brings_the_user_pool_s_three_tokens(world: World, client: SignInClient) -> None:
    reply = client.password(settings_of(world).user_pool_client_id, "ana", PASSWORD)
    assert reply.ok, reply.error
    held = world.held("app")
    assert held["provider"] == "user_pool"
    assert held["user_pool_id_token"] == reply.output["AuthenticationResult"]["IdToken"]
    assert {"user_pool_access_token", "user_pool_refresh_token"} <= held.keys()


def test_a_refused_password_leaves_nothing(world: World, client: SignInClient) -> None:
    reply = client.password(settings_of(world).user_pool_client_id, "ana", "guess")
    assert reply.error is not None
    assert reply.error.code == "NotAuthorizedException"
    assert world.held("app") == {}


def test_a_refresh_brings_new_tokens_and_keeps_the_refresh_token(world: World, client: SignInClient) -> None:
    client.password(settings_of(world).user_pool_client_id, "ana", PASSWORD)
    old = world.held("app")
    world.act("clock.advance", seconds=3600)
    reply = client.refresh()
    new = world.held("app")
    assert reply.ok, reply.error
    assert new["user_pool_refresh_token"] == old["user_pool_refresh_token"]
    assert new["user_pool_id_token"] != old["user_pool_id_token"]
    assert new["user_pool_access_token"] != old["user_pool_access_token"]


def test_where_refresh_tokens_rotate_a_refresh_keeps_the_new_one(world: World, client: SignInClient) -> None:
    settings = settings_of(world)
    changed = {"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"], "RefreshTokenRotation": {"Feature": "ENABLED"}}
    (pool,) = done(world, "cognito-idp", "ListUserPools", MaxResults=60)["UserPools"]
    named = {"UserPoolId": pool["Id"], "ClientId": settings.user_pool_client_id}
    done(world, "cognito-idp", "UpdateUserPoolClient", **named, **changed)
    client.password(settings.user_pool_client_id, "ana", PASSWORD)
    seen = [world.held("app")["user_pool_refresh_token"]]
    for _ in range(2):
        assert client.refresh().ok
        seen.append(world.held("app")["user_pool_refresh_token"])
    assert len(set(seen)) == 3


def test_where_the_pool_tracks_devices_a_refresh_names_the_app_s(world: World, client: SignInClient) -> None:
    (pool,) = done(world, "cognito-idp", "ListUserPools", MaxResults=60)["UserPools"]
    tracking = {"DeviceConfiguration": {"ChallengeRequiredOnNewDevice": False}}
    done(world, "cognito-idp", "UpdateUserPool", UserPoolId=pool["Id"], **tracking)
    client.password(settings_of(world).user_pool_client_id, "ana", PASSWORD)
    reply = client.refresh()
    assert reply.ok, reply.error
    assert reply.record.request["DeviceKey"] == world.held("app")["user_pool_device_key"]


def test_signing_out_forgets_everything_but_the_app_s_settings(world: World, client: SignInClient) -> None:
    world.act("device.keep", values={"settings": {"bucket": "reports"}, "identity_id": "x"}, device="app")
    log_in(world, "facebook")
    reply = client.sign_out()
    assert reply.record.name == "Sign out"
    assert set(world.held("app")) == {"settings"}


def test_a_new_login_forgets_what_belonged_to_the_old_one_but_not_who_one_was(world: World) -> None:
    values = {"openid_token": "t", "credentials": {}, "identity_id": "i"}
    world.act("device.keep", values=values, device="app")
    log_in(world, "google")
    assert set(world.held("app")) == {"identity_id", "google_id_token", "provider"}


def test_two_devices_hold_their_own(world: World) -> None:
    log_in(world, "facebook")
    assert world.held("phone") == {}
