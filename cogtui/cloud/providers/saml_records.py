"""What the SAML providers of a world keep: themselves, their people, and logins on their way."""

from __future__ import annotations

import msgspec

from cogtui.cloud.providers.records import LOGIN_SECONDS
from cogtui.cloud.store import Table


class RelyingParty(msgspec.Struct, frozen=True, gc=False):
    """Somebody whom a provider makes assertions for: what an administrator registers there."""

    entity_id: str
    """"urn:amazon:cognito:sp:POOL_ID" for a user pool."""
    acs: str
    """Where assertions go: "https://DOMAIN/saml2/idpresponse" for a user pool."""
    slo: str = ""
    """Where the answer to a sign-out goes: "https://DOMAIN/saml2/logout" for a user pool."""


class SamlProvider(msgspec.Struct, frozen=True, gc=False):
    """A SAML 2.0 identity provider, as a company runs one."""

    name: str
    """How its addresses name it."""
    entity_id: str
    created: float
    parties: tuple[RelyingParty, ...] = ()


class SamlUser(msgspec.Struct, frozen=True, gc=False):
    """A person of the company."""

    provider: str
    name_id: str
    """What assertions call the person: NameID, in the persistent format."""
    email: str
    name: str
    password: str
    """Plain, because the simulated login page fills it in for the learner."""
    number: int
    """Counts up; the page is filled in for the first."""
    attributes: dict[str, tuple[str, ...]] = {}
    """What assertions say beside `email` and `name`; several values make one attribute with several values."""


class SamlLogin(msgspec.Struct, frozen=True, gc=False):
    """A login on its way; its id travels in a hidden field."""

    provider: str
    id: str
    entity_id: str
    """The relying party's."""
    request_id: str
    """Of the AuthnRequest; empty where the login began at the provider."""
    relay_state: str
    begun: float


PROVIDERS = Table("saml.providers", SamlProvider, lambda row: (row.name,))
USERS = Table("saml.users", SamlUser, lambda row: (row.provider, row.name_id))
LOGINS = Table(
    "saml.logins", SamlLogin, lambda row: (row.provider, row.id), expires=lambda row: row.begun + LOGIN_SECONDS
)
