"""Signing in at a SAML provider: the browser goes there with a request, and comes back with a form that carries an assertion.

Source: Developer Guide, "SAML session initiation in Amazon Cognito user pools"; SAML 2.0 Profiles, section 4.1.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, quote_plus

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.issuers import KEYS
from cogtui.cloud.saml.judging import Expected, judged
from cogtui.cloud.saml.records import Assertion, AuthnRequest
from cogtui.cloud.saml.redirects import signed
from cogtui.cloud.saml.requests import encoded
from cogtui.cloud.services.cognito_idp.domain import (
    answers,
    app_request,
    browser_sessions,
    cookies,
    federated_users,
    federation,
    grants,
    pages,
    providers,
)
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain.records import (
    FEDERATIONS,
    SEEN_ASSERTIONS,
    Federation,
    SeenAssertion,
)
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.services.cognito_idp.domain_records import IdentityProvider
from cogtui.cloud.services.cognito_idp.pools.saml_details import metadata_of
from cogtui.cloud.services.cognito_idp.records import UserPool
from cogtui.cloud.tokens.keys import SigningKey
from cogtui.cloud.web import WebResponse

RETURN_PATH = "/saml2/idpresponse"

STRAY = "Invalid samlResponse or relayState from identity provider"
"""AWS's words for a response that answers nothing."""


def entity_id(pool_id: str) -> str:
    """Return what providers call a user pool."""
    return f"urn:amazon:cognito:sp:{pool_id}"


def begin(call: Call, visit: Visit, asked: AppRequest, provider: IdentityProvider) -> WebResponse:
    """Send the browser to the provider with an AuthnRequest; RelayState is the trip's, the app's own `state` waits here."""
    state, request_id = f"{visit.pool.id}.{call.ids.text(43, ALNUM)}", f"_{call.ids.uuid()}"
    trip = Federation(visit.pool.id, state, provider.name, asked.query, request_id, call.now + federation.SECONDS)
    call.tx.put(FEDERATIONS, trip)
    sso = provider.details["SSORedirectBindingURI"]
    request = AuthnRequest(request_id, entity_id(visit.pool.id), _return_address(visit), sso)
    query = {"SAMLRequest": encoded(request, call.now), "RelayState": state}
    if provider.details.get("RequestSigningAlgorithm"):
        query = signed(query, signing_key(call, visit.pool))
    # DIFFERS: AWS's cookie is one that also comes along with a form from another site (SameSite=None); providers of a
    # world stand at the same site as its pools.
    cookie = cookies.set_cookie(cookies.FEDERATION, state, federation.SECONDS)
    return WebResponse(302, {"location": with_query(sso, query)}, cookies=(cookie,))


def with_query(address: str, query: dict[str, str]) -> str:
    """Return a provider's address, which may have a query of its own, with more of it."""
    return f"{address}{'&' if '?' in address else '?'}{answers.encoded(dict(query))}"


def signing_key(call: Call, pool: UserPool) -> SigningKey:
    """Return the key whose certificate GetSigningCertificate tells."""
    key = call.tx.get(KEYS, (pool.issuer, pool.id_kid))
    assert key is not None
    return key


def received(call: Call, visit: Visit) -> WebResponse:
    """Take the assertion that a provider's form brings; the app gets a code of the pool's own."""
    relay = visit.form.get("RelayState", "")
    trip = call.tx.get(FEDERATIONS, (visit.pool.id, relay))
    query = trip.query if trip is not None else _unasked(call, visit, relay)
    if trip is not None:
        federation.finished(call, visit, relay)
    visit = msgspec.structs.replace(visit, request=msgspec.structs.replace(visit.request, query=query, repeated=()))
    asked = app_request.read(call, visit)
    provider = _provider(call, visit, asked, trip)
    call.title = call.title or f"Back from {provider.name}"
    said = _judged(call, visit, asked, provider, trip)
    user = federated_users.profile(call, asked, provider, claims(said))
    session, cookie = browser_sessions.begin(call, visit, user, provider.name)
    return grants.granted(call, asked, session, user, (cookie, cookies.clear_cookie(cookies.FEDERATION)))


def claims(said: Assertion) -> dict[str, Any]:
    """Return what an assertion says, as attribute mappings read it: several values become one text."""
    return {name: _joined(values) for name, values in said.attributes.items() if values} | {"NameID": said.subject}


def _joined(values: tuple[str, ...]) -> str:
    if len(values) == 1:
        return values[0]
    return f"[{', '.join(quote_plus(value, safe='*') for value in values)}]"


def _return_address(visit: Visit) -> str:
    return f"https://{visit.domain.host}{RETURN_PATH}"


def _stray(visit: Visit) -> AwsError:
    return answers.refused(pages.said(visit, "Sign in", STRAY, "Go back to the app and begin again."))


def _unasked(call: Call, visit: Visit, relay: str) -> dict[str, str]:
    """Return the app's request that RelayState spells out, where the provider speaks first."""
    query = dict(parse_qsl(relay, keep_blank_values=True, errors="surrogateescape"))
    call.require("oauth.saml.relay", "client_id" in query and "redirect_uri" in query, _stray(visit), has=relay)
    return {"response_type": "code", **query}


def _provider(call: Call, visit: Visit, asked: AppRequest, trip: Federation | None) -> IdentityProvider:
    """Return whose response it is; refuse a provider that may not speak first where nobody asked it."""
    name = trip.provider if trip is not None else asked.query.get("identity_provider", "")
    provider = providers.named(call.tx, asked.app, name)
    known = provider is not None and provider.type == "SAML" and name in providers.supported(call.tx, asked.app)
    gone = asked.error("invalid_request", "The identity provider is not enabled for this client.")
    call.require("oauth.provider", known, gone, has=name)
    assert provider is not None
    if trip is None:
        allowed = provider.details.get("IDPInit", "false").lower() == "true"
        call.require("oauth.saml.unasked", allowed, _stray(visit), place=provider.place, IDPInit=allowed)
    return provider


def _judged(
    call: Call, visit: Visit, asked: AppRequest, provider: IdentityProvider, trip: Federation | None
) -> Assertion:
    expected = Expected(
        metadata_of(provider.metadata),
        audiences=(entity_id(visit.pool.id),),
        recipients=(_return_address(visit),),
        in_response_to=trip.nonce if trip is not None else "",
        place=provider.place,
    )

    def refusal(_rule: str, why: str) -> AwsError:
        return asked.error("server_error", f"Invalid SAML response received: {why}")

    said = judged(call, visit.form.get("SAMLResponse", ""), expected, refusal)
    seen = SeenAssertion(visit.pool.id, provider.name, said.id, said.not_on_or_after or call.now)
    fresh = call.tx.get(SEEN_ASSERTIONS, SEEN_ASSERTIONS.key(seen)) is None
    again = refusal("saml.replay", "SAML Assertion has been used before.")
    call.require("saml.replay", fresh, again, id=said.id)
    call.tx.put(SEEN_ASSERTIONS, seen)
    return said
