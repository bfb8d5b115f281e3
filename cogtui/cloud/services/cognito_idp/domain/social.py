"""How a pool speaks to Facebook, Google and Amazon: the address that browsers are sent to, and what servers ask one another.

Source: API CreateIdentityProvider, ProviderDetails; the providers' own documentation (see `cloud/providers`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.issuers import GOOGLE, jwks_of
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
    expectation = Expectation(
        keys=jwks_of(call.tx, GOOGLE),
        now=call.now,
        steps=steps_without("jwt.token_use"),
        issuers=(GOOGLE, "accounts.google.com"),
        audiences=(provider.details["client_id"],),
        required=("sub", "exp"),
        skew=SKEW,
    )
    verification = verify(str(tokens.get("id_token", "")), expectation, rule="oauth.provider.token")
    call.decide(verification, back.error(f"{provider.name} Error - invalid ID token"))
    same = verification.claims.get("nonce") == back.nonce
    call.require("oauth.provider.nonce", same, back.error(f"{provider.name} Error - nonce did not match"))
    return verification.claims


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
    return {name: provider.details[name] for name in ("client_id", "client_secret")}


def _body(call: Call, provider: IdentityProvider, back: Return, response: WebResponse, doing: str) -> dict[str, Any]:
    """Return what a provider answers; refuse with AWS's text where it answers with an error."""
    failed = back.error(f"{provider.name} Error - {response.status} error {doing}")
    good = response.status < 400 and response.body is not None
    call.require("oauth.provider.answer", good, failed, place=provider.place, status=response.status)
    return response.body or {}


SITES: dict[str, Site] = {
    "Facebook": Site(f"https://www.facebook.com/{VERSION}/dialog/oauth", lambda _nonce, _hint: {}, _facebook),
    "Google": Site(
        "https://accounts.google.com/o/oauth2/v2/auth",
        lambda nonce, hint: {"nonce": nonce} | ({"login_hint": hint} if hint else {}),
        _google,
    ),
    "LoginWithAmazon": Site("https://www.amazon.com/ap/oa", lambda _nonce, _hint: {}, _amazon),
}
"""By ProviderType."""
