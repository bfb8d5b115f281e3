"""What goes when a pool, an app client or a user goes: every record that names it, whichever module keeps it.

The tables are found by the fields of their records (`pool_id`, `client_id`, `user_key`), so that what a later module
keeps of a user is not forgotten here. Messages stay: they are in somebody's inbox.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cogtui.cloud.issuers import KEYS
from cogtui.cloud.services.cognito_idp.records import POOLS, UserPool
from cogtui.cloud.services.cognito_idp.traces import MESSAGES, REFRESH_TOKENS, SESSIONS
from cogtui.cloud.store import Key, Reader, Table, Transaction

_OURS = "idp."
"""What the names of a user pool's tables begin with."""


def forget_pool(tx: Transaction, pool: UserPool) -> None:
    """Take a pool away with its users, clients, sessions, settings and keys."""
    _forget(tx, pool.id)
    for key in list(tx.scan(KEYS, pool.issuer)):
        tx.delete(KEYS, (key.issuer, key.kid))
    tx.delete(POOLS, (pool.id,))


def forget_client(tx: Transaction, pool_id: str, client_id: str) -> None:
    """Take an app client away with the sessions and tokens that it brought."""
    _forget(tx, pool_id, client_id=client_id)


def forget_user(tx: Transaction, pool_id: str, user_key: str) -> None:
    """Take away what a user leaves behind: names, sessions, codes, groups. The profile itself is the caller's to delete."""
    sessions = {session.event_id for session in tx.scan(SESSIONS, pool_id) if session.user_key == user_key}
    for token in list(tx.scan(REFRESH_TOKENS, pool_id)):
        if token.event_id in sessions:
            tx.delete(REFRESH_TOKENS, (pool_id, token.digest))
    _forget(tx, pool_id, user_key=user_key)


def _forget(tx: Transaction, pool_id: str, **named: str) -> None:
    """Delete the pool's records whose fields have the values that are named."""
    for table in _tables(*named):
        for key, row in list(_rows(tx, table, pool_id)):
            if all(getattr(row, field) == value for field, value in named.items()):
                tx.delete(table, key)


def _tables(*fields: str) -> list[Table[Any]]:
    """Return the tables whose records belong to a pool and have these fields too."""
    wanted = {"pool_id", *fields}
    ours = [table for name, table in sorted(Table.known.items()) if name.startswith(_OURS)]
    return [table for table in ours if table is not MESSAGES and wanted <= set(table.record.__struct_fields__)]


def _rows(reader: Reader, table: Table[Any], pool_id: str) -> Iterator[tuple[Key, Any]]:
    """Yield the pool's records in a table: its scope where the pool is one, else whichever records name the pool."""
    scopes = reader.scopes(table)
    first = next(reader.scan(table, scopes[0]), None) if scopes else None
    if first is not None and table.key(first)[0] == first.pool_id:
        scopes = [pool_id]
    for scope in scopes:
        for row in reader.scan(table, scope):
            if row.pool_id == pool_id:
                yield table.key(row), row
