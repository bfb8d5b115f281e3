"""The way to an outside provider and back: what the browser is sent with, and what it has to bring again.

Source: Developer Guide, "User pool sign-in with third party identity providers". A template lets the provider's app return here
with `RedirectUris: [https://DOMAIN/oauth2/idpresponse]` in its CogTUI::Provider::App.
"""

from __future__ import annotations

import hmac

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.services.cognito_idp.domain import answers, cookies, pages, providers, saml_pages, social, unbuilt
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain.records import FEDERATIONS, Federation
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.services.cognito_idp.domain_records import IdentityProvider
from cogtui.cloud.web import WebResponse

SECONDS = 300
"""How long the trip may take."""

RETURN_PATH = "/oauth2/idpresponse"
SOMETHING = "Something went wrong"
"""AWS's words for a trip that took too long."""


def begin(call: Call, visit: Visit, asked: AppRequest, name: str) -> WebResponse:
    """Send the browser to a provider, with a state of the pool's own; the app's waits here."""
    provider = providers.named(call.tx, asked.app, name)
    assert provider is not None
    if provider.type == "SAML":
        return saml_pages.begin(call, visit, asked, provider)
    site = simulated(call, visit, provider)
    state, nonce = f"{visit.pool.id}.{call.ids.text(43, ALNUM)}", call.ids.text(43, ALNUM)
    trip = Federation(visit.pool.id, state, name, asked.query, nonce, call.now + SECONDS)
    call.tx.put(FEDERATIONS, trip)
    query = {
        "client_id": provider.details["client_id"],
        "redirect_uri": return_uri(visit),
        "scope": provider.details.get("authorize_scopes", ""),
        "response_type": "code",
        "state": state,
        **site.more(nonce, asked.query.get("login_hint", "")),
    }
    cookie = cookies.set_cookie(cookies.FEDERATION, state, SECONDS)
    return WebResponse(302, {"location": f"{site.authorize}?{answers.encoded(dict(query))}"}, cookies=(cookie,))


def simulated(call: Call, visit: Visit, provider: IdentityProvider) -> social.Site:
    """Return how the provider is spoken to; refuse one that nobody simulates."""
    site = social.site_of(provider)
    label = providers.LABELS.get(provider.type, provider.type)
    unknown = answers.refused(unbuilt.not_simulated(visit, f"Signing in with {label}"), 501)
    call.require("door.simulated", site is not None, unknown, provider=provider.name, type=provider.type)
    assert site is not None
    return site


def return_uri(visit: Visit) -> str:
    """Return where providers send browsers back to: what their apps have to allow."""
    return f"https://{visit.domain.host}{RETURN_PATH}"


def finished(call: Call, visit: Visit, state: str) -> Federation:
    """Return the trip that the browser comes back from; refuse one that it never began, or that took too long."""
    trip = call.tx.get(FEDERATIONS, (visit.pool.id, state))
    lost = answers.refused(pages.said(visit, "Sign in", SOMETHING, "Go back to the app and begin again."))
    call.require("oauth.trip", trip is not None and not trip.used, lost, has=state)
    assert trip is not None
    held = visit.cookie(cookies.FEDERATION)
    same = hmac.compare_digest(answers.octets(held), answers.octets(state))
    call.require("oauth.trip.browser", same, lost, cookie=bool(held))
    now = Fact("now", call.now, Place("clock", "the world's clock"))
    call.require("oauth.trip.expiry", call.now < trip.expires, lost, now=now, expires=trip.expires)
    over = msgspec.structs.replace(trip, used=True)
    call.tx.put(FEDERATIONS, over)
    call.keep_on_failure(FEDERATIONS, over)
    return trip
