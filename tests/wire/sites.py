"""A user pool with a domain, an app and outside providers, and a client that asks the endpoint for its pages."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from cogtui.cloud.providers.directory import app_of
from cogtui.cloud.world import World
from cogtui.wire.endpoint import Endpoint, Settings
from tests.builders import PASSWORD, a_client, a_user, a_user_pool, ana_at, app_at, done

DOMAIN = "reports.auth.us-east-1.amazoncognito.com"
RETURN = f"https://{DOMAIN}/oauth2/idpresponse"
"""Where the providers send browsers back to."""
CALLBACK = "http://localhost:9999/callback"
LOGOUT = "http://localhost:9999/"
VERIFIER = "a-verifier-of-43-characters-and-some-more-of-it"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()

SCOPES = {"Facebook": "public_profile,email", "Google": "openid email profile"}
HOST = "127.0.0.1:4577"


class Site(NamedTuple):
    """A pool with a domain, and the app that signs its users in there."""

    world: World
    pool: str
    client: str

    def query(self, **changes: str) -> str:
        """Return an app's request for a sign-in; an empty text leaves a parameter out."""
        asked = {
            "client_id": self.client,
            "response_type": "code",
            "redirect_uri": CALLBACK,
            "scope": "openid email",
            "state": "s-1",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        } | changes
        return urlencode({name: value for name, value in asked.items() if value})


def a_site(world: World, *, callback: str = CALLBACK, logout: str = LOGOUT, **settings: Any) -> Site:
    """Make a pool that people can sign in to, sign up to, and come to from Facebook and Google; Ana is in all three."""
    pool = a_user_pool(world, PoolName="Reports")
    done(world, "cognito-idp", "CreateUserPoolDomain", UserPoolId=pool, Domain="reports")
    for name, scopes in SCOPES.items():
        _connect(world, pool, name, scopes)
    usual = {
        "CallbackURLs": [callback],
        "LogoutURLs": [logout],
        "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid", "email", "profile"],
        "AllowedOAuthFlowsUserPoolClient": True,
        "SupportedIdentityProviders": ["COGNITO", *SCOPES],
    }
    client = a_client(world, pool, **(usual | settings))
    a_user(world, pool, "ana", PASSWORD, email="ana@example.com", email_verified="true")
    return Site(world, pool, client)


def _connect(world: World, pool: str, name: str, scopes: str) -> None:
    provider = name.lower()
    app_id = app_at(world, provider, redirect_uris=[RETURN])
    ana_at(world, provider)
    app = app_of(world.store, provider, app_id)  # pyright: ignore[reportArgumentType] - one of the two
    assert app is not None
    done(
        world,
        "cognito-idp",
        "CreateIdentityProvider",
        UserPoolId=pool,
        ProviderName=name,
        ProviderType=name,
        ProviderDetails={"client_id": app_id, "client_secret": app.secret, "authorize_scopes": scopes},
        AttributeMapping={"email": "email", "name": "name"},
    )


def browser(world: World, host: str = HOST, **settings: Any) -> httpx.AsyncClient:
    """Return a client that keeps cookies and follows nothing by itself; its requests reach the endpoint's application."""
    # Its messages are typed as mutable mappings, ours as dicts.
    application: Any = Endpoint(world, Settings(**settings)).application
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=application), base_url=f"http://{host}")


class Seen(HTMLParser):
    """An HTML page as a reader of it sees it: elements with their attributes, and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of every element of a kind."""
        return [attributes for found, attributes in self.elements if found == tag]

    @property
    def action(self) -> str:
        """Where the form goes."""
        return self.all("form")[0]["action"] or ""

    @property
    def form(self) -> dict[str, str]:
        """What the form sends if nobody types anything."""
        return {one["name"] or "": one.get("value") or "" for one in self.all("input")}


def link(html: str, words: str) -> str:
    """Return where the link with these words leads."""
    for href, text in re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>([^<]*)</a>', html):
        if text == words:
            return href.replace("&amp;", "&")
    raise AssertionError(f"no link says {words!r}")


async def submitted(client: httpx.AsyncClient, page: httpx.Response, **typed: str) -> httpx.Response:
    """Send a page's form as it is filled in, and `typed`."""
    seen = Seen(page.text)
    return await client.post(seen.action, data=seen.form | typed)


def brought(response: httpx.Response) -> dict[str, str]:
    """Return what a redirect's query carries."""
    return {name: values[-1] for name, values in parse_qs(urlsplit(response.headers["location"]).query).items()}
