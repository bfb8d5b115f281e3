"""Keys as records: what an issuer signs with, and the public side that it publishes as a JWKS (RFC 7517)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, cast

import msgspec

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

Algorithm = Literal["RS256", "RS384", "RS512"]

RSA_ALGORITHMS: tuple[Algorithm, ...] = ("RS256", "RS384", "RS512")


class Jwk(msgspec.Struct, frozen=True, gc=False):
    """A public RSA key as a JWKS lists it; the members stand in the order in which Cognito sends them."""

    alg: str
    """The one algorithm that the key is for; empty where the issuer does not say."""
    e: str
    kid: str
    kty: Literal["RSA"]
    n: str
    use: str = "sig"


class SigningKey(msgspec.Struct, frozen=True, gc=False):
    """A private key of one issuer."""

    issuer: str
    """The `iss` of what it signs."""
    kid: str
    """The issuer gives it its own form: user pools 44 characters of base64, cognito-identity REGION-NUMBER, Google 40 hex."""
    alg: Algorithm
    ring: int | None = None
    """Which key of the fixed ring it is; None for a key of its own."""
    der: bytes = b""
    """Its own key, PKCS#1 or PKCS#8 DER, where it is none of the ring."""


def private_key(key: SigningKey) -> RSAPrivateKey:
    """Return the key object that signs; loaded once."""
    from cogtui.cloud.tokens.signatures import loaded, ring_key

    return loaded(key.der) if key.ring is None else ring_key(key.ring)


@lru_cache(maxsize=1024)
def public_jwk(key: SigningKey) -> Jwk:
    """Return the public side of a key."""
    from cogtui.cloud.tokens.signatures import public_members

    n, e = public_members(private_key(key))
    return Jwk(alg=key.alg, e=e, kid=key.kid, kty="RSA", n=n)


def public_jwks(keys: Iterable[SigningKey]) -> tuple[Jwk, ...]:
    """Return the public side of several keys, as `Expectation.keys` takes them."""
    return tuple([public_jwk(key) for key in keys])


def jwks(keys: Iterable[SigningKey]) -> dict[str, Any]:
    """Return the JWKS document of an issuer."""
    return {"keys": [msgspec.to_builtins(public_jwk(key)) for key in keys]}


def read_jwks(document: Any) -> tuple[Jwk, ...]:
    """Return the RSA keys of a JWKS document; what is no RSA key for signatures is passed over (RFC 7517, section 5)."""
    listed = cast("dict[str, Any]", document).get("keys") if isinstance(document, dict) else None
    entries = cast("list[Any]", listed) if isinstance(listed, list) else []
    found = (read_jwk(entry) for entry in entries)
    return tuple(jwk for jwk in found if jwk is not None and jwk.use == "sig")


def read_jwk(entry: Any) -> Jwk | None:
    """Return one JWK, or None where it is no RSA key; `alg` and `kid` are optional (RFC 7517, section 4)."""
    if not isinstance(entry, dict):
        return None
    try:
        return msgspec.convert({"alg": "", "kid": "", **cast("dict[str, Any]", entry)}, Jwk)
    except msgspec.ValidationError:
        return None
