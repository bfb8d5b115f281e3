"""The login page as a model: a form for the pool's own users, a button for each outside provider."""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.clients import flows
from cogtui.cloud.services.cognito_idp.clients.client_oauth import OWN_USERS
from cogtui.cloud.services.cognito_idp.domain import fields, pages, providers
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.web import Link, Page


def login_page(
    call: Call, visit: Visit, asked: AppRequest, *, username: str = "", error: str = "", notice: str = ""
) -> Page:
    """Return the login page: a form for the pool's own users, a button for each provider."""
    names = providers.supported(call.tx, asked.app)
    elsewhere = tuple(_continue_with(visit, name) for name in names if name != OWN_USERS)
    if OWN_USERS not in names:
        return pages.said(visit, "Sign in", "", links=elsewhere)
    more = (pages.link(visit, "Forgot your password?", pages.FORGOT),)
    if not visit.pool.admin_only:
        more += (pages.link(visit, "Sign up", pages.SIGN_UP),)
    name_first = asks_name_first(visit, asked)
    asks = (fields.username(visit.pool, username), *(() if name_first else (fields.password(),)))
    submit = "Next" if name_first else "Sign in"
    return pages.form_page(
        visit, pages.LOGIN, "Sign in", asks, submit, error=error, notice=notice, links=(*elsewhere, *more)
    )


def asks_name_first(visit: Visit, asked: AppRequest) -> bool:
    """Tell whether people choose how to sign in, once they have said who they are.

    That takes managed login, a client with USER_AUTH and a pool with more than passwords (Developer Guide, "Choice-based
    sign-in with managed login").
    """
    several = any(factor != "PASSWORD" for factor in visit.pool.first_factors)
    return visit.is_managed_login and several and "ALLOW_USER_AUTH" in flows.allowed(asked.app.client)


def _continue_with(visit: Visit, name: str) -> Link:
    query = {key: value for key, value in visit.query.items() if key != "idp_identifier"} | {"identity_provider": name}
    words = f"Continue with {providers.LABELS.get(name, name)}"
    return Link(words, visit.to("/oauth2/authorize", query=query), "button", name)
