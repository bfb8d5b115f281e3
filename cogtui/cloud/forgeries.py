"""What the attacks of the tamper lab take from a world: the issuer's keys, another issuer's, the time."""

from __future__ import annotations

from typing import Any

from cogtui.cloud import issuers
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.store import Reader
from cogtui.cloud.tokens.attacker import published_by
from cogtui.cloud.tokens.decode import decode
from cogtui.cloud.tokens.keys import Jwk, SigningKey, public_jwk
from cogtui.cloud.tokens.tamper import TAMPERS, apply

_USER_POOL = "https://cognito-idp."


def forged(reader: Reader, now: float, tamper_id: str, token: str, *, claim: str = "", value: Any = None) -> str:
    """Return the token after a tampering of `TAMPERS`, with all that it takes from the world.

    AuthoringError where the token is none that it could be done to, or its issuer has no key in this world.
    """
    decoded = decode(token)
    issuer = str(decoded.claims.get("iss", ""))
    signer = signer_of(reader, issuer, decoded.header.get("kid"), another=tamper_id == "other-use")
    given = {
        "claim": claim,
        "value": value,
        "key": public_jwk(signer) if signer else None,
        "signer": signer,
        "other": other_pool(reader, issuer),
        "now": now,
    }
    takes = TAMPERS[tamper_id].takes
    if signer is None and ("key" in takes or "signer" in takes) and decoded.readable:
        raise AuthoringError("the issuer of this token has no key in this world")
    return apply(tamper_id, token, **{name: given[name] for name in takes})


def signer_of(reader: Reader, issuer: str, kid: object, *, another: bool = False) -> SigningKey | None:
    """Return the issuer's key of that id, or its first; `another`: rather one that has another id."""
    keys = issuers.keys_of(reader, issuer)
    return next((key for key in keys if (key.kid == kid) is not another), keys[0] if keys else None)


def other_pool(reader: Reader, issuer: str) -> SigningKey | None:
    """Return the key of another user pool of this world than the token's; None without one, or for no user pool's token."""
    own = issuers.aws_issuer(reader, issuer)
    if not own.startswith(_USER_POOL):
        return None
    others = (name for name in reader.scopes(issuers.KEYS) if name.startswith(_USER_POOL) and name != own)
    return next((key for name in others for key in issuers.keys_of(reader, name)), None)


def keys_named_by(reader: Reader, issuer: str) -> tuple[Jwk, ...]:
    """Return the keys that a careless verifier comes by who fetches them from whatever `iss` names."""
    return issuers.jwks_of(reader, issuer) or published_by(issuer)
