"""The tokens of a sign-in: ID token and access token, with a first refresh token; and the access token of an app by itself.

Source: Developer Guide, "Understanding the identity token", "... the access token", "... the refresh token".
DIFFERS: AWS puts a backslash before each slash in the JSON of tokens; the claims are the same.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.any_text import plain
from cogtui.cloud.call import Call
from cogtui.cloud.issuers import KEYS, issuer_for
from cogtui.cloud.services.cognito_idp.clients.validity import lifetimes
from cogtui.cloud.services.cognito_idp.devices import tracking
from cogtui.cloud.services.cognito_idp.groups.group_claims import GROUPS_CLAIM, claims_of
from cogtui.cloud.services.cognito_idp.lookup import App
from cogtui.cloud.services.cognito_idp.records import User, UserPool
from cogtui.cloud.services.cognito_idp.sessions import tracked
from cogtui.cloud.services.cognito_idp.tokens import refresh_tokens
from cogtui.cloud.services.cognito_idp.tokens.claim_order import in_order
from cogtui.cloud.services.cognito_idp.tokens.token_claims import (
    Stamp,
    access_claims,
    half_hash,
    id_claims,
    machine_claims,
)
from cogtui.cloud.services.cognito_idp.tokens.token_scopes import OPENID
from cogtui.cloud.services.cognito_idp.traces import DAY, SESSIONS, Session
from cogtui.cloud.services.cognito_idp.triggers import tokens as pre_tokens
from cogtui.cloud.services.cognito_idp.triggers.token_changes import changed
from cogtui.cloud.tokens.mint import mint

LONGEST_TOKEN = DAY
"""Longest life of an ID or access token, seconds."""

_SESSION_OCTETS = 4 * 16 + refresh_tokens.OCTETS
"""What a session takes of the world's randomness, in one draw: four UUIDs and a refresh token."""


class Grant(msgspec.Struct, frozen=True):
    """What a user let an app have by signing in at the pool's domain (RFC 6749); a sign-in through the API has none."""

    scopes: tuple[str, ...]
    auth_time: int
    """When the user signed in: earlier than now where the browser still had a session."""
    nonce: str | None = None
    """The app's own, for the ID token."""
    audience: str = ""
    """`aud` of the access token: the resource that the app asked for (RFC 8707)."""
    lasting: bool = True
    """With a refresh token; the implicit grant has none (RFC 6749, section 4.2.2)."""
    browser: str = ""
    """The session of the browser."""


def begin_session(
    call: Call,
    app: App,
    user: User,
    grant: Grant | None = None,
    *,
    device_key: str = "",
    source: str = "Authentication",
) -> dict[str, Any]:
    """Begin a session of the user at the app and return AuthenticationResult; `source` is for the pre token trigger.

    A refresh token is in it unless the grant has none, and an ID token unless the grant lacks `openid`.
    """
    octets = call.ids.octets(_SESSION_OCTETS)
    event_id, origin_jti, *jtis = _uuids(octets, 4)
    lasting = grant is None or grant.lasting
    renewable_until = call.now + (lifetimes(app.client).refresh if lasting else 0)
    session = Session(
        pool_id=user.pool_id,
        event_id=event_id,
        user_key=user.key,
        sub=user.sub,
        client_id=app.client.client_id,
        origin_jti=origin_jti,
        auth_time=grant.auth_time if grant else int(call.now),
        sign_outs=user.sign_outs,
        expires=renewable_until + LONGEST_TOKEN,
        scopes=grant.scopes if grant else (),
        audience=grant.audience if grant else "",
        device_key=device_key,
        browser=grant.browser if grant else "",
    )
    call.tx.put(SESSIONS, tracked.begun(call, user, session))
    occasion = _Occasion(jtis, "HostedAuth", grant.nonce) if grant else _Occasion(jtis, source)
    result = _minted(call, app, user, session, occasion)
    if not lasting:
        return result
    token = refresh_tokens.first(call, session, octets[-refresh_tokens.OCTETS :], renewable_until)
    return result | {"RefreshToken": token}


def renew(call: Call, app: App, user: User, session: Session) -> dict[str, Any]:
    """Return AuthenticationResult with a new ID and access token of a session that goes on, with the same scopes."""
    tracked.refreshed(call, session)
    return _minted(call, app, user, session, _Occasion(_uuids(call.ids.octets(32), 2), "RefreshTokens"))


def machine_token(call: Call, app: App, scopes: tuple[str, ...], metadata: dict[str, Any]) -> dict[str, Any]:
    """Return AuthenticationResult for an app that acts by itself: an access token that stands for no user (M2M).

    `metadata` is the app's own, for the pre token trigger.
    """
    seconds, now = lifetimes(app.client).access, int(call.now)
    stamp = Stamp(issuer_for(call.tx, app.pool.issuer), call.ids.uuid(), now, now + seconds)
    changes = pre_tokens.about_machine(call, app, scopes, metadata)
    claims = changed(call, app, "access", machine_claims(app.client, scopes, stamp), changes.access)
    token = _signed(call, app.pool, app.pool.access_kid, claims)
    return {"AccessToken": token, "ExpiresIn": seconds, "TokenType": "Bearer"}


class _Occasion(msgspec.Struct, frozen=True):
    """Why tokens are made, and which names they get."""

    jtis: list[str]
    source: str
    """What the pre token trigger is told."""
    nonce: str | None = None


def _minted(call: Call, app: App, user: User, session: Session, occasion: _Occasion) -> dict[str, Any]:
    pool, times, now = app.pool, lifetimes(app.client), int(call.now)
    id_jti, access_jti = occasion.jtis
    groups = claims_of(call.tx, pool.id, user.key)
    issuer = issuer_for(call.tx, pool.issuer)
    may = access_claims(app, user, session, Stamp(issuer, access_jti, now, now + times.access))
    if session.device_key:
        may |= tracking.claim(call.tx, user, session)
    changes = pre_tokens.about_user(call, app, user, occasion.source, scopes=str(may["scope"]).split(), groups=groups)
    groups = changes.group_claims(groups)
    if GROUPS_CLAIM in groups:
        may[GROUPS_CLAIM] = groups[GROUPS_CLAIM]
    access_token = _signed(call, pool, pool.access_kid, changed(call, app, "access", may, changes.access))
    result: dict[str, Any] = {"AccessToken": access_token, "ExpiresIn": times.access, "TokenType": "Bearer"}
    if session.scopes and OPENID not in session.scopes:
        return result
    who = id_claims(app, user, session, Stamp(issuer, id_jti, now, now + times.id)) | groups
    who = changed(call, app, "id", who, changes.id)
    if session.scopes:
        # Tokens of API sign-ins have none, and there are clients that would trip over one.
        who["at_hash"] = half_hash(access_token)
    if occasion.nonce is not None:
        who["nonce"] = occasion.nonce
    return result | {"IdToken": _signed(call, pool, pool.id_kid, who)}


def _signed(call: Call, pool: UserPool, kid: str, claims: dict[str, Any]) -> str:
    key = call.tx.get(KEYS, (pool.issuer, kid))
    assert key is not None
    header = {"kid": kid, "alg": "RS256"}
    try:
        return mint(in_order(claims), key, header)
    except UnicodeEncodeError:  # an attribute holds what no JSON can
        return mint(in_order(plain(claims)), key, header)


def _uuids(octets: bytes, count: int) -> list[str]:
    """Return random (version 4) UUIDs (RFC 9562, section 5.4), each from 16 octets."""
    digits = octets[: 16 * count].hex()
    return [_uuid(digits[at : at + 32]) for at in range(0, 32 * count, 32)]


def _uuid(digits: str) -> str:
    # A sign-in needs four: this is several times as fast as uuid.UUID.
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def revoke(call: Call, session: Session) -> None:
    """End a session: its refresh tokens and access tokens are refused from now on."""
    call.tx.put(SESSIONS, msgspec.structs.replace(session, revoked=True))
