"""The attacker of the tamper lab: a key of its own, and a page where it publishes it."""

from __future__ import annotations

from functools import cache

from cogtui.cloud.tokens.keys import Algorithm, Jwk, SigningKey, public_jwk
from cogtui.cloud.tokens.ring import ATTACKER

KID = "attacker"
JKU = "https://attacker.example/jwks.json"


@cache
def attacker_key(alg: Algorithm = "RS256") -> SigningKey:
    """Return the attacker's key; it is none of the ring that worlds draw from."""
    return SigningKey("https://attacker.example", KID, alg, ring=ATTACKER)


def published_at(url: object) -> tuple[Jwk, ...]:
    """Return the keys that a verifier would get who follows this `jku`; CogTUI itself fetches nothing."""
    return (public_jwk(attacker_key()),) if url == JKU else ()
