"""What a proven login says, and the facts that provers share."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.accounts import oidc_providers
from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.services.cognito_identity.records import IdentityPool


class ProvenLogin(msgspec.Struct, frozen=True):
    """A login that was verified."""

    provider: str
    """The key of the Logins map."""
    subject: str
    """What the provider calls the person."""
    client: str
    """The app that the token was made for."""
    claims: dict[str, Any] = {}
    """What the login says of the person: what role mappings and principal tags read."""

    mapped_as: str = ""
    """The key of the login's provider in `RoleMappings`, where it is neither `provider` nor a user pool's."""

    @property
    def mapping_key(self) -> str:
        """The key of the login's provider in `RoleMappings`: a user pool's has the app client's id behind it."""
        if self.mapped_as:
            return self.mapped_as
        return f"{self.provider}:{self.client}" if self.provider.startswith("cognito-idp.") else self.provider


def login_key(call: Call, key: str) -> Fact:
    """Return the key of a Logins entry, and where it stands."""
    pointer = "/" + key.replace("~", "~0").replace("/", "~1")
    return Fact("has", key, Place("parameter", f"parameter Logins of {call.operation}", pointer=pointer))


def listed_providers(pool: IdentityPool) -> Fact:
    """Return the providers that a pool lists, and where."""
    names = pool.provider_names
    field = "user_pool_clients" if pool.user_pool_clients else "login_providers"
    return Fact("wants", list(dict.fromkeys(names)), pool.place("providers", field))


def listed_clients(pool: IdentityPool, provider: str, registered: tuple[str, ...] = ()) -> Fact:
    """Return the apps whose tokens a pool takes from a provider, and where they stand.

    `registered` are those of an OpenID provider: they stand in IAM.
    """
    provider_arn = pool.oidc_provider(provider)
    if provider_arn:
        account, url = provider_arn.split(":")[4], oidc_providers.url_of(provider_arn)
        return Fact("wants", list(registered), oidc_providers.OidcProvider(account, url, 0).place("client_ids"))
    field = "login_providers" if provider in pool.login_providers else "user_pool_clients"
    pointer = f"/{provider}" if field == "login_providers" else ""
    return Fact("wants", list(pool.clients_of(provider)), pool.place(f"apps of {provider}", field, pointer))
