"""Any OpenID provider that a world declares: discovery, keys, login pages, tokens, userinfo.

OpenID Connect Core 1.0 and Discovery 1.0; RFC 6749; RFC 7636 (PKCE).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cogtui.cloud import issuers
from cogtui.cloud.accounts.oidc_providers import OidcIssuer
from cogtui.cloud.call import Call
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.providers import code_grant, directory, id_tokens, logins, redirects
from cogtui.cloud.providers.login_pages import Brand, error_page
from cogtui.cloud.providers.records import ProviderLogin, ProviderToken
from cogtui.cloud.providers.registry import Route
from cogtui.cloud.tokens.keys import jwks
from cogtui.cloud.web import WebRefusal, WebRequest, WebResponse

SCOPES = {"openid": "user id", "profile": "name", "email": "email address"}
TOKEN_SECONDS = 3600

_Answer = Callable[[OidcIssuer, Call, WebRequest], WebResponse]


def brand_of(issuer: OidcIssuer) -> Brand:
    """Return what is the issuer's own about its pages."""
    return Brand(
        provider=issuer.name,
        name=issuer.title,
        host=issuer.host,
        login_path=f"{issuer.path}/login",
        consent_path=f"{issuer.path}/consent",
        shares=SCOPES,
        unknown_user="Nobody has an account with this email address.",
        wrong_password="The password is wrong.",
    )


def discovery(issuer: OidcIssuer, call: Call, request: WebRequest) -> WebResponse:
    """Say where everything is (OpenID Connect Discovery 1.0, section 3)."""
    del request
    call.title = call.title or "Where is everything?"
    base = issuer.issuer.rstrip("/")
    document: dict[str, Any] = {
        "issuer": issuer.issuer,
        "authorization_endpoint": f"{base}/authorize",
        "token_endpoint": f"{base}/token",
        "userinfo_endpoint": f"{base}/userinfo",
        "jwks_uri": f"{base}/jwks",
        "response_types_supported": list(_ANSWERS),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": list(SCOPES),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic", "none"],
        "code_challenge_methods_supported": ["S256", "plain"],
    }
    return WebResponse(body=document)


def keys(issuer: OidcIssuer, call: Call, request: WebRequest) -> WebResponse:
    """Publish the keys that verify ID tokens."""
    del request
    call.title = call.title or "Fetch the keys"
    return WebResponse(body=jwks(issuers.keys_of(call.tx, issuer.issuer)))


def authorize(issuer: OidcIssuer, call: Call, request: WebRequest) -> WebResponse:
    """Open the login for an app; once app and address belong together, what is wrong is told to the app."""
    call.title = call.title or f"Open {issuer.title} login"
    brand = brand_of(issuer)
    logins.registered(
        call,
        request,
        brand,
        unknown=logins.refused(error_page(brand, "There is no such client.")),
        elsewhere=logins.refused(error_page(brand, "The client has not registered this redirect_uri.")),
    )
    asked = request.query

    def back(error: str) -> WebRefusal:
        send = redirects.in_fragment if asked.get("response_type") == "id_token" else redirects.in_query
        return WebRefusal(send(asked["redirect_uri"], {"error": error, "state": asked.get("state", "")}))

    kind, scopes = asked.get("response_type", ""), asked.get("scope", "").split()
    wrong = back("unsupported_response_type")
    call.require("provider.response_type", kind in _ANSWERS, wrong, has=kind, wants=list(_ANSWERS))
    known = "openid" in scopes and not set(scopes) - set(SCOPES)
    call.require("provider.scope", known, back("invalid_scope"), has=scopes, wants=list(SCOPES))
    nonced = kind != "id_token" or asked.get("nonce")
    call.require("provider.nonce", nonced, back("invalid_request"), response_type=kind)
    return logins.begin(call, brand, request, tuple(dict.fromkeys(scopes)))


def log_in(issuer: OidcIssuer, call: Call, request: WebRequest) -> WebResponse:
    """Take the login form."""
    return logins.log_in(call, request, brand_of(issuer))


def consent(issuer: OidcIssuer, call: Call, request: WebRequest) -> WebResponse:
    """Take the answer of the consent page and go back to the app."""
    login = logins.finish(call, request, brand_of(issuer))
    if not logins.agreed(request):
        send = redirects.in_fragment if login.response_type == "id_token" else redirects.in_query
        return send(login.redirect_uri, {"error": "access_denied", "state": login.state})
    return _ANSWERS[login.response_type](issuer, call, login)


def _code(issuer: OidcIssuer, call: Call, login: ProviderLogin) -> WebResponse:
    del issuer
    code = logins.new_code(call, login, call.ids.text(43, ALNUM))
    return redirects.in_query(login.redirect_uri, {"code": code.code, "state": login.state})


def _id_token(issuer: OidcIssuer, call: Call, login: ProviderLogin) -> WebResponse:
    token = id_tokens.id_token(call, issuer.issuer, login, _about(call, login))
    return redirects.in_fragment(login.redirect_uri, {"id_token": token, "state": login.state})


_ANSWERS = {"code": _code, "id_token": _id_token}


def redeem(issuer: OidcIssuer, call: Call, request: WebRequest) -> WebResponse:
    """Exchange an authorization code for an ID token and an access token."""
    login = code_grant.redeemed(call, request, issuer.name)
    access = logins.new_token(call, login, call.ids.text(64, ALNUM), TOKEN_SECONDS).token
    body: dict[str, Any] = {
        "access_token": access,
        "token_type": "Bearer",
        "expires_in": TOKEN_SECONDS,
        "scope": " ".join(login.scopes),
        "id_token": id_tokens.id_token(call, issuer.issuer, login, _about(call, login), access),
    }
    return WebResponse(body=body)


def userinfo(issuer: OidcIssuer, call: Call, request: WebRequest) -> WebResponse:
    """Say who the token's user is (OpenID Connect Core 1.0, section 5.3; RFC 6750)."""
    call.title = call.title or "Who is it?"
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    missing = code_grant.oauth_error("invalid_request", status=401)
    call.require("provider.token.given", scheme.lower() == "bearer" and text, missing)
    token = directory.token_of(call.tx, issuer.name, text)
    bad = code_grant.oauth_error("invalid_token", "The access token is invalid or has expired.", 401)
    call.require("provider.token", token, bad, has=text)
    assert token is not None
    now = logins.world_time(call)
    call.require("provider.token.expiry", call.now < token.expires, bad, now=now, expires=token.expires)
    return WebResponse(body={"sub": token.user_id, **_about(call, token)})


def _about(call: Call, holder: ProviderLogin | ProviderToken) -> dict[str, Any]:
    user = directory.user_of(call.tx, holder.provider, holder.user_id)
    assert user is not None
    return id_tokens.standard_claims(user, holder.scopes)


_PATHS: dict[tuple[str, str], _Answer] = {
    ("GET", "/.well-known/openid-configuration"): discovery,
    ("GET", "/jwks"): keys,
    ("GET", "/authorize"): authorize,
    ("POST", "/login"): log_in,
    ("POST", "/consent"): consent,
    ("POST", "/token"): redeem,
    ("GET", "/userinfo"): userinfo,
    ("POST", "/userinfo"): userinfo,
}


def _bound(answer: _Answer, issuer: OidcIssuer) -> Route:
    return lambda call, request: answer(issuer, call, request)


def routes(issuer: OidcIssuer) -> dict[tuple[str, str], Route]:
    """Return the issuer's pages and endpoints, all below its own path."""
    base = issuer.host + issuer.path
    return {(method, base + path): _bound(answer, issuer) for (method, path), answer in _PATHS.items()}
