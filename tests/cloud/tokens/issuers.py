"""Issuers, tokens and expectations for the tests of tokens."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.explain import Check
from cogtui.cloud.tokens import Expectation, SigningKey, TokenVerification, mint, public_jwks

NOW = 1767603700.0
CLIENT = "6h89qn2bfglbmvfebq9aaknqk0"
POOL_ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123"
IDENTITY_POOL = "us-east-1:1f0e8a4e-0d4b-4a4d-9b0d-2f6d1e1b7c11"

ID_KEY = SigningKey(POOL_ISSUER, "aWQta2V5LW9mLXRoZS1wb29sLWluLTMyLWJ5dGVzISE=", "RS256", ring=0)
ACCESS_KEY = SigningKey(POOL_ISSUER, "YWNjZXNzLWtleS1vZi10aGUtcG9vbC0zMi1ieXRlcyE=", "RS256", ring=1)
IDENTITY_KEY = SigningKey("https://cognito-identity.amazonaws.com", "us-east-11", "RS512", ring=2)
POOL_KEYS = public_jwks((ID_KEY, ACCESS_KEY))

ID_CLAIMS: dict[str, Any] = {
    "sub": "34c84488-e0e1-70ae-d2ee-991ad1a898c8",
    "iss": POOL_ISSUER,
    "aud": CLIENT,
    "token_use": "id",
    "auth_time": 1767603600,
    "iat": 1767603600,
    "exp": 1767607200,
    "cognito:username": "ana",
    "email": "ana@example.com",
    "email_verified": True,
}

EXPECTED = Expectation(
    keys=POOL_KEYS, now=NOW, issuers=(POOL_ISSUER,), audiences=(CLIENT,), token_uses=("id",), required=("aud", "exp")
)


def pool_header(key: SigningKey = ID_KEY) -> dict[str, Any]:
    """The header of a user pool's tokens."""
    return {"kid": key.kid, "alg": key.alg}


def id_token(**claims: Any) -> str:
    """An ID token with some claims of its own; a claim of None is left out."""
    merged = {name: value for name, value in {**ID_CLAIMS, **claims}.items() if value is not None}
    return mint(merged, ID_KEY, pool_header())


def expected(**changes: Any) -> Expectation:
    """What the pool's app expects, with changes."""
    return msgspec.structs.replace(EXPECTED, **changes)


def steps(verification: TokenVerification) -> dict[str, Check]:
    """The explained steps by rule id."""
    return {child.rule: child for child in verification.explain().children if isinstance(child, Check)}


def refusing(verification: TokenVerification) -> str | None:
    """The rule that refused, as the why tells it."""
    children = verification.explain().children
    return next((c.rule for c in children if isinstance(c, Check) and not c.passed and not c.switched_off), None)
