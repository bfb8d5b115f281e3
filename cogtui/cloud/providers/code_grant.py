"""The token endpoint as RFC 6749 has it: an app redeems an authorization code, and proves that it may.

For providers that keep to the standard's words; Facebook and Google have their own.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from urllib.parse import unquote

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact
from cogtui.cloud.providers import directory, logins
from cogtui.cloud.providers.records import CODES, ProviderApp, ProviderCode, ProviderLogin, ProviderName
from cogtui.cloud.web import WebRefusal, WebRequest, WebResponse

ProvesItself = Callable[[Call, ProviderApp, str], bool]
"""Tells whether what an app shows as its secret is right."""


def oauth_error(error: str, description: str = "", status: int = 400) -> WebRefusal:
    """Return an error of the token endpoint (RFC 6749, section 5.2)."""
    said = {"error_description": description} if description else {}
    return WebRefusal(WebResponse(status, body={"error": error, **said}))


def same_secret(call: Call, app: ProviderApp, shown: str) -> bool:
    """Tell whether an app shows the secret that it was given."""
    del call
    return shown == app.secret


def redeemed(
    call: Call,
    request: WebRequest,
    provider: ProviderName,
    proves: ProvesItself = same_secret,
    *,
    client_status: int = 401,
) -> ProviderLogin:
    """Return the login that a code stands for, and use the code up."""
    call.title = call.title or "Redeem the code"
    asked = request.form
    grant = asked.get("grant_type", "")
    bad_grant = oauth_error("unsupported_grant_type", "The authorization grant type is not supported.")
    call.require("provider.grant", grant == "authorization_code", bad_grant, has=grant)
    client_id, secret = _credentials(request)
    app = directory.app_of(call.tx, provider, client_id)
    no_app = oauth_error("invalid_client", "Client authentication failed.", client_status)
    call.require("provider.app", app, no_app, has=client_id)
    assert app is not None
    code = _good_code(call, asked.get("code", ""), app)
    uri = asked.get("redirect_uri", "")
    moved = oauth_error("invalid_grant", "The redirect_uri is not the one of the authorization request.")
    wants = Fact("wants", code.login.redirect_uri)
    call.require("provider.redirect", uri == code.login.redirect_uri, moved, wants=wants, has=uri)
    _require_verifier(call, code.login, asked.get("code_verifier", ""))
    # An app without a way to keep a secret proves itself by the verifier alone (RFC 7636).
    if secret or not code.login.code_challenge:
        call.require("provider.secret", proves(call, app, secret), no_app, app=app.name)
    call.tx.put(CODES, msgspec.structs.replace(code, used=True))
    return code.login


def _credentials(request: WebRequest) -> tuple[str, str]:
    """Return client id and secret: of a Basic authorization, else of the form (RFC 6749, section 2.3.1)."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return request.form.get("client_id", ""), request.form.get("client_secret", "")
    try:
        client_id, _, secret = base64.b64decode(given.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return unquote(client_id), unquote(secret)


def _good_code(call: Call, text: str, app: ProviderApp) -> ProviderCode:
    code = call.tx.get(CODES, (app.provider, text))
    bad = oauth_error("invalid_grant", "The authorization code is invalid, expired or used.")
    call.require("provider.code", code is not None and code.login.app_id == app.app_id, bad, has=text)
    assert code is not None
    call.require("provider.code.once", not code.used, bad)
    now = logins.world_time(call)
    call.require("provider.code.expiry", call.now < code.expires, bad, now=now, expires=code.expires)
    return code


def _require_verifier(call: Call, login: ProviderLogin, verifier: str) -> None:
    if not login.code_challenge:
        return
    given = challenge_of(verifier) if login.code_challenge_method == "S256" else verifier
    bad = oauth_error("invalid_grant", "The code verifier does not fit the code challenge.")
    call.require("provider.pkce", given == login.code_challenge, bad, wants=login.code_challenge, has=given)


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of a PKCE verifier (RFC 7636, section 4.2)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
