"""Providers with ID tokens: Google, any OpenID provider, Apple. The code is redeemed, the ID token verified.

Source: OpenID Connect Core 1.0, section 3.1.3; the providers' own documentation (see `cloud/providers`).
"""

from __future__ import annotations

import json
from typing import Any, cast

from cogtui.cloud.any_text import is_writable
from cogtui.cloud.call import Call
from cogtui.cloud.issuers import GOOGLE, names_of
from cogtui.cloud.providers import apple_tokens
from cogtui.cloud.services.cognito_idp.domain.exchange import SKEW, Return, answered, credentials, request_to, verified
from cogtui.cloud.services.cognito_idp.domain_records import IdentityProvider
from cogtui.cloud.web import WebRequest


def google(call: Call, provider: IdentityProvider, back: Return) -> dict[str, Any]:
    """Redeem the code and verify the ID token that comes with it.

    DIFFERS: AWS also asks the People API for claims that are mapped and not in the ID token.
    """
    form = {**credentials(provider), "redirect_uri": back.redirect_uri, "code": back.code}
    form |= {"grant_type": "authorization_code"}
    request = WebRequest("POST", "www.googleapis.com", "/oauth2/v4/token", form=form)
    tokens = answered(call, provider, back, call.visit(request, title="Redeem the code"), "getting token")
    return verified(call, provider, back, tokens, (GOOGLE, "accounts.google.com"))


def oidc(call: Call, provider: IdentityProvider, back: Return) -> dict[str, Any]:
    """Redeem the code, verify the ID token with the issuer's keys, and ask userinfo for what is mapped and not in it."""
    details = provider.details
    form = {**credentials(provider), "redirect_uri": back.redirect_uri, "code": back.code}
    form |= {"grant_type": "authorization_code"}
    answer = call.visit(request_to("POST", details["token_url"], form=form), title="Redeem the code")
    tokens = answered(call, provider, back, answer, "getting token")
    answer = call.visit(request_to("GET", details["jwks_uri"]), title="Fetch the keys")
    answered(call, provider, back, answer, "getting keys")
    claims = verified(call, provider, back, tokens, names_of(call.tx, details["oidc_issuer"]))
    if not details.get("attributes_url") or all(claim in claims for claim in provider.mapping.values()):
        return claims
    shown = {"authorization": f"Bearer {tokens.get('access_token', '')}"}
    request = request_to(details["attributes_request_method"], details["attributes_url"], headers=shown)
    told = answered(call, provider, back, call.visit(request, title="Who is it?"), "getting user info")
    same = told.get("sub") == claims["sub"]
    call.require("oauth.provider.person", same, back.error(f"{provider.name} Error - sub did not match"))
    return told | claims


def apple(call: Call, provider: IdentityProvider, back: Return) -> dict[str, Any]:
    """Redeem the code with a client secret signed for the occasion; verify the ID token; take the name from the form."""
    details = provider.details
    form = {"client_id": details["client_id"], "client_secret": _apple_secret(call, details)}
    form |= {"redirect_uri": back.redirect_uri, "code": back.code, "grant_type": "authorization_code"}
    answer = call.visit(request_to("POST", details["token_url"], form=form), title="Redeem the code")
    tokens = answered(call, provider, back, answer, "getting token")
    return _said(back.person) | verified(call, provider, back, tokens, (apple_tokens.ISSUER,))


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
