"""Tokens: RSA keys and JWKS, minting, decoding of any text, verification step by step, tampering, what claims mean.

`decode` and the tables (`claims`, `rules`) are cheap to import: `cryptography` loads when something is first signed or
verified.
"""

from __future__ import annotations

from cogtui.cloud.tokens.decode import Decoded, Fault, Segment, decode
from cogtui.cloud.tokens.expectation import ALL_STEPS, Expectation, steps_without
from cogtui.cloud.tokens.keys import Algorithm, Jwk, SigningKey, jwks, public_jwk, public_jwks, read_jwks
from cogtui.cloud.tokens.mint import mint
from cogtui.cloud.tokens.parts import Parts, read
from cogtui.cloud.tokens.verify import TokenVerification, verify

__all__ = [
    "ALL_STEPS",
    "Algorithm",
    "Decoded",
    "Expectation",
    "Fault",
    "Jwk",
    "Parts",
    "Segment",
    "SigningKey",
    "TokenVerification",
    "decode",
    "jwks",
    "mint",
    "public_jwk",
    "public_jwks",
    "read",
    "read_jwks",
    "steps_without",
    "verify",
]
