"""A response, read: from the parameter to the assertion that it carries (SAML Core, section 2.3.3)."""

from __future__ import annotations

import base64
import binascii

from cogtui.cloud.saml import names
from cogtui.cloud.saml.names import BEARER, LONGEST
from cogtui.cloud.saml.records import Assertion
from cogtui.cloud.saml.xml import Element, Unreadable, attribute_at, children, parsed, tag, text_at, whole_text


def response(text: str) -> Element:
    """Return the Response that SAMLResponse is; `Unreadable` where it is none."""
    return document(text, "samlp:Response")


def document(text: str, wanted: str) -> Element:
    """Return the document that SAMLResponse is; `Unreadable` where it is another one than is wanted."""
    if len(text) > LONGEST:
        raise Unreadable(f"the response is longer than {LONGEST} characters")
    try:
        octets = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unreadable("the response is not written as base64") from error
    root = parsed(octets)
    if root.tag != tag(wanted):
        raise Unreadable(f"the document is no {wanted.partition(':')[2]}")
    return root


def status(root: Element) -> str:
    """Return the status that a response gives."""
    return attribute_at(root, "samlp:Status/samlp:StatusCode", "Value")


def assertion(element: Element) -> Assertion:
    """Return what a signed assertion says; give it nothing that is not signed."""
    bearer = f"saml:Subject/saml:SubjectConfirmation[@Method='{BEARER}']/saml:SubjectConfirmationData"
    ends = (names.read_time(attribute_at(element, path, "NotOnOrAfter")) for path in ("saml:Conditions", bearer))
    listed = children(element, "saml:AttributeStatement/saml:Attribute")
    return Assertion(
        id=element.get("ID", ""),
        issuer=text_at(element, "saml:Issuer"),
        subject=text_at(element, "saml:Subject/saml:NameID"),
        subject_format=attribute_at(element, "saml:Subject/saml:NameID", "Format"),
        audiences=tuple(
            whole_text(one) for one in children(element, "saml:Conditions/saml:AudienceRestriction/saml:Audience")
        ),
        recipient=attribute_at(element, bearer, "Recipient"),
        in_response_to=attribute_at(element, bearer, "InResponseTo"),
        not_before=names.read_time(attribute_at(element, "saml:Conditions", "NotBefore")),
        not_on_or_after=min((end for end in ends if end is not None), default=None),
        attributes={one.get("Name", ""): _values(one) for one in listed},
        issued=names.read_time(element.get("IssueInstant")),
        session_end=names.read_time(attribute_at(element, "saml:AuthnStatement", "SessionNotOnOrAfter")),
    )


def _values(attribute: Element) -> tuple[str, ...]:
    values = children(attribute, "saml:AttributeValue")
    return tuple(whole_text(one) for one in values)
