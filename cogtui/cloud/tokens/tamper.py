"""Tamper with a token, as an attacker would: pure functions from token to token, and the table that names them.

Each can be applied to the outcome of another: change a claim, then sign with another key. Every attack is refused by
`verify`; `refused_by` says at which step.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.tokens.attacker import JKU, KID, attacker_key
from cogtui.cloud.tokens.decode import examined
from cogtui.cloud.tokens.keys import RSA_ALGORITHMS, Jwk, SigningKey, public_jwk
from cogtui.cloud.tokens.mint import mint
from cogtui.cloud.tokens.segments import octets, segment_of, text_of


class Tamper(msgspec.Struct, frozen=True):
    """One way to tamper with a token."""

    id: str
    title: str
    description: str
    """What is done and what the attacker hopes for."""
    refused_by: str
    """The rule id of the step that refuses a sound token after this, in the usual order of steps."""
    takes: tuple[str, ...] = ()
    """Further arguments of `apply`: `claim` (a name), `value` (JSON), `key` (the issuer's public `Jwk`)."""


class Opened(msgspec.Struct, frozen=True):
    """A token taken apart for tampering."""

    header: dict[str, Any]
    claims: dict[str, Any]
    texts: tuple[str, str, str]
    """Header, payload and signature as they stand in the token."""

    @property
    def header_text(self) -> str:
        """The header's segment."""
        return self.texts[0]

    @property
    def payload_text(self) -> str:
        """The payload's segment."""
        return self.texts[1]

    @property
    def signature_text(self) -> str:
        """The signature's segment."""
        return self.texts[2]


def opened(token: str) -> Opened:
    """Take a token apart; AuthoringError where it is none that could be tampered with."""
    found = examined(token)
    if not found.readable:
        raise AuthoringError(f"only a signed token can be tampered with, and this is {found.what}")
    header, payload, signature = (segment.text for segment in found.segments)
    return Opened(found.header, found.claims, (header, payload, signature))


def apply(tamper_id: str, token: str, **arguments: Any) -> str:
    """Return the token after the tampering of that id in `TAMPERS`; further arguments as its `takes` says."""
    return _OPERATIONS[tamper_id](opened(token), **arguments)


def _with_claims(token: Opened, claims: dict[str, Any]) -> str:
    return f"{token.header_text}.{segment_of(claims)}.{token.signature_text}"


def _change_claim(token: Opened, *, claim: str, value: Any) -> str:
    return _with_claims(token, {**token.claims, claim: value})


def _remove_claim(token: Opened, *, claim: str) -> str:
    return _with_claims(token, {name: value for name, value in token.claims.items() if name != claim})


def _duplicate_claim(token: Opened, *, claim: str, value: Any) -> str:
    payload = octets(token.payload_text).rstrip().removesuffix(b"}")
    comma = b"," if token.claims else b""
    payload += comma + msgspec.json.encode({claim: value})[1:]
    return f"{token.header_text}.{text_of(payload)}.{token.signature_text}"


def _flip_signature(token: Opened) -> str:
    """Turn one bit in the middle of the signature."""
    signature = bytearray(octets(token.signature_text) or b"\0")
    signature[len(signature) // 2] ^= 1
    return f"{token.header_text}.{token.payload_text}.{text_of(bytes(signature))}"


def _strip_signature(token: Opened) -> str:
    return f"{token.header_text}.{token.payload_text}."


def _alg_none(token: Opened) -> str:
    return f"{segment_of({**token.header, 'alg': 'none'})}.{token.payload_text}."


def _hs_with_public_key(token: Opened, *, key: Jwk) -> str:
    from cogtui.cloud.tokens import signatures

    signed = f"{segment_of({**token.header, 'alg': 'HS256'})}.{token.payload_text}"
    return f"{signed}.{text_of(hmac.digest(signatures.pem(key.n, key.e), signed.encode(), 'sha256'))}"


def _attacker_key(token: Opened) -> SigningKey:
    """Keep the token's algorithm where it is one of RSA's."""
    return attacker_key(next((alg for alg in RSA_ALGORITHMS if alg == token.header.get("alg")), "RS256"))


def _signed_by_attacker(token: Opened, **header: Any) -> str:
    key = _attacker_key(token)
    return mint(token.claims, key, {**token.header, "alg": key.alg, **header})


def _other_key(token: Opened) -> str:
    return _signed_by_attacker(token)


def _embedded_key(token: Opened) -> str:
    return _signed_by_attacker(token, jwk=msgspec.to_builtins(public_jwk(_attacker_key(token))))


def _key_address(token: Opened) -> str:
    return _signed_by_attacker(token, jku=JKU)


def _other_kid(token: Opened) -> str:
    return _signed_by_attacker(token, kid=KID)


_OPERATIONS: dict[str, Callable[..., str]] = {
    "change-claim": _change_claim,
    "remove-claim": _remove_claim,
    "duplicate-claim": _duplicate_claim,
    "flip-signature": _flip_signature,
    "strip-signature": _strip_signature,
    "alg-none": _alg_none,
    "hs-public-key": _hs_with_public_key,
    "other-key": _other_key,
    "embedded-key": _embedded_key,
    "key-address": _key_address,
    "other-kid": _other_kid,
}

TAMPERS: dict[str, Tamper] = {
    tamper.id: tamper
    for tamper in (
        Tamper(
            "change-claim",
            "Change a claim",
            "Write another value into the payload and keep the signature, hoping that nobody checks it.",
            "jwt.signature",
            ("claim", "value"),
        ),
        Tamper(
            "remove-claim",
            "Remove a claim",
            "Take a claim out of the payload, such as `exp`, and keep the signature.",
            "jwt.signature",
            ("claim",),
        ),
        Tamper(
            "duplicate-claim",
            "Give a claim twice",
            "Add a second value for a claim: one reader may take the first, another the last.",
            "jwt.signature",
            ("claim", "value"),
        ),
        Tamper(
            "flip-signature",
            "Flip a bit of the signature",
            "Change one bit of the 2,048: a signature fits whole or not at all.",
            "jwt.signature",
        ),
        Tamper(
            "strip-signature",
            "Cut off the signature",
            "Leave the third part empty, hoping that a missing signature is not looked for.",
            "jwt.signature",
        ),
        Tamper(
            "alg-none",
            "alg none",
            "Say in the header that the token is unsigned, hoping that the verifier believes it.",
            "jwt.alg",
        ),
        Tamper(
            "hs-public-key",
            "HS256 with the public key",
            "Make an HMAC with the issuer's public key, hoping that the verifier takes that key for the HMAC's secret.",
            "jwt.alg",
            ("key",),
        ),
        Tamper(
            "other-key",
            "Sign with another key",
            "Sign with the attacker's own key, and leave the header as it was.",
            "jwt.signature",
        ),
        Tamper(
            "embedded-key",
            "Embed the key",
            "Sign with the attacker's key and put its public side into the header (`jwk`).",
            "jwt.header",
        ),
        Tamper(
            "key-address",
            "Say where the key is",
            "Sign with the attacker's key and put the address of the attacker's JWKS into the header (`jku`).",
            "jwt.header",
        ),
        Tamper(
            "other-kid",
            "Name another key",
            "Sign with the attacker's key and name it in the header (`kid`).",
            "jwt.kid",
        ),
    )
}
"""Every way to tamper, by id, from simple to cunning."""
