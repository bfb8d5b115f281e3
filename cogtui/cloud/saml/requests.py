"""Requests on their way by the redirect binding: for a sign-in, and for a sign-out (SAML Bindings, section 3.4.4)."""

from __future__ import annotations

import base64
import binascii
import zlib

from cogtui.cloud.saml import names
from cogtui.cloud.saml.names import LONGEST, PERSISTENT, POST
from cogtui.cloud.saml.records import AuthnRequest, LogoutRequest
from cogtui.cloud.saml.xml import Element, Unreadable, made, parsed, tag, text_at, written


def encoded(request: AuthnRequest, at: float) -> str:
    """Return the parameter SAMLRequest that asks for a sign-in."""
    root = made(
        "samlp:AuthnRequest",
        made("saml:Issuer", text=request.issuer),
        ID=request.id,
        Version="2.0",
        IssueInstant=names.written(at),
        Destination=request.destination,
        AssertionConsumerServiceURL=request.acs,
        ProtocolBinding=POST,
    )
    return _squeezed(root)


def logout_encoded(request: LogoutRequest, at: float) -> str:
    """Return the parameter SAMLRequest that asks for a sign-out."""
    root = made(
        "samlp:LogoutRequest",
        made("saml:Issuer", text=request.issuer),
        made("saml:NameID", text=request.subject, Format=PERSISTENT),
        ID=request.id,
        Version="2.0",
        IssueInstant=names.written(at),
        Destination=request.destination,
    )
    return _squeezed(root)


def decoded(text: str) -> AuthnRequest:
    """Return the AuthnRequest that SAMLRequest is; `Unreadable` where it is none."""
    root = _opened(text, "samlp:AuthnRequest")
    given = {name: root.get(name, "") for name in ("ID", "AssertionConsumerServiceURL", "Destination")}
    issuer = text_at(root, "saml:Issuer")
    return AuthnRequest(given["ID"], issuer, given["AssertionConsumerServiceURL"], given["Destination"])


def logout_decoded(text: str) -> LogoutRequest:
    """Return the LogoutRequest that SAMLRequest is; `Unreadable` where it is none."""
    root = _opened(text, "samlp:LogoutRequest")
    told = text_at(root, "saml:Issuer"), text_at(root, "saml:NameID")
    return LogoutRequest(root.get("ID", ""), *told, root.get("Destination", ""))


def _squeezed(root: Element) -> str:
    """Return a document as the binding writes it.

    Stored, not squeezed: what deflating makes of a text differs from one version of zlib to the next.
    """
    squeezer = zlib.compressobj(0, zlib.DEFLATED, -15)
    return base64.b64encode(squeezer.compress(written(root).encode()) + squeezer.flush()).decode("ascii")


def _opened(text: str, wanted: str) -> Element:
    try:
        squeezed = zlib.decompressobj(-15)
        octets = squeezed.decompress(base64.b64decode(text, validate=True), LONGEST)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise Unreadable("SAMLRequest is not deflated and written as base64") from error
    root = parsed(octets)
    if root.tag != tag(wanted):
        raise Unreadable(f"SAMLRequest holds no {wanted.partition(':')[2]}")
    return root
