"""Signing up, confirming and recovering a password at the pool's pages; the API's operations decide, and the trail shows them."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.services.cognito_idp.messages import outbox
from cogtui.cloud.web import Field, Page
from tests.builders import PASSWORD, done, last, state
from tests.cloud.services.cognito_idp.domain.browser import Browser, Site, a_site, authorize_query, returned

OTHER = "Other-Horse-10"
MAIL = {"attribute.email": "bea@example.com"}


@pytest.fixture
def site() -> Site:
    return a_site()


def opened(site: Site, path: str, browser: Browser | None = None) -> Page:
    return (browser or site.browser()).open(path, **authorize_query(site.client))


def shown(page: Page | None) -> dict[str, Field]:
    assert page is not None
    return {field.name: field for field in page.fields if not field.hidden}


def code_of(site: Site) -> str:
    return outbox.messages(site.world.store, site.pool)[-1].code


def children(site: Site) -> list[tuple[str, bool]]:
    """Return which operations the last request asked for."""
    return [(child.operation, child.ok) for child in last(site.world).children]


@pytest.mark.parametrize(
    ("pool", "asks"),
    [
        ({}, {"username": True, "password": True, "attribute.email": False}),
        ({"AutoVerifiedAttributes": []}, {"username": True, "password": True}),
        (
            {"Schema": [{"Name": name, "Required": True} for name in ("email", "given_name", "birthdate")]},
            {
                "username": True,
                "password": True,
                "attribute.given_name": True,
                "attribute.email": True,
                "attribute.birthdate": True,
            },
        ),
        ({"UsernameAttributes": ["email"]}, {"username": True, "password": True}),
    ],
)
def test_the_form_asks_for_what_the_schema_requires(pool: dict[str, Any], asks: dict[str, bool]) -> None:
    fields = shown(opened(a_site(user=False, pool=pool), "/signup"))
    assert {name: field.required for name, field in fields.items()} == asks
    assert fields["password"].autocomplete == "new-password"
    assert fields["password"].help == (
        "At least 8 characters, with a capital letter, a small letter, a digit and a symbol."
    )


def test_signing_up_confirming_and_being_back_at_the_app_is_one_walk(site: Site) -> None:
    browser = site.browser()
    page = browser.submit(opened(site, "/signup", browser), username="bea", password=PASSWORD, **MAIL).page
    assert children(site) == [("SignUp", True)]
    assert page is not None
    assert page.notice == "We sent a code to b***@e***."
    response = browser.submit(page, code=code_of(site))
    assert children(site) == [("ConfirmSignUp", True)]
    tokens = site.redeem(returned(response)["code"])
    assert (site.user_info((tokens.body or {})["access_token"]).body or {})["email"] == "bea@example.com"


def test_another_code_can_be_had_without_typing_one(site: Site) -> None:
    browser = site.browser()
    page = browser.submit(opened(site, "/signup", browser), username="bea", password=PASSWORD, **MAIL).page
    first = code_of(site)
    assert page is not None
    assert [button.name for button in page.buttons if button.unchecked] == ["resend"]
    again = browser.submit(page, action="resend").page
    assert children(site) == [("ResendConfirmationCode", True)]
    assert again is not None
    assert again.notice == "We sent a new code to b***@e***."
    stale = browser.submit(again, code=first)
    assert shown(stale.page)["code"].error == "Invalid code provided, please request a code again."
    assert "code" in returned(browser.submit(again, code=code_of(site)))


def test_who_comes_back_later_confirms_by_name_and_signs_in_then(site: Site) -> None:
    browser = site.browser()
    browser.submit(opened(site, "/signup", browser), username="bea", password=PASSWORD, **MAIL)
    later = site.browser()
    page = opened(site, "/confirmUser", later)
    assert list(shown(page)) == ["username", "code"]
    done_page = later.submit(page, username="bea", code=code_of(site)).page
    assert done_page is not None
    assert (done_page.heading, done_page.notice) == ("Sign in", "Your account is confirmed. You can sign in now.")
    assert "code" in returned(later.submit(done_page, password=PASSWORD))


@pytest.mark.parametrize(
    ("typed", "at", "error"),
    [
        ({"username": "ana"}, "username", "User already exists"),
        (
            {"password": "Short-1"},
            "password",
            "Password did not conform with policy: Password not long enough",
        ),
        ({"password": "S-1"}, "password", "Password did not conform with policy: Password not long enough"),
        ({"username": "two words"}, "username", "This is no user name."),
        ({"username": ""}, "username", "This is needed."),
        ({"password": ""}, "password", "This is needed."),
        ({"attribute.email": "nowhere"}, "", "Invalid email address format."),
    ],
)
def test_a_refused_sign_up_says_why_at_the_field_and_keeps_what_was_typed(
    site: Site, typed: dict[str, str], at: str, error: str
) -> None:
    browser = site.browser()
    page = opened(site, "/signup", browser)
    before = state(site.world)
    values = {"username": "bea", "password": PASSWORD, **MAIL} | typed
    response = browser.submit(page, **values)
    assert response.status == 400
    assert response.page is not None
    assert (shown(response.page)[at].error if at else response.page.error) == error
    assert shown(response.page)["username"].value == values["username"]
    assert shown(response.page)["password"].value == ""
    assert state(site.world) == before


def test_nobody_writes_attributes_that_the_page_does_not_ask_for(site: Site) -> None:
    browser = site.browser()
    extra = {"attribute.email_verified": "true", "attribute.name": "Root"}
    browser.submit(opened(site, "/signup", browser), username="bea", password=PASSWORD, **MAIL, **extra)
    user = done(site.world, "cognito-idp", "AdminGetUser", UserPoolId=site.pool, Username="bea")
    held = {entry["Name"]: entry["Value"] for entry in user["UserAttributes"]}
    assert (held["email_verified"], held.get("name")) == ("false", None)


def test_a_forgotten_password_is_chosen_anew_with_a_code(site: Site) -> None:
    browser = site.browser()
    page = browser.submit(opened(site, "/forgotPassword", browser), username="ana").page
    assert children(site) == [("ForgotPassword", True)]
    assert page is not None
    assert page.notice == "We sent a code to a***@e***."
    wrong = browser.submit(page, code="000000", new_password=OTHER)
    assert shown(wrong.page)["code"].error == "Invalid verification code provided, please try again."
    login = browser.submit(page, code=code_of(site), new_password=OTHER).page
    assert children(site) == [("ConfirmForgotPassword", True)]
    assert login is not None
    assert login.notice == "Your password has been changed. Sign in with the new one."
    assert "code" in returned(browser.submit(login, password=OTHER))


@pytest.mark.parametrize(
    ("path", "typed", "at", "error"),
    [
        ("/confirmUser", {"username": "ana", "code": ""}, "code", "This is needed."),
        (
            "/confirmUser",
            {"username": "ana", "code": "1 2"},
            "code",
            "Invalid verification code provided, please try again.",
        ),
        ("/confirmUser", {"username": "", "action": "resend"}, "username", "This is needed."),
        ("/forgotPassword", {"username": " "}, "username", "This is needed."),
        ("/forgotPassword", {"username": "a b"}, "username", "This is no user name."),
        (
            "/confirmForgotPassword",
            {"username": "ana", "code": "1", "new_password": ""},
            "new_password",
            "This is needed.",
        ),
        (
            "/confirmForgotPassword",
            {"username": "ana", "code": "1", "new_password": "x"},
            "new_password",
            "Password did not conform with policy: Password not long enough",
        ),
    ],
)
def test_what_cannot_be_is_said_at_its_field(site: Site, path: str, typed: dict[str, str], at: str, error: str) -> None:
    browser = site.browser()
    page = browser.submit(opened(site, path, browser), **typed).page
    assert shown(page)[at].error == error


@pytest.mark.parametrize(
    ("hides", "says"),
    [("LEGACY", "Username/client id combination not found."), ("ENABLED", "")],
)
def test_who_exists_is_told_as_the_client_says(hides: str, says: str) -> None:
    site = a_site(PreventUserExistenceErrors=hides)
    browser = site.browser()
    page = browser.submit(opened(site, "/forgotPassword", browser), username="nobody").page
    assert page is not None
    assert page.error == says
    assert bool(page.notice) is not bool(says)


def test_a_client_s_secret_is_hashed_by_the_pages_themselves() -> None:
    site = a_site(GenerateSecret=True)
    browser = site.browser()
    page = browser.submit(opened(site, "/signup", browser), username="bea", password=PASSWORD, **MAIL).page
    assert "code" in returned(browser.submit(page, code=code_of(site)))
