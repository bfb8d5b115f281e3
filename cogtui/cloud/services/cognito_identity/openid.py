"""The OpenID token: what an identity pool says about an identity, signed by Cognito.

Amazon Cognito Developer Guide, "Identity pools authentication flow"; claim names and their order as in published tokens.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.issuers import COGNITO_IDENTITY, keys_of
from cogtui.cloud.services.cognito_identity.developer_provider import OWN_NAME
from cogtui.cloud.services.cognito_identity.proof import ProvenLogin
from cogtui.cloud.services.cognito_identity.records import Identity, IdentityPool
from cogtui.cloud.services.cognito_identity.session_tags import tags_claim
from cogtui.cloud.tokens import mint

LIFETIME = 600
"""Seconds that the token of GetOpenIdToken holds."""

POOL_ARN = "https://cognito-identity.amazonaws.com/identity-pool-arn"


def openid_token(
    call: Call,
    pool: IdentityPool,
    identity: Identity,
    logins: Iterable[ProvenLogin],
    *,
    lifetime: int = LIFETIME,
    tags: dict[str, str] | None = None,
) -> str:
    """Return a token about the identity as it came with this call; `tags` are principal tags beside those of its logins."""
    logins = tuple(logins)
    key = keys_of(call.tx, COGNITO_IDENTITY)[-1]
    issued = int(call.now)
    claims: dict[str, Any] = {
        "sub": identity.id,
        "aud": pool.id,
        "amr": methods(logins),
        "iss": COGNITO_IDENTITY,
        POOL_ARN: pool.arn,
        "exp": issued + lifetime,
        "iat": issued,
        **tags_claim(call, pool, logins, tags),
    }
    return mint(claims, key, {"kid": key.kid, "typ": "JWS", "alg": key.alg})


def web_identity_token(
    call: Call, pool: IdentityPool, identity: Identity, logins: Iterable[ProvenLogin], given: dict[str, str] | None
) -> str:
    """Return what STS is handed for the identity: the token that its app's backend got for it, else a new one."""
    own = (given or {}).get(OWN_NAME)
    return own or openid_token(call, pool, identity, logins)


def methods(logins: Iterable[ProvenLogin]) -> list[str]:
    """Return the `amr` claim: whether anybody logged in, then each provider and who it was there."""
    found = [entry for login in logins for entry in (login.provider, _who(login))]
    return ["authenticated", *found] if found else ["unauthenticated"]


def _who(login: ProvenLogin) -> str:
    """Return the entry that names the person.

    DIFFERS: the form is known for user pools and developer providers; for public providers, which follow no published
    token, it is an assumption.
    """
    if login.provider.startswith("cognito-idp."):
        return f"{login.provider}:CognitoSignIn:{login.subject}"
    return f"{login.provider}:{login.client}:{login.subject}"
