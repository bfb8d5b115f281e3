"""The attacker of the tamper lab: a key of its own, and the places where a careless verifier comes by it.

Nothing here is real: no address is fetched, no file opened, no database asked. What a careless verifier would have found
there is told from the text alone.
"""

from __future__ import annotations

import re
from functools import cache

from cogtui.cloud.tokens.keys import Algorithm, Jwk, SigningKey, public_jwk
from cogtui.cloud.tokens.ring import ATTACKER

KID = "attacker"
HOME = "https://attacker.example"
JKU = f"{HOME}/jwks.json"
KID_PATH = "../../uploads/attacker.pem"
"""The attacker has uploaded a "picture" there."""
KID_SQL = "x' UNION SELECT pem FROM uploads WHERE owner = 'attacker"
"""Closes the verifier's own quote and asks another table."""

_PATH = re.compile(r"(?:\.{1,2}/|/)[^\0]*\battacker\.pem", re.ASCII)
_SQL = re.compile(r"[^']*'\s*union\s+(?:all\s+)?select\b.*\battacker\b.*", re.ASCII | re.IGNORECASE | re.DOTALL)


@cache
def attacker_key(alg: Algorithm = "RS256", issuer: str = HOME) -> SigningKey:
    """Return the attacker's key; it is none of the ring that worlds draw from."""
    return SigningKey(issuer, KID, alg, ring=ATTACKER)


def published_at(url: object) -> tuple[Jwk, ...]:
    """Return the keys that a verifier would get who follows this `jku`; CogTUI itself fetches nothing."""
    return (public_jwk(attacker_key()),) if url == JKU else ()


def found_by(kid: object) -> tuple[Jwk, ...]:
    """Return what a verifier would find who takes `kid` for a part of a path or of an SQL statement, unlooked at."""
    injected = isinstance(kid, str) and (_PATH.fullmatch(kid) or _SQL.fullmatch(kid))
    return (public_jwk(attacker_key()),) if injected else ()


def own_issuer(issuer: str) -> str:
    """Return an issuer that the attacker runs, as like as can be to the one in its place: for a user pool another pool."""
    base, slash, pool_id = issuer.rpartition("/")
    region, underscore, _ = pool_id.rpartition("_")
    return f"{base}/{region}_Attacker1" if slash and underscore else HOME


def published_by(issuer: str) -> tuple[Jwk, ...]:
    """Return the keys of an issuer that the attacker runs; empty for any other."""
    return (public_jwk(attacker_key("RS256", issuer)),) if issuer == own_issuer(issuer) else ()
