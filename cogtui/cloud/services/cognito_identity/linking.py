"""Whose is a login? Finding, making, linking and merging identities.

Amazon Cognito Developer Guide, "Identity pools authentication flow": linking logins, merging identities.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services import registry
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.proof import ProvenLogin
from cogtui.cloud.services.cognito_identity.records import (
    IDENTITIES,
    LOGINS,
    WHEREABOUTS,
    Identity,
    IdentityPool,
    LinkedLogin,
    Whereabouts,
)

MOST_LOGINS = 20
"""Logins that one identity can have after a merge."""


def new_identity(call: Call, pool: IdentityPool) -> Identity:
    """Make an identity; without logins it is a guest's."""
    identity = Identity(pool.id, call.ids.identity_id(pool.region), call.now, call.now)
    call.tx.put(IDENTITIES, identity)
    call.tx.put(WHEREABOUTS, Whereabouts(identity.id, pool.id))
    return identity


def owners(call: Call, pool: IdentityPool, logins: Iterable[ProvenLogin]) -> list[Identity]:
    """Return the identities that the logins belong to already, each once, the oldest first."""
    found = [call.tx.get(LOGINS, (pool.id, login.provider, login.subject)) for login in logins]
    ids = dict.fromkeys([row.identity_id for row in found if row])
    identities = [call.tx.get(IDENTITIES, (pool.id, identity_id)) for identity_id in ids]
    return sorted([one for one in identities if one], key=lambda one: one.created)


def united(
    call: Call, pool: IdentityPool, parent: Identity, others: Iterable[Identity], logins: Iterable[ProvenLogin]
) -> Identity:
    """Return `parent` with all logins, its own, those of `others` and those just proven; the others are disabled.

    DIFFERS: which identity survives a merge is not documented; here it is the one already known by the login when a guest
    logs in, else the one that the call names, else the oldest.
    """
    logins = tuple(logins)
    wanted = [(login.provider, login.subject) for login in logins if login.provider != pool.developer_provider]
    absorbed = [other for other in others if other.id != parent.id]
    wanted.extend(pair for other in absorbed for pair in other.logins.items())
    merged = dict(parent.logins)
    for provider, subject in wanted:
        _require_one_per_provider(call, merged, provider, subject)
        merged[provider] = subject
    users = _users(pool, (parent, *absorbed), logins)
    if (merged, users) == (parent.logins, parent.developer_users) and not absorbed:
        return parent
    count = len(merged) + len(users)
    call.require("identity.link.limit", count <= MOST_LOGINS, lambda: errors.too_many_logins(MOST_LOGINS), has=count)
    for other in absorbed:
        call.note("identity.link.merge", passed=True, disabled=other.id, parent=parent.id)
        emptied = msgspec.structs.replace(
            other, logins={}, developer_users=(), merged_into=parent.id, modified=call.now
        )
        call.tx.put(IDENTITIES, emptied)
        registry.announce(call, "identities_merged", pool_id=pool.id, parent=parent.id, absorbed=other.id)
    return _linked(call, pool, parent, merged, users)


def _users(pool: IdentityPool, identities: Iterable[Identity], logins: Iterable[ProvenLogin]) -> tuple[str, ...]:
    """Return every developer user of some identities and logins, each once."""
    linked = [user for identity in identities for user in identity.developer_users]
    proven = [login.subject for login in logins if login.provider == pool.developer_provider]
    return tuple(dict.fromkeys([*linked, *proven]))


def _require_one_per_provider(call: Call, merged: dict[str, str], provider: str, subject: str) -> None:
    """Refuse a second login of a provider; a login that fits goes without saying."""
    present = merged.get(provider, subject)
    if present != subject:
        call.refuse(
            "identity.link.one_per_provider",
            errors.second_login(provider),
            provider=provider,
            linked=present,
            has=subject,
        )


def _linked(
    call: Call, pool: IdentityPool, parent: Identity, logins: dict[str, str], users: tuple[str, ...]
) -> Identity:
    identity = msgspec.structs.replace(parent, logins=logins, developer_users=users, modified=call.now)
    call.tx.put(IDENTITIES, identity)
    for provider, subject in pool.logins_of(identity):
        call.tx.put(LOGINS, LinkedLogin(pool.id, provider, subject, identity.id))
    return identity
