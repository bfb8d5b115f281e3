"""Making, showing and changing identity pools."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.paging import page_of
from cogtui.cloud.services.cognito_identity import errors, saml_login
from cogtui.cloud.services.cognito_identity.developer_provider import developer_provider
from cogtui.cloud.services.cognito_identity.lookup import pool_named
from cogtui.cloud.services.cognito_identity.oidc_login import checked_arns
from cogtui.cloud.services.cognito_identity.paging import BY_NEXT_TOKEN
from cogtui.cloud.services.cognito_identity.public_providers import PUBLIC_PROVIDERS
from cogtui.cloud.services.cognito_identity.records import POOLS, IdentityPool, UserPoolClient
from cogtui.cloud.services.cognito_identity.tags import checked_tags

Output = dict[str, Any]


def create_identity_pool(
    call: Call,
    *,
    IdentityPoolName: str,
    AllowUnauthenticatedIdentities: bool,
    AllowClassicFlow: bool | None = None,
    SupportedLoginProviders: dict[str, str] | None = None,
    CognitoIdentityProviders: list[dict[str, Any]] | None = None,
    OpenIdConnectProviderARNs: list[str] | None = None,
    SamlProviderARNs: list[str] | None = None,
    DeveloperProviderName: str | None = None,
    IdentityPoolTags: dict[str, str] | None = None,
) -> Output:
    """Make a pool; it has no roles yet, so that nobody gets credentials from it before SetIdentityPoolRoles."""
    pool = IdentityPool(
        id=call.ids.identity_id(call.region),
        account=call.account,
        region=call.region,
        name=IdentityPoolName,
        allows_guests=AllowUnauthenticatedIdentities,
        created=call.now,
        classic_flow=AllowClassicFlow,
        login_providers=_login_providers(call, SupportedLoginProviders or {}),
        user_pool_clients=_clients(call, CognitoIdentityProviders or ()),
        tags=checked_tags(call, IdentityPoolTags or {}),
        oidc_providers=checked_arns(call, OpenIdConnectProviderARNs or ()),
        saml_providers=saml_login.checked_arns(call, SamlProviderARNs or ()),
        developer_provider=developer_provider(call, None, DeveloperProviderName),
    )
    call.tx.put(POOLS, pool)
    return described(pool)


def update_identity_pool(
    call: Call,
    *,
    IdentityPoolId: str,
    IdentityPoolName: str,
    AllowUnauthenticatedIdentities: bool,
    AllowClassicFlow: bool | None = None,
    SupportedLoginProviders: dict[str, str] | None = None,
    CognitoIdentityProviders: list[dict[str, Any]] | None = None,
    OpenIdConnectProviderARNs: list[str] | None = None,
    SamlProviderARNs: list[str] | None = None,
    DeveloperProviderName: str | None = None,
    IdentityPoolTags: dict[str, str] | None = None,
) -> Output:
    """Replace a pool's settings: what is not given is gone. The roles and the developer provider's name stay."""
    present = pool_named(call, IdentityPoolId)
    pool = msgspec.structs.replace(
        present,
        name=IdentityPoolName,
        allows_guests=AllowUnauthenticatedIdentities,
        classic_flow=AllowClassicFlow,
        login_providers=_login_providers(call, SupportedLoginProviders or {}),
        user_pool_clients=_clients(call, CognitoIdentityProviders or ()),
        tags=checked_tags(call, IdentityPoolTags or {}),
        oidc_providers=checked_arns(call, OpenIdConnectProviderARNs or ()),
        saml_providers=saml_login.checked_arns(call, SamlProviderARNs or ()),
        developer_provider=developer_provider(call, present, DeveloperProviderName),
    )
    call.tx.put(POOLS, pool)
    return described(pool)


def describe_identity_pool(call: Call, *, IdentityPoolId: str) -> Output:
    """Show a pool."""
    return described(pool_named(call, IdentityPoolId))


def list_identity_pools(call: Call, *, MaxResults: int, NextToken: str | None = None) -> Output:
    """List the pools of the account and region."""
    del NextToken  # the page reads it
    pools = (call.tx.get(POOLS, (pool_id,)) for pool_id in call.tx.scopes(POOLS))
    here = [pool for pool in pools if pool and (pool.account, pool.region) == (call.account, call.region)]
    page = page_of(call, here, lambda pool: pool.id, MaxResults, BY_NEXT_TOKEN)
    rows = [{"IdentityPoolId": pool.id, "IdentityPoolName": pool.name} for pool in page.rows]
    return {"IdentityPools": rows, **page.more}


def described(pool: IdentityPool) -> Output:
    """Return a pool in the API's shape; what was never set is left out."""
    optional: Output = {
        "AllowClassicFlow": pool.classic_flow,
        "SupportedLoginProviders": dict(pool.login_providers) or None,
        "CognitoIdentityProviders": [_client_shape(client) for client in pool.user_pool_clients] or None,
        "OpenIdConnectProviderARNs": list(pool.oidc_providers) or None,
        "SamlProviderARNs": list(pool.saml_providers) or None,
        "DeveloperProviderName": pool.developer_provider or None,
        "IdentityPoolTags": dict(pool.tags) or None,
    }
    return {
        "IdentityPoolId": pool.id,
        "IdentityPoolName": pool.name,
        "AllowUnauthenticatedIdentities": pool.allows_guests,
        **{name: value for name, value in optional.items() if value is not None},
    }


def _client_shape(client: UserPoolClient) -> Output:
    shape: Output = {"ProviderName": client.provider_name, "ClientId": client.client_id}
    if client.server_side_token_check is not None:
        shape["ServerSideTokenCheck"] = client.server_side_token_check
    return shape


def _login_providers(call: Call, wanted: dict[str, str]) -> dict[str, str]:
    """Return the public providers asked for.

    DIFFERS: AWS's text for a host that is none of them is not published.
    """
    strange = sorted(wanted.keys() - PUBLIC_PROVIDERS)
    call.require(
        "identity.pool.provider_names",
        not strange,
        lambda: errors.invalid_parameter(f"{strange[0]} is not a supported login provider."),
        strange=strange,
    )
    return dict(wanted)


def _clients(call: Call, wanted: Iterable[dict[str, Any]]) -> tuple[UserPoolClient, ...]:
    return tuple(_client(call, entry) for entry in wanted)


def _client(call: Call, entry: dict[str, Any]) -> UserPoolClient:
    """Return a user pool's app client as the pool keeps it.

    DIFFERS: AWS's text for an entry without name or client is not published.
    """
    complete = "ProviderName" in entry and "ClientId" in entry
    call.require(
        "identity.pool.provider_names",
        complete,
        lambda: errors.invalid_parameter("CognitoIdentityProviders need a ProviderName and a ClientId."),
        entry=entry,
    )
    if entry.get("ServerSideTokenCheck"):
        call.refuse("door.simulated", NotSimulated("ServerSideTokenCheck"), member="ServerSideTokenCheck")
    return UserPoolClient(entry["ProviderName"], entry["ClientId"], entry.get("ServerSideTokenCheck"))
