"""Facebook's Graph API, as far as logins need it: redeem a code, say what a token stands for, say who somebody is.

Shapes and texts: Graph API reference, "debug_token", "User", "Handling Errors"; "Manually Build a Login Flow".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.explain import Fact
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.providers import directory, logins
from cogtui.cloud.providers.records import CODES, ProviderApp, ProviderCode, ProviderToken, ProviderUser
from cogtui.cloud.providers.registry import Route
from cogtui.cloud.web import WebRefusal, WebRequest, WebResponse

HOST = "graph.facebook.com"
VERSION = "v19.0"
TOKEN_SECONDS = 60 * 86400
"""How long a token is good for that a server got for a code: 60 days."""

COGNITO = ("IdPool", "cognito-identity")
"""The party that an identity pool is, and what it shows in place of an app's secret, which it never gets to know.

DIFFERS: how Cognito proves itself to Facebook is not published.
"""

_NO_TOKEN = "An access token is required to request this resource."
_NOT_OURS = "Invalid OAuth access token - Cannot parse access token"
_OTHER_APP = "(#100) The App_id in the input_token did not match the Viewing App"


def token_text(call: Call) -> str:
    """Draw the text of a new access token: opaque, no JWT."""
    return "EAA" + call.ids.text(190, ALNUM)


def graph_error(call: Call, message: str, code: int, subcode: int = 0) -> WebRefusal:
    """Return an error in Graph's shape."""
    error: dict[str, Any] = {"message": message, "type": "OAuthException", "code": code}
    if subcode:
        error["error_subcode"] = subcode
    error["fbtrace_id"] = "A" + call.request_id.replace("-", "")[:22]
    return WebRefusal(WebResponse(400, body={"error": error}))


def redeem(call: Call, request: WebRequest) -> WebResponse:
    """Exchange an authorization code for an access token, from server to server."""
    call.title = call.title or "Redeem the code"
    asked = request.query
    app = directory.app_of(call.tx, "facebook", asked.get("client_id", ""))
    no_app = graph_error(call, "Error validating application. Cannot get application info due to a system error.", 101)
    call.require("provider.app", app, no_app, has=asked.get("client_id", ""))
    assert app is not None
    bad_secret = graph_error(call, "Error validating client secret.", 1)
    call.require("provider.secret", asked.get("client_secret", "") == app.secret, bad_secret, app=app.name)
    code = _good_code(call, asked.get("code", ""), app)
    wants = Fact("wants", code.login.redirect_uri)
    moved = (
        "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in "
    )
    elsewhere = graph_error(call, moved + "the OAuth dialog request", 100, 36008)
    given = asked.get("redirect_uri", "")
    call.require("provider.redirect", given == code.login.redirect_uri, elsewhere, wants=wants, has=given)
    call.tx.put(CODES, msgspec.structs.replace(code, used=True))
    token = logins.new_token(call, code.login, token_text(call), TOKEN_SECONDS)
    body = {"access_token": token.token, "token_type": "bearer", "expires_in": TOKEN_SECONDS}
    return WebResponse(body=body)


def _good_code(call: Call, text: str, app: ProviderApp) -> ProviderCode:
    code = call.tx.get(CODES, ("facebook", text))
    unknown = graph_error(call, "Invalid verification code format.", 100)
    call.require("provider.code", code is not None and code.login.app_id == app.app_id, unknown, has=text)
    assert code is not None
    used = graph_error(call, "This authorization code has been used.", 100, 36009)
    call.require("provider.code.once", not code.used, used)
    late = graph_error(call, "This authorization code has expired.", 100, 36007)
    call.require(
        "provider.code.expiry", call.now < code.expires, late, now=logins.world_time(call), expires=code.expires
    )
    return code


def debug_token(call: Call, request: WebRequest) -> WebResponse:
    """Say what an access token stands for, and whether it still does.

    Whoever asks shows a token as well: `APP_ID|APP_SECRET`, or a user's token of the same app (the very same one will
    do); an identity pool shows `APP_ID|cognito-identity`.
    A bad `input_token` is no error of the request: the answer says `is_valid: false` and why.
    """
    call.title = call.title or "Whose token is this?"
    shown, text = request.query.get("access_token", ""), request.query.get("input_token", "")
    viewer = _viewer(call, shown)
    token = directory.token_of(call.tx, "facebook", text)
    if text != shown:
        call.note("provider.token", token is not None, has=text)
    if token is None:
        return WebResponse(body={"data": {"error": _bad(190, _NOT_OURS), "is_valid": False, "scopes": []}})
    if text != shown:
        other = graph_error(call, _OTHER_APP, 100)
        if viewer is not None:
            call.require("provider.token.app", token.app_id == viewer, other, wants=viewer, has=token.app_id)
        lives = call.now < token.expires
        call.note("provider.token.expiry", lives, now=logins.world_time(call), expires=token.expires)
    return WebResponse(body={"data": _data(call, token)})


def _data(call: Call, token: ProviderToken) -> dict[str, Any]:
    app = directory.app_of(call.tx, "facebook", token.app_id)
    valid = call.now < token.expires
    data: dict[str, Any] = {
        "app_id": token.app_id,
        "type": "USER",
        "application": app.name if app else "",
        "expires_at": int(token.expires),
        "is_valid": valid,
        "issued_at": int(token.issued),
        "scopes": list(token.scopes),
        "user_id": token.user_id,
    }
    if not valid:
        data["error"] = _bad(190, _expired(call, token), 463)
    return data


def me(call: Call, request: WebRequest) -> WebResponse:
    """Say who the token's user is, as far as the token's scopes go."""
    call.title = call.title or "Who am I?"
    token = _valid(call, request.query.get("access_token", ""))
    user = directory.user_of(call.tx, "facebook", token.user_id)
    assert user is not None
    fields = [name.strip() for name in request.query.get("fields", "id,name").split(",")]
    strange = next((name for name in fields if name not in _FIELDS), "")
    unknown = graph_error(call, f"(#100) Tried accessing nonexisting field ({strange}) on node type (User)", 100)
    call.require("provider.fields", not strange, unknown, has=fields, wants=list(_FIELDS))
    readable = {name: scope for name, (scope, _) in _FIELDS.items() if scope in token.scopes}
    return WebResponse(
        body={name: _FIELDS[name][1](user) for name in dict.fromkeys((*fields, "id")) if name in readable}
    )


_FIELDS: dict[str, tuple[str, Callable[[ProviderUser], str]]] = {
    "id": ("public_profile", lambda user: user.id),
    "name": ("public_profile", lambda user: user.name),
    "first_name": ("public_profile", lambda user: user.given_name),
    "last_name": ("public_profile", lambda user: user.family_name),
    "email": ("email", lambda user: user.email),
}
"""Field of a user -> the scope it needs, and its value."""


def _viewer(call: Call, text: str) -> str | None:
    """Return the id of the app that asks; None for an identity pool, which may ask about every app's tokens."""
    app_id, bar, secret = text.partition("|")
    if not bar:
        return _valid(call, text).app_id
    if (call.source, secret) == COGNITO:
        return None
    app = directory.app_of(call.tx, "facebook", app_id)
    bad = graph_error(call, "Invalid OAuth access token signature.", 190)
    call.require("provider.secret", app is not None and app.secret == secret, bad, app=app_id)
    return app_id


def _valid(call: Call, text: str) -> ProviderToken:
    """Return the token that a request is made with; refuse the request when it is no good."""
    call.require("provider.token.given", text, graph_error(call, _NO_TOKEN, 104))
    token = directory.token_of(call.tx, "facebook", text)
    call.require("provider.token", token, graph_error(call, _NOT_OURS, 190), has=text)
    assert token is not None
    late = graph_error(call, _expired(call, token), 190, 463)
    call.require(
        "provider.token.expiry", call.now < token.expires, late, now=logins.world_time(call), expires=token.expires
    )
    return token


def _expired(call: Call, token: ProviderToken) -> str:
    """Word the expiry. DIFFERS: Facebook gives these times in its own time zone."""
    end, now = (timestamp(moment).strftime("%A, %d-%b-%y %H:%M:%S UTC") for moment in (token.expires, call.now))
    return f"Error validating access token: Session has expired on {end}. The current time is {now}."


def _bad(code: int, message: str, subcode: int = 0) -> dict[str, Any]:
    error: dict[str, Any] = {"code": code, "message": message}
    return error | {"subcode": subcode} if subcode else error


_PAGES: dict[str, Route] = {"/oauth/access_token": redeem, "/debug_token": debug_token, "/me": me}

ROUTES: dict[tuple[str, str], Route] = {
    ("GET", f"{HOST}{version}{path}"): route for path, route in _PAGES.items() for version in ("", f"/{VERSION}")
}
"""Requests without a version get the app's oldest one at Facebook; here there is only one."""
