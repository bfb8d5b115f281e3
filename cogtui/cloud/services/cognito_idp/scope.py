"""Whose pool a call is about: an unsigned one names an app client or brings a token or Session; and which tags it has."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.lookup import find_app
from cogtui.cloud.services.cognito_idp.pools import tags
from cogtui.cloud.services.cognito_idp.records import POOLS, UserPool
from cogtui.cloud.services.cognito_idp.signing_in import challenge_sessions
from cogtui.cloud.services.cognito_idp.tokens.access import pool_of
from cogtui.cloud.services.registry import Owner, Resource
from cogtui.cloud.store import Reader
from cogtui.cloud.tokens.parts import read


def owner(state: Reader, params: dict[str, Any]) -> Owner | None:
    """Return account and region of the pool behind ClientId, AccessToken or Session.

    A call that names the pool itself is signed (all but one that isn't simulated): it acts in its key's account and in the
    region that it was sent to, and finds no pool elsewhere.
    """
    if "UserPoolId" in params:
        return None
    pool = _pool(state, params)
    return Owner(pool.account, pool.region) if pool else None


def resource(call: Call) -> Resource | None:
    """Return the tags of the pool that a signed call names, as condition keys (Service Authorization Reference)."""
    params = call.params
    pool_id = str(params.get("UserPoolId") or tags.pool_id_of(str(params.get("ResourceArn", ""))))
    pool = call.tx.get(POOLS, (pool_id,))
    if pool is None or (pool.account, pool.region) != (call.account, call.region):
        return None
    return Resource(
        pool.account, context={f"aws:ResourceTag/{key}": value for key, value in tags.of_pool(pool).items()}
    )


def _pool(state: Reader, params: dict[str, Any]) -> UserPool | None:
    client_id, token, session = (params.get(name) for name in ("ClientId", "AccessToken", "Session"))
    if isinstance(client_id, str):
        app = find_app(state, client_id)
        return app.pool if app else None
    if isinstance(token, str):
        return pool_of(state, read(token).claims or {})
    pending = challenge_sessions.held(state, session) if isinstance(session, str) else None
    return state.get(POOLS, (pending.pool_id,)) if pending else None
