"""Whose a simulated host is: an outside provider's, or a user pool's; and who answers a web request to it.

Record names and lanes follow from it. Modules load when their hosts are first visited.
"""

from __future__ import annotations

import importlib
from types import ModuleType

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.parties import SERVICE_PARTY
from cogtui.cloud.providers import registry
from cogtui.cloud.store import Reader
from cogtui.cloud.web import WebRequest, WebResponse

USER_POOLS = "cognito-idp"
"""What records call the pages and endpoints of user pools."""

_DOMAIN = "cogtui.cloud.services.cognito_idp.domain"


class Site(msgspec.Struct, frozen=True):
    """Whose a host is."""

    name: str
    """`service` of the records of its requests: "facebook", "cognito-idp"."""
    party: str
    """Code of its lane."""


def site_of(reader: Reader, host: str) -> Site:
    """Return whose a host is; one that nobody simulates is its own, and the app's as far as lanes go."""
    if not registry.has(reader, host) and _domain("hosts").is_user_pools(reader, host):
        return Site(USER_POOLS, SERVICE_PARTY[USER_POOLS])
    return Site(registry.name_of(reader, host), registry.party_of(reader, host))


def respond(call: Call, request: WebRequest) -> WebResponse:
    """Let the site that has the host answer; a host or path that nobody simulates gets a 404 page that says so."""
    if site_of(call.tx, request.host).name == USER_POOLS:
        return _domain("routes").respond(call, request)
    return registry.respond(call, request)


def _domain(module: str) -> ModuleType:
    return importlib.import_module(f"{_DOMAIN}.{module}")
