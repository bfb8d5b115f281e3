"""What a pool has for signing in through its domain: the domain itself, resource servers, outside identity providers."""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

from cogtui.cloud.explain import Place
from cogtui.cloud.ids import LOWER_ALNUM, spelled
from cogtui.cloud.store import Table

ProviderType = Literal["SAML", "Facebook", "Google", "LoginWithAmazon", "SignInWithApple", "OIDC"]


class Domain(msgspec.Struct, frozen=True, gc=False):
    """The domain at which a pool's login pages and OAuth endpoints stand."""

    name: str
    """The prefix of an Amazon Cognito domain ("ana-demo"), or a whole custom domain ("auth.example.com")."""
    pool_id: str
    region: str
    created: float
    managed_login_version: int = 1
    """1: the classic hosted UI; 2: managed login."""
    certificate_arn: str = ""
    """ACM certificate of a custom domain; empty for a prefix."""
    security_policy: str = ""
    """SecurityPolicy of a custom domain, as given."""

    @property
    def host(self) -> str:
        """The host's full name."""
        return self.name if self.certificate_arn else f"{self.name}.auth.{self.region}.amazoncognito.com"

    @property
    def distribution(self) -> str:
        """The CloudFront host in front of it, to which a custom domain's DNS record points."""
        digits = hashlib.blake2b(self.host.encode(), digest_size=16).digest()
        return f"d{spelled(digits[:13], LOWER_ALNUM)}.cloudfront.net"


class DomainOfPool(msgspec.Struct, frozen=True, gc=False):
    """Which domains a pool has: at most a prefix and a custom one."""

    pool_id: str
    name: str


class Scope(msgspec.Struct, frozen=True, gc=False):
    """A custom scope of a resource server."""

    name: str
    description: str


class ResourceServer(msgspec.Struct, frozen=True, gc=False):
    """An API that defines scopes of its own."""

    pool_id: str
    identifier: str
    """"https://notes.example.com"; a full scope is IDENTIFIER/NAME."""
    name: str
    scopes: tuple[Scope, ...] = ()

    @property
    def full_scopes(self) -> tuple[str, ...]:
        """The scopes as tokens carry them."""
        return tuple(f"{self.identifier}/{scope.name}" for scope in self.scopes)


class IdentityProvider(msgspec.Struct, frozen=True, gc=False):
    """An outside provider whose users may sign in to the pool."""

    pool_id: str
    name: str
    """ProviderName; fixed for the four social ones: "Facebook", "Google", "LoginWithAmazon", "SignInWithApple"."""
    type: ProviderType
    created: float
    modified: float
    details: dict[str, str] = {}
    """ProviderDetails as given, completed with what Describe adds."""
    mapping: dict[str, str] = {}
    """AttributeMapping: user pool attribute -> claim of the provider."""
    identifiers: tuple[str, ...] = ()
    """IdpIdentifiers."""
    metadata: str = ""
    """A SAML provider's metadata document, as it was given or read; empty for all others."""

    @property
    def place(self) -> Place:
        """Where its settings stand."""
        return Place("setting", f"identity provider {self.name}", PROVIDERS.name, (self.pool_id, self.name), "details")


DOMAINS = Table("idp.domains", Domain, lambda row: (row.name,))
DOMAINS_OF_POOLS = Table("idp.domains_of_pools", DomainOfPool, lambda row: (row.pool_id, row.name))
RESOURCE_SERVERS = Table("idp.resource_servers", ResourceServer, lambda row: (row.pool_id, row.identifier))
PROVIDERS = Table("idp.providers", IdentityProvider, lambda row: (row.pool_id, row.name))
