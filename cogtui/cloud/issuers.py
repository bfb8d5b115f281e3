"""Who signs tokens in this world, with which keys: what a verifier would fetch from an issuer's JWKS address."""

from __future__ import annotations

import msgspec

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


class LocalIssuer(msgspec.Struct, frozen=True, gc=False):
    """A second name of this world's user pools as issuers: an endpoint's own address instead of AWS's."""

    base: str
    """"http://127.0.0.1:8000": pools' tokens carry `iss` BASE/POOL_ID. Empty: they carry AWS's."""
    former: tuple[str, ...] = ()
    """Bases from before. What was signed under them is still known."""


KEYS = Table("world.signing_keys", SigningKey, lambda row: (row.issuer, row.kid))
"""A user pool's keys stand under AWS's issuer, whatever its tokens carry."""
LOCAL_ISSUERS = Table("world.local_issuer", LocalIssuer, lambda row: ("issuer",))


def local_issuer(reader: Reader) -> str:
    """Return the address under which user pools issue tokens in place of AWS's; empty for AWS's own."""
    setting = reader.get(LOCAL_ISSUERS, ("issuer",))
    return setting.base if setting else ""


def set_local_issuer(tx: Transaction, base: str) -> None:
    """Let user pools issue their tokens under another address from now on; empty: under AWS's."""
    former = tuple(one for one in local_bases(tx) if one != base)
    tx.put(LOCAL_ISSUERS, LocalIssuer(base, former))


def local_bases(reader: Reader) -> tuple[str, ...]:
    """Return every address under which user pools issue tokens, or did, beside AWS's."""
    setting = reader.get(LOCAL_ISSUERS, ("issuer",))
    return tuple([base for base in (setting.base, *setting.former) if base]) if setting else ()


def issuer_for(reader: Reader, issuer: str) -> str:
    """Return the `iss` that new tokens of a user pool carry, from AWS's name for it."""
    base = local_issuer(reader)
    return f"{base}/{issuer.rpartition('/')[2]}" if base else issuer


def aws_issuer(reader: Reader, issuer: str) -> str:
    """Return AWS's name for an issuer: another text only for a user pool that goes by this world's own address."""
    for base in local_bases(reader):
        head, slash, pool_id = issuer.rpartition("/")
        if slash and head == base:
            return f"https://{user_pool_name(pool_id.rpartition('_')[0], pool_id)}"
    return issuer


def names_of(reader: Reader, issuer: str) -> tuple[str, ...]:
    """Return every `iss` by which verifiers know an issuer, AWS's name first: user pools may have more than one."""
    if not issuer.startswith(_POOL_ISSUER):
        return (issuer,)
    return (issuer, *[f"{base}/{issuer.rpartition('/')[2]}" for base in local_bases(reader)])


_POOL_ISSUER = "https://cognito-idp."


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
    return tuple(reader.scan(KEYS, aws_issuer(reader, issuer)))


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
