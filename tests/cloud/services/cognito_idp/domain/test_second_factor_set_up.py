"""A second factor is set up at the sign-in pages where everybody needs one, after whichever page comes before."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from cogtui.cloud.web import Page
from tests.builders import PASSWORD, done, last, state
from tests.cloud.services.cognito_idp.authenticator import SMS_CONFIGURATION
from tests.cloud.services.cognito_idp.domain.browser import Site, authorize_query, body, returned
from tests.cloud.services.cognito_idp.domain.factors import (
    app_of,
    field_error,
    is_in,
    page_of,
    seen,
    with_settings,
)
from tests.cloud.services.cognito_idp.people import People

OTHER = "Other-Horse-10"


@pytest.fixture
def site() -> Site:
    return with_settings()


def required_by_sms_alone(site: Site, mode: str = "ON") -> None:
    People(site.world, site.pool, site.client).administered(
        "SetUserPoolMfaConfig",
        MfaConfiguration=mode,
        SmsMfaConfiguration={"SmsConfiguration": SMS_CONFIGURATION},
    )


def secret_on(page: Page) -> str:
    """Return the secret that a page shows, which its address must agree with."""
    secret, address = page.text[1:3]
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc, parts.path) == ("otpauth", "totp", "/people:ana")
    assert parse_qs(parts.query) == {"secret": [secret], "issuer": ["people"]}
    return secret


def test_where_everybody_needs_a_factor_an_app_is_set_up_on_the_way_in(site: Site) -> None:
    app = app_of(site)
    app.offer("ON")
    browser = site.browser()
    page = page_of(browser.log_in(site.client))
    assert (page.heading, seen(page)) == ("Set up an authenticator app", ["code", "continue"])
    app.secret = secret_on(page)
    for wrong in (app.wrong, "x", "\udcff"):
        refused = browser.submit(page, code=wrong)
        assert field_error(refused) == "Code mismatch"
        assert secret_on(page_of(refused)) == app.secret
    assert not is_in(site, browser)
    assert "code" in returned(browser.submit(page, code=app.code))
    app.here.wait(seconds=60)
    again = site.browser()
    asks = page_of(again.log_in(site.client))
    assert asks.heading == "Verify that it is you"
    assert app.secret not in str(asks)
    assert "code" in returned(again.submit(asks, code=app.code))


def test_whose_app_was_proven_meanwhile_is_shown_by_no_older_page(site: Site) -> None:
    app = app_of(site)
    app.offer("ON")
    thief, owner = site.browser(), site.browser()
    stolen = page_of(thief.log_in(site.client))
    page = page_of(owner.log_in(site.client))
    app.secret = secret_on(page)
    returned(owner.submit(page, code=app.code))
    refused = thief.submit(stolen, code=app.wrong)
    assert app.secret not in str(refused)
    assert "cognito" not in thief.cookies


def test_one_factor_of_several_is_chosen_and_set_up(site: Site) -> None:
    app = app_of(site)
    app.mail(mode="ON")
    done(site.world, "cognito-idp", "AdminDeleteUserAttributes", **person(site), UserAttributeNames=["email"])
    browser = site.browser()
    page = page_of(browser.log_in(site.client))
    assert seen(page) == ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]
    assert browser.submit(page, action="SMS_MFA").status == 400
    asks = page_of(browser.submit(page, action="EMAIL_OTP"))
    assert seen(asks) == ["attribute.email", "continue"]
    assert field_error(browser.submit(asks, **{"attribute.email": ""}), "attribute.email") == "This is needed."
    sent = page_of(browser.submit(asks, **{"attribute.email": "ana@example.org"}))
    assert app.here.mail[-1].to == "ana@example.org"
    assert not is_in(site, browser)
    assert "code" in returned(browser.submit(sent, code=app.here.mail[-1].code))
    assert app.here.profile()["email"] == "ana@example.org"


def person(site: Site) -> dict[str, str]:
    return {"UserPoolId": site.pool, "Username": "ana"}


def test_a_phone_number_cannot_be_set_up_and_the_page_says_so(site: Site) -> None:
    required_by_sms_alone(site)
    browser = site.browser()
    page = browser.open("/oauth2/authorize", **authorize_query(site.client))
    before = state(site.world)
    response = browser.submit(page, username="ana", password=PASSWORD)
    said = "Setting up a phone number at the sign-in pages is not simulated by CogTUI."
    assert (response.status, page_of(response).error) == (501, said)
    assert last(site.world).refused_by[-1] == "door.simulated"
    assert state(site.world) == before


def test_a_first_password_is_followed_by_the_factor(site: Site) -> None:
    app = app_of(site)
    app.offer("ON")
    done(site.world, "cognito-idp", "AdminSetUserPassword", **person(site), Password=PASSWORD)
    browser = site.browser()
    asks = page_of(browser.submit(page_of(browser.log_in(site.client)), new_password=OTHER))
    assert asks.heading == "Set up an authenticator app"
    assert not is_in(site, browser)
    app.secret = secret_on(asks)
    assert "code" in returned(browser.submit(asks, code=app.code))


def test_a_confirmed_sign_up_is_followed_by_the_factor(site: Site) -> None:
    app = app_of(site)
    app.offer("ON")
    assert app.here.sign_up("ben", email="ben@example.com").ok
    browser = site.browser()
    page = page_of(browser.log_in(site.client, "ben"))
    asks = page_of(browser.submit(page, code=app.here.mail[-1].code))
    assert asks.heading == "Set up an authenticator app"
    assert app.here.status("ben") == "CONFIRMED"
    assert not is_in(site, browser)


def test_an_app_client_with_a_secret_asks_the_same() -> None:
    site = with_settings(GenerateSecret=True)
    app = app_of(site)
    app.offer("ON")
    browser = site.browser()
    page = page_of(browser.log_in(site.client))
    app.secret = secret_on(page)
    assert body(site.redeem(returned(browser.submit(page, code=app.code))["code"]))["id_token"]
