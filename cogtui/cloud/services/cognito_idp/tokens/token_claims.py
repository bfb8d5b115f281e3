"""The claims of a user pool's tokens, before they are signed.

Source: Developer Guide, "Understanding the identity token", "... the access token"; OpenID Connect Core 1.0, section 3.1.3.6.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, NamedTuple

from cogtui.cloud.services.cognito_idp.lookup import App
from cogtui.cloud.services.cognito_idp.records import Client, User
from cogtui.cloud.services.cognito_idp.tokens.token_scopes import IDENTITIES, SELF_SERVICE, shows
from cogtui.cloud.services.cognito_idp.traces import Session
from cogtui.cloud.tokens.segments import text_of

FLAGS = frozenset({"email_verified", "phone_number_verified"})
"""Attributes that are booleans in an ID token; all others are texts."""

VERSION = 2
"""`version` of access tokens that a pool's domain issues; those of API sign-ins have none."""


class Stamp(NamedTuple):
    """What a token has of its own, whomever it is about."""

    iss: str
    jti: str
    iat: int
    exp: int


def id_claims(app: App, user: User, session: Session, stamp: Stamp) -> dict[str, Any]:
    """Return the claims of an ID token: who it is, as far as the app gets to see."""
    claims: dict[str, Any] = {
        "sub": user.sub,
        "aud": app.client.client_id,
        "event_id": session.event_id,
        "token_use": "id",
        "auth_time": session.auth_time,
        "iss": stamp.iss,
        "cognito:username": user.username,
        "exp": stamp.exp,
        "iat": stamp.iat,
    }
    if app.client.revocable:
        claims |= {"origin_jti": session.origin_jti, "jti": stamp.jti}
    for name, value in user.attributes.items():
        if value and shows(app.client, session.scopes, name):
            claims[name] = claim_value(name, value)
    return claims


def claim_value(name: str, text: str) -> Any:
    """Return an attribute's value as an ID token has it."""
    if name in FLAGS:
        return text.lower() == "true"
    if name == IDENTITIES:
        return json.loads(text)
    return {"formatted": text} if name == "address" else text


def access_claims(app: App, user: User, session: Session, stamp: Stamp) -> dict[str, Any]:
    """Return the claims of an access token: what its bearer may do."""
    claims: dict[str, Any] = {
        "sub": user.sub,
        "event_id": session.event_id,
        "token_use": "access",
        "scope": " ".join(session.scopes) or SELF_SERVICE,
        "auth_time": session.auth_time,
        "iss": stamp.iss,
        "exp": stamp.exp,
        "iat": stamp.iat,
        # An access token has a `jti` even where revocation is off.
        "jti": stamp.jti,
        "client_id": app.client.client_id,
        "username": user.username,
    }
    if app.client.revocable:
        claims["origin_jti"] = session.origin_jti
    if session.scopes:
        claims["version"] = VERSION
    if session.audience:
        claims["aud"] = session.audience
    return claims


def machine_claims(client: Client, scopes: tuple[str, ...], stamp: Stamp) -> dict[str, Any]:
    """Return the claims of the access token of an app by itself: it stands for no user."""
    return {
        "sub": client.client_id,
        "token_use": "access",
        "scope": " ".join(scopes),
        "auth_time": stamp.iat,
        "iss": stamp.iss,
        "exp": stamp.exp,
        "iat": stamp.iat,
        "version": VERSION,
        "jti": stamp.jti,
        "client_id": client.client_id,
    }


def half_hash(token: str) -> str:
    """Return `at_hash` of an access token (OpenID Connect Core 1.0, section 3.1.3.6)."""
    return text_of(hashlib.sha256(token.encode("ascii")).digest()[:16])
