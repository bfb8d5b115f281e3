"""What identity pools remember: pools, identities, and which login belongs to whom."""

from __future__ import annotations

from typing import Literal

import msgspec

from cogtui.cloud.accounts import oidc_providers
from cogtui.cloud.explain import Place
from cogtui.cloud.services.cognito_identity.role_mappings import RoleMapping
from cogtui.cloud.services.cognito_identity.tag_maps import TagMap
from cogtui.cloud.store import Table

RoleKind = Literal["authenticated", "unauthenticated"]


class UserPoolClient(msgspec.Struct, frozen=True, gc=False):
    """An app client of a user pool whose ID tokens a pool takes: an entry of `CognitoIdentityProviders`."""

    provider_name: str
    """"cognito-idp.REGION.amazonaws.com/USER_POOL_ID"."""
    client_id: str
    server_side_token_check: bool | None = None
    """None where the caller did not say."""


class IdentityPool(msgspec.Struct, frozen=True, gc=False):
    """An identity pool."""

    id: str
    """REGION:GUID."""
    account: str
    region: str
    name: str
    allows_guests: bool
    """AllowUnauthenticatedIdentities."""
    created: float
    classic_flow: bool | None = None
    """AllowClassicFlow; None where it was never set."""
    login_providers: dict[str, str] = {}
    """SupportedLoginProviders: host to app id."""
    user_pool_clients: tuple[UserPoolClient, ...] = ()
    """CognitoIdentityProviders."""
    tags: dict[str, str] = {}
    roles: dict[RoleKind, str] = {}
    """Role ARNs."""
    role_mappings: dict[str, RoleMapping] = {}
    """RoleMappings: provider, for user pools with `:` and the app client's id, to how its logins get their role."""
    tag_maps: dict[str, TagMap] = {}
    """Provider, as Logins maps name it, to the principal tags that its logins bring."""
    developer_provider: str = ""
    """DeveloperProviderName: the name under which the app's own backend vouches for its users; empty without."""
    oidc_providers: tuple[str, ...] = ()
    """OpenIdConnectProviderARNs: providers registered in IAM."""
    saml_providers: tuple[str, ...] = ()
    """SamlProviderARNs: the same for SAML."""

    @property
    def arn(self) -> str:
        """As IAM policies and OpenID tokens name the pool."""
        return f"arn:aws:cognito-identity:{self.region}:{self.account}:identitypool/{self.id}"

    @property
    def has_providers(self) -> bool:
        """Whether anybody but guests can come."""
        registered = self.oidc_providers or self.saml_providers
        return bool(self.login_providers or self.user_pool_clients or registered or self.developer_provider)

    def clients_of(self, provider: str) -> tuple[str, ...]:
        """Return the app ids for which the pool takes the provider's tokens."""
        listed = tuple([client.client_id for client in self.user_pool_clients if client.provider_name == provider])
        return (*listed, self.login_providers[provider]) if provider in self.login_providers else listed

    @property
    def provider_names(self) -> tuple[str, ...]:
        """The pool's providers, as Logins maps name them."""
        pools = (one.provider_name for one in self.user_pool_clients)
        others = (oidc_providers.url_of(arn) for arn in self.oidc_providers)
        return tuple(dict.fromkeys((*self.login_providers, *pools, *others, *self.saml_providers)))

    def oidc_provider(self, login_key: str) -> str:
        """Return the ARN of the OpenID provider whose logins come under a key; empty where the pool lists none."""
        return next((arn for arn in self.oidc_providers if oidc_providers.url_of(arn) == login_key), "")

    @property
    def mapping_keys(self) -> tuple[str, ...]:
        """The keys that the pool's providers have in `RoleMappings`: an OpenID or SAML provider's is its ARN.

        DIFFERS: that of a developer provider is not published; here it is the provider's name.
        """
        clients = [f"{client.provider_name}:{client.client_id}" for client in self.user_pool_clients]
        own = (self.developer_provider,) if self.developer_provider else ()
        return (*self.login_providers, *clients, *self.oidc_providers, *self.saml_providers, *own)

    def logins_of(self, identity: Identity) -> tuple[tuple[str, str], ...]:
        """Return provider and subject of everything that an identity of the pool has linked."""
        users = [(self.developer_provider, user) for user in identity.developer_users]
        return (*identity.logins.items(), *users)

    def place(self, setting: str, field: str, pointer: str = "") -> Place:
        """Return where a setting of the pool stands."""
        return Place("setting", f"identity pool {self.name}, {setting}", POOLS.name, (self.id,), field, pointer)


class Identity(msgspec.Struct, frozen=True, gc=False):
    """One identity of a pool: a guest, or somebody with logins."""

    pool_id: str
    id: str
    """REGION:GUID; looks like a pool's id and says nothing about the pool."""
    created: float
    modified: float
    logins: dict[str, str] = {}
    """Provider to subject, in the order they were linked; at most one per provider."""
    merged_into: str = ""
    """The identity that took over the logins; this one is disabled then."""
    abandoned: bool = False
    """The last login was unlinked: nobody can be this identity any more, not even a guest."""
    developer_users: tuple[str, ...] = ()
    """Whom the app's backend calls this one, in the order they were linked; unlike other logins there may be several."""

    @property
    def is_guest(self) -> bool:
        """Whether nobody ever logged in as this identity."""
        return not (self.logins or self.developer_users or self.merged_into or self.abandoned)

    def place(self, field: str) -> Place:
        """Return where something about the identity stands."""
        return Place("setting", f"identity {self.id}, {field}", IDENTITIES.name, (self.pool_id, self.id), field)


class Whereabouts(msgspec.Struct, frozen=True, gc=False):
    """Which pool an identity belongs to: calls after GetId name the identity alone."""

    identity_id: str
    pool_id: str


class LinkedLogin(msgspec.Struct, frozen=True, gc=False):
    """Whose a login is."""

    pool_id: str
    provider: str
    """The key of Logins maps: "graph.facebook.com"."""
    subject: str
    """What the provider calls the person."""
    identity_id: str


POOLS = Table("identity.pools", IdentityPool, lambda row: (row.id,))
IDENTITIES = Table("identity.identities", Identity, lambda row: (row.pool_id, row.id))
WHEREABOUTS = Table("identity.whereabouts", Whereabouts, lambda row: (row.identity_id,))
LOGINS = Table("identity.logins", LinkedLogin, lambda row: (row.pool_id, row.provider, row.subject))
