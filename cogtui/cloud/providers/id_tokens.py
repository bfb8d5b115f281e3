"""ID tokens as OpenID Connect Core 1.0 has them, for providers that keep to the standard."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from cogtui.cloud import issuers
from cogtui.cloud.call import Call
from cogtui.cloud.providers.records import ProviderLogin, ProviderUser
from cogtui.cloud.tokens.mint import mint

SECONDS = 3600


def id_token(
    call: Call,
    issuer: str,
    login: ProviderLogin,
    about: dict[str, Any],
    access_token: str = "",
    *,
    seconds: int = SECONDS,
) -> str:
    """Mint an ID token for a finished login; `about` is what it says of the person beside the subject (section 2)."""
    now = int(call.now)
    claims: dict[str, Any] = {
        "iss": issuer,
        "aud": login.app_id,
        "exp": now + seconds,
        "iat": now,
        "sub": login.user_id,
        "auth_time": now,
    }
    if login.nonce:
        claims["nonce"] = login.nonce
    if access_token:
        claims["at_hash"] = at_hash(access_token)
    key = issuers.keys_of(call.tx, issuer)[0]
    return mint(claims | about, key, {"kid": key.kid, "alg": key.alg})


def at_hash(access_token: str) -> str:
    """Return the claim that ties an access token to its ID token (section 3.1.3.6)."""
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    return base64.urlsafe_b64encode(half).rstrip(b"=").decode("ascii")


def standard_claims(user: ProviderUser, scopes: tuple[str, ...]) -> dict[str, Any]:
    """Return what the standard scopes show of a person (section 5.4), and the claims that a world gave them."""
    found: dict[str, Any] = {}
    if "profile" in scopes:
        names = {"name": user.name, "given_name": user.given_name, "family_name": user.family_name}
        found |= {name: value for name, value in names.items() if value} | user.claims
    if "email" in scopes:
        found |= {"email": user.email, "email_verified": True}
    return found
