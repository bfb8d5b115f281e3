"""A company's SAML provider itself, and the settings of a pool that takes its assertions."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from cogtui.cloud.explain import Check
from cogtui.cloud.web import WebRequest
from tests.builders import done, last, state
from tests.cloud.services.cognito_idp.domain.browser import Site
from tests.cloud.services.cognito_idp.domain.company import (
    ACS,
    carried,
    company,
    forged,
    login_page,
)

# ------------------------------------------------------------------------------------------------------- at the company


def test_a_wrong_password_at_the_company_shows_the_page_again() -> None:
    site = company()
    browser = site.browser()
    response = browser.submit(login_page(site, browser), password="wrong")
    assert response.status == 401
    assert response.page is not None
    assert response.page.error == "The address or the password is wrong."
    assert last(site.world).refused_by == ("provider.password",)


def test_the_company_answers_only_whom_it_knows() -> None:
    from cogtui.cloud.saml.records import AuthnRequest
    from cogtui.cloud.saml.requests import encoded

    site = company()
    known = f"urn:amazon:cognito:sp:{site.pool}"
    for issuer, acs, rule in (
        ("urn:other", ACS, "provider.saml.party"),
        (known, "https://evil.example/acs", "provider.saml.acs"),
    ):
        asked = encoded(AuthnRequest("_1", issuer, acs, ""), site.world.now)
        request = WebRequest("GET", "saml.example.com", "/sso", {"idp": "corp", "SAMLRequest": asked})
        assert site.world.web(request).status == 400
        assert last(site.world).refused_by == (rule,)


@pytest.mark.parametrize("given", ["", "x", "AAAA", base64.b64encode(b"\x03\x00").decode()])
def test_the_company_refuses_what_is_no_request(given: str) -> None:
    site = company()
    request = WebRequest("GET", "saml.example.com", "/sso", {"idp": "corp", "SAMLRequest": given})
    assert site.world.web(request).status == 400
    assert last(site.world).refused_by == ("provider.saml.request",)


def test_a_login_page_is_good_for_one_login() -> None:
    site = company()
    browser = site.browser()
    page = login_page(site, browser)
    assert browser.submit(page).status == 200
    assert browser.submit(page).status == 400
    assert last(site.world).refused_by == ("provider.login",)


# ------------------------------------------------------------------------------------------------------------- settings


def details(site: Site, **given: str) -> Any:
    params = {"UserPoolId": site.pool, "ProviderName": "Other", "ProviderType": "SAML", "ProviderDetails": given}
    return site.world.call("cognito-idp", "CreateIdentityProvider", params, caller=site.world.operator)


def test_describe_tells_where_browsers_are_sent() -> None:
    site = company()
    found = done(site.world, "cognito-idp", "DescribeIdentityProvider", UserPoolId=site.pool, ProviderName="Corp")[
        "IdentityProvider"
    ]
    assert found["ProviderDetails"]["SSORedirectBindingURI"] == "https://saml.example.com/sso?idp=corp"
    assert found["ProviderDetails"]["MetadataURL"] == "https://saml.example.com/metadata?idp=corp"
    assert found["AttributeMapping"]["username"] == "NameID"


def metadata_of(site: Site) -> str:
    request = WebRequest("GET", "saml.example.com", "/metadata", {"idp": "corp"})
    return (site.world.web(request).body or {})["metadata"]


def test_metadata_may_come_as_a_file() -> None:
    site = company()
    assert details(site, MetadataFile=metadata_of(site)).ok


WRONG_DETAILS: dict[str, tuple[dict[str, str], str]] = {
    "another host": ({"MetadataURL": "https://idp.example.org/metadata"}, "idp.provider.saml.reached"),
    "an unknown provider": ({"MetadataURL": "https://saml.example.com/metadata?idp=x"}, "idp.provider.saml.reached"),
    "no metadata": ({"MetadataFile": "<a/>"}, "idp.provider.saml.metadata"),
    "no xml": ({"MetadataFile": "x"}, "idp.provider.saml.metadata"),
    "an entity": ({"MetadataFile": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}, "idp.provider.saml.metadata"),
}


@pytest.mark.parametrize("case", WRONG_DETAILS)
def test_metadata_that_does_not_do_is_refused(case: str) -> None:
    given, rule = WRONG_DETAILS[case]
    site = company()
    before = state(site.world)
    reply = details(site, **given)
    assert reply.error.code == "InvalidParameterException"
    assert rule in reply.record.refused_by
    assert state(site.world) == before


def test_encrypted_responses_are_not_simulated() -> None:
    name = "EncryptedResponses"
    site = company()
    reply = details(site, MetadataFile=metadata_of(site), **{name: "true"})
    assert reply.record.refused_by == ("door.simulated",)
    assert details(site, MetadataFile=metadata_of(site), **{name: "maybe"}).record.refused_by == (
        "idp.provider.saml.switch",
    )


def test_metadata_whose_certificate_has_expired_is_refused() -> None:
    site = company()
    text = metadata_of(site)
    site.world.act("clock.advance", seconds=11 * 365 * 86400)
    assert details(site, MetadataFile=text).record.refused_by == ("idp.provider.saml.certificate",)


def test_the_why_names_where_the_provider_s_settings_stand() -> None:
    site = company()
    browser = site.browser()
    browser.send(forged(site, carried(site, browser), attacker=True))
    check = next(one for one in last(site.world).checks if one.rule == "saml.signature")
    assert isinstance(check, Check)
    assert check.place is not None
    assert check.place.table == "idp.providers"
    assert check.place.key == (site.pool, "Corp")


def test_requests_are_signed_by_one_algorithm() -> None:
    site = company()
    found = details(site, MetadataFile=metadata_of(site), RequestSigningAlgorithm="rsa-sha1")
    assert found.record.refused_by == ("idp.provider.saml.algorithm",)
