"""The careless verifier of the tamper lab: with a check switched off, a token may do what that check forbids.

Only `Expectation.switched_off` leads here, and no service ever sets it. Each carelessness is a known mistake of real
verifiers (RFC 8725, section 2), so that the learner sees the attack succeed that the missing check would have stopped.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Any

from cogtui.cloud.tokens.attacker import found_by, published_at
from cogtui.cloud.tokens.expectation import Expectation
from cogtui.cloud.tokens.keys import RSA_ALGORITHMS, Jwk, read_jwk


def signature_holds(header: dict[str, Any], signature: bytes, signed: bytes, wanted: Expectation) -> bool | None:
    """Judge the signature as far as the switched-off checks let the token decide how; None where nothing can be judged."""
    from cogtui.cloud.tokens import signatures

    alg = header.get("alg")
    keys = _candidates(header, wanted)
    trusted = _TRUSTED.get(_spelled(alg)) if "jwt.alg" in wanted.switched_off else None
    if trusted:
        return trusted(keys, signature, signed)
    if not keys or alg not in RSA_ALGORITHMS:
        return None
    return any(signatures.verifies(key.n, key.e, alg, signed, signature) for key in keys)


def _spelled(alg: object) -> str:
    """Return the algorithm's name; `none` in any spelling is none, which is how lists of forbidden words were passed by."""
    name = alg if isinstance(alg, str) else ""
    return "none" if name.lower() == "none" else name


def _candidates(header: dict[str, Any], wanted: Expectation) -> tuple[Jwk, ...]:
    """Return the keys that may have signed: the token's own word counts where nobody checks it."""
    if "jwt.header" in wanted.switched_off:
        embedded = read_jwk(header.get("jwk"))
        brought = (embedded,) if embedded else published_at(header.get("jku"))
        if brought:
            return brought
    named = wanted.key(header.get("kid"))
    if named:
        return (named,)
    return (found_by(header.get("kid")) or wanted.keys) if "jwt.kid" in wanted.switched_off else ()


def _unsigned(keys: tuple[Jwk, ...], signature: bytes, signed: bytes) -> bool:
    """`alg` none: an empty signature is right by definition (RFC 7518, section 3.6)."""
    del keys, signed
    return not signature


def _shared_secret(keys: tuple[Jwk, ...], signature: bytes, signed: bytes) -> bool:
    """`alg` HS256: the public key, which everybody has, is taken for the shared secret."""
    from cogtui.cloud.tokens import signatures

    secrets = (signatures.pem(key.n, key.e) for key in keys)
    return any(hmac.compare_digest(hmac.digest(pem, signed, "sha256"), signature) for pem in secrets if pem)


_TRUSTED: dict[str, Callable[[tuple[Jwk, ...], bytes, bytes], bool]] = {"none": _unsigned, "HS256": _shared_secret}
"""What a verifier does that lets the token choose the algorithm."""
