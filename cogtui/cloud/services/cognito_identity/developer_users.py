"""What an app's backend can ask about its users, and do with them: look up, merge, unlink.

Amazon Cognito federated identities API reference, LookupDeveloperIdentity, MergeDeveloperIdentities and
UnlinkDeveloperIdentity.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact
from cogtui.cloud.paging import page_of
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.developer_provider import require_developer_provider, vouched
from cogtui.cloud.services.cognito_identity.linking import owners, united
from cogtui.cloud.services.cognito_identity.lookup import identity_of, pool_named
from cogtui.cloud.services.cognito_identity.paging import BY_NEXT_TOKEN
from cogtui.cloud.services.cognito_identity.records import IDENTITIES, LOGINS, Identity, IdentityPool

MOST_USERS = 60
"""Users on a page where the call does not say."""

Output = dict[str, Any]


def lookup_developer_identity(
    call: Call,
    *,
    IdentityPoolId: str,
    IdentityId: str | None = None,
    DeveloperUserIdentifier: str | None = None,
    MaxResults: int | None = None,
    NextToken: str | None = None,
) -> Output:
    """Return a developer user's identity, or an identity's developer users; of both, whether they belong together.

    DIFFERS: whether a lookup by user tells the identity's other users is not documented; here it tells that one.
    """
    del NextToken  # the page reads it
    pool = pool_named(call, IdentityPoolId)
    call.require(
        "identity.developer.wanted",
        IdentityId is not None or DeveloperUserIdentifier is not None,
        errors.invalid_parameter("Please provide an IdentityId or a DeveloperUserIdentifier."),
    )
    named = identity_of(call, pool, IdentityId) if IdentityId is not None else None
    if DeveloperUserIdentifier is not None:
        identity = _identity_of_user(call, pool, DeveloperUserIdentifier)
        _require_owner(call, identity, named or identity, DeveloperUserIdentifier)
        return {"IdentityId": identity.id, "DeveloperUserIdentifierList": [DeveloperUserIdentifier]}
    assert named is not None
    page = page_of(call, sorted(named.developer_users), str, MaxResults or MOST_USERS, BY_NEXT_TOKEN)
    return {"IdentityId": named.id, "DeveloperUserIdentifierList": list(page.rows), **page.more}


def merge_developer_identities(
    call: Call,
    *,
    SourceUserIdentifier: str,
    DestinationUserIdentifier: str,
    DeveloperProviderName: str,
    IdentityPoolId: str,
) -> Output:
    """Make two developer users one: all logins go to the destination's identity, the source's is disabled.

    DIFFERS: what AWS says of users who are one identity already is not published; here that is answered and kept.
    """
    pool = pool_named(call, IdentityPoolId)
    require_developer_provider(call, pool, [DeveloperProviderName])
    source = _identity_of_user(call, pool, SourceUserIdentifier)
    destination = _identity_of_user(call, pool, DestinationUserIdentifier)
    return {"IdentityId": united(call, pool, destination, [source], ()).id}


def unlink_developer_identity(
    call: Call, *, IdentityId: str, IdentityPoolId: str, DeveloperProviderName: str, DeveloperUserIdentifier: str
) -> Output:
    """Take a developer user away from an identity, who makes a new one when seen again.

    An identity without any login left is nobody's for good.
    """
    pool = pool_named(call, IdentityPoolId)
    require_developer_provider(call, pool, [DeveloperProviderName])
    identity = identity_of(call, pool, IdentityId)
    owner = _identity_of_user(call, pool, DeveloperUserIdentifier)
    _require_owner(call, owner, identity, DeveloperUserIdentifier)
    users = tuple([user for user in identity.developer_users if user != DeveloperUserIdentifier])
    abandoned = not (users or identity.logins)
    changed = msgspec.structs.replace(identity, developer_users=users, abandoned=abandoned, modified=call.now)
    call.tx.put(IDENTITIES, changed)
    call.tx.delete(LOGINS, (pool.id, pool.developer_provider, DeveloperUserIdentifier))
    return {}


def _identity_of_user(call: Call, pool: IdentityPool, user: str) -> Identity:
    """Return the identity of a developer user whom the pool knows."""
    found = owners(call, pool, [vouched(pool, user)])
    call.require(
        "identity.developer.known", bool(found), lambda: errors.developer_user_not_found(user), user=user, pool=pool.id
    )
    return found[0]


def _require_owner(call: Call, owner: Identity, wanted: Identity, user: str) -> None:
    """Refuse a developer user who is another identity's than the wanted one."""
    has = Fact("has", owner.id, owner.place("developer_users"))
    error = errors.developer_user_elsewhere(user, wanted.id)
    call.require("identity.developer.owner", owner.id == wanted.id, error, wants=wanted.id, has=has)
