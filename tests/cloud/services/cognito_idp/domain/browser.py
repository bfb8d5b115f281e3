"""A browser that keeps cookies and follows redirects, a pool with a domain, and the app that sends people there."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from cogtui.cloud.web import Page, WebRequest, WebResponse
from cogtui.cloud.world import World
from tests.builders import CALLBACK, PASSWORD, a_client, a_user, a_user_pool, a_world, done

HOST = "people.auth.us-east-1.amazoncognito.com"
API = "cognito-idp.us-east-1.amazonaws.com"
LOGOUT = "https://app.example.com/bye"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
"""The example of RFC 7636, appendix B."""
SCOPES = ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"]

OAUTH: dict[str, Any] = {
    "AllowedOAuthFlowsUserPoolClient": True,
    "AllowedOAuthFlows": ["code", "implicit"],
    "AllowedOAuthScopes": SCOPES,
    "CallbackURLs": [CALLBACK, "myapp://callback"],
    "LogoutURLs": [LOGOUT],
    "SupportedIdentityProviders": ["COGNITO"],
}


class Browser:
    """Somebody's browser, at a pool's domain."""

    def __init__(self, world: World, host: str = HOST) -> None:
        self.world = world
        self.host = host
        self.cookies: dict[str, str] = {}

    def get(self, path: str, **query: str) -> WebResponse:
        """Open an address of the domain, without following where it leads."""
        return self.send(WebRequest("GET", self.host, path, query))

    def send(self, request: WebRequest) -> WebResponse:
        """Send a request with the cookies, and keep those that come back."""
        if self.cookies:
            cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            request = msgspec.structs.replace(request, headers={**request.headers, "cookie": cookie})
        response = self.world.web(request)
        for given in response.cookies:
            name, _, value = given.partition(";")[0].partition("=")
            self.cookies.pop(name, None)
            if "Max-Age=0" not in given:
                self.cookies[name] = value
        return response

    def follow(self, response: WebResponse) -> WebResponse:
        """Go where redirects lead, as long as it is this domain."""
        while response.location.startswith("/"):
            response = self.send(request_to(response.location, self.host))
        return response

    def open(self, path: str, **query: str) -> Page:
        """Open an address and return the page that comes in the end."""
        page = self.follow(self.get(path, **query)).page
        assert page is not None
        return page

    def submit(self, page: Page | None, **values: str) -> WebResponse:
        """Send a page's form: what is filled in, and `values`."""
        assert page is not None
        assert page.action is not None
        form = {field.name: field.value for field in page.fields} | values
        return self.send(msgspec.structs.replace(page.action, form=form))

    def log_in(self, client_id: str, username: str = "ana", password: str = PASSWORD, **asked: str) -> WebResponse:
        """Go through the login page and return what comes of it."""
        page = self.open("/oauth2/authorize", **authorize_query(client_id, **asked))
        return self.submit(page, username=username, password=password)


class Site(msgspec.Struct, frozen=True):
    """The world, a pool with a domain, and an app client."""

    world: World
    pool: str
    client: str
    secret: str = ""

    def browser(self) -> Browser:
        """Return a new browser."""
        return Browser(self.world)

    def code(self, **asked: str) -> str:
        """Sign Ana in and return the app's code."""
        return returned(self.browser().log_in(self.client, **asked))["code"]

    def tokens(self, **asked: str) -> dict[str, Any]:
        """Sign Ana in and return what the token endpoint answers."""
        return body(self.redeem(self.code(**asked)))

    def redeem(self, code: str, **changed: str) -> WebResponse:
        """Redeem a code; parameters changed to the empty text are left out."""
        form = {"grant_type": "authorization_code", "client_id": self.client, "code": code, "redirect_uri": CALLBACK}
        return self.post("/oauth2/token", form | ({"client_secret": self.secret} if self.secret else {}) | changed)

    def post(self, path: str, form: dict[str, str], **headers: str) -> WebResponse:
        """Send a form to an endpoint, as an app does."""
        form = {name: value for name, value in form.items() if value}
        return self.world.web(WebRequest("POST", HOST, path, form=form, headers=headers))

    def user_info(self, token: str) -> WebResponse:
        """Ask who the bearer of a token is."""
        return self.world.web(WebRequest("GET", HOST, "/oauth2/userInfo", headers=bearer(token)))


def a_site(
    *,
    user: bool = True,
    domain: bool = True,
    pool: dict[str, Any] | None = None,
    world: World | None = None,
    **client: Any,
) -> Site:
    """Make a pool with a domain, an app client, and Ana."""
    world = world or a_world("domain")
    pool_id = a_user_pool(world, **(pool or {}))
    if domain:
        done(world, "cognito-idp", "CreateUserPoolDomain", UserPoolId=pool_id, Domain="people")
    client_id = a_client(world, pool_id, **(OAUTH | client))
    if user:
        a_user(world, pool_id, email="ana@example.com", email_verified="true", given_name="Ana")
    described = done(world, "cognito-idp", "DescribeUserPoolClient", UserPoolId=pool_id, ClientId=client_id)
    return Site(world, pool_id, client_id, described["UserPoolClient"].get("ClientSecret", ""))


def authorize_query(client_id: str, /, **changed: str) -> dict[str, str]:
    """Return the query of /oauth2/authorize; parameters changed to the empty text are left out."""
    usual = {"client_id": client_id, "response_type": "code", "redirect_uri": CALLBACK, "state": "s-1"}
    return {name: value for name, value in (usual | changed).items() if value}


def returned(response: WebResponse) -> dict[str, str]:
    """Return what a redirect brings the app, in the query or in the fragment."""
    assert response.status == 302, response
    parts = urlsplit(response.location)
    return dict(parse_qsl(parts.query or parts.fragment, keep_blank_values=True, errors="surrogateescape"))


def request_to(location: str, host: str = "") -> WebRequest:
    """Return the GET that a browser makes for an address."""
    parts = urlsplit(location)
    query = dict(parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape"))
    return WebRequest("GET", parts.netloc or host, parts.path, query)


def body(response: WebResponse) -> dict[str, Any]:
    """Return an endpoint's JSON."""
    assert response.body is not None, response
    return response.body


def bearer(token: str) -> dict[str, str]:
    """Return the header that brings an access token."""
    return {"authorization": f"Bearer {token}"}


def basic(client_id: str, secret: str) -> dict[str, str]:
    """Return the header that proves an app."""
    return {"authorization": "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()}


def half_hash(token: str) -> str:
    """Return at_hash, worked out here."""
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()[:16]).decode().rstrip("=")
