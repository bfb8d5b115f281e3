"""Where the claims of an outside provider's ID token came from.

Source: OpenID Connect Core 1.0, sections 2 and 5.1.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.explain import Place
from cogtui.cloud.providers.records import USERS
from cogtui.cloud.store import Reader
from cogtui.views.origin import Origin, OriginKind

_TOLD: dict[str, tuple[OriginKind, str]] = {
    "iss": ("provider", "the provider's own address"),
    "aud": ("client", "the app's registration at the provider: its client id"),
    "azp": ("client", "the app that asked, by its client id at the provider"),
    "sub": ("provider", "the account at the provider: its id there"),
    "exp": ("clock", "iat and the provider's time for ID tokens; your app client has no say in it"),
    "iat": ("clock", "the provider's clock when it made the token"),
    "nbf": ("clock", "the provider's clock when it made the token"),
    "auth_time": ("sign-in", "when the person typed the password at the provider"),
    "nonce": ("sign-in", "the app's own, sent with the request for this sign-in"),
    "nonce_supported": ("provider", "fixed: whether the provider knows `nonce`"),
    "at_hash": ("sign-in", "computed from the access token of the same answer"),
    "c_hash": ("sign-in", "computed from the authorization code of the same answer"),
    "jti": ("sign-in", "made for this token"),
}


def provider_origins(reader: Reader, claims: dict[str, Any]) -> dict[str, Origin]:
    """Return the origin of each claim that a provider put into a token: what is not fixed is of the person's account."""
    place = _account(reader, claims)
    return {name: _origin(name, place) for name in claims}


def _origin(name: str, place: Place | None) -> Origin:
    kind, words = _TOLD.get(name, ("provider", f"`{name}` of the account there, allowed to the app by its scopes"))
    return Origin(kind, words, place if kind == "provider" and name != "iss" else None)


def _account(reader: Reader, claims: dict[str, Any]) -> Place | None:
    """Return where this world keeps the account, whichever provider it is at."""
    subject = str(claims.get("sub"))
    for provider in reader.scopes(USERS):
        user = reader.get(USERS, (provider, subject))
        if user is not None:
            return Place("setting", f"{user.name} at {provider}", USERS.name, (provider, subject))
    return None
