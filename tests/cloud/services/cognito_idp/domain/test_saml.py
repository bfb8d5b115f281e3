"""Signing in at a company's SAML provider: to the provider and back, what is checked, and which forgeries fail."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import msgspec
import pytest

from cogtui.cloud.explain import Check
from cogtui.cloud.tokens import read
from cogtui.cloud.web import WebRequest
from tests.builders import CALLBACK, done, last, state
from tests.cloud.services.cognito_idp.domain.browser import Site, authorize_query, body, request_to, returned
from tests.cloud.services.cognito_idp.domain.company import (
    ACS,
    carried,
    company,
    forged,
    login_page,
    portal,
    relay_of,
    response_in,
    round_trip,
    with_response,
)
from tests.cloud.services.cognito_idp.domain.test_federation import attributes, users

RECEIVED = "Invalid SAML response received: "


def refused_with(site: Site, request: WebRequest, text: str, rule: str) -> None:
    """See that the pool refuses a form, tells the app, and signs nobody in."""
    browser = site.browser()
    browser.cookies["csrf-state"] = request.form.get("RelayState", "")
    people = users(site)
    told = returned(browser.send(request))
    assert told["error"] == "server_error"
    assert told["error_description"] == RECEIVED + text
    assert told["state"] == "s-1"
    record = next(one for one in reversed(site.world.trail) if one.operation == "POST /saml2/idpresponse")
    assert record.refused_by == (rule,)
    assert users(site) == people
    assert "cognito" not in browser.cookies


# ---------------------------------------------------------------------------------------------------------- there and back


def test_a_round_trip_ends_at_the_app_with_a_code_of_the_pool_s_own() -> None:
    site = company()
    told = returned(round_trip(site, state="a/b c&d", nonce="n-1"))
    assert told["state"] == "a/b c&d"
    claims = read(body(site.redeem(told["code"]))["id_token"]).claims or {}
    (user,) = users(site)
    assert (user["Username"], user["UserStatus"]) == ("Corp_Ana-1", "EXTERNAL_PROVIDER")
    assert (claims["cognito:username"], claims["email"], claims["nonce"]) == ("Corp_Ana-1", "ana@corp.example", "n-1")
    (identity,) = claims["identities"]
    assert (identity["providerType"], identity["issuer"]) == ("SAML", "https://saml.example.com/corp")


def test_an_attribute_of_several_values_becomes_one_text() -> None:
    site = company()
    round_trip(site)
    assert attributes(users(site)[0])["profile"] == "[admins, sales+team]"


def test_the_request_names_the_pool_and_where_the_answer_goes() -> None:
    from cogtui.cloud.saml.requests import decoded

    site = company()
    query = authorize_query(site.client, identity_provider="Corp")
    sent = request_to(site.browser().get("/oauth2/authorize", **query).location)
    asked = decoded(sent.query["SAMLRequest"])
    assert (sent.host, sent.path, sent.query["idp"]) == ("saml.example.com", "/sso", "corp")
    assert (asked.issuer, asked.acs) == (f"urn:amazon:cognito:sp:{site.pool}", ACS)
    assert sent.query["RelayState"].startswith(site.pool)


def test_the_login_page_has_a_button_for_the_company() -> None:
    site = company()
    page = site.browser().open("/login", **authorize_query(site.client))
    assert [link.label for link in page.links if link.provider == "Corp"] == ["Continue with Corp"]


def test_the_same_world_signs_the_same_octets() -> None:
    first, second = (company(), company())
    assert carried(first, first.browser()).form == carried(second, second.browser()).form


def test_the_why_of_a_sign_in_shows_every_check() -> None:
    site = company()
    round_trip(site)
    found = dict(last(site.world).rules())
    asked = ("plain", "signed", "signature", "issuer", "audience", "recipient", "in_response_to", "expiry", "replay")
    assert all(found[f"saml.{name}"] is True for name in asked)


def test_the_second_sign_in_rewrites_the_profile_and_makes_no_other_one() -> None:
    site = company()
    round_trip(site)
    browser = site.browser()
    browser.send(forged(site, carried(site, browser), attributes={"name": ("Ana Maria",)}))
    (user,) = users(site)
    assert (attributes(user)["name"], attributes(user)["email"]) == ("Ana Maria", "ana@corp.example")


def test_name_ids_that_differ_in_capitals_are_two_people() -> None:
    site = company()
    round_trip(site)
    browser = site.browser()
    browser.send(forged(site, carried(site, browser), subject="ana-1"))
    assert {user["Username"] for user in users(site)} == {"Corp_Ana-1", "Corp_ana-1"}


def test_a_linked_sign_in_gives_the_user_who_was_there_before_and_is_named_by_subject_from_then_on() -> None:
    site = company()
    done(site.world, "cognito-idp", "AdminCreateUser", UserPoolId=site.pool, Username="ana", MessageAction="SUPPRESS")
    by_email = {"ProviderName": "Corp", "ProviderAttributeName": "email", "ProviderAttributeValue": "ana@corp.example"}
    to = {"ProviderName": "Cognito", "ProviderAttributeValue": "ana"}
    linking = {"UserPoolId": site.pool, "DestinationUser": to, "SourceUser": by_email}
    done(site.world, "cognito-idp", "AdminLinkProviderForUser", **linking)
    round_trip(site)
    (user,) = users(site)
    (identity,) = json.loads(attributes(user)["identities"])
    assert (user["Username"], identity["userId"], identity["issuer"]) == (
        "ana",
        "Ana-1",
        "https://saml.example.com/corp",
    )
    unlinking = {"ProviderName": "Corp", "ProviderAttributeName": "Cognito_Subject", "ProviderAttributeValue": "Ana-1"}
    done(site.world, "cognito-idp", "AdminDisableProviderForUser", UserPoolId=site.pool, User=unlinking)
    round_trip(site)
    assert {one["Username"] for one in users(site)} == {"ana", "Corp_Ana-1"}


# ----------------------------------------------------------------------------------------------- what the assertion must be

WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "another issuer": (
        {"issuer": "https://other.example"},
        "Issuer of the SAML Assertion is not the identity provider.",
        "saml.issuer",
    ),
    "another recipient": (
        {"recipient": "https://other.example/acs"},
        "Recipient of the SAML Assertion is not valid.",
        "saml.recipient",
    ),
    "another request": (
        {"in_response_to": "_other"},
        "InResponseTo of the SAML Assertion is not valid.",
        "saml.in_response_to",
    ),
    "no request": ({"in_response_to": ""}, "InResponseTo of the SAML Assertion is not valid.", "saml.in_response_to"),
    "not yet valid": ({"not_before": 1767603601.0}, "SAML Assertion is not yet valid.", "saml.not_before"),
    "expired": ({"not_on_or_after": 1767603600.0}, "SAML Assertion has expired.", "saml.expiry"),
    "nobody": ({"subject": ""}, "NameID is missing from the SAML Assertion.", "saml.subject"),
    "an attacker's signature": ({"attacker": True}, "SAML Assertion signature is invalid. ", "saml.signature"),
}


@pytest.mark.parametrize("case", WRONG)
def test_an_assertion_that_does_not_hold_signs_nobody_in(case: str) -> None:
    changed, text, rule = WRONG[case]
    site = company()
    refused_with(site, forged(site, carried(site, site.browser()), **changed), text, rule)


def test_an_assertion_for_another_audience_signs_nobody_in() -> None:
    site = company()
    request = forged(site, carried(site, site.browser()), audiences=("urn:amazon:cognito:sp:us-east-1_other",))
    text = f"Audience restriction in the SAML Assertion does not allow it for urn:amazon:cognito:sp:{site.pool}"
    refused_with(site, request, text, "saml.audience")


def test_an_assertion_of_a_world_away_in_time_has_expired() -> None:
    site = company()
    request = carried(site, site.browser())
    request = forged(site, request, not_on_or_after=site.world.now + 60)
    site.world.act("clock.advance", seconds=60)
    refused_with(site, request, "SAML Assertion has expired.", "saml.expiry")


def test_an_assertion_without_an_end_is_refused() -> None:
    site = company()
    request = carried(site, site.browser())
    xml = re.sub(r' NotOnOrAfter="[^"]*"', "", response_in(request))
    refused_with(site, with_response(request, xml), "SAML Assertion signature is invalid. ", "saml.signature")


def test_an_unsigned_assertion_is_refused() -> None:
    site = company()
    request = carried(site, site.browser())
    xml = re.sub(r"<ds:Signature .*?</ds:Signature>", "", response_in(request), flags=re.DOTALL)
    refused_with(site, with_response(request, xml), "SAML Assertion signature is missing.", "saml.signed")


def test_a_changed_word_breaks_the_signature() -> None:
    site = company()
    request = carried(site, site.browser())
    changed = with_response(request, response_in(request).replace("Ana-1", "Ben-2"))
    refused_with(site, changed, "SAML Assertion signature is invalid. ", "saml.signature")


def test_a_failed_status_is_told() -> None:
    site = company()
    request = carried(site, site.browser())
    changed = with_response(request, response_in(request).replace("status:Success", "status:Requester"))
    refused_with(site, changed, "SAML Response status is not Success.", "saml.status")


def test_the_certificate_has_to_hold_still() -> None:
    site = company()
    site.world.act("clock.advance", seconds=11 * 365 * 86400)
    request = carried(site, site.browser())
    refused_with(site, request, "SAML Assertion signature is invalid. ", "saml.signature")


@pytest.mark.parametrize(
    "octets",
    [b"", b"no xml", b"<a>", b"<Response/>", b"\xff\xfe\x00", b"<!DOCTYPE a><a/>", b"<a>" * 5000],
)
def test_what_is_no_response_is_refused(octets: bytes) -> None:
    site = company()
    request = carried(site, site.browser())
    text = base64.b64encode(octets).decode()
    changed = msgspec.structs.replace(request, form=request.form | {"SAMLResponse": text})
    refused_with(site, changed, "SAML Response could not be read.", "saml.format")


def test_entities_are_never_resolved() -> None:
    site = company()
    request = carried(site, site.browser())
    bomb = '<!DOCTYPE r [<!ENTITY a "Ben-2"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    changed = with_response(request, bomb + response_in(request).replace("Ana-1", "&f;"))
    refused_with(site, changed, "SAML Response could not be read.", "saml.format")


def test_a_response_may_be_a_hundred_thousand_characters_long() -> None:
    site = company()
    request = carried(site, site.browser())
    changed = with_response(request, response_in(request) + " " * 100_000)
    refused_with(site, changed, "SAML Response could not be read.", "saml.format")


def test_an_encrypted_assertion_is_not_simulated() -> None:
    site = company()
    browser = site.browser()
    request = carried(site, browser)
    xml = re.sub(r"(</?saml:)Assertion\b", r"\1EncryptedAssertion", response_in(request))
    response = browser.send(with_response(request, xml))
    assert response.status == 501
    assert last(site.world).refused_by == ("door.simulated",)


# --------------------------------------------------------------------------------------------------------------- wrapping

_ASSERTION = re.compile(r"<saml:Assertion .*</saml:Assertion>", re.DOTALL)
_SIGNATURE = re.compile(r"<ds:Signature .*?</ds:Signature>", re.DOTALL)


def evil_of(signed: str, name: str = "_evil") -> str:
    """Return an attacker's copy of an assertion: another person, another id, no signature."""
    return _SIGNATURE.sub("", signed.replace("Ana-1", "Ben-2")).replace(
        re.search(r' ID="([^"]*)"', signed)[1],  # pyright: ignore[reportOptionalSubscript]
        name,
    )


def _before(xml: str, signed: str) -> str:
    return xml.replace(signed, evil_of(signed) + signed)


def _after(xml: str, signed: str) -> str:
    return xml.replace(signed, signed + evil_of(signed))


def _around(xml: str, signed: str) -> str:
    """The signed assertion hides inside the attacker's."""
    evil = evil_of(signed)
    return xml.replace(signed, evil.replace("</saml:Assertion>", signed + "</saml:Assertion>"))


def _in_the_signature(xml: str, signed: str) -> str:
    """The attacker's assertion takes the signature over, and the signed one hides in an Object of it."""
    signature = _SIGNATURE.search(signed)
    assert signature is not None
    plain = _SIGNATURE.sub("", signed)
    wrapped = signature[0].replace("</ds:Signature>", f"<ds:Object>{plain}</ds:Object></ds:Signature>")
    evil = evil_of(signed)
    return xml.replace(signed, evil.replace("</saml:Issuer>", "</saml:Issuer>" + wrapped, 1))


def _in_extensions(xml: str, signed: str) -> str:
    """The signed one hides in the response's extensions."""
    hidden = f'<samlp:Extensions xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">{signed}</samlp:Extensions>'
    return xml.replace(signed, evil_of(signed)).replace("<samlp:Status>", hidden + "<samlp:Status>")


def _same_id(xml: str, signed: str) -> str:
    """Both have the id that the signature names."""
    found = re.search(r' ID="([^"]*)"', signed)
    assert found is not None
    return xml.replace(signed, evil_of(signed, found[1]) + signed)


def _borrowed(xml: str, signed: str) -> str:
    """The attacker's assertion stands alone and carries the signature of the real one."""
    signature = _SIGNATURE.search(signed)
    assert signature is not None
    evil = evil_of(signed).replace("</saml:Issuer>", "</saml:Issuer>" + signature[0], 1)
    return xml.replace(signed, evil)


WRAPPED = {
    one.__name__: one for one in (_before, _after, _around, _in_the_signature, _in_extensions, _same_id, _borrowed)
}


@pytest.mark.parametrize("attack", WRAPPED)
def test_a_wrapped_signature_signs_nobody_in(attack: str) -> None:
    site = company()
    browser = site.browser()
    request = carried(site, browser)
    xml = response_in(request)
    signed = _ASSERTION.search(xml)
    assert signed is not None
    told = returned(browser.send(with_response(request, WRAPPED[attack](xml, signed[0]))))
    assert told["error"] == "server_error"
    assert last(site.world).refused_by[0] in ("saml.plain", "saml.signature", "saml.signed")
    assert users(site) == []


def test_a_comment_in_a_name_does_not_cut_it_short() -> None:
    site = company()
    browser = site.browser()
    request = forged(site, carried(site, browser), subject="Ana-1.evil")
    browser.send(with_response(request, response_in(request).replace("Ana-1.evil", "Ana-1<!-- -->.evil")))
    assert [user["Username"] for user in users(site)] == ["Corp_Ana-1.evil"]


def test_a_signed_response_is_as_good_as_a_signed_assertion() -> None:
    from cogtui.cloud.providers import saml_directory
    from cogtui.cloud.saml import responses, xml
    from tests.cloud.services.cognito_idp.domain.company import provider_of

    site = company()
    browser = site.browser()
    request = carried(site, browser)
    root = xml.parsed(_SIGNATURE.sub("", response_in(request)))
    signer = saml_directory.signer(site.world.store, provider_of(site.world))
    assert "code" in returned(browser.send(with_response(request, xml.written(responses.signed(root, signer)))))


# ------------------------------------------------------------------------------------------------------------ once, in time


def test_a_response_is_good_once() -> None:
    site = company()
    browser = site.browser()
    request = carried(site, browser)
    held = dict(browser.cookies)
    assert "code" in returned(browser.send(request))
    browser.cookies = held
    again = browser.send(request)
    assert again.status == 400
    assert last(site.world).refused_by == ("oauth.trip",)


def test_an_assertion_is_not_taken_for_another_trip() -> None:
    site = company()
    browser = site.browser()
    first = carried(site, browser)
    browser.send(first)
    second = carried(site, site.browser())
    changed = msgspec.structs.replace(second, form=second.form | {"SAMLResponse": first.form["SAMLResponse"]})
    refused_with(site, changed, "InResponseTo of the SAML Assertion is not valid.", "saml.in_response_to")


def test_another_browser_cannot_finish_the_trip() -> None:
    site = company()
    request = carried(site, site.browser())
    before = state(site.world)
    response = site.browser().send(request)
    assert response.status == 400
    assert last(site.world).refused_by == ("oauth.trip.browser",)
    assert state(site.world) == before


def test_the_trip_takes_five_minutes_at_most() -> None:
    site = company()
    browser = site.browser()
    request = carried(site, browser)
    site.world.act("clock.advance", seconds=300)
    assert browser.send(request).status == 400
    assert last(site.world).refused_by == ("oauth.trip.expiry",)


# --------------------------------------------------------------------------------------------------- the provider speaks first


def test_a_sign_in_may_begin_at_the_company_where_the_pool_allows_it() -> None:
    site = company(idp_init=True)
    browser = site.browser()
    response = browser.send(portal(site, browser, relay_of(site)))
    assert response.location.startswith(CALLBACK + "?code=")
    assert users(site)[0]["Username"] == "Corp_Ana-1"


def test_a_sign_in_may_not_begin_at_the_company_by_default() -> None:
    site = company()
    browser = site.browser()
    response = browser.send(portal(site, browser, relay_of(site)))
    assert response.page is not None
    assert response.page.error == "Invalid samlResponse or relayState from identity provider"
    assert last(site.world).refused_by == ("oauth.saml.unasked",)
    assert users(site) == []


def test_an_assertion_that_nobody_asked_for_is_used_once() -> None:
    site = company(idp_init=True)
    browser = site.browser()
    request = portal(site, browser, relay_of(site))
    browser.send(request)
    told = returned(site.browser().send(request))
    assert told["error_description"] == RECEIVED + "SAML Assertion has been used before."
    assert last(site.world).refused_by == ("saml.replay",)


def test_an_answer_to_a_request_is_no_assertion_that_nobody_asked_for() -> None:
    site = company(idp_init=True)
    request = carried(site, site.browser())
    changed = msgspec.structs.replace(request, form=request.form | {"RelayState": relay_of(site)})
    told = returned(site.browser().send(changed))
    assert told["error_description"] == RECEIVED + "InResponseTo of the SAML Assertion is not valid."


@pytest.mark.parametrize("relay", ["", "x", "us-east-1_x.y", "client_id=&redirect_uri="])
def test_a_response_that_answers_nothing_goes_nowhere(relay: str) -> None:
    site = company(idp_init=True)
    request = carried(site, site.browser())
    changed = msgspec.structs.replace(request, form=request.form | {"RelayState": relay})
    response = site.world.web(changed)
    assert response.status == 400 or response.location.startswith("/error")
    assert users(site) == []


# ----------------------------------------------------------------------------------------------------------------- the profile


def test_a_required_attribute_that_the_company_does_not_give_fails_the_sign_in() -> None:
    site = company(schema="[{Name: phone_number, Required: true}]")
    told = returned(round_trip(site))
    text = "Invalid user attributes: phone_number: The attribute is required"
    assert (told["error"], told["error_description"]) == ("server_error", RECEIVED + text)


def test_a_disabled_profile_signs_nobody_in() -> None:
    site = company()
    round_trip(site)
    done(site.world, "cognito-idp", "AdminDisableUser", UserPoolId=site.pool, Username="Corp_Ana-1")
    assert returned(round_trip(site))["error_description"] == "User is disabled."


# ---------------------------------------------------------------------------------------------------------- at the company


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


# ----------------------------------------------------------------------------------------------------------------- settings


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


@pytest.mark.parametrize("name", ["EncryptedResponses", "IDPSignout"])
def test_what_is_not_built_is_not_simulated(name: str) -> None:
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
