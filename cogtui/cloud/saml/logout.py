"""LogoutResponses: signed by the provider, read by who asked (SAML Core, section 3.7.2)."""

from __future__ import annotations

import base64

from cogtui.cloud.saml import names, reading
from cogtui.cloud.saml.names import SUCCESS
from cogtui.cloud.saml.records import LogoutResponse
from cogtui.cloud.saml.responses import Signer, signed
from cogtui.cloud.saml.signed import covered, has_twins
from cogtui.cloud.saml.xml import made, tag, text_at, written

NAME = "samlp:LogoutResponse"


def encoded(said: LogoutResponse, signer: Signer, at: float) -> str:
    """Return the parameter SAMLResponse."""
    root = made(
        NAME,
        made("saml:Issuer", text=said.issuer),
        made("samlp:Status", made("samlp:StatusCode", Value=said.status or SUCCESS)),
        ID=said.id,
        Version="2.0",
        IssueInstant=names.written(at),
        Destination=said.destination,
        InResponseTo=said.in_response_to,
    )
    return base64.b64encode(written(signed(root, signer)).encode()).decode("ascii")


def read(text: str, trusted: tuple[str, ...], now: float) -> LogoutResponse | None:
    """Return what a response says, None where its signature does not hold; `Unreadable` for what is none."""
    root = reading.document(text, NAME)
    element = None if has_twins(root) else covered(root, tag(NAME), "./", trusted, now)
    if element is None:
        return None
    return LogoutResponse(
        element.get("ID", ""),
        text_at(element, "saml:Issuer"),
        element.get("Destination", ""),
        element.get("InResponseTo", ""),
        reading.status(element),
    )
