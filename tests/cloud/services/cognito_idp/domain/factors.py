"""Pages of factors: what a person sees on them, and a site whose users have some."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.services.cognito_idp.domain.records import SESSIONS
from cogtui.cloud.web import Page, WebResponse
from tests.cloud.services.cognito_idp.authenticator import SES, Authenticator
from tests.cloud.services.cognito_idp.domain.browser import Browser, Site, a_site
from tests.cloud.services.cognito_idp.people import People


def with_settings(**client: Any) -> Site:
    """Make a pool that can send codes by every way that there is."""
    return a_site(pool={"EmailConfiguration": SES}, ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"], **client)


def app_of(site: Site) -> Authenticator:
    """Return Ana's authenticator app, which is not set up yet."""
    return Authenticator(People(site.world, site.pool, site.client))


def switched_on(site: Site) -> Authenticator:
    """Set Ana's app up; the code that proved it is over."""
    app = app_of(site)
    app.switch_on()
    app.here.wait(seconds=60)
    return app


def page_of(response: WebResponse) -> Page:
    """Return the page that an answer shows."""
    assert response.page is not None, response
    return response.page


def field_error(response: WebResponse, name: str = "code") -> str:
    """Return what is wrong with a field."""
    return next(field.error for field in page_of(response).fields if field.name == name)


def seen(page: Page) -> list[str]:
    """Return the names of what a person can fill in and press."""
    return [field.name for field in page.fields if not field.hidden] + [button.name for button in page.buttons]


def is_in(site: Site, browser: Browser) -> bool:
    """Tell whether anybody is signed in, in this browser or at all."""
    return "cognito" in browser.cookies or bool(list(site.world.store.scan(SESSIONS, site.pool)))
