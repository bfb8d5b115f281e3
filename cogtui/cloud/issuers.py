"""Who signs tokens in this world, with which keys: what a verifier would fetch from an issuer's JWKS address."""

from __future__ import annotations

from cogtui.cloud.ids import COUNTERS, Counter, Ids
from cogtui.cloud.store import Reader, Table, Transaction
from cogtui.cloud.tokens.decode import decode
from cogtui.cloud.tokens.expectation import Expectation
from cogtui.cloud.tokens.fresh import fresh_der
from cogtui.cloud.tokens.keys import Algorithm, Jwk, SigningKey, public_jwks
from cogtui.cloud.tokens.ring import RING_SIZE

COGNITO_IDENTITY = "https://cognito-identity.amazonaws.com"
GOOGLE = "https://accounts.google.com"


def user_pool_name(region: str, pool_id: str) -> str:
    """Return how Logins maps and identity pools name a user pool: its issuer without the scheme."""
    return f"cognito-idp.{region}.amazonaws.com/{pool_id}"


KEYS = Table("world.signing_keys", SigningKey, lambda row: (row.issuer, row.kid))


def new_key(tx: Transaction, ids: Ids, issuer: str, kid: str, alg: Algorithm) -> SigningKey:
    """Give an issuer a key.

    It is the next one of the fixed ring that this world does not use yet, a fresh one beyond that; and a fresh one
    always in a world that is told where to get them.
    """
    if ids.fresh_keys is not None:
        key = SigningKey(issuer, kid, alg, der=ids.fresh_keys())
        tx.put(KEYS, key)
        return key
    counter = tx.get(COUNTERS, ("keys",))
    taken = counter.drawn if counter else 0
    tx.put(COUNTERS, Counter("keys", taken + 1))
    if taken < RING_SIZE:
        key = SigningKey(issuer, kid, alg, ring=(ids.ring_offset + taken) % RING_SIZE)
    else:
        key = SigningKey(issuer, kid, alg, der=fresh_der())
    tx.put(KEYS, key)
    return key


def keys_of(reader: Reader, issuer: str) -> tuple[SigningKey, ...]:
    """Return an issuer's signing keys, in the order of their ids; empty for an issuer that the world does not know."""
    return tuple(reader.scan(KEYS, issuer))


def jwks_of(reader: Reader, issuer: str) -> tuple[Jwk, ...]:
    """Return the public keys that an issuer publishes."""
    return public_jwks(keys_of(reader, issuer))


def signed_here(reader: Reader, token: str) -> bool:
    """Return whether some issuer of this world signed the token."""
    from cogtui.cloud.tokens.verify import verify

    issuer = decode(token).claims.get("iss")
    if not isinstance(issuer, str):
        return False
    expectation = Expectation(
        issuers=(issuer,),
        keys=jwks_of(reader, issuer),
        now=0,
        steps=("jwt.format", "jwt.alg", "jwt.kid", "jwt.signature"),
    )
    return verify(token, expectation).passed
