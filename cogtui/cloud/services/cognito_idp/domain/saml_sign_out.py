"""Signing out at a SAML provider too: the browser goes there with a request, and comes back with the answer.

Source: Developer Guide, "SAML sign-out flow" (IDPSignout); SAML 2.0 Profiles, section 4.4.
"""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.saml import logout
from cogtui.cloud.saml.records import LogoutRequest, LogoutResponse
from cogtui.cloud.saml.redirects import signed
from cogtui.cloud.saml.requests import logout_encoded
from cogtui.cloud.saml.xml import Unreadable
from cogtui.cloud.services.cognito_idp.domain import answers, cookies, federation, pages, saml_sign_in
from cogtui.cloud.services.cognito_idp.domain.records import FEDERATIONS, Federation
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.services.cognito_idp.domain_records import PROVIDERS, IdentityProvider
from cogtui.cloud.services.cognito_idp.pools.saml_details import metadata_of
from cogtui.cloud.web import WebResponse

_BEGIN = "logout."
"""What the state of such a trip begins with, after the pool's id: it is good for no sign-in."""


def begin(call: Call, visit: Visit, provider: IdentityProvider, subject: str, cookie: str) -> WebResponse:
    """Send the browser to the provider with a signed LogoutRequest; `cookie` ends its session here."""
    state, request_id = f"{visit.pool.id}.{_BEGIN}{call.ids.text(43, ALNUM)}", f"_{call.ids.uuid()}"
    trip = Federation(visit.pool.id, state, provider.name, visit.query, request_id, call.now + federation.SECONDS)
    call.tx.put(FEDERATIONS, trip)
    slo = provider.details["SLORedirectBindingURI"]
    request = LogoutRequest(request_id, saml_sign_in.entity_id(visit.pool.id), subject, slo)
    query = {"SAMLRequest": logout_encoded(request, call.now), "RelayState": state}
    location = saml_sign_in.with_query(slo, signed(query, saml_sign_in.signing_key(call, visit.pool)))
    held = cookies.set_cookie(cookies.FEDERATION, state, federation.SECONDS)
    return WebResponse(302, {"location": location}, cookies=(cookie, held))


def received(call: Call, visit: Visit) -> WebResponse:
    """Take the provider's answer, and send the browser on to where the app wanted it."""
    call.title = call.title or "Signed out at the provider"
    state = visit.form.get("RelayState", "")
    ours = state.startswith(f"{visit.pool.id}.{_BEGIN}")
    call.require("oauth.saml.relay", ours, _refused(visit, saml_sign_in.STRAY), has=state)
    trip = federation.finished(call, visit, state)
    provider = call.tx.get(PROVIDERS, (visit.pool.id, trip.provider))
    gone = _refused(visit, "The identity provider is gone.")
    call.require("oauth.provider", provider is not None, gone, has=trip.provider)
    assert provider is not None
    _check(call, visit, provider, trip)
    over = (cookies.clear_cookie(cookies.FEDERATION),)
    if "logout_uri" not in trip.query:
        return answers.to_page(pages.LOGIN, trip.query, over)
    return WebResponse(302, {"location": trip.query["logout_uri"]}, cookies=over)


def _check(call: Call, visit: Visit, provider: IdentityProvider, trip: Federation) -> None:
    """Refuse an answer that is not the provider's, or not the one to this trip."""
    metadata = metadata_of(provider.metadata)
    said = _read(call, visit, metadata.certificates)
    invalid = _wrong(visit, "SAML LogoutResponse signature is invalid.")
    call.require("saml.signature", said is not None, invalid, place=provider.place)
    assert said is not None
    other = _wrong(visit, "Issuer of the SAML LogoutResponse is not the identity provider.")
    call.require("saml.issuer", said.issuer == metadata.entity_id, other, wants=metadata.entity_id, has=said.issuer)
    stray = _wrong(visit, "InResponseTo of the SAML LogoutResponse is not valid.")
    has = said.in_response_to
    call.require("saml.in_response_to", has == trip.nonce, stray, wants=trip.nonce, has=has)
    failed = _wrong(visit, "SAML LogoutResponse status is not Success.")
    call.require("saml.status", said.status.endswith(":Success"), failed, has=said.status)


def _read(call: Call, visit: Visit, trusted: tuple[str, ...]) -> LogoutResponse | None:
    try:
        return logout.read(visit.form.get("SAMLResponse", ""), trusted, call.now)
    except Unreadable as problem:
        call.refuse("saml.format", _wrong(visit, "SAML LogoutResponse could not be read."), why=str(problem))


def _wrong(visit: Visit, why: str) -> AwsError:
    # No capture of AWS's words is known.
    return _refused(visit, f"Invalid SAML response received: {why}")


def _refused(visit: Visit, error: str) -> AwsError:
    return answers.refused(pages.said(visit, "Sign out", error, "You are signed out here."))
