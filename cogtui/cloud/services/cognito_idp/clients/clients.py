"""App clients: CreateUserPoolClient, DescribeUserPoolClient, UpdateUserPoolClient, DeleteUserPoolClient, their list."""

from __future__ import annotations

from typing import Any, Unpack

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.ids import LOWER_ALNUM
from cogtui.cloud.paging import page_of
from cogtui.cloud.services.cognito_idp import belongings
from cogtui.cloud.services.cognito_idp.clients import client_secrets, validity
from cogtui.cloud.services.cognito_idp.clients.client_settings import ClientSettings, settled
from cogtui.cloud.services.cognito_idp.lookup import client_named, pool_named
from cogtui.cloud.services.cognito_idp.paging import BY_NEXT_TOKEN
from cogtui.cloud.services.cognito_idp.pools.settings import aws_shape, present
from cogtui.cloud.services.cognito_idp.records import CLIENT_HOMES, CLIENTS, Client, ClientHome

MOST_CLIENTS = 60
"""App clients on a page."""


def create_user_pool_client(
    call: Call,
    *,
    UserPoolId: str,
    ClientName: str,
    GenerateSecret: bool = False,
    ClientSecret: str | None = None,
    **settings: Unpack[ClientSettings],
) -> dict[str, Any]:
    """Register an app with a pool (API CreateUserPoolClient)."""
    pool = pool_named(call, UserPoolId)
    fields = settled(call, pool, settings, "creating", has_secret=bool(GenerateSecret or ClientSecret))
    client = Client(
        pool_id=pool.id,
        client_id=call.ids.text(26, LOWER_ALNUM),
        name=ClientName,
        created=call.now,
        modified=call.now,
        secrets=client_secrets.fresh(call, value=ClientSecret, wanted=GenerateSecret),
        **fields,
    )
    validity.check(call, client)
    call.tx.put(CLIENTS, client)
    call.tx.put(CLIENT_HOMES, ClientHome(client.client_id, pool.id))
    return {"UserPoolClient": described(client)}


def describe_user_pool_client(call: Call, *, UserPoolId: str, ClientId: str) -> dict[str, Any]:
    """Return a client's settings, its secret included (API DescribeUserPoolClient)."""
    return {"UserPoolClient": described(client_named(call, pool_named(call, UserPoolId), ClientId))}


def update_user_pool_client(
    call: Call,
    *,
    UserPoolId: str,
    ClientId: str,
    ClientName: str | None = None,
    **settings: Unpack[ClientSettings],
) -> dict[str, Any]:
    """Give a client these settings; what is left out goes back to AWS's default (API UpdateUserPoolClient).

    Name and secret stay.
    """
    pool = pool_named(call, UserPoolId)
    client = client_named(call, pool, ClientId)
    fields = settled(call, pool, settings, "updating", has_secret=bool(client.secrets))
    changed = msgspec.structs.replace(client, name=ClientName or client.name, modified=call.now, **fields)
    validity.check(call, changed)
    call.tx.put(CLIENTS, changed)
    return {"UserPoolClient": described(changed)}


def delete_user_pool_client(call: Call, *, UserPoolId: str, ClientId: str) -> dict[str, Any]:
    """Take a client away; the tokens that it brought are worth nothing to the pool any more (API DeleteUserPoolClient)."""
    pool = pool_named(call, UserPoolId)
    client = client_named(call, pool, ClientId)
    belongings.forget_client(call.tx, pool.id, client.client_id)
    return {}


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
