"""Signing out: GlobalSignOut, AdminUserGlobalSignOut, RevokeToken.

Tokens that were verified offline stay valid until they expire: only the pool knows that they were revoked.
Source: Developer Guide, "Token revocation".
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.clients.secret_hash import is_secret
from cogtui.cloud.services.cognito_idp.lookup import App, find_app, pool_named, user_named
from cogtui.cloud.services.cognito_idp.tokens import refresh_tokens, user_tokens
from cogtui.cloud.services.cognito_idp.tokens.access import signed_in
from cogtui.cloud.services.cognito_idp.traces import REFRESH_TOKENS, SESSIONS
from cogtui.cloud.services.cognito_idp.users import directory


def global_sign_out(call: Call, *, AccessToken: str) -> dict[str, Any]:
    """Revoke all the user's refresh and access tokens, of every app (API GlobalSignOut)."""
    user = signed_in(call, AccessToken).user
    directory.change(call.tx, user, user.modified, sign_outs=user.sign_outs + 1)
    return {}


def admin_user_global_sign_out(call: Call, *, UserPoolId: str, Username: str) -> dict[str, Any]:
    """Revoke all of a user's tokens as an administrator (API AdminUserGlobalSignOut)."""
    user = user_named(call, pool_named(call, UserPoolId), Username)
    directory.change(call.tx, user, user.modified, sign_outs=user.sign_outs + 1)
    return {}


def revoke_token(call: Call, *, Token: str, ClientId: str, ClientSecret: str | None = None) -> dict[str, Any]:
    """Revoke a refresh token and the access tokens that it gave (API RevokeToken).

    Where refresh tokens rotate, any of a sign-in serves, one that was replaced too: all share the `origin_jti` by which
    revoking works. That a replaced one serves at AWS is not confirmed.
    A refresh token that the pool doesn't know, or that was revoked before, is a success too (RFC 7009, section 2.2).
    """
    app = _authentic(call, ClientId, ClientSecret)
    unsupported = AwsError("UnsupportedOperationException", "Token revocation is not enabled for this client.")
    place = app.client.place("EnableTokenRevocation", "revocable")
    call.require("idp.client.revocation", app.client.revocable, unsupported, place=place)
    wrong_kind = AwsError("UnsupportedTokenTypeException", "Only refresh tokens can be revoked.")
    call.require("idp.refresh.form", refresh_tokens.is_refresh_token(Token), wrong_kind)
    token = call.tx.get(REFRESH_TOKENS, (app.pool.id, refresh_tokens.digest(Token)))
    if token is None:
        return {}
    own = token.client_id == ClientId
    call.require("idp.refresh.client", own, _unauthorized(), wants=token.client_id, has=ClientId)
    session = call.tx.get(SESSIONS, (token.pool_id, token.event_id))
    if session is not None:
        user_tokens.revoke(call, session)
    return {}


def _authentic(call: Call, client_id: str, secret: str | None) -> App:
    """Return the app that calls, once a secret client proved that it knows its secret."""
    app = find_app(call.tx, client_id)
    call.require("idp.client.exists", app is not None, _unauthorized(), client=client_id)
    assert app is not None
    knows = is_secret(app.client, secret)
    call.require("idp.client.secret", knows, _unauthorized(), place=app.client.place("ClientSecret", "secrets"))
    return app


def _unauthorized() -> AwsError:
    """Return RevokeToken's own refusal (its model has no NotAuthorizedException); the texts here are not captured."""
    return AwsError("UnauthorizedException", "Client is not authorized to revoke this token.")
