"""AWS as a relying party of SAML providers: where assertions for it go, and the attributes that it reads.

IAM User Guide, "Configure SAML assertions for the authentication response".
"""

from __future__ import annotations

RECIPIENTS = ("https://signin.aws.amazon.com/saml",)
AUDIENCES = (*RECIPIENTS, "urn:amazon:webservices")
"""What AWS is called at SAML providers."""

_ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/"

ROLE = _ATTRIBUTES + "Role"
"""Offers roles: "ROLE_ARN,PROVIDER_ARN", in either order."""
SESSION_NAME = _ATTRIBUTES + "RoleSessionName"
SESSION_DURATION = _ATTRIBUTES + "SessionDuration"
SOURCE_IDENTITY = _ATTRIBUTES + "SourceIdentity"
PRINCIPAL_TAG = _ATTRIBUTES + "PrincipalTag:"
"""With the tag's key behind the colon."""
TRANSITIVE_TAG_KEYS = _ATTRIBUTES + "TransitiveTagKeys"

FRESH_SECONDS = 300
"""How long after its issue an assertion can be used."""


def pairs(values: tuple[str, ...]) -> list[frozenset[str]]:
    """Return what the attribute Role offers: each time a role and the provider that vouches for it."""
    return [frozenset(part.strip() for part in value.split(",")) for value in values]
