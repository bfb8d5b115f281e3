"""Resource servers and their custom scopes: Create-, Describe-, Update-, Delete- and ListResourceServers.

Source: Developer Guide, "Scopes, M2M, and resource servers"; "Quotas in Amazon Cognito".
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.paging import page_of
from cogtui.cloud.services.cognito_idp.domain_records import RESOURCE_SERVERS, ResourceServer, Scope
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter
from cogtui.cloud.services.cognito_idp.lookup import pool_named
from cogtui.cloud.services.cognito_idp.paging import BY_NEXT_TOKEN
from cogtui.cloud.services.cognito_idp.pools import setting_errors as errors
from cogtui.cloud.store import Reader

STANDARD_SCOPES = frozenset({"openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"})
"""Scopes that every pool has."""

MOST_SERVERS = 25
"""In a pool."""
ON_A_PAGE = 50


def create_resource_server(
    call: Call, *, UserPoolId: str, Identifier: str, Name: str, Scopes: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """Define an API with scopes of its own (API CreateResourceServer)."""
    pool = pool_named(call, UserPoolId)
    free = call.tx.get(RESOURCE_SERVERS, (pool.id, Identifier)) is None
    error = errors.resource_server_exists(Identifier, pool.id)
    call.require("idp.resource_server.free", free, error, identifier=Identifier, pool=pool.id)
    has = sum(1 for _ in call.tx.scan(RESOURCE_SERVERS, pool.id))
    too_many = errors.quota_exceeded("resource servers", MOST_SERVERS)
    call.require("idp.quota", has < MOST_SERVERS, too_many, has=has, most=MOST_SERVERS)
    server = ResourceServer(pool.id, Identifier, Name, _scopes(call, Scopes or []))
    call.tx.put(RESOURCE_SERVERS, server)
    return {"ResourceServer": described(server)}


def describe_resource_server(call: Call, *, UserPoolId: str, Identifier: str) -> dict[str, Any]:
    """Return a resource server (API DescribeResourceServer)."""
    return {"ResourceServer": described(_named(call, UserPoolId, Identifier))}


def update_resource_server(
    call: Call, *, UserPoolId: str, Identifier: str, Name: str, Scopes: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """Give a resource server another name and other scopes; without Scopes it has none (API UpdateResourceServer)."""
    server = _named(call, UserPoolId, Identifier)
    changed = msgspec.structs.replace(server, name=Name, scopes=_scopes(call, Scopes or []))
    call.tx.put(RESOURCE_SERVERS, changed)
    return {"ResourceServer": described(changed)}


def delete_resource_server(call: Call, *, UserPoolId: str, Identifier: str) -> dict[str, Any]:
    """Take a resource server away (API DeleteResourceServer).

    App clients go on listing its scopes; only what they are granted no longer has them.
    """
    server = _named(call, UserPoolId, Identifier)
    call.tx.delete(RESOURCE_SERVERS, (server.pool_id, server.identifier))
    return {}


def list_resource_servers(
    call: Call, *, UserPoolId: str, MaxResults: int = ON_A_PAGE, NextToken: str | None = None
) -> dict[str, Any]:
    """List a pool's resource servers by identifier (API ListResourceServers)."""
    del NextToken  # the page reads it
    pool = pool_named(call, UserPoolId)
    found = list(call.tx.scan(RESOURCE_SERVERS, pool.id))
    page = page_of(call, found, lambda server: server.identifier, MaxResults, BY_NEXT_TOKEN)
    return {"ResourceServers": [described(server) for server in page.rows], **page.more}


def scopes_of(reader: Reader, pool_id: str) -> frozenset[str]:
    """Return every scope that exists in a pool: the standard ones, and those of its resource servers in full."""
    custom = (scope for server in reader.scan(RESOURCE_SERVERS, pool_id) for scope in server.full_scopes)
    return STANDARD_SCOPES.union(custom)


def described(server: ResourceServer) -> dict[str, Any]:
    """Return a resource server in AWS's shape."""
    scopes = [{"ScopeName": scope.name, "ScopeDescription": scope.description} for scope in server.scopes]
    return {"UserPoolId": server.pool_id, "Identifier": server.identifier, "Name": server.name, "Scopes": scopes}


def _named(call: Call, pool_id: str, identifier: str) -> ResourceServer:
    pool = pool_named(call, pool_id)
    server = call.tx.get(RESOURCE_SERVERS, (pool.id, identifier))
    error = errors.resource_server_not_found(identifier)
    call.require("idp.resource_server.exists", server is not None, error, identifier=identifier, pool=pool.id)
    assert server is not None
    return server


def _scopes(call: Call, given: list[dict[str, str]]) -> tuple[Scope, ...]:
    names = [entry["ScopeName"] for entry in given]
    twice = next((name for name in names if names.count(name) > 1), "")
    # No capture of AWS's text is known.
    error = invalid_parameter(f"Duplicate scope name: {twice}")
    call.require("idp.resource_server.scopes", not twice, error, has=names)
    return tuple(Scope(entry["ScopeName"], entry["ScopeDescription"]) for entry in given)
