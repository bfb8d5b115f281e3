"""The users of a pool and the names that find them: user name, `sub`, and the addresses that sign in.

Nothing here looks at more users than the one asked for: a pool may have a hundred thousand.
Source: Developer Guide, "User pool attributes", on user names, aliases and case sensitivity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.belongings import forget_user
from cogtui.cloud.services.cognito_idp.records import (
    ALIASES,
    POPULATIONS,
    USERS,
    Alias,
    Population,
    User,
    UserPool,
    UserStatus,
)
from cogtui.cloud.services.cognito_idp.users.attributes import VERIFIED_FLAGS
from cogtui.cloud.store import Reader, Transaction

AddressTaken = Callable[[str], AwsError]
"""Gives the error for an address, by its attribute, that is somebody else's."""


def compared(pool: UserPool, name: str) -> str:
    """Return a name as the pool compares it (UsernameConfiguration.CaseSensitive)."""
    return name if pool.case_sensitive else name.lower()


def find(reader: Reader, pool: UserPool, name: str) -> User | None:
    """Return the user that a name stands for, or None: the user name first, then `sub`, then addresses."""
    key = compared(pool, name)
    user = reader.get(USERS, (pool.id, key))
    if user is not None:
        return user
    for attribute in ("sub", *pool.sign_in_attributes):
        alias = reader.get(ALIASES, (pool.id, attribute, key))
        if alias is not None:
            return reader.get(USERS, (pool.id, alias.user_key))
    return None


def newcomer(call: Call, pool: UserPool, name: str, status: UserStatus, attributes: dict[str, str]) -> User:
    """Return a user who is new, without a password yet; a name that is an address is replaced by `sub`."""
    sub = call.ids.sub()
    username = sub if pool.username_attributes else name
    return User(pool.id, compared(pool, username), username, sub, status, call.now, call.now, attributes)


def add(tx: Transaction, pool: UserPool, user: User) -> None:
    """Put a new user into the pool."""
    tx.put(USERS, user)
    tx.put(ALIASES, Alias(pool.id, "sub", user.sub, user.key))
    known = tx.get(POPULATIONS, (pool.id,))
    tx.put(POPULATIONS, Population(pool.id, known.users + 1 if known else 1))


def change(tx: Transaction, user: User, now: float, **fields: object) -> User:
    """Put the user with other fields, modified now, and return the new record."""
    changed = msgspec.structs.replace(user, modified=now, **fields)
    tx.put(USERS, changed)
    return changed


def signing_addresses(pool: UserPool, user: User) -> Iterator[tuple[str, str]]:
    """Yield (attribute, value) of the addresses by which the user may sign in as things stand.

    In a pool with UsernameAttributes every address does, verified or not; aliases must be verified, and
    `preferred_username` (nobody verifies that) belongs to confirmed users.
    """
    for attribute in pool.sign_in_attributes:
        value = user.attributes.get(attribute)
        if value and (pool.username_attributes or _is_proven(user, attribute)):
            yield attribute, value


def _is_proven(user: User, attribute: str) -> bool:
    flag = VERIFIED_FLAGS.get(attribute)
    return user.attributes.get(flag) == "true" if flag else user.status == "CONFIRMED"


def claim_addresses(call: Call, pool: UserPool, user: User, taken: AddressTaken, *, force: bool = False) -> None:
    """Let the user sign in by the addresses that may; refuse one that is somebody else's, or take it over (`force`).

    Taking over clears the verified flag at the old owner (API ConfirmSignUp, ForceAliasCreation).
    """
    for attribute, value in signing_addresses(pool, user):
        key = compared(pool, value)
        owner = call.tx.get(ALIASES, (pool.id, attribute, key))
        free = owner is None or owner.user_key == user.key
        call.require(
            "idp.alias.free", free or force, lambda name=attribute: taken(name), attribute=attribute, value=value
        )
        if owner is not None and not free:
            _disown(call, pool, owner, attribute)
        call.tx.put(ALIASES, Alias(pool.id, attribute, key, user.key))


def move_addresses(call: Call, pool: UserPool, before: User, after: User, taken: AddressTaken) -> None:
    """Let the user sign in by the addresses of the changed profile, and no more by those of the old one."""
    kept = dict(signing_addresses(pool, after))
    for attribute, value in signing_addresses(pool, before):
        if kept.get(attribute) != value:
            _free(call.tx, pool, after, attribute, value)
    claim_addresses(call, pool, after, taken)


def _free(tx: Transaction, pool: UserPool, user: User, attribute: str, value: str) -> None:
    key = (pool.id, attribute, compared(pool, value))
    alias = tx.get(ALIASES, key)
    if alias is not None and alias.user_key == user.key:
        tx.delete(ALIASES, key)


def remove(tx: Transaction, pool: UserPool, user: User) -> None:
    """Take a user out of the pool, with all that the pool keeps about one; the name is free again."""
    forget_user(tx, pool.id, user.key)
    tx.delete(USERS, (pool.id, user.key))
    known = tx.get(POPULATIONS, (pool.id,))
    if known is not None:
        tx.put(POPULATIONS, Population(pool.id, known.users - 1))


def _disown(call: Call, pool: UserPool, alias: Alias, attribute: str) -> None:
    owner = call.tx.get(USERS, (pool.id, alias.user_key))
    flag = VERIFIED_FLAGS.get(attribute)
    if owner is not None and flag is not None:
        change(call.tx, owner, call.now, attributes=owner.attributes | {flag: "false"})
