"""The app's sign-in at the pool's own pages: the browser comes back with a code, PKCE and cookies do their work."""

from __future__ import annotations

from cogtui.cloud.cookie_jars import COOKIES
from cogtui.cloud.web import Page
from cogtui.device import flows
from cogtui.device.hosted_sign_in import HostedSignIn
from tests.device.every_way import a_lab, signed_in


def test_the_pool_s_own_users_sign_in_and_the_code_is_redeemed() -> None:
    world = a_lab()
    names = [row.name for row in signed_in(world, "hosted")]
    assert names == ["Begin a sign-in", "Open the login page", "Log in as ana", "Redeem the code"]


def test_facebook_s_users_come_in_through_the_pool_s_pages() -> None:
    world = a_lab()
    rows = signed_in(world, "hosted", via="Facebook")
    assert all(row.ok for row in rows)
    assert "Back from Facebook" in [row.name for row in rows]
    assert set(world.held("app")) >= {"user_pool_id_token", "user_pool_access_token"}


def test_the_browser_stays_signed_in_when_the_app_signs_out() -> None:
    world = a_lab()
    signed_in(world, "hosted")
    flows.SignInClient(world).sign_out()
    assert [row.name for row in signed_in(world, "hosted")] == ["Begin a sign-in", "Redeem the code"]


def test_a_code_without_the_verifier_is_worth_nothing() -> None:
    world = a_lab()
    page = HostedSignIn(world).open()
    assert page is not None
    assert HostedSignIn(world).submit(page, {}) is None
    world.act("device.keep", values={"auth_state": "somebody else's"}, device="app")
    response = HostedSignIn(world).redeem()
    assert (response.status, response.body) == (400, {"error": "invalid_grant"})


def test_undo_takes_back_cookies_too() -> None:
    world = a_lab()
    page = HostedSignIn(world).open()
    assert page is not None
    held = len(list(world.store.scan(COOKIES, "app")))
    HostedSignIn(world).submit(page, {})
    assert len(list(world.store.scan(COOKIES, "app"))) > held
    world.undo()
    assert len(list(world.store.scan(COOKIES, "app"))) == held


def test_a_login_straight_at_facebook_is_not_taken_for_one_through_the_pool() -> None:
    world = a_lab()
    assert isinstance(HostedSignIn(world).open(), Page)  # and left there
    rows = signed_in(world, "facebook")
    assert [row.name for row in rows] == ["Open Facebook login", "Log in as ana", "Allow Reports"]
    assert "facebook_token" in world.held("app")
