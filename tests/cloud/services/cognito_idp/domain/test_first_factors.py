"""Choice of a first factor at the pages of managed login: the name first, then a password or a code that is sent."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.services.cognito_idp.domain.records import SESSIONS
from cogtui.cloud.web import WebResponse
from tests.builders import PASSWORD, done, last, state
from tests.cloud.services.cognito_idp.authenticator import PHONE, SES, SMS_CONFIGURATION, Authenticator
from tests.cloud.services.cognito_idp.domain.browser import Browser, Site, a_site, authorize_query, body, returned
from tests.cloud.services.cognito_idp.domain.factors import page_of, seen
from tests.cloud.services.cognito_idp.people import People

FLOWS = ["ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]


def a_choosing_site(*factors: str, version: int = 2, **client: Any) -> Site:
    """Make a pool with these first factors, by default all, behind pages of managed login."""
    policies = {"SignInPolicy": {"AllowedFirstAuthFactors": list(factors or ("PASSWORD", "EMAIL_OTP", "SMS_OTP"))}}
    pool = {"Policies": policies, "EmailConfiguration": SES, "SmsConfiguration": SMS_CONFIGURATION}
    settings: dict[str, Any] = {"ExplicitAuthFlows": FLOWS} | client
    site = a_site(pool=pool, domain=False, **settings)
    done(
        site.world,
        "cognito-idp",
        "CreateUserPoolDomain",
        UserPoolId=site.pool,
        Domain="people",
        ManagedLoginVersion=version,
    )
    return site


@pytest.fixture
def site() -> Site:
    return a_choosing_site()


def here(site: Site) -> People:
    return People(site.world, site.pool, site.client)


def named(site: Site, browser: Browser, username: str = "ana") -> WebResponse:
    """Open the login page, which asks for the name alone, and send one."""
    page = browser.open("/oauth2/authorize", **authorize_query(site.client))
    assert seen(page) == ["username", "continue"]
    return browser.submit(page, username=username)


def with_a_phone(site: Site) -> None:
    attributes = [{"Name": "phone_number", "Value": PHONE}]
    here(site).administered("AdminUpdateUserAttributes", Username="ana", UserAttributes=attributes)


@pytest.mark.parametrize("factor", ["EMAIL_OTP", "SMS_OTP"])
def test_a_code_alone_signs_in_where_it_is_chosen(site: Site, factor: str) -> None:
    with_a_phone(site)
    browser = site.browser()
    page = page_of(named(site, browser))
    assert seen(page) == ["EMAIL_OTP", "SMS_OTP", "PASSWORD"]
    asks = page_of(browser.submit(page, action=factor))
    assert asks.action is not None
    assert (asks.action.path, seen(asks)) == ("/challenge", ["code", "continue", "resend"])
    code = here(site).mail[-1].code
    assert len(code) == 8
    before = state(site.world)
    refused = page_of(browser.submit(asks, code="00000000"))
    assert [field.error for field in refused.fields if field.name == "code"] == [
        "Invalid code or auth state for the user."
    ]
    assert (state(site.world), "cognito" in browser.cookies) == (before, False)
    assert body(site.redeem(returned(browser.submit(asks, code=code))["code"]))["access_token"]


def test_a_password_signs_in_where_it_is_chosen_and_wrong_ones_count(site: Site) -> None:
    browser = site.browser()
    page = page_of(browser.submit(page_of(named(site, browser)), action="PASSWORD"))
    assert seen(page) == ["password", "continue"]
    for _ in range(5):
        assert page_of(browser.submit(page, password="Wrong-Horse-9")).error == "Incorrect username or password."
    assert page_of(browser.submit(page, password=PASSWORD)).error == "Password attempts exceeded"
    assert last(site.world).refused_by == ("idp.password.lock",)
    here(site).wait(seconds=2)
    assert "code" in returned(browser.submit(page, password=PASSWORD))


def test_who_has_a_temporary_password_is_asked_for_it_at_once_and_chooses_one(site: Site) -> None:
    here(site).invited("bea", email="bea@example.com")
    browser = site.browser()
    page = page_of(named(site, browser, "bea"))
    assert seen(page) == ["password", "continue"]
    chooses = page_of(browser.submit(page, password=PASSWORD))
    assert chooses.heading == "Choose a password"
    assert "code" in returned(browser.submit(chooses, new_password="Other-Horse-10"))


def test_who_is_not_confirmed_is_led_to_the_code_of_the_sign_up_by_the_password(site: Site) -> None:
    assert here(site).sign_up("bea", email="bea@example.com").ok
    browser = site.browser()
    page = page_of(browser.submit(page_of(named(site, browser, "bea")), action="PASSWORD"))
    confirms = page_of(browser.submit(page, password=PASSWORD))
    assert confirms.heading == "Confirm your account"
    assert "code" in returned(browser.submit(confirms, code=here(site).mail[-1].code))


def test_somebody_who_is_not_there_is_shown_what_everybody_is() -> None:
    site = a_choosing_site(PreventUserExistenceErrors="ENABLED")
    browser = site.browser()
    page = page_of(named(site, browser, "nobody"))
    assert seen(page) == ["EMAIL_OTP", "SMS_OTP", "PASSWORD"]
    asks = page_of(browser.submit(page, action="EMAIL_OTP"))
    assert asks.text[0].startswith("We sent a code to n***@y***")
    assert browser.submit(asks, code="12345678").status == 400
    other = page_of(browser.submit(page_of(named(site, browser, "nobody")), action="PASSWORD"))
    assert page_of(browser.submit(other, password=PASSWORD)).error == "Incorrect username or password."
    assert list(site.world.store.scan(SESSIONS, site.pool)) == []


def test_somebody_who_is_not_there_is_named_where_the_client_hides_nobody(site: Site) -> None:
    refused = page_of(named(site, site.browser(), "nobody"))
    assert (refused.error, seen(refused)) == ("User does not exist.", ["username", "continue"])


@pytest.mark.parametrize(
    ("factors", "version", "flows"),
    [
        (("PASSWORD",), 2, FLOWS),
        (("PASSWORD", "EMAIL_OTP"), 1, FLOWS),
        (("PASSWORD", "EMAIL_OTP"), 2, ["ALLOW_USER_SRP_AUTH"]),
    ],
)
def test_everywhere_else_name_and_password_are_asked_together(
    factors: tuple[str, ...], version: int, flows: list[str]
) -> None:
    site = a_choosing_site(*factors, version=version, ExplicitAuthFlows=flows)
    page = site.browser().open("/login", **authorize_query(site.client))
    assert seen(page) == ["username", "password", "continue"]
    assert "code" in returned(site.browser().log_in(site.client))


def test_who_has_a_second_factor_is_asked_for_the_password_and_then_for_that() -> None:
    site = a_choosing_site(ExplicitAuthFlows=[*FLOWS, "ALLOW_USER_PASSWORD_AUTH"])
    app = Authenticator(here(site))
    app.switch_on()
    app.here.wait(seconds=60)
    browser = site.browser()
    page = page_of(named(site, browser))
    assert seen(page) == ["password", "continue"]
    asks = page_of(browser.submit(page, password=PASSWORD))
    assert asks.action is not None
    assert (asks.action.path, "cognito" in browser.cookies) == ("/mfa", False)
    assert "code" in returned(browser.submit(asks, code=app.code))
