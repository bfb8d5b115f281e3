"""GET /oauth2/authorize: sends the browser on, to the app, to a provider or to the login page, and shows nothing itself.

Source: Developer Guide, "Redirect and authorization endpoint"; OpenID Connect Core 1.0, section 3.1.2.
"""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.clients.client_oauth import OWN_USERS
from cogtui.cloud.services.cognito_idp.domain import (
    answers,
    app_request,
    browser_sessions,
    federation,
    grants,
    providers,
)
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain.records import BrowserSession
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.web import WebResponse


def authorize(call: Call, visit: Visit) -> WebResponse:
    """Send a browser with a session back to the app, one without it to where people sign in."""
    call.title = call.title or "Begin a sign-in"
    asked = app_request.read(call, visit)
    chosen = providers.chosen(call, asked)
    found = browser_sessions.current(call, visit)
    if found is not None and _suffices(call, visit, asked, found[0], chosen):
        session, user = found
        return grants.granted(call, asked, session, user)
    silent = "none" in _prompts(visit, asked)
    call.require("oauth.prompt", not silent, lambda: asked.error("login_required"), prompt=visit.query.get("prompt"))
    if chosen and chosen != OWN_USERS:
        return federation.begin(call, visit, asked, chosen)
    return answers.to_page("/login", visit.query)


def _prompts(visit: Visit, asked: AppRequest) -> frozenset[str]:
    return asked.prompts if visit.is_managed_login else frozenset()


def _suffices(call: Call, visit: Visit, asked: AppRequest, session: BrowserSession, chosen: str) -> bool:
    """Tell whether the app takes the session that the browser has."""
    age = int(call.now) - session.auth_time
    oldest = int(asked.query.get("max_age", age))
    prompts = _prompts(visit, asked)
    same = chosen in ("", session.provider)
    fits = age <= oldest and same and not prompts & {"login", "select_account"}
    call.note("oauth.session.fits", fits, age=age, max_age=oldest, prompt=sorted(prompts), provider=session.provider)
    return fits
