"""/oauth2/authorize: what is refused, where the refusal is told, and what a session is good for."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.tokens import read
from cogtui.cloud.web import WebRequest
from tests.builders import CALLBACK, a_client, done, last, state
from tests.cloud.services.cognito_idp.domain.browser import (
    CHALLENGE,
    HOST,
    OAUTH,
    SCOPES,
    Site,
    a_site,
    authorize_query,
    half_hash,
    request_to,
    returned,
)


@pytest.fixture
def site() -> Site:
    return a_site()


@pytest.mark.parametrize(
    ("changed", "error", "rule"),
    [
        ({"client_id": ""}, "invalid_request", "oauth.client.named"),
        ({"client_id": "nobody"}, "invalid_client", "oauth.client"),
        ({"redirect_uri": "https://evil.example.com/"}, "redirect_mismatch", "oauth.redirect"),
        ({"redirect_uri": CALLBACK + "/"}, "redirect_mismatch", "oauth.redirect"),
        ({"redirect_uri": CALLBACK.upper()}, "redirect_mismatch", "oauth.redirect"),
        ({"redirect_uri": CALLBACK + "?x=1"}, "redirect_mismatch", "oauth.redirect"),
        ({"redirect_uri": ""}, "invalid_request", "oauth.redirect.named"),
    ],
)
def test_without_an_address_to_trust_the_error_stays_on_the_domain(
    site: Site, changed: dict[str, str], error: str, rule: str
) -> None:
    browser, before = site.browser(), state(site.world)
    response = browser.get("/oauth2/authorize", **authorize_query(site.client, **changed))
    assert response.location.startswith(f"/error?error={error}")
    assert last(site.world).refused_by == (rule,)
    assert state(site.world) == before
    shown = browser.follow(response)
    assert shown.status == 400
    assert shown.page is not None
    assert shown.page.error == "An error was encountered with the requested page."
    assert error in shown.page.text


@pytest.mark.parametrize(
    ("changed", "error", "rule"),
    [
        ({"response_type": ""}, "invalid_request", "oauth.request"),
        ({"response_type": "id_token"}, "invalid_request", "oauth.request"),
        ({"scope": "openid phone nothing"}, "invalid_scope", "oauth.scope"),
        ({"code_challenge": CHALLENGE}, "invalid_request", "oauth.pkce.form"),
        ({"code_challenge_method": "S256"}, "invalid_request", "oauth.pkce.form"),
        ({"code_challenge": CHALLENGE, "code_challenge_method": "plain"}, "invalid_request", "oauth.pkce.form"),
        ({"code_challenge": CHALLENGE[1:], "code_challenge_method": "S256"}, "invalid_request", "oauth.pkce.form"),
        (
            {"code_challenge": CHALLENGE, "code_challenge_method": "S256", "response_type": "token"},
            "invalid_request",
            "oauth.pkce.form",
        ),
        ({"prompt": "whatever"}, "invalid_request", "oauth.request"),
        ({"prompt": "none login"}, "invalid_request", "oauth.request"),
        ({"max_age": "-1"}, "invalid_request", "oauth.request"),
        ({"nonce": "\udcff"}, "invalid_request", "oauth.request"),
        ({"identity_provider": "Facebook"}, "invalid_request", "oauth.provider"),
        ({"idp_identifier": "example.com"}, "invalid_request", "oauth.provider"),
    ],
)
def test_an_error_is_told_to_the_app_at_its_own_address(
    site: Site, changed: dict[str, str], error: str, rule: str
) -> None:
    before = state(site.world)
    response = site.browser().get("/oauth2/authorize", **authorize_query(site.client, **changed))
    assert response.location.startswith(CALLBACK + "?")
    told = returned(response)
    assert (told["error"], told["state"]) == (error, "s-1")
    assert "code" not in told
    assert last(site.world).refused_by == (rule,)
    assert state(site.world) == before


@pytest.mark.parametrize("path", ["/oauth2/authorize", "/login", "/signup", "/forgotPassword", "/confirmUser"])
def test_every_page_judges_the_app_s_request(site: Site, path: str) -> None:
    stray = site.browser().get(path, **authorize_query(site.client, redirect_uri="https://evil.example.com/"))
    assert stray.location.startswith("/error?error=redirect_mismatch")
    told = site.browser().get(path, **authorize_query(site.client, scope="nothing"))
    assert returned(told)["error"] == "invalid_scope"


@pytest.mark.parametrize(
    ("settings", "asked", "error", "rule"),
    [
        ({"AllowedOAuthFlows": ["implicit"]}, {}, "unauthorized_client", "oauth.flow"),
        ({"AllowedOAuthFlows": ["code"]}, {"response_type": "token"}, "unauthorized_client", "oauth.flow"),
        ({"AllowedOAuthScopes": ["openid"]}, {"scope": "openid email"}, "invalid_scope", "oauth.scope"),
    ],
)
def test_a_client_gets_no_more_than_it_is_allowed(
    settings: dict[str, Any], asked: dict[str, str], error: str, rule: str
) -> None:
    site = a_site(user=False, **settings)
    told = returned(site.browser().get("/oauth2/authorize", **authorize_query(site.client, **asked)))
    assert told["error"] == error
    assert last(site.world).refused_by == (rule,)


def test_oauth_settings_that_are_switched_off_count_for_nothing() -> None:
    site = a_site(user=False, AllowedOAuthFlowsUserPoolClient=False)
    response = site.browser().get("/oauth2/authorize", **authorize_query(site.client))
    assert response.location == f"/error?error=unauthorized_client&client_id={site.client}"
    assert last(site.world).refused_by == ("oauth.client.enabled",)


def test_a_parameter_that_came_twice_is_refused(site: Site) -> None:
    query = authorize_query(site.client, scope="openid")
    response = site.world.web(WebRequest("GET", HOST, "/oauth2/authorize", query, repeated=("scope",)))
    assert returned(response)["error"] == "invalid_request"


def test_the_default_address_is_used_where_the_app_names_none() -> None:
    site = a_site(DefaultRedirectURI=CALLBACK)
    response = site.browser().log_in(site.client, redirect_uri="")
    assert response.location.startswith(CALLBACK + "?code=")


def test_an_app_on_a_phone_has_an_address_of_its_own_scheme(site: Site) -> None:
    response = site.browser().log_in(site.client, redirect_uri="myapp://callback")
    assert response.location.startswith("myapp://callback?code=")


def test_another_pool_s_client_is_unknown_at_this_domain(site: Site) -> None:
    other = done(site.world, "cognito-idp", "CreateUserPool", PoolName="other")["UserPool"]["Id"]
    stranger = a_client(site.world, other, **OAUTH)
    response = site.browser().get("/oauth2/authorize", **authorize_query(stranger))
    assert response.location.startswith("/error?error=invalid_client")


def test_the_implicit_grant_brings_tokens_in_the_fragment_and_no_refresh_token(site: Site) -> None:
    response = site.browser().log_in(site.client, response_type="token", nonce="n-1", scope="openid email")
    assert response.location.startswith(CALLBACK + "#id_token=")
    told = returned(response)
    assert list(told) == ["id_token", "access_token", "token_type", "expires_in", "state"]
    assert (told["token_type"], told["expires_in"]) == ("bearer", "3600")
    claims = read(told["id_token"]).claims or {}
    assert (claims["nonce"], claims["at_hash"]) == ("n-1", half_hash(told["access_token"]))


def test_the_implicit_grant_has_no_id_token_without_openid(site: Site) -> None:
    told = returned(site.browser().log_in(site.client, response_type="token", scope="aws.cognito.signin.user.admin"))
    assert "id_token" not in told
    assert (read(told["access_token"]).claims or {})["scope"] == "aws.cognito.signin.user.admin"


def test_without_scopes_the_app_gets_all_that_it_may_have(site: Site) -> None:
    scope = (read(site.tokens()["access_token"]).claims or {})["scope"]
    assert scope.split() == SCOPES


# ------------------------------------------------------------------------------------------------- the browser's session


def test_one_sign_in_serves_all_apps_of_the_pool(site: Site) -> None:
    browser = site.browser()
    browser.log_in(site.client)
    other = a_client(site.world, site.pool, **OAUTH)
    site.world.act("clock.advance", seconds=600)
    silent = browser.get("/oauth2/authorize", **authorize_query(other))
    assert "code" in returned(silent)


def test_another_browser_has_to_sign_in(site: Site) -> None:
    site.browser().log_in(site.client)
    response = site.browser().get("/oauth2/authorize", **authorize_query(site.client))
    assert response.location.startswith("/login?")


def test_a_session_ends_after_an_hour(site: Site) -> None:
    browser = site.browser()
    browser.log_in(site.client)
    site.world.act("clock.advance", seconds=3599)
    assert "code" in returned(browser.get("/oauth2/authorize", **authorize_query(site.client)))
    site.world.act("clock.advance", seconds=1)
    response = browser.get("/oauth2/authorize", **authorize_query(site.client))
    assert response.location.startswith("/login?")


def test_tokens_of_a_silent_sign_in_tell_when_the_user_really_signed_in(site: Site) -> None:
    browser = site.browser()
    browser.log_in(site.client)
    began = int(site.world.now)
    site.world.act("clock.advance", seconds=1000)
    code = returned(browser.get("/oauth2/authorize", **authorize_query(site.client)))["code"]
    claims = read((site.redeem(code).body or {})["id_token"]).claims or {}
    assert (claims["auth_time"], claims["iat"]) == (began, began + 1000)


def test_a_disabled_user_s_session_is_worth_nothing(site: Site) -> None:
    browser = site.browser()
    browser.log_in(site.client)
    done(site.world, "cognito-idp", "AdminDisableUser", UserPoolId=site.pool, Username="ana")
    response = browser.get("/oauth2/authorize", **authorize_query(site.client))
    assert response.location.startswith("/login?")


def test_signing_out_of_all_tokens_leaves_the_browser_s_session(site: Site) -> None:
    browser = site.browser()
    browser.log_in(site.client)
    done(site.world, "cognito-idp", "AdminUserGlobalSignOut", UserPoolId=site.pool, Username="ana")
    assert "code" in returned(browser.get("/oauth2/authorize", **authorize_query(site.client)))


def managed(site: Site) -> Site:
    """Give the domain the branding version that knows `prompt`."""
    named = {"UserPoolId": site.pool, "Domain": "people"}
    done(site.world, "cognito-idp", "UpdateUserPoolDomain", ManagedLoginVersion=2, **named)
    return site


def test_prompt_none_asks_nobody(site: Site) -> None:
    browser = managed(site).browser()
    told = returned(browser.get("/oauth2/authorize", **authorize_query(site.client, prompt="none")))
    assert (told["error"], told["state"]) == ("login_required", "s-1")
    assert last(site.world).refused_by == ("oauth.prompt",)
    browser.log_in(site.client)
    assert "code" in returned(browser.get("/oauth2/authorize", **authorize_query(site.client, prompt="none")))


@pytest.mark.parametrize("asked", [{"prompt": "login"}, {"prompt": "select_account"}, {"max_age": "60"}])
def test_an_app_may_want_a_new_sign_in(site: Site, asked: dict[str, str]) -> None:
    browser = managed(site).browser()
    browser.log_in(site.client)
    site.world.act("clock.advance", seconds=61)
    assert browser.get("/oauth2/authorize", **authorize_query(site.client, **asked)).location.startswith("/login?")


def test_the_classic_hosted_ui_takes_no_notice_of_prompt(site: Site) -> None:
    response = site.browser().get("/oauth2/authorize", **authorize_query(site.client, prompt="none"))
    assert response.location.startswith("/login?")


def test_the_login_page_comes_with_the_same_query(site: Site) -> None:
    asked = authorize_query(site.client, scope="openid email", nonce="n", login_hint="ana")
    response = site.browser().get("/oauth2/authorize", **asked)
    assert request_to(response.location).query == asked
