"""Apple's tokens: redeem a code with a client secret that is itself a signed JWT, make ID tokens, publish the keys.

Apple, "Sign in with Apple REST API": "Creating a client secret", "Generate and validate tokens".
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud import issuers
from cogtui.cloud.call import Call
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.providers import code_grant, directory, id_tokens, logins
from cogtui.cloud.providers.apple_records import APPLE_CONSENTS
from cogtui.cloud.providers.records import ProviderApp, ProviderLogin
from cogtui.cloud.providers.registry import Route
from cogtui.cloud.tokens import es256
from cogtui.cloud.tokens.keys import jwks
from cogtui.cloud.web import WebRequest, WebResponse

HOST = "appleid.apple.com"
ISSUER = f"https://{HOST}"
TOKEN_SECONDS = 3600
ID_TOKEN_SECONDS = 86400
MOST_SECRET_SECONDS = 15_777_000
"""A client secret may be good for six months."""


def client_secret(team_id: str, key_id: str, client_id: str, private_key: str, *, now: float, seconds: int) -> str:
    """Return what an app proves itself with; ValueError for a text that is no private key."""
    claims = {"iss": team_id, "iat": int(now), "exp": int(now) + seconds, "aud": ISSUER, "sub": client_id}
    return es256.mint(claims, key_id, private_key)


def proves(call: Call, app: ProviderApp, shown: str) -> bool:
    """Tell whether a client secret is the app's: signed with its key, by its team, for Apple, and not over."""
    claims = es256.verified(shown, app.key_id, app.secret)
    if claims is None:
        return False
    expires = claims.get("exp")
    lives = isinstance(expires, int) and call.now < expires <= call.now + MOST_SECRET_SECONDS
    said = tuple(claims.get(name) for name in ("iss", "sub", "aud"))
    return lives and said == (app.team_id, app.app_id, ISSUER)


def redeem(call: Call, request: WebRequest) -> WebResponse:
    """Exchange an authorization code for an ID token. DIFFERS: no refresh token comes with it."""
    login = code_grant.redeemed(call, request, "apple", proves, client_status=400)
    access = logins.new_token(call, login, "a" + call.ids.text(60, ALNUM), TOKEN_SECONDS).token
    body: dict[str, Any] = {"access_token": access, "token_type": "Bearer", "expires_in": TOKEN_SECONDS}
    return WebResponse(body=body | {"id_token": id_token(call, login, {"at_hash": id_tokens.at_hash(access)})})


def id_token(call: Call, login: ProviderLogin, more: dict[str, Any]) -> str:
    """Mint an ID token: never with a name in it, and the address that the person gave to this app."""
    user = directory.user_of(call.tx, "apple", login.user_id)
    consent = call.tx.get(APPLE_CONSENTS, (login.app_id, login.user_id))
    assert user is not None
    relay = consent.relay if consent else ""
    about: dict[str, Any] = more
    if "email" in login.scopes:
        about |= {"email": relay or user.email, "email_verified": True}
        about |= {"is_private_email": True} if relay else {}
    about |= {"nonce_supported": True} if login.nonce else {}
    return id_tokens.id_token(call, ISSUER, login, about, seconds=ID_TOKEN_SECONDS)


def keys(call: Call, request: WebRequest) -> WebResponse:
    """Publish the keys that verify ID tokens."""
    del request
    call.title = call.title or "Fetch Apple's keys"
    return WebResponse(body=jwks(issuers.keys_of(call.tx, ISSUER)))


def discovery(call: Call, request: WebRequest) -> WebResponse:
    """Say where everything is (OpenID Connect Discovery 1.0)."""
    del request
    call.title = call.title or "Where is everything?"
    document: dict[str, Any] = {
        "issuer": ISSUER,
        "authorization_endpoint": f"{ISSUER}/auth/authorize",
        "token_endpoint": f"{ISSUER}/auth/token",
        "jwks_uri": f"{ISSUER}/auth/keys",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "email", "name"],
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
    }
    return WebResponse(body=document)


ROUTES: dict[tuple[str, str], Route] = {
    ("POST", f"{HOST}/auth/token"): redeem,
    ("GET", f"{HOST}/auth/keys"): keys,
    ("GET", f"{HOST}/.well-known/openid-configuration"): discovery,
}
