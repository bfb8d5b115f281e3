"""Google's tokens: redeem a code (RFC 6749, RFC 7636), make ID tokens, publish the keys (Google, "OpenID Connect")."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import msgspec

from cogtui.cloud import issuers
from cogtui.cloud.call import Call
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.providers import directory, logins
from cogtui.cloud.providers.records import CODES, ProviderApp, ProviderCode, ProviderLogin, ProviderToken
from cogtui.cloud.providers.registry import Route
from cogtui.cloud.tokens.keys import jwks
from cogtui.cloud.tokens.mint import mint
from cogtui.cloud.web import WebRefusal, WebRequest, WebResponse

ID_TOKEN_SECONDS = 3600
TOKEN_SECONDS = 3599
"""Google answers one second less than an hour."""
PICTURE = "https://lh3.googleusercontent.com/a/default-user=s96-c"
"""The picture of everybody who never chose one."""

_SCOPE_NAMES = {
    "email": "https://www.googleapis.com/auth/userinfo.email",
    "profile": "https://www.googleapis.com/auth/userinfo.profile",
}


def oauth_error(error: str, description: str, status: int = 400) -> WebRefusal:
    """Return an error of the token endpoint (RFC 6749, section 5.2)."""
    return WebRefusal(WebResponse(status, body={"error": error, "error_description": description}))


def redeem(call: Call, request: WebRequest) -> WebResponse:
    """Exchange an authorization code for an ID token and an access token."""
    call.title = call.title or "Redeem the code"
    asked = request.form
    grant = asked.get("grant_type", "")
    bad_grant = oauth_error("unsupported_grant_type", f"Invalid grant_type: {grant}")
    call.require("provider.grant", grant == "authorization_code", bad_grant, has=grant)
    app = directory.app_of(call.tx, "google", asked.get("client_id", ""))
    no_app = oauth_error("invalid_client", "The OAuth client was not found.", 401)
    call.require("provider.app", app, no_app, has=asked.get("client_id", ""))
    assert app is not None
    code = _good_code(call, asked.get("code", ""), app)
    same = asked.get("redirect_uri", "") == code.login.redirect_uri
    moved = oauth_error("redirect_uri_mismatch", "Bad Request")
    call.require("provider.redirect", same, moved, wants=code.login.redirect_uri, has=asked.get("redirect_uri", ""))
    _prove(call, asked, app, code)
    call.tx.put(CODES, msgspec.structs.replace(code, used=True))
    return WebResponse(body=_tokens(call, code.login))


def _good_code(call: Call, text: str, app: ProviderApp) -> ProviderCode:
    code = call.tx.get(CODES, ("google", text))
    malformed = oauth_error("invalid_grant", "Malformed auth code.")
    call.require("provider.code", code is not None and code.login.app_id == app.app_id, malformed, has=text)
    assert code is not None
    bad = oauth_error("invalid_grant", "Bad Request")
    call.require("provider.code.once", not code.used, bad)
    call.require(
        "provider.code.expiry", call.now < code.expires, bad, now=logins.world_time(call), expires=code.expires
    )
    return code


def _prove(call: Call, asked: dict[str, str], app: ProviderApp, code: ProviderCode) -> None:
    """Make the app prove that it began this login (PKCE), or that it is itself (client secret)."""
    login = code.login
    if login.code_challenge:
        verifier = asked.get("code_verifier", "")
        given = challenge_of(verifier) if login.code_challenge_method == "S256" else verifier
        bad = oauth_error("invalid_grant", "Invalid code verifier." if verifier else "Missing code verifier.")
        call.require("provider.pkce", given == login.code_challenge, bad, wants=login.code_challenge, has=given)
    if "client_secret" in asked or not login.code_challenge:
        bad_client = oauth_error("invalid_client", "Unauthorized", 401)
        call.require("provider.secret", asked.get("client_secret", "") == app.secret, bad_client, app=app.name)


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of a PKCE verifier (RFC 7636, section 4.2)."""
    return _text(hashlib.sha256(verifier.encode()).digest())


def _tokens(call: Call, login: ProviderLogin) -> dict[str, Any]:
    access = logins.new_token(call, login, "ya29.a0" + call.ids.text(211, ALNUM + "-_"), TOKEN_SECONDS)
    tokens: dict[str, Any] = {
        "access_token": access.token,
        "expires_in": TOKEN_SECONDS,
        "scope": " ".join(_SCOPE_NAMES.get(scope, scope) for scope in login.scopes),
        "token_type": "Bearer",
    }
    if "openid" in login.scopes:
        tokens["id_token"] = id_token(call, login, access)
    return tokens


def id_token(call: Call, login: ProviderLogin, access: ProviderToken | None = None) -> str:
    """Mint an ID token for a finished login: Google's claims in Google's order."""
    key = issuers.keys_of(call.tx, issuers.GOOGLE)[0]
    return mint(_claims(call, login, access), key, {"alg": key.alg, "kid": key.kid, "typ": "JWT"})


def _claims(call: Call, login: ProviderLogin, access: ProviderToken | None) -> dict[str, Any]:
    user = directory.user_of(call.tx, "google", login.user_id)
    assert user is not None
    claims: dict[str, Any] = {
        "iss": issuers.GOOGLE,
        "azp": login.app_id,
        "aud": login.app_id,
        "sub": user.id,
    }
    if "email" in login.scopes:
        claims |= {"email": user.email, "email_verified": True}
    if access is not None:
        claims["at_hash"] = _text(hashlib.sha256(access.token.encode()).digest()[:16])
    if login.nonce:
        claims["nonce"] = login.nonce
    if "profile" in login.scopes:
        claims |= {"name": user.name, "picture": PICTURE, "given_name": user.given_name}
        claims |= {"family_name": user.family_name} if user.family_name else {}
    now = int(call.now)
    return claims | {"iat": now, "exp": now + ID_TOKEN_SECONDS}


def certs(call: Call, request: WebRequest) -> WebResponse:  # noqa: ARG001 - every route has this signature
    """Publish the keys that verify ID tokens."""
    call.title = call.title or "Fetch Google's keys"
    return WebResponse(body=jwks(issuers.keys_of(call.tx, issuers.GOOGLE)))


def tokeninfo(call: Call, request: WebRequest) -> WebResponse:
    """Say what an access token stands for."""
    call.title = call.title or "Whose token is this?"
    text = request.query.get("access_token", "")
    token = directory.token_of(call.tx, "google", text)
    invalid = oauth_error("invalid_token", "Invalid Value")
    call.require("provider.token", token, invalid, has=text)
    assert token is not None
    call.require(
        "provider.token.expiry", call.now < token.expires, invalid, now=logins.world_time(call), expires=token.expires
    )
    user = directory.user_of(call.tx, "google", token.user_id)
    info: dict[str, Any] = {
        "azp": token.app_id,
        "aud": token.app_id,
        "sub": token.user_id,
        "scope": " ".join(_SCOPE_NAMES.get(scope, scope) for scope in token.scopes),
        "exp": str(int(token.expires)),
        "expires_in": str(int(token.expires - call.now)),
    }
    if user is not None and "email" in token.scopes:
        info |= {"email": user.email, "email_verified": "true"}
    return WebResponse(body=info | {"access_type": "online"})


def _text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")


ROUTES: dict[tuple[str, str], Route] = {
    ("POST", "oauth2.googleapis.com/token"): redeem,
    # The older address, which user pools use.
    ("POST", "www.googleapis.com/oauth2/v4/token"): redeem,
    ("GET", "oauth2.googleapis.com/tokeninfo"): tokeninfo,
    ("GET", "www.googleapis.com/oauth2/v3/certs"): certs,
}
