"""The tokens of a sign-in: ID token, access token, refresh token.

Source: Developer Guide, "Understanding the identity token", "... the access token", "... the refresh token".
DIFFERS: AWS puts a backslash before each slash in the JSON of tokens; the claims are the same.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.issuers import KEYS
from cogtui.cloud.services.cognito_idp.attributes import is_readable
from cogtui.cloud.services.cognito_idp.claim_order import in_order
from cogtui.cloud.services.cognito_idp.group_claims import GROUPS_CLAIM, claims_of
from cogtui.cloud.services.cognito_idp.lookup import App
from cogtui.cloud.services.cognito_idp.records import User
from cogtui.cloud.services.cognito_idp.traces import REFRESH_TOKENS, SESSIONS, RefreshToken, Session
from cogtui.cloud.services.cognito_idp.validity import lifetimes
from cogtui.cloud.tokens.mint import mint
from cogtui.cloud.tokens.segments import text_of

SELF_SERVICE = "aws.cognito.signin.user.admin"
"""The scope of tokens from API sign-ins: their bearer may call GetUser and the like."""

FLAGS = frozenset({"email_verified", "phone_number_verified"})
"""Attributes that are booleans in an ID token; all others are texts."""

REFRESH_HEADER = "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ"
"""`{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}`: the one part of a refresh token that can be read."""

Span = tuple[int, int]
"""When a token begins and ends: `iat` and `exp`."""

_REFRESH_PARTS = (256, 12, 952, 16)
"""Octets of the encrypted key, the initialisation vector, the ciphertext and the tag."""

_SESSION_OCTETS = 4 * 16 + sum(_REFRESH_PARTS)
"""What a session takes of the world's randomness, in one draw: four UUIDs and a refresh token."""


def begin_session(call: Call, app: App, user: User) -> dict[str, Any]:
    """Begin a session of the user at the app and return AuthenticationResult, refresh token included."""
    octets = call.ids.octets(_SESSION_OCTETS)
    event_id, origin_jti, *jtis = _uuids(octets, 4)
    session = Session(
        pool_id=user.pool_id,
        event_id=event_id,
        user_key=user.key,
        sub=user.sub,
        client_id=app.client.client_id,
        origin_jti=origin_jti,
        auth_time=int(call.now),
        sign_outs=user.sign_outs,
    )
    call.tx.put(SESSIONS, session)
    result = _minted(call, app, user, session, jtis)
    token = _refresh_token(octets[-sum(_REFRESH_PARTS) :])
    expires = call.now + lifetimes(app.client).refresh
    call.tx.put(REFRESH_TOKENS, RefreshToken(user.pool_id, digest(token), event_id, session.client_id, expires))
    return result | {"RefreshToken": token}


def renew(call: Call, app: App, user: User, session: Session) -> dict[str, Any]:
    """Return AuthenticationResult with a new ID and access token of a session that goes on."""
    return _minted(call, app, user, session, _uuids(call.ids.octets(32), 2))


def digest(refresh_token: str) -> str:
    """Return what is kept of a refresh token."""
    return hashlib.sha256(refresh_token.encode(errors="surrogatepass")).hexdigest()


def is_refresh_token(token: str) -> bool:
    """Tell whether a text has the form of a refresh token."""
    return token.startswith(f"{REFRESH_HEADER}.") and token.count(".") == len(_REFRESH_PARTS)


def _minted(call: Call, app: App, user: User, session: Session, jtis: list[str]) -> dict[str, Any]:
    pool, times, now = app.pool, lifetimes(app.client), int(call.now)
    id_jti, access_jti = jtis
    groups = claims_of(call.tx, pool.id, user.key)
    id_claims = _id_claims(app, user, session, id_jti, (now, now + times.id)) | groups
    access_claims = _access_claims(app, user, session, access_jti, (now, now + times.access))
    if groups:
        access_claims[GROUPS_CLAIM] = groups[GROUPS_CLAIM]
    return {
        "AccessToken": _signed(call, pool.issuer, pool.access_kid, access_claims),
        "ExpiresIn": times.access,
        "TokenType": "Bearer",
        "IdToken": _signed(call, pool.issuer, pool.id_kid, id_claims),
    }


def _id_claims(app: App, user: User, session: Session, jti: str, span: Span) -> dict[str, Any]:
    now, exp = span
    claims: dict[str, Any] = {
        "sub": user.sub,
        "aud": app.client.client_id,
        "event_id": session.event_id,
        "token_use": "id",
        "auth_time": session.auth_time,
        "iss": app.pool.issuer,
        "cognito:username": user.username,
        "exp": exp,
        "iat": now,
    }
    if app.client.revocable:
        claims |= {"origin_jti": session.origin_jti, "jti": jti}
    for name, value in user.attributes.items():
        if value and is_readable(app.client, name):
            claims[name] = claim_value(name, value)
    return claims


def claim_value(name: str, text: str) -> Any:
    """Return an attribute's value as an ID token has it."""
    if name in FLAGS:
        return text.lower() == "true"
    return {"formatted": text} if name == "address" else text


def _access_claims(app: App, user: User, session: Session, jti: str, span: Span) -> dict[str, Any]:
    now, exp = span
    claims: dict[str, Any] = {
        "sub": user.sub,
        "event_id": session.event_id,
        "token_use": "access",
        "scope": SELF_SERVICE,
        "auth_time": session.auth_time,
        "iss": app.pool.issuer,
        "exp": exp,
        "iat": now,
        # An access token has a `jti` even where revocation is off.
        "jti": jti,
        "client_id": app.client.client_id,
        "username": user.username,
    }
    if app.client.revocable:
        claims["origin_jti"] = session.origin_jti
    return claims


def _signed(call: Call, issuer: str, kid: str, claims: dict[str, Any]) -> str:
    key = call.tx.get(KEYS, (issuer, kid))
    assert key is not None
    return mint(in_order(claims), key, {"kid": kid, "alg": "RS256"})


def _uuids(octets: bytes, count: int) -> list[str]:
    """Return random (version 4) UUIDs (RFC 9562, section 5.4), each from 16 octets."""
    digits = octets[: 16 * count].hex()
    return [_uuid(digits[at : at + 32]) for at in range(0, 32 * count, 32)]


def _uuid(digits: str) -> str:
    # A sign-in needs four: this is several times as fast as uuid.UUID.
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def _refresh_token(octets: bytes) -> str:
    """Return a refresh token that looks like a JWE in compact serialisation (RFC 7516, section 7.1).

    DIFFERS: there is nothing inside. AWS's is a JWE that only AWS can read; to everybody else the two look alike.
    """
    parts = [REFRESH_HEADER]
    at = 0
    for size in _REFRESH_PARTS:
        parts.append(text_of(octets[at : at + size]))
        at += size
    return ".".join(parts)


def revoke(call: Call, session: Session) -> None:
    """End a session: its refresh tokens and access tokens are refused from now on."""
    call.tx.put(SESSIONS, msgspec.structs.replace(session, revoked=True))
