"""The login page: what it shows, whom it lets in, and what is left to do after a right password."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from cogtui.cloud.services.cognito_idp.messages import outbox
from cogtui.cloud.services.cognito_idp.records import USERS
from cogtui.cloud.store import Transaction
from cogtui.cloud.web import Field, Page, WebResponse
from tests.builders import CALLBACK, PASSWORD, done, last, state
from tests.cloud.services.cognito_idp.domain.browser import Site, a_site, authorize_query, returned

OTHER = "Other-Horse-10"


@pytest.fixture
def site() -> Site:
    return a_site()


def opened(site: Site, **query: str) -> Page:
    return site.browser().open("/login", **authorize_query(site.client, **query))


def shown(page: Page | None) -> dict[str, Field]:
    """Return the page's fields that people see."""
    assert page is not None
    return {field.name: field for field in page.fields if not field.hidden}


def error_of(response: WebResponse) -> str:
    assert response.page is not None
    return response.page.error


def test_the_form_says_what_a_browser_and_a_screen_reader_need(site: Site) -> None:
    page = opened(site)
    fields = shown(page)
    assert (page.heading, page.title) == ("Sign in", "Sign in · people (simulated)")
    assert [(field.label, field.autocomplete, field.kind, field.required) for field in fields.values()] == [
        ("User name", "username", "text", True),
        ("Password", "current-password", "password", True),
    ]
    assert [button.label for button in page.buttons if button.primary] == ["Sign in"]
    assert [(link.label, link.to.path) for link in page.links] == [
        ("Forgot your password?", "/forgotPassword"),
        ("Sign up", "/signup"),
    ]
    assert all(link.to.query == authorize_query(site.client) for link in page.links)


@pytest.mark.parametrize(
    ("pool", "label", "kind"),
    [
        ({"UsernameAttributes": ["email"]}, "Email", "email"),
        ({"UsernameAttributes": ["phone_number"], "AutoVerifiedAttributes": ["phone_number"]}, "Phone number", "tel"),
        ({"UsernameAttributes": ["phone_number", "email"]}, "Email or phone number", "text"),
        ({"AliasAttributes": ["email"]}, "User name or email", "text"),
    ],
)
def test_people_are_asked_for_what_they_sign_in_by(pool: dict[str, Any], label: str, kind: str) -> None:
    field = shown(opened(a_site(user=False, pool=pool)))["username"]
    assert (field.label, field.kind, field.autocomplete) == (label, kind, "username")


def test_the_app_may_fill_in_the_name(site: Site) -> None:
    assert shown(opened(site, login_hint="ana"))["username"].value == "ana"


def test_a_client_without_providers_has_no_login_page() -> None:
    site = a_site(user=False, SupportedIdentityProviders=[])
    page = opened(site)
    assert page.error == "Login pages unavailable. Please contact an administrator."
    assert not page.fields
    assert last(site.world).refused_by == ("oauth.providers",)


def test_an_administrator_s_pool_offers_no_sign_up() -> None:
    site = a_site(user=False, pool={"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True}})
    assert [link.label for link in opened(site).links] == ["Forgot your password?"]
    page = site.browser().open("/signup", **authorize_query(site.client))
    assert page.error == "SignUp is not permitted for this user pool"


def test_a_right_password_leads_back_to_the_app_with_a_session(site: Site) -> None:
    browser = site.browser()
    response = browser.log_in(site.client)
    assert response.location.startswith(CALLBACK + "?code=")
    assert list(returned(response)) == ["code", "state"]
    cookie = next(cookie for cookie in response.cookies if cookie.startswith("cognito="))
    assert {part.strip() for part in cookie.split(";")[1:]} == {"Max-Age=3600", "Path=/", "HttpOnly", "SameSite=Lax"}
    assert last(site.world).name == "Log in as ana"


@pytest.mark.parametrize(
    ("hides", "username", "error"),
    [
        ("ENABLED", "ana", "Incorrect username or password."),
        ("ENABLED", "nobody", "Incorrect username or password."),
        ("LEGACY", "ana", "Incorrect username or password."),
        ("LEGACY", "nobody", "User does not exist."),
    ],
)
def test_a_wrong_password_or_name_is_told_in_aws_s_words(hides: str, username: str, error: str) -> None:
    site = a_site(PreventUserExistenceErrors=hides)
    response = site.browser().log_in(site.client, username, "Wrong-Horse-1")
    assert response.status == 400
    assert error_of(response) == error
    assert shown(response.page)["username"].value == username
    assert shown(response.page)["password"].value == ""


@pytest.mark.parametrize(("username", "password", "at"), [("", PASSWORD, "username"), ("ana", "", "password")])
def test_an_empty_field_is_pointed_at(site: Site, username: str, password: str, at: str) -> None:
    response = site.browser().log_in(site.client, username, password)
    assert shown(response.page)[at].error == "This is needed."


def test_wrong_passwords_lock_the_user_for_the_api_and_the_page_alike(site: Site) -> None:
    browser = site.browser()
    for _ in range(5):
        browser.log_in(site.client, password="Wrong-Horse-1")
    response = browser.log_in(site.client)
    assert error_of(response) == "Password attempts exceeded"
    assert last(site.world).refused_by == ("idp.password.lock",)


def test_a_disabled_user_is_told_so_only_with_the_right_password(site: Site) -> None:
    done(site.world, "cognito-idp", "AdminDisableUser", UserPoolId=site.pool, Username="ana")
    assert error_of(site.browser().log_in(site.client)) == "User is disabled."
    assert error_of(site.browser().log_in(site.client, password="Wrong-Horse-1")) == "Incorrect username or password."


def test_a_secret_of_the_client_does_not_trouble_the_page() -> None:
    site = a_site(GenerateSecret=True)
    assert "code" in returned(site.browser().log_in(site.client))


# -------------------------------------------------------------------------------------------------------- what is left to do


def invited(site: Site, **attributes: str) -> None:
    listed = [{"Name": name, "Value": value} for name, value in attributes.items()]
    done(
        site.world,
        "cognito-idp",
        "AdminCreateUser",
        UserPoolId=site.pool,
        Username="bea",
        TemporaryPassword=PASSWORD,
        UserAttributes=listed,
        MessageAction="SUPPRESS",
    )


def test_who_has_a_temporary_password_chooses_one_and_is_signed_in(site: Site) -> None:
    invited(site, email="bea@example.com")
    browser = site.browser()
    asks = browser.log_in(site.client, "bea")
    assert asks.page is not None
    assert asks.page.heading == "Choose a password"
    assert shown(asks.page)["new_password"].autocomplete == "new-password"
    weak = browser.submit(asks.page, new_password="nopenopenope")
    assert shown(weak.page)["new_password"].error.startswith("Password did not conform with policy")
    chosen = browser.submit(weak.page, new_password=OTHER)
    assert "code" in returned(chosen)
    assert "code" in returned(site.browser().log_in(site.client, "bea", OTHER))


def test_the_profile_is_completed_along_with_the_first_password() -> None:
    schema = [{"Name": "given_name", "AttributeDataType": "String", "Required": True}]
    site = a_site(user=False, pool={"Schema": schema})
    invited(site, email="bea@example.com", given_name="Bea")
    user = site.world.store.get(USERS, (site.pool, "bea"))
    assert user is not None
    # Imports and older users lack what a pool requires.
    Transaction(site.world.store).put(USERS, msgspec.structs.replace(user, attributes={"email": "bea@example.com"}))
    browser = site.browser()
    page = browser.log_in(site.client, "bea").page
    assert shown(page)["attribute.given_name"].required
    refused = browser.submit(page, **{"new_password": OTHER, "attribute.given_name": ""})
    assert shown(refused.page)["attribute.given_name"].error == "This is needed."
    assert "code" in returned(browser.submit(page, **{"new_password": OTHER, "attribute.given_name": "Bea"}))


def test_a_new_password_needs_the_temporary_one_first(site: Site) -> None:
    invited(site)
    browser = site.browser()
    page = browser.log_in(site.client, "bea").page
    stranger = site.browser()
    own = stranger.open("/login", **authorize_query(site.client))
    token = next(field.value for field in own.fields if field.name == "_csrf")
    before = state(site.world)
    forged = stranger.submit(page, new_password=OTHER, half="guessed", _csrf=token)
    assert forged.page is not None
    assert forged.page.error == "Invalid session for the user."
    assert state(site.world) == before


def test_who_has_not_confirmed_yet_brings_the_code_and_is_signed_in(site: Site) -> None:
    world = site.world
    mail = [{"Name": "email", "Value": "bea@example.com"}]
    world.call(
        "cognito-idp",
        "SignUp",
        {"ClientId": site.client, "Username": "bea", "Password": PASSWORD, "UserAttributes": mail},
    )
    browser = site.browser()
    page = browser.log_in(site.client, "bea").page
    assert page is not None
    assert (page.heading, page.notice) == ("Confirm your account", "Your account is not confirmed yet.")
    wrong = browser.submit(page, code="000000")
    assert shown(wrong.page)["code"].error == "Invalid verification code provided, please try again."
    code = outbox.messages(world.store, site.pool)[-1].code
    assert "code" in returned(browser.submit(wrong.page, code=code))


def test_a_password_that_was_reset_is_chosen_anew(site: Site) -> None:
    done(site.world, "cognito-idp", "AdminResetUserPassword", UserPoolId=site.pool, Username="ana")
    page = site.browser().log_in(site.client).page
    assert page is not None
    assert page.heading == "Choose a new password"
    assert shown(page)["username"].value == "ana"


def test_a_page_of_a_session_that_is_answered_serves_once(site: Site) -> None:
    invited(site)
    browser = site.browser()
    page = browser.log_in(site.client, "bea").page
    assert "code" in returned(browser.submit(page, new_password=OTHER))
    again = browser.submit(page, new_password="Third-Horse-11")
    assert again.status == 400
    assert body_of_user(site, "bea") == "CONFIRMED"
    assert "code" in returned(site.browser().log_in(site.client, "bea", OTHER))


def body_of_user(site: Site, username: str) -> str:
    return done(site.world, "cognito-idp", "AdminGetUser", UserPoolId=site.pool, Username=username)["UserStatus"]
