"""Refreshing: new ID and access tokens for a session that goes on, by REFRESH_TOKEN_AUTH or GetTokensFromRefreshToken.

Source: Developer Guide, "Refresh tokens" and "Token revocation"; API GetTokensFromRefreshToken.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.clients import rotation, secret_hash
from cogtui.cloud.services.cognito_idp.devices import tracking
from cogtui.cloud.services.cognito_idp.lookup import App, app_named
from cogtui.cloud.services.cognito_idp.records import USERS, User
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt, going_on
from cogtui.cloud.services.cognito_idp.signing_in.gates import require_enabled
from cogtui.cloud.services.cognito_idp.tokens import refresh_tokens, user_tokens
from cogtui.cloud.services.cognito_idp.traces import REFRESH_TOKENS, SESSIONS, RefreshToken, Session

INVALID = "Invalid Refresh Token."


def get_tokens_from_refresh_token(
    call: Call,
    *,
    RefreshToken: str,
    ClientId: str,
    ClientSecret: str | None = None,
    DeviceKey: str | None = None,
    ClientMetadata: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return new tokens without a flow that the client must allow (API GetTokensFromRefreshToken).

    The plain secret takes the place of SECRET_HASH. Without rotation the refresh token stays, and is not given again; with
    it a new one comes along.
    """
    del ClientMetadata  # for triggers alone
    app = app_named(call, ClientId)
    # No capture of AWS's text is known.
    wrong = errors.not_authorized("Client secret does not match for the client.")
    same = secret_hash.is_secret(app.client, ClientSecret)
    call.require("idp.client.secret", same, wrong, place=app.client.place("ClientSecret", "secrets"))
    token = _known(call, app, RefreshToken)
    session, user = _session_of(call, token)
    # The class is AWS's for this; no capture of its text is known.
    replayed = AwsError("RefreshTokenReuseException", "Refresh Token was replaced by a newer one.")
    _require_going_on(call, app, token, session, user, replayed=replayed)
    tracking.require_session_device(call, app.pool, session, user, DeviceKey)
    result = user_tokens.renew(call, app, user, session)
    return {"AuthenticationResult": result | refresh_tokens.rotated(call, app.client, token)}


def by_refresh_token(call: Call, attempt: Attempt) -> Attempt:
    """Judge REFRESH_TOKEN; the refresh token stays the same."""
    app, given = attempt.app, attempt.given
    rotation.require_off(call, app.client)
    token = _known(call, app, given["REFRESH_TOKEN"])
    session, user = _session_of(call, token)
    # The hash is over the real user name, whatever name was typed at the sign-in.
    wrong = errors.secret_hash_mismatch
    secret_hash.check(call, app.client, given.get("SECRET_HASH"), user.username, user.sub, wrong=wrong)
    # InitiateAuth has no RefreshTokenReuseException: this is for tokens from before rotation was switched off.
    _require_going_on(call, app, token, session, user, replayed=errors.not_authorized(INVALID))
    tracking.require_session_device(call, app.pool, session, user, given.get(tracking.KEY))
    return going_on(attempt, user=user, session=session)


def _require_going_on(
    call: Call, app: App, token: RefreshToken, session: Session, user: User, *, replayed: AwsError
) -> None:
    """Refuse a token of a session that has ended, a token that is too old or was replaced, and a disabled user's."""
    require_alive(call, session, user, "Refresh Token has been revoked")
    now = Fact("now", call.now, Place("clock", "the world's clock"))
    expired = errors.not_authorized("Refresh Token has expired")
    call.require("idp.refresh.expired", call.now < token.expires, expired, now=now, expires=token.expires)
    refresh_tokens.require_current(call, app.client, token, replayed)
    require_enabled(call, user)


def _known(call: Call, app: App, text: str) -> RefreshToken:
    """Return the token that the pool keeps the digest of, given to this very client."""
    token = call.tx.get(REFRESH_TOKENS, (app.pool.id, refresh_tokens.digest(text)))
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
