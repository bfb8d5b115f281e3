"""GET /logout: ends the browser's session, and goes on to the app or back to the login page.

Source: Developer Guide, "Logout endpoint". No token is revoked, and nobody is signed out of an outside provider but of a
SAML one that IDPSignout is on for.
"""

from __future__ import annotations

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.clients.client_oauth import asked as oauth_of
from cogtui.cloud.services.cognito_idp.domain import answers, app_request, browser_sessions, pages, saml_pages
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.web import WebResponse


def log_out(call: Call, visit: Visit) -> WebResponse:
    """Sign the browser out; both forms name an address that the client registered."""
    call.title = call.title or "Log out"
    if "logout_uri" not in visit.query:
        # With redirect_uri the request is one for a new sign-in, and judged as one.
        app_request.read(call, visit)
        onward = answers.to_page(pages.LOGIN, visit.query)
    else:
        onward = WebResponse(302, {"location": _address(call, visit)})
    session = browser_sessions.held(call, visit)
    cookie = browser_sessions.end(call, visit)
    away = saml_pages.sign_out(call, visit, session, cookie)
    return away or msgspec.structs.replace(onward, cookies=(cookie,))


def _address(call: Call, visit: Visit) -> str:
    client_id, uri = visit.query.get("client_id", ""), visit.query["logout_uri"]
    call.require("oauth.client.named", client_id, answers.error_page("invalid_request"))
    app = visit.app(call.tx, client_id)
    unknown = answers.error_page("invalid_client", client_id)
    call.require("oauth.client", app is not None, unknown, has=client_id, pool=visit.pool.id)
    assert app is not None
    wants = oauth_of(app.client.settings).logouts
    place = app.client.place("LogoutURLs", "settings")
    mismatch = answers.error_page("redirect_mismatch", client_id)
    call.require("oauth.logout_uri", uri in wants, mismatch, place=place, wants=wants, has=uri)
    return uri
