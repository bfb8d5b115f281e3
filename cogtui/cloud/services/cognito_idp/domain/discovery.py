"""What verifiers and OIDC clients fetch from an issuer's address: its keys and its discovery document.

Source: OpenID Connect Discovery 1.0, section 3; RFC 7517; the members are those of live user pools.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from cogtui.cloud import issuers
from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.domain import answers, hosts
from cogtui.cloud.services.cognito_idp.records import POOLS, UserPool
from cogtui.cloud.store import Reader
from cogtui.cloud.tokens.keys import jwks
from cogtui.cloud.web import WebRequest, WebResponse

_PATH = re.compile(r"/([\w-]+_[0-9a-zA-Z]+)(/\.well-known/[\w.-]+)", re.ASCII)

Document = Callable[[Reader, UserPool], dict[str, Any]]


def respond(call: Call, request: WebRequest, region: str) -> WebResponse:
    """Answer a request to the service's own host that is no API call."""
    found = _PATH.fullmatch(request.path)
    document = DOCUMENTS.get(found.group(2)) if found else None
    lost = answers.refusal("NotFound", "There is no such document.", 404)
    call.require("oauth.path", document is not None, lost, has=request.path)
    assert found is not None
    assert document is not None
    only = answers.refusal("invalid_request", status=405, allow="GET")
    call.require("oauth.method", request.method == "GET", only, wants=["GET"], has=request.method)
    title, make = document
    call.title = call.title or title
    pool = call.tx.get(POOLS, (found.group(1),))
    here = pool is not None and pool.region == region
    missing = answers.refusal("ResourceNotFoundException", f"User pool {found.group(1)} does not exist.", 404)
    call.require("oauth.pool", here, missing, has=found.group(1), region=region)
    assert pool is not None
    call.account, call.region = pool.account, pool.region
    return WebResponse(headers=answers.CORS | {"content-type": "application/json"}, body=make(call.tx, pool))


def _keys(reader: Reader, pool: UserPool) -> dict[str, Any]:
    return jwks(issuers.keys_of(reader, pool.issuer))


def _configuration(reader: Reader, pool: UserPool) -> dict[str, Any]:
    """Return the discovery document. It names no PKCE method and no grant types, as AWS's doesn't."""
    issuer = issuers.issuer_for(reader, pool.issuer)
    return {
        **_endpoints(reader, pool, issuer),
        "id_token_signing_alg_values_supported": ["RS256"],
        "issuer": issuer,
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "response_types_supported": ["code", "token"],
        "scopes_supported": ["openid", "email", "phone", "profile"],
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    }


def _endpoints(reader: Reader, pool: UserPool, issuer: str) -> dict[str, str]:
    """Return where the endpoints stand: at the pool's domain, or at the endpoint whose address the issuer has.

    A pool without a domain names addresses under its issuer at which nothing answers.
    """
    domain, base = hosts.domain_of(reader, pool), issuers.local_issuer(reader)
    if domain is None and not base:
        paths = {"authorization": "authorize", "token": "token", "userinfo": "userInfo"}
        return {f"{name}_endpoint": f"{issuer}/{path}" for name, path in paths.items()}
    root = base or f"https://{domain.host if domain else ''}"
    return {f"{name}_endpoint": f"{root}{path}" for name, path in _PATHS.items()}


_PATHS = {
    "authorization": "/oauth2/authorize",
    "end_session": "/logout",
    "revocation": "/oauth2/revoke",
    "token": "/oauth2/token",
    "userinfo": "/oauth2/userInfo",
}

DOCUMENTS: dict[str, tuple[str, Document]] = {
    "/.well-known/jwks.json": ("Fetch the pool's keys", _keys),
    "/.well-known/openid-configuration": ("Fetch the discovery document", _configuration),
}
"""Path below the pool's -> what the trail calls it, and what it says."""
