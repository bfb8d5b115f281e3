"""Signing in by the app's own backend: it vouches for a user and gets the identity's OpenID token.

Amazon Cognito federated identities API reference, GetOpenIdTokenForDeveloperIdentity.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.developer_provider import require_developer_provider, vouched
from cogtui.cloud.services.cognito_identity.entry import require_enabled
from cogtui.cloud.services.cognito_identity.linking import new_identity, owners, united
from cogtui.cloud.services.cognito_identity.logins import prove
from cogtui.cloud.services.cognito_identity.lookup import identity_of, pool_named
from cogtui.cloud.services.cognito_identity.openid import openid_token
from cogtui.cloud.services.cognito_identity.proof import ProvenLogin
from cogtui.cloud.services.cognito_identity.records import Identity, IdentityPool

LIFETIME = 900
"""Seconds that the token holds where the call does not say."""

LONGEST_USER = 1024
"""Characters of a developer user's identifier."""


def get_open_id_token_for_developer_identity(
    call: Call,
    *,
    IdentityPoolId: str,
    Logins: dict[str, str],
    IdentityId: str | None = None,
    PrincipalTags: dict[str, str] | None = None,
    TokenDuration: int | None = None,
) -> dict[str, Any]:
    """Return the identity of a user for whom the app's backend vouches, and a token about it.

    The user is the entry of `Logins` under the developer provider's name; other entries are logins of the same person.
    The values of `PrincipalTags` are the tags' own, not names of claims: the backend vouches for them as well.
    """
    pool = pool_named(call, IdentityPoolId)
    logins = _proven(call, pool, Logins)
    identity = _seen(call, pool, logins) if IdentityId is None else _named(call, pool, IdentityId, logins)
    lifetime = TokenDuration or LIFETIME
    token = openid_token(call, pool, identity, logins, lifetime=lifetime, tags=PrincipalTags)
    return {"IdentityId": identity.id, "Token": token}


def _proven(call: Call, pool: IdentityPool, logins: dict[str, str]) -> tuple[ProvenLogin, ...]:
    """Return the developer user, who needs no proof, before the other logins, which do."""
    require_developer_provider(call, pool, logins)
    user = logins[pool.developer_provider]
    # DIFFERS: AWS's text for a longer one in this place is not published.
    too_long = errors.invalid_parameter(f"A developer user identifier has at most {LONGEST_USER} characters.")
    call.require("identity.developer.user", len(user) <= LONGEST_USER, too_long, wants=LONGEST_USER, has=len(user))
    others = {key: value for key, value in logins.items() if key != pool.developer_provider}
    return (vouched(pool, user), *(prove(call, pool, others) if others else ()))


def _seen(call: Call, pool: IdentityPool, logins: tuple[ProvenLogin, ...]) -> Identity:
    """Return the identity that the logins belong to, the developer user's first; a new one where nobody knows them."""
    found = owners(call, pool, logins)
    first = owners(call, pool, logins[:1]) or found
    parent = first[0] if first else new_identity(call, pool)
    return united(call, pool, parent, found, logins)


def _named(call: Call, pool: IdentityPool, identity_id: str, logins: tuple[ProvenLogin, ...]) -> Identity:
    """Return the identity that the call names, with the logins linked to it."""
    identity = identity_of(call, pool, identity_id)
    require_enabled(call, identity)
    _require_unregistered(call, pool, identity, logins[0])
    known = owners(call, pool, logins)
    _require_standing(call, pool, identity, known)
    parent = known[0] if identity.is_guest and known else identity
    return united(call, pool, parent, (identity, *known), logins)


def _require_unregistered(call: Call, pool: IdentityPool, identity: Identity, user: ProvenLogin) -> None:
    """Refuse a developer user who is another identity's: that is for MergeDeveloperIdentities."""
    owner = next(iter(owners(call, pool, [user])), identity)
    call.require(
        "identity.developer.registered",
        owner.id == identity.id,
        lambda: errors.developer_user_registered(user.subject),
        wants=identity.id,
        has=Fact("has", owner.id, owner.place("developer_users")),
    )


def _require_standing(call: Call, pool: IdentityPool, identity: Identity, known: list[Identity]) -> None:
    """Refuse an identity that only public logins belong to when none of them came along.

    DIFFERS: reports show this refusal for an identity of one public login; that one with developer users takes any more
    of them follows from the API reference.
    """
    stands = identity.is_guest or bool(identity.developer_users) or any(one.id == identity.id for one in known)
    wants = Fact("wants", [provider for provider, _ in pool.logins_of(identity)], identity.place("logins"))
    call.require("identity.login.owner", stands, errors.no_valid_login, wants=wants, has=[one.id for one in known])
