"""Which provider has a host, and which function answers a request to it."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cache

import msgspec

from cogtui.cloud.accounts.oidc_providers import OIDC_ISSUERS, OidcIssuer, issuer_at
from cogtui.cloud.call import Call
from cogtui.cloud.store import Reader
from cogtui.cloud.web import Page, WebRequest, WebResponse

Route = Callable[[Call, WebRequest], WebResponse]


class Provider(msgspec.Struct, frozen=True):
    """An outside provider: its name in code, its lane, its hosts."""

    name: str
    """Module of this package: "facebook"."""
    party: str
    title: str
    hosts: tuple[str, ...]
    login_key: str
    """Key of an identity pool's Logins map; empty where it is no fixed one."""


PROVIDERS = {
    provider.name: provider
    for provider in (
        Provider("facebook", "FB", "Facebook", ("www.facebook.com", "graph.facebook.com"), "graph.facebook.com"),
        Provider(
            "google",
            "Google",
            "Google",
            ("accounts.google.com", "oauth2.googleapis.com", "www.googleapis.com"),
            "accounts.google.com",
        ),
        Provider("amazon", "Amazon", "Amazon", ("www.amazon.com", "api.amazon.com"), "www.amazon.com"),
        Provider("apple", "Apple", "Apple", ("appleid.apple.com",), "appleid.apple.com"),
        Provider("saml", "SAML", "Company login", ("saml.example.com",), ""),
    )
}

_BY_HOST = {host: provider for provider in PROVIDERS.values() for host in provider.hosts}


def is_built_in(host: str) -> bool:
    """Tell whether a host belongs to one of the providers that every world has."""
    return host in _BY_HOST


def provider_at(reader: Reader, host: str) -> Provider | None:
    """Return the provider that has `host`: one of those that every world has, or one that this world declares."""
    issuer = None if host in _BY_HOST else issuer_at(reader, host)
    return _BY_HOST.get(host) if issuer is None else _declared(issuer)


def named(reader: Reader, name: str) -> Provider | None:
    """Return the provider of that name."""
    issuer = None if name in PROVIDERS else reader.get(OIDC_ISSUERS, ("issuer", name))
    return PROVIDERS.get(name) if issuer is None else _declared(issuer)


def _declared(issuer: OidcIssuer) -> Provider:
    return Provider(issuer.name, "OIDC", issuer.title, (issuer.host,), issuer.url)


def has(reader: Reader, host: str) -> bool:
    """Tell whether a host is a provider's."""
    return provider_at(reader, host) is not None


def name_of(reader: Reader, host: str) -> str:
    """Return the provider that has `host`, or the host itself."""
    provider = provider_at(reader, host)
    return provider.name if provider else host


def party_of(reader: Reader, host: str) -> str:
    """Return the party code of the provider that has `host`."""
    provider = provider_at(reader, host)
    return provider.party if provider else "App"


@cache
def _routes(name: str) -> dict[tuple[str, str], Route]:
    found: dict[tuple[str, str], Route] = importlib.import_module(f"cogtui.cloud.providers.{name}").ROUTES
    return found


def _routes_of_issuer(reader: Reader, request: WebRequest) -> dict[tuple[str, str], Route]:
    """Return the routes of the declared provider to which a path belongs: a host may have several issuers."""
    issuer = issuer_at(reader, request.host, request.path)
    return importlib.import_module("cogtui.cloud.providers.oidc").routes(issuer) if issuer else {}


def respond(call: Call, request: WebRequest) -> WebResponse:
    """Answer a web request; a host or path that nobody simulates gets a 404 page that says so, a wrong method a 405.

    A provider's `ROUTES` maps (method, host and path) to a function.
    """
    provider = provider_at(call.tx, request.host)
    if provider is None:
        return _nowhere(request, request.host, "CogTUI simulates no such host.")
    routes = _routes(provider.name) if is_built_in(request.host) else _routes_of_issuer(call.tx, request)
    place = request.host + request.path
    route = routes.get((request.method, place))
    if route is not None:
        return route(call, request)
    taken = [method for method, path in routes if path == place]
    if taken:
        wrong = _nowhere(request, provider.name, f"This page of {provider.title} takes no such request.", 405)
        return msgspec.structs.replace(wrong, headers={"allow": ", ".join(taken)})
    return _nowhere(request, provider.name, f"CogTUI simulates no such page of {provider.title}.")


def _nowhere(request: WebRequest, name: str, text: str, status: int = 404) -> WebResponse:
    page = Page(f"{request.host} (simulated)", name, (f"{request.method} {request.path}",), error=text)
    return WebResponse(status, page=page)
