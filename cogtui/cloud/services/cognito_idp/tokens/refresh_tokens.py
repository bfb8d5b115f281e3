"""Refresh tokens: their form, what is kept of them, and their families: one sign-in, and every token that rotation brings.

Source: Developer Guide, "Understanding the refresh token", "Refresh tokens"; RFC 9700, section 4.14.
"""

from __future__ import annotations

import hashlib

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.services.cognito_idp.clients.rotation import SETTING, rotation_of
from cogtui.cloud.services.cognito_idp.records import Client
from cogtui.cloud.services.cognito_idp.traces import REFRESH_TOKENS, RefreshToken, Session
from cogtui.cloud.tokens.segments import text_of

HEADER = "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ"
"""`{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}`: the one part of a refresh token that can be read."""

_PARTS = (256, 12, 952, 16)
"""Octets of the encrypted key, the initialisation vector, the ciphertext and the tag."""

OCTETS = sum(_PARTS)
"""What a refresh token takes of the world's randomness."""


def digest(refresh_token: str) -> str:
    """Return what is kept of a refresh token."""
    return hashlib.sha256(refresh_token.encode(errors="surrogatepass")).hexdigest()


def is_refresh_token(token: str) -> bool:
    """Tell whether a text has the form of a refresh token."""
    return token.startswith(f"{HEADER}.") and token.count(".") == len(_PARTS)


def first(call: Call, session: Session, octets: bytes, expires: float) -> str:
    """Give the refresh token that a sign-in brings."""
    text = _text(octets)
    call.tx.put(
        REFRESH_TOKENS, RefreshToken(session.pool_id, digest(text), session.event_id, session.client_id, expires)
    )
    return text


def rotated(call: Call, client: Client, token: RefreshToken) -> dict[str, str]:
    """Return AuthenticationResult's RefreshToken, which takes the place of `token`; nothing where the client does not rotate.

    The family ends when its first token would have ended. A retry in the grace period gets one more token and does not
    prolong the period. DIFFERS: whether AWS gives a retry a new token, or the one that it gave before, is not confirmed.
    """
    rotation = rotation_of(client)
    if not rotation.on:
        return {}
    text = _text(call.ids.octets(OCTETS))
    following = RefreshToken(
        token.pool_id, digest(text), token.event_id, token.client_id, token.expires, token.generation + 1
    )
    call.tx.put(REFRESH_TOKENS, following)
    if token.good_until is None:
        used = msgspec.structs.replace(token, replaced=call.now, good_until=call.now + rotation.grace)
        call.tx.put(REFRESH_TOKENS, used)
    return {"RefreshToken": text}


def require_current(call: Call, client: Client, token: RefreshToken, replayed: AwsError) -> None:
    """Refuse a refresh token whose place another took, once its grace period is over.

    DIFFERS: what a replay does to the family is not documented. RFC 9700, section 4.14.2, would end it, since nobody can
    tell the thief from the app; AWS's documents only speak of the token itself, so here the replay is refused and the later
    tokens of the family stay good. An app that wants the family ended calls RevokeToken, which any token of it serves for.
    """
    if token.good_until is None and not rotation_of(client).on:
        return
    call.require(
        "idp.refresh.current",
        token.good_until is None or call.now < token.good_until,
        replayed,
        place=client.place(SETTING, "settings"),
        session=token.event_id,
        generation=token.generation,
        now=Fact("now", call.now, Place("clock", "the world's clock")),
        replaced=token.replaced,
        good_until=token.good_until,
        note=_which(token),
    )


def _which(token: RefreshToken) -> str:
    """Say which token of the family it is."""
    origin = "came with the sign-in" if token.generation == 1 else f"came with refresh no. {token.generation - 1}"
    return f"the refresh token that {origin}" + (", used before" if token.replaced is not None else ", not used yet")


def _text(octets: bytes) -> str:
    """Return a refresh token that looks like a JWE in compact serialisation (RFC 7516, section 7.1).

    DIFFERS: there is nothing inside. AWS's is a JWE that only AWS can read; to everybody else the two look alike.
    """
    parts = [HEADER]
    at = 0
    for size in _PARTS:
        parts.append(text_of(octets[at : at + size]))
        at += size
    return ".".join(parts)
