"""How a pool speaks to outside providers but SAML: the address that browsers are sent to, and what servers ask one another.

Source: API CreateIdentityProvider, ProviderDetails; the providers' own documentation (see `cloud/providers`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit

import msgspec

from cogtui.cloud.any_text import is_writable
from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.issuers import GOOGLE, jwks_of, names_of
from cogtui.cloud.providers import apple_tokens
from cogtui.cloud.providers.amazon_api import HOST as AMAZON
from cogtui.cloud.providers.facebook_graph import HOST as GRAPH
from cogtui.cloud.providers.facebook_graph import VERSION
from cogtui.cloud.services.cognito_idp.domain_records import IdentityProvider
from cogtui.cloud.tokens.expectation import Expectation, steps_without
from cogtui.cloud.tokens.verify import verify
from cogtui.cloud.web import WebRequest, WebResponse

FACEBOOK_FIELDS = ("id", "name", "first_name", "last_name", "email")
"""What is asked of Facebook. DIFFERS: at AWS the attribute mapping says; CogTUI's Facebook knows no other fields."""

SKEW = 300


class Return(msgspec.Struct, frozen=True):
    """What a browser brought back from a provider, and what it was sent with."""

    code: str
    redirect_uri: str
    nonce: str
    person: str
    """What Apple's form says of somebody new, as JSON; empty where it says nothing."""
    error: Callable[[str], AwsError]
    """Gives the refusal that the app is told."""


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
    query = {**_credentials(provider), "redirect_uri": back.redirect_uri, "code": back.code}
    request = WebRequest("GET", GRAPH, f"/{VERSION}/oauth/access_token", query)
    tokens = _body(call, provider, back, call.visit(request, title="Redeem the code"), "getting token")
    query = {"fields": ",".join(FACEBOOK_FIELDS), "access_token": str(tokens.get("access_token", ""))}
    request = WebRequest("GET", GRAPH, f"/{VERSION}/me", query)
    return _body(call, provider, back, call.visit(request, title="Who is it?"), "getting user info")


def _google(call: Call, provider: IdentityProvider, back: Return) -> dict[str, Any]:
    """Redeem the code and verify the ID token that comes with it.

    DIFFERS: AWS also asks the People API for claims that are mapped and not in the ID token.
    """
    form = {**_credentials(provider), "redirect_uri": back.redirect_uri, "code": back.code}
    form |= {"grant_type": "authorization_code"}
    request = WebRequest("POST", "www.googleapis.com", "/oauth2/v4/token", form=form)
    tokens = _body(call, provider, back, call.visit(request, title="Redeem the code"), "getting token")
    return _verified(call, provider, back, tokens, (GOOGLE, "accounts.google.com"))


def _verified(
    call: Call, provider: IdentityProvider, back: Return, tokens: dict[str, Any], issuers: tuple[str, ...]
) -> dict[str, Any]:
    """Return what the ID token says once it holds: signed by the issuer, for this app, for this trip."""
    expectation = Expectation(
        keys=jwks_of(call.tx, issuers[0]),
        now=call.now,
        steps=steps_without("jwt.token_use"),
        issuers=issuers,
        audiences=(provider.details["client_id"],),
        required=("sub", "exp"),
        skew=SKEW,
    )
    verification = verify(str(tokens.get("id_token", "")), expectation, rule="oauth.provider.token")
    call.decide(verification, back.error(f"{provider.name} Error - invalid ID token"))
    same = verification.claims.get("nonce") == back.nonce
    call.require("oauth.provider.nonce", same, back.error(f"{provider.name} Error - nonce did not match"))
    return verification.claims


def _oidc(call: Call, provider: IdentityProvider, back: Return) -> dict[str, Any]:
    """Redeem the code, verify the ID token with the issuer's keys, and ask userinfo for what is mapped and not in it."""
    details = provider.details
    form = {**_credentials(provider), "redirect_uri": back.redirect_uri, "code": back.code}
    form |= {"grant_type": "authorization_code"}
    answer = call.visit(_request("POST", details["token_url"], form=form), title="Redeem the code")
    tokens = _body(call, provider, back, answer, "getting token")
    answer = call.visit(_request("GET", details["jwks_uri"]), title="Fetch the keys")
    _body(call, provider, back, answer, "getting keys")
    claims = _verified(call, provider, back, tokens, names_of(call.tx, details["oidc_issuer"]))
    if not details.get("attributes_url") or all(claim in claims for claim in provider.mapping.values()):
        return claims
    shown = {"authorization": f"Bearer {tokens.get('access_token', '')}"}
    request = _request(details["attributes_request_method"], details["attributes_url"], headers=shown)
    told = _body(call, provider, back, call.visit(request, title="Who is it?"), "getting user info")
    same = told.get("sub") == claims["sub"]
    call.require("oauth.provider.person", same, back.error(f"{provider.name} Error - sub did not match"))
    return told | claims


def _apple(call: Call, provider: IdentityProvider, back: Return) -> dict[str, Any]:
    """Redeem the code with a client secret signed for the occasion; verify the ID token; take the name from the form."""
    details = provider.details
    form = {"client_id": details["client_id"], "client_secret": _apple_secret(call, details)}
    form |= {"redirect_uri": back.redirect_uri, "code": back.code, "grant_type": "authorization_code"}
    answer = call.visit(_request("POST", details["token_url"], form=form), title="Redeem the code")
    tokens = _body(call, provider, back, answer, "getting token")
    return _said(back.person) | _verified(call, provider, back, tokens, (apple_tokens.ISSUER,))


def _apple_secret(call: Call, details: dict[str, str]) -> str:
    named = [details[name] for name in ("team_id", "key_id", "client_id", "private_key")]
    try:
        return apple_tokens.client_secret(*named, now=call.now, seconds=SKEW)
    except ValueError:
        # DIFFERS: what AWS does with a text that is no key is not published; Apple refuses the empty secret.
        return ""


def _said(person: str) -> dict[str, Any]:
    """Return the name in Apple's form: nobody signed it, so nothing else of it counts."""
    try:
        name: Any = json.loads(person or "{}").get("name")
    except (ValueError, AttributeError, RecursionError):
        return {}
    if not isinstance(name, dict):
        return {}
    parts = {key: str(value) for key, value in cast("dict[str, Any]", name).items() if key in ("firstName", "lastName")}
    whole = " ".join(filter(None, (parts.get("firstName"), parts.get("lastName"))))
    return parts | ({"name": whole} if whole else {}) if is_writable(whole) else {}


def _request(
    method: str, address: str, form: dict[str, str] | None = None, headers: dict[str, str] | None = None
) -> WebRequest:
    parts = urlsplit(address)
    known = "POST" if method == "POST" else "GET"
    return WebRequest(known, parts.netloc, parts.path, form=form or {}, headers=headers or {})


def _amazon(call: Call, provider: IdentityProvider, back: Return) -> dict[str, Any]:
    """Redeem the code at Amazon, and ask it for the customer's profile: Amazon has no ID tokens."""
    form = {**_credentials(provider), "redirect_uri": back.redirect_uri, "code": back.code}
    form |= {"grant_type": "authorization_code"}
    request = WebRequest("POST", AMAZON, "/auth/o2/token", form=form)
    tokens = _body(call, provider, back, call.visit(request, title="Redeem the code"), "getting token")
    shown = {"authorization": f"Bearer {tokens.get('access_token', '')}"}
    request = WebRequest("GET", AMAZON, "/user/profile", headers=shown)
    return _body(call, provider, back, call.visit(request, title="Who is it?"), "getting user info")


def _credentials(provider: IdentityProvider) -> dict[str, str]:
    return {name: provider.details[name] for name in ("client_id", "client_secret") if name in provider.details}


def _body(call: Call, provider: IdentityProvider, back: Return, response: WebResponse, doing: str) -> dict[str, Any]:
    """Return what a provider answers; refuse with AWS's text where it answers with an error."""
    failed = back.error(f"{provider.name} Error - {response.status} error {doing}")
    good = response.status < 400 and response.body is not None
    call.require("oauth.provider.answer", good, failed, place=provider.place, status=response.status)
    return response.body or {}


def _with_nonce(nonce: str, hint: str) -> dict[str, str]:
    return {"nonce": nonce} | ({"login_hint": hint} if hint else {})


def site_of(provider: IdentityProvider) -> Site | None:
    """Return how the provider is spoken to; None for one that nobody simulates."""
    details = provider.details
    if provider.type == "OIDC" and all(details.get(name) for name in ("authorize_url", "token_url", "jwks_uri")):
        return Site(details["authorize_url"], _with_nonce, _oidc)
    return SITES.get(provider.type)


SITES: dict[str, Site] = {
    "Facebook": Site(f"https://www.facebook.com/{VERSION}/dialog/oauth", lambda _nonce, _hint: {}, _facebook),
    "Google": Site(
        "https://accounts.google.com/o/oauth2/v2/auth",
        _with_nonce,
        _google,
    ),
    "SignInWithApple": Site(
        f"{apple_tokens.ISSUER}/auth/authorize",
        lambda nonce, _hint: {"nonce": nonce, "response_mode": "form_post"},
        _apple,
    ),
    "LoginWithAmazon": Site("https://www.amazon.com/ap/oa", lambda _nonce, _hint: {}, _amazon),
}
"""By ProviderType."""
