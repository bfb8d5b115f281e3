"""Signing out at the company too, and requests that the pool signs: what goes there and what has to come back."""

from __future__ import annotations

import msgspec
import pytest

from cogtui.cloud.providers import saml_directory
from cogtui.cloud.saml import logout, names, redirects, requests
from cogtui.cloud.saml.records import LogoutResponse
from cogtui.cloud.web import WebRequest, WebResponse
from tests.builders import done, last, state
from tests.cloud.services.cognito_idp.domain.browser import LOGOUT, Browser, Site, authorize_query, request_to
from tests.cloud.services.cognito_idp.domain.company import company, provider_of, round_trip

SIGNS_OUT = ", IDPSignout: 'true'"


def signed_in(more: str = SIGNS_OUT) -> tuple[Site, Browser]:
    """Return a pool, and a browser in which Ana has signed in at the company."""
    site = company(more=more)
    browser = site.browser()
    round_trip(site, browser)
    return site, browser


def leaving(site: Site, browser: Browser) -> WebResponse:
    return browser.get("/logout", client_id=site.client, logout_uri=LOGOUT)


def carried(browser: Browser, away: WebResponse) -> WebRequest:
    """Go to the company and return the form with which the browser would come back."""
    page = browser.send(request_to(away.location)).page
    assert page is not None
    assert page.action is not None, page.error
    return msgspec.structs.replace(page.action, form={field.name: field.value for field in page.fields})


def test_signing_out_leads_over_the_company_to_the_app() -> None:
    site, browser = signed_in()
    away = leaving(site, browser)
    sent = request_to(away.location)
    asked = requests.logout_decoded(sent.query["SAMLRequest"])
    assert (sent.host, sent.path) == ("saml.example.com", "/slo")
    assert (asked.issuer, asked.subject) == (f"urn:amazon:cognito:sp:{site.pool}", "Ana-1")
    assert "cognito" not in browser.cookies
    response = browser.send(carried(browser, away))
    assert response.location == LOGOUT
    assert "csrf-state" not in browser.cookies


def test_without_idp_signout_nobody_goes_to_the_company() -> None:
    site, browser = signed_in("")
    assert leaving(site, browser).location == LOGOUT


def test_who_never_signed_in_at_the_company_does_not_go_there() -> None:
    site = company(more=SIGNS_OUT)
    assert leaving(site, site.browser()).location == LOGOUT


def test_a_new_sign_in_may_follow() -> None:
    site, browser = signed_in()
    away = browser.get("/logout", **authorize_query(site.client))
    assert browser.send(carried(browser, away)).location.startswith("/login?")


def test_what_goes_to_the_company_is_signed_with_the_pool_s_key() -> None:
    site, browser = signed_in()
    query = request_to(leaving(site, browser).location).query
    certificate = done(site.world, "cognito-idp", "GetSigningCertificate", UserPoolId=site.pool)["Certificate"]
    assert redirects.holds(query, certificate)
    assert not redirects.holds(query | {"RelayState": "other"}, certificate)
    assert not redirects.holds(query | {"SigAlg": "http://www.w3.org/2000/09/xmldsig#rsa-sha1"}, certificate)


def test_sign_ins_are_signed_where_the_pool_says_so() -> None:
    site = company(more=", RequestSigningAlgorithm: rsa-sha256")
    asked = authorize_query(site.client, identity_provider="Corp")
    query = request_to(site.browser().get("/oauth2/authorize", **asked).location).query
    certificate = done(site.world, "cognito-idp", "GetSigningCertificate", UserPoolId=site.pool)["Certificate"]
    assert redirects.holds(query, certificate)
    assert "code" in round_trip(site).location


def answer(site: Site, request: WebRequest, **changed: str) -> WebRequest:
    """Return the form with an answer that says something else, properly signed by the company."""
    signer = saml_directory.signer(site.world.store, provider_of(site.world))
    said = logout.read(request.form["SAMLResponse"], (signer.certificate,), site.world.now)
    assert isinstance(said, LogoutResponse)
    text = logout.encoded(msgspec.structs.replace(said, **changed), signer, site.world.now)
    return msgspec.structs.replace(request, form=request.form | {"SAMLResponse": text})


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"issuer": "https://other.example"}, "saml.issuer"),
        ({"in_response_to": "_other"}, "saml.in_response_to"),
        ({"status": names.SUCCESS.replace("Success", "Requester")}, "saml.status"),
    ],
)
def test_an_answer_that_does_not_hold_leads_nowhere(changed: dict[str, str], rule: str) -> None:
    site, browser = signed_in()
    request = answer(site, carried(browser, leaving(site, browser)), **changed)
    response = browser.send(request)
    assert (response.status, response.location) == (400, "")
    assert last(site.world).refused_by == (rule,)


@pytest.mark.parametrize(("text", "rule"), [("x", "saml.format"), ("PGEvPg==", "saml.format")])
def test_what_is_no_answer_leads_nowhere(text: str, rule: str) -> None:
    site, browser = signed_in()
    request = carried(browser, leaving(site, browser))
    browser.send(msgspec.structs.replace(request, form=request.form | {"SAMLResponse": text}))
    assert last(site.world).refused_by == (rule,)


def test_an_answer_is_good_once_and_in_its_own_browser() -> None:
    site, browser = signed_in()
    request = carried(browser, leaving(site, browser))
    before = state(site.world)
    assert site.browser().send(request).status == 400
    assert last(site.world).refused_by == ("oauth.trip.browser",)
    assert state(site.world) == before
    held = dict(browser.cookies)
    browser.send(request)
    browser.cookies = held
    assert browser.send(request).status == 400
    assert last(site.world).refused_by == ("oauth.trip",)


def test_a_sign_out_s_state_is_good_for_no_sign_in() -> None:
    site, browser = signed_in()
    request = carried(browser, leaving(site, browser))
    changed = msgspec.structs.replace(request, path="/saml2/idpresponse")
    response = browser.send(changed)
    assert "code=" not in response.location
    assert "cognito" not in browser.cookies


def test_an_answer_that_nobody_waits_for_is_told_so() -> None:
    site = company(more=SIGNS_OUT)
    state_of_a_pool = f"{site.pool}.x"
    request = WebRequest(
        "POST", site.browser().host, "/saml2/logout", form={"SAMLResponse": "x", "RelayState": state_of_a_pool}
    )
    response = site.world.web(request)
    assert response.page is not None
    assert response.page.error == "Invalid samlResponse or relayState from identity provider"


def test_the_company_refuses_what_is_no_sign_out() -> None:
    site, browser = signed_in()
    sent = request_to(leaving(site, browser).location)
    for query, rule in (
        (sent.query | {"SAMLRequest": "x"}, "provider.saml.request"),
        (sent.query | {"idp": "other"}, "provider.saml"),
    ):
        assert site.world.web(msgspec.structs.replace(sent, query=query)).status >= 400
        assert last(site.world).refused_by == (rule,)


def test_the_company_answers_only_where_an_address_is_registered() -> None:
    from cogtui.cloud.providers.saml_records import PROVIDERS
    from cogtui.cloud.store import Transaction

    site, browser = signed_in()
    sent = request_to(leaving(site, browser).location)
    provider = provider_of(site.world)
    silent = tuple(msgspec.structs.replace(party, slo="") for party in provider.parties)
    Transaction(site.world.store).put(PROVIDERS, msgspec.structs.replace(provider, parties=silent))
    assert site.world.web(sent).status == 400
    assert last(site.world).refused_by == ("provider.saml.slo",)
