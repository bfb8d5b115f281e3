"""What a token is good for: sending it, as it is or tampered with, where the app would use it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from cogtui.cloud.holdings import ACCESS_TOKEN, LOGIN_TOKENS, OPENID_TOKEN
from cogtui.cloud.providers.records import APPS, TOKENS
from cogtui.cloud.trail import Reply
from cogtui.cloud.web import WebRequest
from cogtui.cloud.world import World
from cogtui.device.credentials import SESSION_NAME, login_key
from cogtui.device.settings import settings_of


def send(world: World, held_as: str, text: str, device: str = "app") -> Reply | None:
    """Send `text` in place of the token that the device holds under that name; what comes back is not kept.

    The OpenID token goes to STS, a login token to the identity pool, an access token to the user pool. None for one that
    goes nowhere.
    """
    sender = _SENDERS.get(held_as)
    return sender(world, text, device) if sender else None


def _to_sts(world: World, text: str, device: str) -> Reply:
    asked = {
        "RoleArn": settings_of(world, device).role_arn,
        "RoleSessionName": SESSION_NAME,
        "WebIdentityToken": text,
    }
    return world.call("sts", "AssumeRoleWithWebIdentity", asked, device=device)


def _to_user_pool(world: World, text: str, device: str) -> Reply:
    return world.call("cognito-idp", "GetUser", {"AccessToken": text}, device=device)


def _to_identity_pool(name: str) -> Callable[[World, str, str], Reply]:
    def sender(world: World, text: str, device: str) -> Reply:
        key = login_key(world.held(device), name)
        asked = {"IdentityPoolId": settings_of(world, device).identity_pool_id, "Logins": {key: text}}
        return world.call("cognito-identity", "GetId", asked, device=device)

    return sender


_SENDERS: dict[str, Callable[[World, str, str], Reply]] = {
    OPENID_TOKEN: _to_sts,
    **{name: _to_identity_pool(name) for name in LOGIN_TOKENS.values()},
    ACCESS_TOKEN: _to_user_pool,
}


def facebook_answer(world: World, token: str) -> dict[str, Any] | None:
    """Return Facebook's `debug_token` answer about a token, asked aside: the trail shows nothing of it."""
    known = world.store.get(TOKENS, ("facebook", token))
    app = world.store.get(APPS, ("facebook", known.app_id)) if known else next(world.store.scan(APPS, "facebook"), None)
    if app is None:
        return None
    query = {"input_token": token, "access_token": f"{app.app_id}|{app.secret}"}
    with world.what_if() as trial:
        body = trial.web(WebRequest("GET", "graph.facebook.com", "/debug_token", query)).body or {}
    return cast("dict[str, Any] | None", body.get("data"))
