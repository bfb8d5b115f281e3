"""How the app logs in at each outside provider: what opens the login, how its token comes back, what the device keeps."""

from __future__ import annotations

import base64
from collections.abc import Callable

import msgspec

from cogtui.cloud.holdings import LOGIN_TOKENS, PROVIDER, SAML_PROVIDER, STALE
from cogtui.cloud.ids import derived
from cogtui.cloud.providers import amazon, apple, facebook, google
from cogtui.cloud.providers.google_tokens import challenge_of
from cogtui.cloud.providers.saml_directory import HOST as SAML_HOST
from cogtui.cloud.providers.saml_directory import START
from cogtui.cloud.web import WebRequest
from cogtui.device.browser import request_to
from cogtui.device.outside_settings import AWS
from cogtui.device.settings import AppSettings

SCOPES = "openid email profile"

Keep = dict[str, str]
"""Name on the device -> path into an answer's body."""


class OutsideLogin(msgspec.Struct, frozen=True):
    """The login at one provider. `state` is the text that comes back with the answer."""

    open: Callable[[AppSettings, str], WebRequest]
    """(settings, state) -> the request that opens it."""
    brings: str
    """What that which tells who logged in is called where it comes back: "access_token"."""
    keep: Keep | None = None
    """What the device keeps of the redirect back to the app; None where a form comes back."""
    redeem: Callable[[AppSettings, str, str], WebRequest] | None = None
    """(settings, code, state) -> the request that redeems the code, where a code comes back."""
    redeemed: Keep = {}
    """What the device keeps of the answer to that."""
    beside: Callable[[AppSettings], dict[str, str]] = lambda settings: {}
    """What the device keeps of the app's own settings beside what a form brings."""


def login_at(page_of: str) -> tuple[str, OutsideLogin]:
    """Return the way of the provider whose page it is, and its login; worlds name their OpenID providers as they like."""
    way = page_of if page_of in LOGINS else "oidc"
    return way, LOGINS[way]


def facebook_login(settings: AppSettings, state: str) -> WebRequest:
    """Open Facebook's dialog, as Facebook's own SDK in a browser does: for a token at once."""
    asked = {"client_id": settings.facebook_app_id, "response_type": "token", "scope": "public_profile,email"}
    return _opened(settings, state, facebook.BRAND.host, facebook.DIALOG, asked)


def amazon_login(settings: AppSettings, state: str) -> WebRequest:
    """Open Amazon's login, as Amazon's SDK in a browser does: for a token at once (Login with Amazon, "Implicit grant")."""
    asked = {"client_id": settings.amazon_client_id, "response_type": "token", "scope": "profile"}
    return _opened(settings, state, amazon.BRAND.host, amazon.AUTH, asked)


def apple_login(settings: AppSettings, state: str) -> WebRequest:
    """Open Apple's login. Whoever asks for name or address gets the answer as a form ("Sign in with Apple JS")."""
    asked = {
        "client_id": settings.apple_client_id,
        "response_type": "code id_token",
        "response_mode": "form_post",
        "scope": "name email",
        "nonce": _nonce(state),
    }
    return _opened(settings, state, apple.BRAND.host, apple.AUTH, asked)


def google_login(settings: AppSettings, state: str) -> WebRequest:
    """Open Google's login for a code, with PKCE (RFC 7636; RFC 8252, section 6)."""
    asked = {"client_id": settings.google_client_id, **_with_pkce(state)}
    return _opened(settings, state, google.BRAND.host, google.AUTH, asked)


def google_exchange(settings: AppSettings, code: str, state: str) -> WebRequest:
    """Redeem the code at Google."""
    form = _redeeming(settings, settings.google_client_id, code, state)
    return WebRequest("POST", "oauth2.googleapis.com", "/token", form=form)


def oidc_login(settings: AppSettings, state: str) -> WebRequest:
    """Open the OpenID provider's login for a code, with PKCE. DIFFERS: no app reads the discovery document first."""
    to = request_to(settings.oidc_issuer.rstrip("/") + "/authorize", "")
    asked = {"client_id": settings.oidc_client_id, **_with_pkce(state), "nonce": _nonce(state)}
    return _opened(settings, state, to.host, to.path, asked)


def oidc_exchange(settings: AppSettings, code: str, state: str) -> WebRequest:
    """Redeem the code at the OpenID provider."""
    to = request_to(settings.oidc_issuer.rstrip("/") + "/token", "")
    form = _redeeming(settings, settings.oidc_client_id, code, state)
    return WebRequest("POST", to.host, to.path, form=form)


def saml_login(settings: AppSettings, state: str) -> WebRequest:
    """Open the company's portal for AWS: a login that begins at the provider, for AWS itself sends no requests."""
    return WebRequest("GET", SAML_HOST, START, {"idp": settings.saml_login, "sp": AWS, "RelayState": state})


def _opened(settings: AppSettings, state: str, host: str, path: str, asked: dict[str, str]) -> WebRequest:
    return WebRequest("GET", host, path, {**asked, "redirect_uri": settings.redirect_uri, "state": state})


def _with_pkce(state: str) -> dict[str, str]:
    challenge = {"code_challenge": challenge_of(verifier_of(state)), "code_challenge_method": "S256"}
    return {"response_type": "code", "scope": SCOPES, **challenge}


def _redeeming(settings: AppSettings, client_id: str, code: str, state: str) -> dict[str, str]:
    return {
        "grant_type": "authorization_code",
        "client_id": client_id,
        "redirect_uri": settings.redirect_uri,
        "code": code,
        "code_verifier": verifier_of(state),
    }


def _nonce(state: str) -> str:
    return state[:16]


def verifier_of(state: str) -> str:
    """Return the PKCE verifier of the login with `state`.

    DIFFERS: a real app draws it at random and remembers it; this one derives it, so that it needn't.
    """
    return base64.urlsafe_b64encode(derived(state.encode(), 0, "pkce", 32)).rstrip(b"=").decode()


def _kept(way: str, brings: str) -> Keep:
    return {LOGIN_TOKENS[way]: brings, PROVIDER: f"{brings} && '{way}'", **STALE}


LOGINS: dict[str, OutsideLogin] = {
    "facebook": OutsideLogin(facebook_login, "access_token", _kept("facebook", "access_token")),
    "amazon": OutsideLogin(amazon_login, "access_token", _kept("amazon", "access_token")),
    "google": OutsideLogin(google_login, "id_token", STALE, google_exchange, _kept("google", "id_token")),
    "oidc": OutsideLogin(oidc_login, "id_token", STALE, oidc_exchange, _kept("oidc", "id_token")),
    "apple": OutsideLogin(apple_login, "id_token"),
    "saml": OutsideLogin(
        saml_login, "SAMLResponse", beside=lambda settings: {SAML_PROVIDER: settings.saml_provider_arn}
    ),
}
"""By way to sign in."""
