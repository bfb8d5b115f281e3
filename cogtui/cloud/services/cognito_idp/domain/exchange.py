"""What a pool asks a provider's servers for once a browser is back, and how it judges the answers.

Source: Developer Guide, "User pool sign-in with third party identity providers"; OpenID Connect Core 1.0, section 3.1.3.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.issuers import jwks_of
from cogtui.cloud.services.cognito_idp.domain_records import IdentityProvider
from cogtui.cloud.tokens.expectation import Expectation, steps_without
from cogtui.cloud.tokens.verify import verify
from cogtui.cloud.web import WebRequest, WebResponse

SKEW = 300
"""Seconds that a provider's clock may be ahead."""


class Return(msgspec.Struct, frozen=True):
    """What a browser brought back from a provider, and what it was sent with."""

    code: str
    redirect_uri: str
    nonce: str
    person: str
    """What Apple's form says of somebody new, as JSON; empty where it says nothing."""
    error: Callable[[str], AwsError]
    """Gives the refusal that the app is told."""


def credentials(provider: IdentityProvider) -> dict[str, str]:
    """Return what the pool proves itself with at a token endpoint."""
    return {name: provider.details[name] for name in ("client_id", "client_secret") if name in provider.details}


def request_to(
    method: str, address: str, form: dict[str, str] | None = None, headers: dict[str, str] | None = None
) -> WebRequest:
    """Return a request to an address that the provider's details name."""
    parts = urlsplit(address)
    known = "POST" if method == "POST" else "GET"
    return WebRequest(known, parts.netloc, parts.path, form=form or {}, headers=headers or {})


def answered(call: Call, provider: IdentityProvider, back: Return, response: WebResponse, doing: str) -> dict[str, Any]:
    """Return what a provider answers; refuse with AWS's text where it answers with an error."""
    failed = back.error(f"{provider.name} Error - {response.status} error {doing}")
    good = response.status < 400 and response.body is not None
    call.require("oauth.provider.answer", good, failed, place=provider.place, status=response.status)
    return response.body or {}


def verified(
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
