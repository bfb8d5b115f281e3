"""What SAML's documents say, once they are read."""

from __future__ import annotations

import msgspec


class Metadata(msgspec.Struct, frozen=True):
    """What a provider publishes about itself (SAML Metadata, section 2.4)."""

    entity_id: str
    sso: str
    """Where browsers are sent to sign in, by the redirect binding; empty where it has no such address."""
    slo: str
    """The same for signing out."""
    certificates: tuple[str, ...]
    """For signatures: base64 DER."""


class AuthnRequest(msgspec.Struct, frozen=True):
    """Somebody asks for a sign-in (SAML Core, section 3.4.1)."""

    id: str
    issuer: str
    """Entity id of who asks."""
    acs: str
    """AssertionConsumerServiceURL: where the answer goes."""
    destination: str


class LogoutRequest(msgspec.Struct, frozen=True):
    """Somebody has signed out (SAML Core, section 3.7.1)."""

    id: str
    issuer: str
    """Entity id of who tells."""
    subject: str
    """NameID."""
    destination: str


class LogoutResponse(msgspec.Struct, frozen=True):
    """The answer to it (SAML Core, section 3.7.2)."""

    id: str
    issuer: str
    destination: str
    in_response_to: str
    status: str


class Assertion(msgspec.Struct, frozen=True):
    """What a provider says of a person (SAML Core, section 2.3.3)."""

    id: str
    issuer: str
    subject: str
    """NameID."""
    subject_format: str
    audiences: tuple[str, ...]
    recipient: str
    in_response_to: str
    not_before: float | None
    not_on_or_after: float | None
    """The earlier one of the conditions' and the confirmation's."""
    attributes: dict[str, tuple[str, ...]]
    issued: float | None = None
    """IssueInstant."""
    session_end: float | None = None
    """SessionNotOnOrAfter: when the session at the provider ends."""
