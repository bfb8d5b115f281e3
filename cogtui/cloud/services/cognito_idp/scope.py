"""Whose pool an unsigned call is about: it names an app client, or brings an access token."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.services.cognito_idp.access import pool_of
from cogtui.cloud.services.cognito_idp.lookup import find_app
from cogtui.cloud.services.cognito_idp.records import UserPool
from cogtui.cloud.services.registry import Owner
from cogtui.cloud.store import Reader
from cogtui.cloud.tokens.parts import read


def owner(state: Reader, params: dict[str, Any]) -> Owner | None:
    """Return account and region of the pool behind ClientId or AccessToken.

    A call that names the pool itself is signed (all but one that isn't simulated): it acts in its key's account and in the
    region that it was sent to, and finds no pool elsewhere.
    """
    if "UserPoolId" in params:
        return None
    pool = _pool(state, params)
    return Owner(pool.account, pool.region) if pool else None


def _pool(state: Reader, params: dict[str, Any]) -> UserPool | None:
    client_id, token = params.get("ClientId"), params.get("AccessToken")
    if isinstance(client_id, str):
        app = find_app(state, client_id)
        return app.pool if app else None
    return pool_of(state, read(token).claims or {}) if isinstance(token, str) else None
