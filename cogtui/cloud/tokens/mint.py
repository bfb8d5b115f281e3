"""Mint signed tokens: JWS compact serialisation (RFC 7515, section 3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cogtui.cloud.tokens.keys import SigningKey, private_key
from cogtui.cloud.tokens.segments import segment_of, text_of


def mint(claims: Mapping[str, Any], key: SigningKey, header: Mapping[str, Any]) -> str:
    """Return the signed token. Header and claims stand in the token exactly as given, in their order.

    The header is the issuer's business: user pools send `kid`, `alg`; Cognito identity `kid`, `typ` "JWS", `alg`.
    """
    from cogtui.cloud.tokens.signatures import sign

    signed = f"{segment_of(header)}.{segment_of(claims)}"
    return f"{signed}.{text_of(sign(private_key(key), key.alg, signed.encode('ascii')))}"
