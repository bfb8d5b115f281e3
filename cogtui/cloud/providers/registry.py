"""Which provider has a host, and which function answers a request to it."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cache

import msgspec

from cogtui.cloud.call import Call
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
        Provider("saml", "SAML", "Company login", ("saml.example.com",), ""),
    )
}

_BY_HOST = {host: provider for provider in PROVIDERS.values() for host in provider.hosts}


def has(host: str) -> bool:
    """Tell whether a host is a provider's."""
    return host in _BY_HOST


def name_of(host: str) -> str:
    """Return the provider that has `host`, or the host itself."""
    provider = _BY_HOST.get(host)
    return provider.name if provider else host


def party_of(host: str) -> str:
    """Return the party code of the provider that has `host`."""
    provider = _BY_HOST.get(host)
    return provider.party if provider else "App"


@cache
def _routes(name: str) -> dict[tuple[str, str], Route]:
    found: dict[tuple[str, str], Route] = importlib.import_module(f"cogtui.cloud.providers.{name}").ROUTES
    return found


def respond(call: Call, request: WebRequest) -> WebResponse:
    """Answer a web request; a host or path that nobody simulates gets a 404 page that says so, a wrong method a 405.

    A provider's `ROUTES` maps (method, host and path) to a function.
    """
    provider = _BY_HOST.get(request.host)
    if provider is None:
        return _nowhere(request, "CogTUI simulates no such host.")
    routes = _routes(provider.name)
    place = request.host + request.path
    route = routes.get((request.method, place))
    if route is not None:
        return route(call, request)
    taken = [method for method, path in routes if path == place]
    if taken:
        wrong = _nowhere(request, f"This page of {provider.title} takes no such request.", 405)
        return msgspec.structs.replace(wrong, headers={"allow": ", ".join(taken)})
    return _nowhere(request, f"CogTUI simulates no such page of {provider.title}.")


def _nowhere(request: WebRequest, text: str, status: int = 404) -> WebResponse:
    page = Page(f"{request.host} (simulated)", name_of(request.host), (f"{request.method} {request.path}",), error=text)
    return WebResponse(status, page=page)
