"""GET /oauth2/idpresponse: the browser comes back from a provider; the pool redeems the code and signs the user in.

Source: Developer Guide, "User pool sign-in with third party identity providers"; RFC 6749, section 4.1.2.1.
"""

from __future__ import annotations

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.domain import (
    app_request,
    browser_sessions,
    cookies,
    exchange,
    federated_users,
    federation,
    grants,
    providers,
)
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.web import WebResponse


def returned(call: Call, visit: Visit) -> WebResponse:
    """Take what the provider says; the app gets a code of the pool's own, never the provider's tokens."""
    # Apple's answer comes as a form, all others' in the address.
    brought = visit.form if visit.request.method == "POST" else visit.query
    trip = federation.finished(call, visit, brought.get("state", ""))
    call.title = call.title or f"Back from {trip.provider}"
    visit = msgspec.structs.replace(
        visit, request=msgspec.structs.replace(visit.request, query=trip.query, repeated=())
    )
    asked = app_request.read(call, visit)
    _require_agreed(call, asked, brought)
    provider = providers.named(call.tx, asked.app, trip.provider)
    gone = asked.error("invalid_request", "The identity provider is not enabled for this client.")
    call.require("oauth.provider", provider is not None, gone, has=trip.provider)
    assert provider is not None
    back = exchange.Return(
        code=brought.get("code", ""),
        redirect_uri=federation.return_uri(visit),
        nonce=trip.nonce,
        person=brought.get("user", ""),
        error=lambda text: asked.error("invalid_request", text),
    )
    claims = federation.simulated(call, visit, provider).claims(call, provider, back)
    user = federated_users.profile(call, asked, provider, claims)
    session, cookie = browser_sessions.begin(call, visit, user, provider.name)
    return grants.granted(call, asked, session, user, (cookie, cookies.clear_cookie(cookies.FEDERATION)))


def _require_agreed(call: Call, asked: AppRequest, brought: dict[str, str]) -> None:
    """Refuse where the person, or the provider, said no: the app is told in the provider's words."""
    error = brought.get("error", "")
    description = brought.get("error_description", "") or error
    refusal = asked.error(error or "invalid_request", description or "authorization code missing")
    call.require("oauth.provider.agreed", not error and brought.get("code"), refusal, says=error)
