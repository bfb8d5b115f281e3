"""Responses as a provider makes them: one assertion, signed (SAML Core, sections 2.3.3 and 3.3.3; SAML Profiles, 4.1.4.2)."""

from __future__ import annotations

import base64
from typing import Any

import msgspec
from signxml.algorithms import CanonicalizationMethod
from signxml.signer import XMLSigner

from cogtui.cloud.saml import certificates, names
from cogtui.cloud.saml.names import BASIC_NAMES, BEARER, PASSWORD, SUCCESS
from cogtui.cloud.saml.records import Assertion
from cogtui.cloud.saml.xml import Element, made, written
from cogtui.cloud.tokens.keys import SigningKey, private_key


class Signer(msgspec.Struct, frozen=True):
    """Who signs, and with what."""

    key: SigningKey
    certificate: str
    """Base64 DER."""


def encoded(said: Assertion, signer: Signer, response_id: str, at: float) -> str:
    """Return the parameter SAMLResponse for what a provider says."""
    root = made(
        "samlp:Response",
        made("saml:Issuer", text=said.issuer),
        made("samlp:Status", made("samlp:StatusCode", Value=SUCCESS)),
        signed(_assertion(said, at), signer),
        ID=response_id,
        Version="2.0",
        IssueInstant=names.written(at),
        Destination=said.recipient,
        InResponseTo=said.in_response_to,
    )
    return base64.b64encode(written(root).encode()).decode("ascii")


def signed(element: Element, signer: Signer) -> Element:
    """Return an element with its signature in it, where SAML's schema wants it: after the issuer."""
    element.insert(1, made("ds:Signature", Id="placeholder"))
    xml_signer: Any = XMLSigner(c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0)
    done: Element = xml_signer.sign(
        element,
        key=private_key(signer.key),
        cert=[certificates.loaded(signer.certificate)],
        reference_uri=f"#{element.get('ID')}",
        id_attribute="ID",
    )
    return done


def _assertion(said: Assertion, at: float) -> Element:
    end = names.written(said.not_on_or_after or at)
    confirmation = made(
        "saml:SubjectConfirmationData",
        Recipient=said.recipient,
        InResponseTo=said.in_response_to,
        NotOnOrAfter=end,
    )
    subject = made(
        "saml:Subject",
        made("saml:NameID", text=said.subject, Format=said.subject_format),
        made("saml:SubjectConfirmation", confirmation, Method=BEARER),
    )
    audiences = [made("saml:Audience", text=one) for one in said.audiences]
    conditions = made(
        "saml:Conditions",
        made("saml:AudienceRestriction", *audiences),
        NotBefore=names.written(said.not_before or at),
        NotOnOrAfter=end,
    )
    context = made("saml:AuthnContext", made("saml:AuthnContextClassRef", text=PASSWORD))
    statement = made("saml:AuthnStatement", context, AuthnInstant=names.written(at), SessionIndex=said.id)
    told = [made("saml:AttributeStatement", *_attributes(said.attributes))] if said.attributes else []
    return made(
        "saml:Assertion",
        made("saml:Issuer", text=said.issuer),
        subject,
        conditions,
        statement,
        *told,
        ID=said.id,
        Version="2.0",
        IssueInstant=names.written(at),
    )


def _attributes(given: dict[str, tuple[str, ...]]) -> list[Element]:
    return [
        made(
            "saml:Attribute",
            *(made("saml:AttributeValue", text=value) for value in values),
            Name=name,
            NameFormat=BASIC_NAMES,
        )
        for name, values in given.items()
    ]
