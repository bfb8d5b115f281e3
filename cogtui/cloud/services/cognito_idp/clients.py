"""App clients: CreateUserPoolClient, DescribeUserPoolClient, ListUserPoolClients."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.ids import LOWER_ALNUM
from cogtui.cloud.paging import page_of
from cogtui.cloud.services.cognito_idp import errors, flows, validity
from cogtui.cloud.services.cognito_idp.attributes import NOT_FOR_USERS
from cogtui.cloud.services.cognito_idp.lookup import pool_named
from cogtui.cloud.services.cognito_idp.paging import BY_NEXT_TOKEN
from cogtui.cloud.services.cognito_idp.records import CLIENT_HOMES, CLIENTS, Client, ClientHome, UserPool
from cogtui.cloud.services.cognito_idp.settings import ValidityUnits, aws_shape, present

SCOPES = frozenset({"openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"})
"""Scopes that every pool has."""

MOST_CLIENTS = 60
"""App clients on a page."""


def create_user_pool_client(
    call: Call,
    *,
    UserPoolId: str,
    ClientName: str,
    GenerateSecret: bool = False,
    RefreshTokenValidity: int = validity.DEFAULT_DAYS,
    AccessTokenValidity: int | None = None,
    IdTokenValidity: int | None = None,
    TokenValidityUnits: dict[str, Any] | None = None,
    ReadAttributes: list[str] | None = None,
    WriteAttributes: list[str] | None = None,
    ExplicitAuthFlows: list[str] | None = None,
    SupportedIdentityProviders: list[str] | None = None,
    CallbackURLs: list[str] | None = None,
    LogoutURLs: list[str] | None = None,
    DefaultRedirectURI: str | None = None,
    AllowedOAuthFlows: list[str] | None = None,
    AllowedOAuthScopes: list[str] | None = None,
    AllowedOAuthFlowsUserPoolClient: bool = False,
    PreventUserExistenceErrors: str | None = None,
    EnableTokenRevocation: bool = True,
    EnablePropagateAdditionalUserContextData: bool = False,
    AuthSessionValidity: int = 3,
) -> dict[str, Any]:
    """Register an app with a pool (API CreateUserPoolClient).

    The OAuth settings are kept and given back; no simulated operation reads them yet.
    """
    pool = pool_named(call, UserPoolId)
    flows.check(call, ExplicitAuthFlows or [])
    _check_permissions(call, pool, ReadAttributes or [], WriteAttributes or [])
    _check_oauth(call, AllowedOAuthFlows or [], AllowedOAuthScopes or [], has_secret=GenerateSecret)
    client = Client(
        pool_id=pool.id,
        client_id=call.ids.text(26, LOWER_ALNUM),
        name=ClientName,
        created=call.now,
        modified=call.now,
        secret=call.ids.text(51, LOWER_ALNUM) if GenerateSecret else None,
        flows=tuple(ExplicitAuthFlows) if ExplicitAuthFlows else None,
        access_validity=AccessTokenValidity,
        id_validity=IdTokenValidity,
        refresh_validity=RefreshTokenValidity or validity.DEFAULT_DAYS,
        units=msgspec.convert(TokenValidityUnits or {}, ValidityUnits),
        read_attributes=tuple(ReadAttributes or ()),
        write_attributes=tuple(WriteAttributes or ()),
        hides_unknown_users=PreventUserExistenceErrors == "ENABLED",
        revocable=EnableTokenRevocation,
        settings=present(
            SupportedIdentityProviders=SupportedIdentityProviders,
            CallbackURLs=CallbackURLs,
            LogoutURLs=LogoutURLs,
            DefaultRedirectURI=DefaultRedirectURI,
            AllowedOAuthFlows=AllowedOAuthFlows,
            AllowedOAuthScopes=AllowedOAuthScopes,
            AllowedOAuthFlowsUserPoolClient=AllowedOAuthFlowsUserPoolClient,
            PreventUserExistenceErrors=PreventUserExistenceErrors,
            EnablePropagateAdditionalUserContextData=EnablePropagateAdditionalUserContextData,
            AuthSessionValidity=AuthSessionValidity,
        ),
    )
    validity.check(call, client)
    call.tx.put(CLIENTS, client)
    call.tx.put(CLIENT_HOMES, ClientHome(client.client_id, pool.id))
    return {"UserPoolClient": described(client)}


def describe_user_pool_client(call: Call, *, UserPoolId: str, ClientId: str) -> dict[str, Any]:
    """Return a client's settings, its secret included (API DescribeUserPoolClient)."""
    pool = pool_named(call, UserPoolId)
    client = call.tx.get(CLIENTS, (pool.id, ClientId))
    call.require("idp.client.exists", client is not None, errors.client_not_found(ClientId), client=ClientId)
    assert client is not None
    return {"UserPoolClient": described(client)}


def list_user_pool_clients(
    call: Call, *, UserPoolId: str, MaxResults: int = MOST_CLIENTS, NextToken: str | None = None
) -> dict[str, Any]:
    """List a pool's clients by id (API ListUserPoolClients)."""
    del NextToken  # the page reads it
    pool = pool_named(call, UserPoolId)
    page = page_of(call, list(call.tx.scan(CLIENTS, pool.id)), lambda row: row.client_id, MaxResults, BY_NEXT_TOKEN)
    listed = [{"ClientId": client.client_id, "UserPoolId": pool.id, "ClientName": client.name} for client in page.rows]
    return {"UserPoolClients": listed, **page.more}


def described(client: Client) -> dict[str, Any]:
    """Return a client in AWS's shape."""
    return {
        "UserPoolId": client.pool_id,
        "ClientName": client.name,
        "ClientId": client.client_id,
        **present(ClientSecret=client.secret),
        "LastModifiedDate": timestamp(client.modified),
        "CreationDate": timestamp(client.created),
        "RefreshTokenValidity": client.refresh_validity,
        "TokenValidityUnits": aws_shape(client.units),
        **present(
            AccessTokenValidity=client.access_validity,
            IdTokenValidity=client.id_validity,
            ReadAttributes=list(client.read_attributes) or None,
            WriteAttributes=list(client.write_attributes) or None,
            ExplicitAuthFlows=list(client.flows) if client.flows else None,
        ),
        "EnableTokenRevocation": client.revocable,
        **client.settings,
    }


def _check_permissions(call: Call, pool: UserPool, read: list[str], write: list[str]) -> None:
    """Refuse lists that name attributes which the pool does not have, or which no user may write."""
    known = {attribute.name for attribute in pool.schema}
    unknown = [name for name in read if name not in known]
    error = errors.invalid_parameter("Invalid read attributes specified while creating a client")
    call.require("idp.client.read_attributes", not unknown, error, unknown=unknown)
    refused = [name for name in write if name not in known or name in NOT_FOR_USERS]
    error = errors.invalid_parameter("Invalid write attributes specified while creating a client")
    call.require("idp.client.write_attributes", not refused, error, refused=refused)


def _check_oauth(call: Call, chosen: list[str], scopes: list[str], *, has_secret: bool) -> None:
    """Refuse OAuth settings that contradict one another (Developer Guide, "Scopes, M2M, and resource servers")."""
    machine = "client_credentials" in chosen
    error = errors.invalid_oauth_flow(
        "client_credentials flow can not be selected along with code flow or implicit flow"
    )
    call.require("idp.client.oauth_flows", not machine or len(chosen) == 1, error, has=chosen)
    error = errors.invalid_oauth_flow(
        "client_credentials flow can not be selected if client does not have a client secret."
    )
    call.require("idp.client.oauth_secret", not machine or has_secret, error, has=chosen)
    strange = next((scope for scope in scopes if scope not in SCOPES), "")
    call.require("idp.client.oauth_scopes", not strange, errors.scope_does_not_exist(strange), has=scopes)
