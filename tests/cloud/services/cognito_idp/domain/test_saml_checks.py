"""What a SAML assertion must be: every check, forgeries, wrapped signatures, and any change at all."""

from __future__ import annotations

import base64
import re
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import last
from tests.cloud.services.cognito_idp.domain.browser import Browser, returned
from tests.cloud.services.cognito_idp.domain.company import (
    carried,
    company,
    forged,
    refused_with,
    response_in,
    round_trip,
    with_response,
)
from tests.cloud.services.cognito_idp.domain.test_federation import users

# ------------------------------------------------------------------------------------------- what the assertion must be

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


# ------------------------------------------------------------------------------------------------------------- wrapping

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


# ------------------------------------------------------------------------------------------------------- laws and saves


def test_a_save_does_not_hold_what_a_form_brought() -> None:
    from cogtui.cloud.door.withhold import withheld

    site = company()
    round_trip(site)
    record = withheld(site.world.store, last(site.world))
    assert record.request["form"]["SAMLResponse"] == "(withheld)"
    assert "RelayState" in record.request["form"]


SITE = company()
REQUEST = carried(SITE, SITE.browser())
XML = response_in(REQUEST)
PUT = st.sampled_from(["", "<", ">", "/", '"', "&#0;", "x", "<!-- -->", "<a/>"])


@settings(max_examples=200, deadline=None)
@given(at=st.integers(0, len(XML) - 1), gone=st.integers(0, 40), put=PUT)
def test_no_change_to_a_response_signs_somebody_else_in(at: int, gone: int, put: str) -> None:
    text = XML[:at] + put + XML[at + gone :]
    with SITE.world.what_if() as trial:
        browser = Browser(trial)
        browser.cookies["csrf-state"] = REQUEST.form["RelayState"]
        response = browser.send(with_response(REQUEST, text))
        people = [user["Username"] for user in users(msgspec.structs.replace(SITE, world=trial))]
    signed_in = response.status == 302 and "code" in returned(response)
    assert people == (["Corp_Ana-1"] if signed_in else [])
    assert signed_in or response.status in (302, 501)
