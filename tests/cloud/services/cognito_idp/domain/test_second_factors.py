"""Second factors are not simulated at the sign-in pages: whoever needs one is told so, and is not let in without."""

from __future__ import annotations

import pytest

from cogtui.cloud.web import WebResponse
from tests.builders import PASSWORD, asked, done, last, state
from tests.cloud.services.cognito_idp.authenticator import Authenticator
from tests.cloud.services.cognito_idp.domain.browser import Site, a_site, authorize_query, returned
from tests.cloud.services.cognito_idp.people import People

SAID = "A second factor at the sign-in pages is not simulated by CogTUI."


@pytest.fixture
def site() -> Site:
    return a_site(ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"])


def app_of(site: Site) -> Authenticator:
    return Authenticator(People(site.world, site.pool, site.client))


def assert_not_simulated(site: Site, response: WebResponse) -> None:
    assert response.status == 501
    assert response.page is not None
    assert response.page.error == SAID
    assert response.cookies == ()
    assert last(site.world).refused_by[-1] == "door.simulated"


def test_a_user_with_an_active_app_is_not_let_in_by_the_password_alone(site: Site) -> None:
    app_of(site).switch_on()
    browser = site.browser()
    page = browser.open("/oauth2/authorize", **authorize_query(site.client))
    before = state(site.world)
    assert_not_simulated(site, browser.submit(page, username="ana", password=PASSWORD))
    assert state(site.world) == before


def test_nobody_is_let_in_by_a_password_where_everybody_needs_a_factor(site: Site) -> None:
    app_of(site).offer("ON")
    assert_not_simulated(site, site.browser().log_in(site.client))


def test_a_first_password_is_not_kept_where_it_would_not_let_in(site: Site) -> None:
    app_of(site).offer("ON")
    done(site.world, "cognito-idp", "AdminSetUserPassword", UserPoolId=site.pool, Username="ana", Password=PASSWORD)
    browser = site.browser()
    page = browser.log_in(site.client).page
    before = state(site.world)
    assert_not_simulated(site, browser.submit(page, new_password="Other-Horse-10"))
    assert state(site.world) == before


def test_a_sign_up_is_not_confirmed_where_it_would_let_in(site: Site) -> None:
    app_of(site).offer("ON")
    signed_up = {"ClientId": site.client, "Username": "ben", "Password": PASSWORD}
    emailed = [{"Name": "email", "Value": "ben@example.com"}]
    assert asked(site.world, "cognito-idp", "SignUp", **signed_up, UserAttributes=emailed).ok
    browser = site.browser()
    page = browser.log_in(site.client, "ben").page
    code = app_of(site).here.mail[-1].code
    before = state(site.world)
    assert_not_simulated(site, browser.submit(page, code=code))
    assert state(site.world) == before


def test_who_has_not_switched_a_factor_on_signs_in_where_it_is_optional(site: Site) -> None:
    app_of(site).offer("OPTIONAL")
    assert "code" in returned(site.browser().log_in(site.client))
