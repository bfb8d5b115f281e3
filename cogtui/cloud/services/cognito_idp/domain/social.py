"""Which providers a pool speaks to and how: where browsers are sent, and what is asked of Facebook and Amazon.

Source: API CreateIdentityProvider, ProviderDetails; the providers' own documentation (see `cloud/providers`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.providers import apple_tokens
from cogtui.cloud.providers.amazon_api import HOST as AMAZON
from cogtui.cloud.providers.facebook_graph import HOST as GRAPH
from cogtui.cloud.providers.facebook_graph import VERSION
from cogtui.cloud.services.cognito_idp.domain import openid
from cogtui.cloud.services.cognito_idp.domain.exchange import Return, answered, credentials
from cogtui.cloud.services.cognito_idp.domain_records import IdentityProvider
from cogtui.cloud.web import WebRequest

FACEBOOK_FIELDS = ("id", "name", "first_name", "last_name", "email")
"""What is asked of Facebook. DIFFERS: at AWS the attribute mapping says; CogTUI's Facebook knows no other fields."""


class Site(msgspec.Struct, frozen=True):
    """A provider that CogTUI simulates."""

    authorize: str
    """Where browsers are sent. DIFFERS: the version of Facebook's API is CogTUI's, whatever ProviderDetails say."""
    more: Callable[[str, str], dict[str, str]]
    """(nonce, login_hint) -> the parameters that only this provider takes."""
    claims: Callable[[Call, IdentityProvider, Return], dict[str, Any]]
    """Redeems the code, server to server, and returns what the provider says of the user."""


def _facebook(call: Call, provider: IdentityProvider, back: Return) -> dict[str, Any]:
    """Redeem the code at Graph, and ask it who the token's user is: Facebook has no ID token for websites."""
    query = {**credentials(provider), "redirect_uri": back.redirect_uri, "code": back.code}
    request = WebRequest("GET", GRAPH, f"/{VERSION}/oauth/access_token", query)
    tokens = answered(call, provider, back, call.visit(request, title="Redeem the code"), "getting token")
    query = {"fields": ",".join(FACEBOOK_FIELDS), "access_token": str(tokens.get("access_token", ""))}
    request = WebRequest("GET", GRAPH, f"/{VERSION}/me", query)
    return answered(call, provider, back, call.visit(request, title="Who is it?"), "getting user info")


def _amazon(call: Call, provider: IdentityProvider, back: Return) -> dict[str, Any]:
    """Redeem the code at Amazon, and ask it for the customer's profile: Amazon has no ID tokens."""
    form = {**credentials(provider), "redirect_uri": back.redirect_uri, "code": back.code}
    form |= {"grant_type": "authorization_code"}
    request = WebRequest("POST", AMAZON, "/auth/o2/token", form=form)
    tokens = answered(call, provider, back, call.visit(request, title="Redeem the code"), "getting token")
    shown = {"authorization": f"Bearer {tokens.get('access_token', '')}"}
    request = WebRequest("GET", AMAZON, "/user/profile", headers=shown)
    return answered(call, provider, back, call.visit(request, title="Who is it?"), "getting user info")


def _with_nonce(nonce: str, hint: str) -> dict[str, str]:
    return {"nonce": nonce} | ({"login_hint": hint} if hint else {})


def site_of(provider: IdentityProvider) -> Site | None:
    """Return how the provider is spoken to; None for one that nobody simulates."""
    details = provider.details
    if provider.type == "OIDC" and all(details.get(name) for name in ("authorize_url", "token_url", "jwks_uri")):
        return Site(details["authorize_url"], _with_nonce, openid.oidc)
    return SITES.get(provider.type)


SITES: dict[str, Site] = {
    "Facebook": Site(f"https://www.facebook.com/{VERSION}/dialog/oauth", lambda _nonce, _hint: {}, _facebook),
    "Google": Site(
        "https://accounts.google.com/o/oauth2/v2/auth",
        _with_nonce,
        openid.google,
    ),
    "SignInWithApple": Site(
        f"{apple_tokens.ISSUER}/auth/authorize",
        lambda nonce, _hint: {"nonce": nonce, "response_mode": "form_post"},
        openid.apple,
    ),
    "LoginWithAmazon": Site("https://www.amazon.com/ap/oa", lambda _nonce, _hint: {}, _amazon),
}
"""By ProviderType."""
