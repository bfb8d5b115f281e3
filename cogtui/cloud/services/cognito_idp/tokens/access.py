"""Access tokens: what lets a signed-in user call GetUser and the other operations on the own profile.

Source: Developer Guide, "Understanding the access token"; "Token revocation".
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.issuers import jwks_of, names_of
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.lookup import App, find_app
from cogtui.cloud.services.cognito_idp.records import POOLS, User, UserPool
from cogtui.cloud.services.cognito_idp.signing_in.gates import require_enabled
from cogtui.cloud.services.cognito_idp.signing_in.refreshing import require_alive
from cogtui.cloud.services.cognito_idp.tokens.token_scopes import SELF_SERVICE
from cogtui.cloud.services.cognito_idp.traces import SESSIONS, Session
from cogtui.cloud.services.cognito_idp.users import directory
from cogtui.cloud.store import Reader
from cogtui.cloud.tokens.expectation import Expectation
from cogtui.cloud.tokens.parts import read
from cogtui.cloud.tokens.verify import verify

STEPS = (
    "jwt.format",
    "jwt.alg",
    "jwt.header",
    "jwt.kid",
    "jwt.signature",
    "jwt.issuer",
    "jwt.token_use",
    "jwt.claims",
    "jwt.expiry",
)
"""What the pool asks of an access token, in this order: a forged token is never told that it has expired."""

OUT_OF_SCOPE = "Access Token does not have required scopes"

CLAIMS = ("sub", "client_id", "username", "scope", "event_id", "exp")


class SignedIn(msgspec.Struct, frozen=True):
    """Who an access token stands for."""

    app: App
    user: User
    session: Session


def pool_of(reader: Reader, claims: dict[str, Any]) -> UserPool | None:
    """Return the pool that issued a token, going by its unproven `iss`; None for an issuer that is no pool."""
    issuer = claims.get("iss")
    pool = reader.get(POOLS, (issuer.rpartition("/")[2],)) if isinstance(issuer, str) else None
    return pool if pool is not None and issuer in names_of(reader, pool.issuer) else None


def signed_in(call: Call, access_token: str, scope: str = SELF_SERVICE) -> SignedIn:
    """Return who the bearer of the access token is, once it is proven, in scope and not revoked."""
    pool = pool_of(call.tx, read(access_token).claims or {})
    claims = _proven(call, pool, access_token)
    scopes = str(claims["scope"]).split()
    out_of_scope = errors.not_authorized(OUT_OF_SCOPE)
    call.require("idp.access_token.scope", scope in scopes, out_of_scope, wants=scope, has=scopes)
    assert pool is not None
    sub = str(claims["sub"])
    user = directory.find(call.tx, pool, sub)
    same = user is not None and user.sub == sub
    call.require("idp.user.exists", same, errors.user_not_found, username=claims["username"], sub=sub)
    assert user is not None
    app = find_app(call.tx, str(claims["client_id"]))
    session = call.tx.get(SESSIONS, (pool.id, str(claims["event_id"])))
    known = app is not None and session is not None and session.sub == claims["sub"]
    call.require("idp.access_token.session", known, _invalid, client=claims["client_id"], session=claims["event_id"])
    assert app is not None
    assert session is not None
    require_enabled(call, user)
    require_alive(call, session, user, "Access Token has been revoked")
    return SignedIn(app, user, session)


def _proven(call: Call, pool: UserPool | None, access_token: str) -> dict[str, Any]:
    """Return the token's claims once its signature and its times hold."""
    expectation = Expectation(
        keys=jwks_of(call.tx, pool.issuer) if pool else (),
        now=call.now,
        steps=STEPS,
        issuers=names_of(call.tx, pool.issuer) if pool else (),
        token_uses=("access",),
        required=CLAIMS,
        algs=("RS256",),
    )
    verification = verify(access_token, expectation, rule="idp.access_token.valid")
    expired = verification.failure == "jwt.expiry"
    call.decide(verification, errors.not_authorized("Access Token has expired") if expired else _invalid)
    return verification.claims


def _invalid() -> AwsError:
    return errors.not_authorized("Invalid Access Token")
