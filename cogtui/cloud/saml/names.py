"""The names of SAML 2.0: namespaces, bindings, formats, and times as XML writes them."""

from __future__ import annotations

from datetime import UTC, datetime

ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion"
PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
METADATA = "urn:oasis:names:tc:SAML:2.0:metadata"
SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"

PREFIXES = {"saml": ASSERTION, "samlp": PROTOCOL, "md": METADATA, "ds": SIGNATURE}

REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
BASIC_NAMES = "urn:oasis:names:tc:SAML:2.0:attrname-format:basic"

LONGEST = 100_000
"""Characters of a response (Developer Guide, "Quotas in Amazon Cognito")."""


def written(at: float) -> str:
    """Return a time as xs:dateTime, in whole seconds of UTC (SAML Core, section 1.3.3)."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_time(text: str | None) -> float | None:
    """Return an xs:dateTime as epoch seconds; None for one that is absent or none."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
