"""REFRESH_TOKEN_AUTH: new ID and access tokens for a session that goes on.

Source: Developer Guide, "Refresh tokens" and "Token revocation".
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.services.cognito_idp import errors, secret_hash, user_tokens
from cogtui.cloud.services.cognito_idp.gates import require_enabled
from cogtui.cloud.services.cognito_idp.lookup import App
from cogtui.cloud.services.cognito_idp.records import USERS, User
from cogtui.cloud.services.cognito_idp.traces import REFRESH_TOKENS, SESSIONS, RefreshToken, Session

INVALID = "Invalid Refresh Token."


def refresh(call: Call, app: App, parameters: dict[str, str]) -> dict[str, Any]:
    """Return new tokens; the refresh token stays the same and is not given again."""
    token = _known(call, app, parameters["REFRESH_TOKEN"])
    session, user = _session_of(call, token)
    # The hash is over the real user name, whatever name was typed at the sign-in.
    secret_hash.check(call, app.client, parameters.get("SECRET_HASH"), user.username, user.sub)
    require_alive(call, session, user, "Refresh Token has been revoked")
    now = Fact("now", call.now, Place("clock", "the world's clock"))
    expired = errors.not_authorized("Refresh Token has expired")
    call.require("idp.refresh.expired", call.now < token.expires, expired, now=now, expires=token.expires)
    require_enabled(call, user)
    return {"ChallengeParameters": {}, "AuthenticationResult": user_tokens.renew(call, app, user, session)}


def _known(call: Call, app: App, text: str) -> RefreshToken:
    """Return the token that the pool keeps the digest of, given to this very client."""
    token = call.tx.get(REFRESH_TOKENS, (app.pool.id, user_tokens.digest(text)))
    invalid = errors.not_authorized(INVALID)
    call.require("idp.refresh.known", token is not None, invalid, pool=app.pool.id)
    assert token is not None
    own = token.client_id == app.client.client_id
    call.require("idp.refresh.client", own, invalid, wants=token.client_id, has=app.client.client_id)
    return token


def _session_of(call: Call, token: RefreshToken) -> tuple[Session, User]:
    session = call.tx.get(SESSIONS, (token.pool_id, token.event_id))
    assert session is not None
    user = call.tx.get(USERS, (session.pool_id, session.user_key))
    same = user is not None and user.sub == session.sub
    call.require("idp.user.exists", same, errors.user_not_found, sub=session.sub)
    assert user is not None
    return session, user


def require_alive(call: Call, session: Session, user: User, refused: str) -> None:
    """Refuse a session that was revoked, or from before the user's tokens were all revoked at once."""
    call.require(
        "idp.session.revoked",
        not session.revoked and session.sign_outs == user.sign_outs,
        lambda: errors.not_authorized(refused),
        session=session.event_id,
        revoked=session.revoked,
        sign_outs_since=user.sign_outs - session.sign_outs,
    )
