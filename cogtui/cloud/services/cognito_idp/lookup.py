"""Whom and what a call names: the pool, the app client, the user. Each refuses with the error that the operation gives."""

from __future__ import annotations

import msgspec

from cogtui.cloud.call import AnyError, Call
from cogtui.cloud.explain import Fact
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.clients import secret_hash
from cogtui.cloud.services.cognito_idp.records import CLIENT_HOMES, CLIENTS, POOLS, Client, User, UserPool
from cogtui.cloud.services.cognito_idp.users import directory
from cogtui.cloud.store import Reader


class App(msgspec.Struct, frozen=True):
    """An app client together with its pool: what an unsigned call names."""

    client: Client
    pool: UserPool


def pool_named(call: Call, pool_id: str) -> UserPool:
    """Return the pool of that id in the call's account and region; elsewhere it does not exist for the caller."""
    pool = call.tx.get(POOLS, (pool_id,))
    here = pool is not None and (pool.account, pool.region) == (call.account, call.region)
    call.require(
        "idp.pool.exists",
        here,
        lambda: errors.pool_not_found(pool_id),
        pool=pool_id,
        account=call.account,
        region=call.region,
    )
    assert pool is not None
    return pool


def find_app(reader: Reader, client_id: str) -> App | None:
    """Return the app client of that id with its pool, or None."""
    home = reader.get(CLIENT_HOMES, (client_id,))
    if home is None:
        return None
    client = reader.get(CLIENTS, (home.pool_id, client_id))
    pool = reader.get(POOLS, (home.pool_id,))
    return App(client, pool) if client is not None and pool is not None else None


def client_named(call: Call, pool: UserPool, client_id: str) -> Client:
    """Return the app client that an administrator names, of this pool."""
    client = call.tx.get(CLIENTS, (pool.id, client_id))
    call.require("idp.client.exists", client is not None, errors.client_not_found(client_id), client=client_id)
    assert client is not None
    return client


def app_named(call: Call, client_id: str) -> App:
    """Return the app client of that id with its pool."""
    app = find_app(call.tx, client_id)
    call.require("idp.client.exists", app is not None, lambda: errors.client_not_found(client_id), client=client_id)
    assert app is not None
    return app


def app_of_pool(call: Call, pool_id: str, client_id: str) -> App:
    """Return the app client of that id, which must be the named pool's."""
    pool = pool_named(call, pool_id)
    client = call.tx.get(CLIENTS, (pool.id, client_id))
    error = errors.client_not_found(client_id)
    call.require("idp.client.exists", client is not None, error, client=client_id, pool=pool.id)
    assert client is not None
    return App(client, pool)


def user_named(call: Call, pool: UserPool, name: str) -> User:
    """Return the user that an administrator names: by user name, `sub` or alias."""
    user = directory.find(call.tx, pool, name)
    call.require("idp.user.exists", user is not None, errors.user_not_found, username=name, pool=pool.id)
    assert user is not None
    return user


def named_by_app(call: Call, app: App, name: str, given_hash: str | None) -> User | None:
    """Return the user of that name, if there is one, once the app proved that it knows its secret.

    In pools whose users sign in by an address, the hash may be over the address or over the real user name.
    """
    user = directory.find(call.tx, app.pool, name)
    secret_hash.check(call, app.client, given_hash, name, *([user.username] if user else []))
    return user


def known_user(call: Call, app: App, name: str, user: User | None, *, open_: AnyError, hidden: AnyError) -> User:
    """Return the user that an app names, or refuse in the way that PreventUserExistenceErrors says.

    `open_` tells that there is no such user (LEGACY); `hidden` is what a wrong password or code would answer (ENABLED).
    """
    client = app.client
    mode = "ENABLED" if client.hides_unknown_users else "LEGACY"
    setting = Fact("mode", mode, client.place("PreventUserExistenceErrors", "hides_unknown_users"))
    call.require(
        "idp.user.exists",
        user is not None,
        hidden if client.hides_unknown_users else open_,
        username=name,
        pool=app.pool.id,
        PreventUserExistenceErrors=setting,
    )
    assert user is not None
    return user
