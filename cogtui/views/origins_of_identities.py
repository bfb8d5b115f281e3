"""Where the claims of an identity pool's OpenID token came from.

Source: Developer Guide, "Identity pools authentication flow", "Using attributes for access control".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cogtui.cloud.catalog.forms import is_list
from cogtui.cloud.explain import Place
from cogtui.cloud.services.cognito_identity.records import IDENTITIES, POOLS, IdentityPool
from cogtui.cloud.store import Reader
from cogtui.views.origin import Origin, span_of

Maker = Callable[[Reader, dict[str, Any], IdentityPool | None], Origin]


def identity_origins(reader: Reader, claims: dict[str, Any]) -> dict[str, Origin]:
    """Return the origin of each claim that an identity pool put into a token."""
    pool = reader.get(POOLS, (str(claims.get("aud")),))
    return {name: _MAKERS[name](reader, claims, pool) for name in claims if name in _MAKERS}


def _identity(reader: Reader, claims: dict[str, Any], pool: IdentityPool | None) -> Origin:
    identity = reader.get(IDENTITIES, (pool.id, str(claims.get("sub")))) if pool else None
    words = "the identity that the pool keeps for these logins: GetId found or made it"
    return Origin("identity", words, identity.place("logins") if identity else None)


def _pool(words: str) -> Maker:
    def found(_: Reader, __: dict[str, Any], pool: IdentityPool | None) -> Origin:
        name = f"identity pool {pool.name}" if pool else "the identity pool"
        return Origin("pool", words.replace("{pool}", name), pool.place("IdentityPoolId", "id") if pool else None)

    return found


def _logins(_: Reader, claims: dict[str, Any], pool: IdentityPool | None) -> Origin:
    amr = claims.get("amr")
    providers = [str(one) for one in amr[1:] if ":" not in str(one)] if is_list(amr) else []
    words = f"the logins of this call: {', '.join(providers)}" if providers else "no logins came with the call: a guest"
    return Origin("login", words, pool.place("providers", "login_providers") if pool else None)


def _tags(_: Reader, __: dict[str, Any], pool: IdentityPool | None) -> Origin:
    words = "claims of the login, by the pool's principal tag map, and tags that the app's backend gave"
    return Origin("tags", words, pool.place("principal tags", "tag_maps") if pool else None)


def _issued(_: Reader, __: dict[str, Any], ___: IdentityPool | None) -> Origin:
    return Origin("clock", "the clock when the token was made", Place("clock", "the world's clock"))


def _ends(_: Reader, claims: dict[str, Any], __: IdentityPool | None) -> Origin:
    return Origin(
        "clock", f"{span_of(claims)}: 10 min, unless the app's backend asked for another time (TokenDuration)"
    )


_MAKERS: dict[str, Maker] = {
    "sub": _identity,
    "aud": _pool("{pool}: its id"),
    "amr": _logins,
    "iss": _pool("fixed: the same for every identity pool of every account"),
    "https://cognito-identity.amazonaws.com/identity-pool-arn": _pool("{pool}: its ARN"),
    "exp": _ends,
    "iat": _issued,
    "https://aws.amazon.com/tags": _tags,
}
