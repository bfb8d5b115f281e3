"""AuthnRequests on their way by the redirect binding (SAML Bindings, section 3.4.4)."""

from __future__ import annotations

import base64
import binascii
import zlib

from cogtui.cloud.saml import names
from cogtui.cloud.saml.names import LONGEST, POST
from cogtui.cloud.saml.records import AuthnRequest
from cogtui.cloud.saml.xml import Unreadable, made, parsed, tag, text_at, written


def encoded(request: AuthnRequest, at: float) -> str:
    """Return the parameter SAMLRequest.

    Stored, not squeezed: what deflating makes of a text differs from one version of zlib to the next.
    """
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
    squeezer = zlib.compressobj(0, zlib.DEFLATED, -15)
    return base64.b64encode(squeezer.compress(written(root).encode()) + squeezer.flush()).decode("ascii")


def decoded(text: str) -> AuthnRequest:
    """Return the request that SAMLRequest is; `Unreadable` where it is none."""
    try:
        squeezed = zlib.decompressobj(-15)
        octets = squeezed.decompress(base64.b64decode(text, validate=True), LONGEST)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise Unreadable("SAMLRequest is not deflated and written as base64") from error
    root = parsed(octets)
    if root.tag != tag("samlp:AuthnRequest"):
        raise Unreadable("SAMLRequest holds no AuthnRequest")
    given = {name: root.get(name, "") for name in ("ID", "AssertionConsumerServiceURL", "Destination")}
    issuer = text_at(root, "saml:Issuer")
    return AuthnRequest(given["ID"], issuer, given["AssertionConsumerServiceURL"], given["Destination"])
