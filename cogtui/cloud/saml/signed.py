"""What of a response is signed, and by whom. Only what the signature covers is given back: the rest may be anybody's.

Source: W3C, "XML Signature Best Practices", section 2.2 (see what is signed); SAML Core, section 5.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from signxml.exceptions import SignXMLException
from signxml.verifier import SignatureConfiguration, XMLVerifier

from cogtui.cloud.saml import certificates
from cogtui.cloud.saml.xml import Element, children, etree, tag

_PLACES = ((tag("saml:Assertion"), f"./{tag('saml:Assertion')}/"), (tag("samlp:Response"), "./"))
"""Where a signature may stand, and what it has to cover there."""

_FAILURES = (
    SignXMLException,
    UnsupportedAlgorithm,
    etree.LxmlError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    TypeError,
    ValueError,
)
"""What nobody signed properly fails in many ways; each means that the signature does not hold."""


def assertions_in(root: Element) -> list[Element]:
    """Return every assertion of a document, wherever it stands."""
    return list(root.iter(tag("saml:Assertion")))


def is_plain(root: Element) -> bool:
    """Tell whether there is one assertion, where it belongs, and no id stands for two elements: no room for a second one."""
    found = assertions_in(root)
    return len(found) == 1 and found[0].getparent() is root and not has_twins(root)


def has_twins(root: Element) -> bool:
    """Tell whether an id stands for two elements."""
    ids = [value for one in root.iter() for name, value in one.attrib.items() if name.lower() == "id"]
    return len(ids) != len(set(ids))


def signatures(root: Element) -> list[str]:
    """Return where the response is signed: the tags of the elements that hold a signature."""
    return [name for name, _ in _signed_places(root)]


def _signed_places(root: Element) -> Iterator[tuple[str, str]]:
    for name, place in _PLACES:
        holders = children(root, "saml:Assertion") if name == tag("saml:Assertion") else [root]
        if any(len(children(one, "ds:Signature")) == 1 for one in holders):
            yield name, place


def verified(root: Element, trusted: tuple[str, ...], now: float) -> Element | None:
    """Return the assertion as it was signed by one of the certificates; None where a signature does not hold.

    It is read again from the octets that the signature covers, so nothing else in the document can stand in for it.
    """
    found = [covered(root, name, place, trusted, now) for name, place in _signed_places(root)]
    if not found or any(one is None for one in found):
        return None
    first = found[0]
    assert first is not None
    inside = [first] if first.tag == tag("saml:Assertion") else children(first, "saml:Assertion")
    return inside[0] if len(inside) == 1 else None


def covered(root: Element, name: str, place: str, trusted: tuple[str, ...], now: float) -> Element | None:
    """Return the element that holds a signature, as it was signed; None where the signature covers something else."""
    config = SignatureConfiguration(
        location=place, expect_references=1, verification_time=datetime.fromtimestamp(now, UTC)
    )
    verifier: Any = XMLVerifier()
    for certificate in trusted:
        try:
            result = verifier.verify(
                root, x509_cert=certificates.loaded(certificate), id_attribute="ID", expect_config=config
            )
        except _FAILURES:
            continue
        element: Element | None = result.signed_xml
        if element is not None and element.tag == name:
            return element
    return None
