"""authlib and PyJWT, and a browser, at the login pages and OAuth endpoints of a user pool."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import jwt
import pytest
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from starlette.requests import Request

from tests.clients.browser import Browser
from tests.clients.command import ROOT_KEY, Running
from tests.clients.sdk import Sdk

CALLBACK = "https://app.example.com/callback"
PASSWORD = "Correct-Horse-9"
ANA = {"User name": "ana", "Password": PASSWORD}
SCOPES = ["openid", "email", "profile", "aws.cognito.signin.user.admin"]


class Site:
    """A user pool with a domain, in which Ana has an account."""

    def __init__(self, running: Running, sdk: Sdk) -> None:
        self.running = running
        self.url = running.url
        self.admin = sdk.client("cognito-idp", running.url, ROOT_KEY)
        self.pool = self.admin.create_user_pool(PoolName="people", AutoVerifiedAttributes=["email"])["UserPool"]["Id"]
        self.admin.create_user_pool_domain(UserPoolId=self.pool, Domain="people")
        email = [{"Name": "email", "Value": "ana@example.com"}, {"Name": "email_verified", "Value": "true"}]
        named = {"UserPoolId": self.pool, "Username": "ana"}
        self.admin.admin_create_user(**named, UserAttributes=email, MessageAction="SUPPRESS")
        self.admin.admin_set_user_password(**named, Password=PASSWORD, Permanent=True)

    @property
    def issuer(self) -> str:
        return f"{self.url}/{self.pool}"

    def metadata(self) -> dict[str, Any]:
        return httpx.get(f"{self.issuer}/.well-known/openid-configuration").json()

    def app(self, **settings: Any) -> dict[str, Any]:
        """Register an app and return what is known of it."""
        usual: dict[str, Any] = {
            "ClientName": "web",
            "AllowedOAuthFlowsUserPoolClient": True,
            "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes": SCOPES,
            "CallbackURLs": [CALLBACK],
            "LogoutURLs": [CALLBACK],
            "SupportedIdentityProviders": ["COGNITO"],
        }
        return self.admin.create_user_pool_client(UserPoolId=self.pool, **(usual | settings))["UserPoolClient"]

    def client(self, app: dict[str, Any], **settings: Any) -> Any:  # authlib has no types
        """Return authlib's client for an app."""
        usual: dict[str, Any] = {"scope": "openid email", "redirect_uri": CALLBACK, "code_challenge_method": "S256"}
        found = self.metadata()
        endpoints = {name: found[name] for name in ("token_endpoint", "revocation_endpoint")}
        if "ClientSecret" not in app:
            usual["token_endpoint_auth_method"] = "none"
        return OAuth2Session(app["ClientId"], app.get("ClientSecret"), **(usual | endpoints | settings))


@pytest.fixture
def site(own_issuer: Running, sdk: Sdk, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "true")  # http on this machine
    return Site(own_issuer, sdk)


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    yield made
    made.close()


def verified(site: Site, token: str, **more: Any) -> dict[str, Any]:
    """Return the claims of a token, verified by PyJWT with the keys that the endpoint publishes."""
    keys = jwt.PyJWKClient(site.metadata()["jwks_uri"])
    key = keys.get_signing_key_from_jwt(token).key
    return jwt.decode(token, key, algorithms=["RS256"], issuer=site.issuer, **more)


@pytest.mark.parametrize("secret", [False, True])
def test_code_and_pkce_end_in_tokens_that_hold(site: Site, browser: Browser, secret: bool) -> None:
    app = site.app(GenerateSecret=secret)
    verifier = "v" * 64
    with site.client(app) as client:
        url, state = client.create_authorization_url(
            site.metadata()["authorization_endpoint"], code_verifier=verifier, nonce="n-1"
        )
        browser.open(url)
        browser.submit("Sign in", ANA)
        assert browser.url.startswith(CALLBACK)
        assert browser.query["state"] == state
        token = client.fetch_token(authorization_response=browser.url, state=state, code_verifier=verifier)
        claims = verified(site, token["id_token"], audience=app["ClientId"])
        assert (claims["email"], claims["nonce"], claims["cognito:username"]) == ("ana@example.com", "n-1", "ana")
        found = client.get(site.metadata()["userinfo_endpoint"]).json()
        assert (found["sub"], found["email_verified"]) == (claims["sub"], "true")
        fresh = client.refresh_token(site.metadata()["token_endpoint"])
        assert fresh["access_token"] != token["access_token"]
        assert verified(site, fresh["access_token"])["scope"].split() == ["openid", "email"]
        assert client.revoke_token(site.metadata()["revocation_endpoint"], token["refresh_token"]).status_code == 200
        with pytest.raises(OAuthError, match="invalid_grant"):
            client.refresh_token(site.metadata()["token_endpoint"], refresh_token=token["refresh_token"])


def test_where_refresh_tokens_rotate_authlib_goes_on_with_the_new_one_and_boto3_names_the_replay(
    site: Site, browser: Browser
) -> None:
    app = site.app(ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"], RefreshTokenRotation={"Feature": "ENABLED"})
    endpoint = site.metadata()["token_endpoint"]
    with site.client(app) as client:
        url, _ = client.create_authorization_url(site.metadata()["authorization_endpoint"], code_verifier="v" * 64)
        browser.open(url)
        browser.submit("Sign in", ANA)
        family = [client.fetch_token(code=browser.query["code"], code_verifier="v" * 64)["refresh_token"]]
        family += [client.refresh_token(endpoint)["refresh_token"] for _ in range(2)]
        assert len(set(family)) == 3
        with pytest.raises(OAuthError, match="invalid_grant"):
            client.refresh_token(endpoint, refresh_token=family[0])
    with pytest.raises(site.admin.exceptions.RefreshTokenReuseException):
        site.admin.get_tokens_from_refresh_token(ClientId=app["ClientId"], RefreshToken=family[1])
    latest = site.admin.get_tokens_from_refresh_token(ClientId=app["ClientId"], RefreshToken=family[2])
    assert latest["AuthenticationResult"]["RefreshToken"] not in family


def test_a_code_is_good_for_one_verifier_and_once(site: Site, browser: Browser) -> None:
    app = site.app()
    with site.client(app) as client:
        url, _ = client.create_authorization_url(site.metadata()["authorization_endpoint"], code_verifier="v" * 64)
        browser.open(url)
        browser.submit("Sign in", ANA)
        with pytest.raises(OAuthError, match="invalid_grant"):
            client.fetch_token(code=browser.query["code"], code_verifier="w" * 64)
        browser.open(url)  # signed in already: the pages let her through
        code = browser.query["code"]
        assert client.fetch_token(code=code, code_verifier="v" * 64)["token_type"] == "Bearer"
        with pytest.raises(OAuthError, match="invalid_grant"):
            client.fetch_token(code=code, code_verifier="v" * 64)


@pytest.mark.filterwarnings("ignore:The httpx module is deprecated")  # authlib's own doing
async def test_authlib_s_web_client_needs_no_more_than_the_discovery_document(site: Site, browser: Browser) -> None:
    # As in an app with Starlette or FastAPI: authlib finds everything out, and validates the ID token itself.
    from authlib.integrations.starlette_client import OAuth

    app = site.app(GenerateSecret=True)
    registry = OAuth()
    client: Any = registry.register(
        "pool",
        client_id=app["ClientId"],
        client_secret=app["ClientSecret"],
        server_metadata_url=f"{site.issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256"},
    )
    session: dict[str, Any] = {}
    leaving = await client.authorize_redirect(_request(session), CALLBACK)
    browser.open(leaving.headers["location"])
    browser.submit("Sign in", ANA)
    token = await client.authorize_access_token(_request(session, browser.url))
    assert token["userinfo"]["email"] == "ana@example.com"
    assert token["userinfo"]["iss"] == site.issuer
    assert (await client.userinfo(token=token))["email"] == "ana@example.com"


def _request(session: dict[str, Any], url: str = CALLBACK) -> Request:
    query = httpx.URL(url).query
    return Request(
        {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": query, "session": session}
    )


def test_a_machine_gets_a_token_for_the_scopes_of_a_resource_server(site: Site) -> None:
    scopes = [{"ScopeName": "read", "ScopeDescription": "To read"}]
    site.admin.create_resource_server(UserPoolId=site.pool, Identifier="notes", Name="Notes", Scopes=scopes)
    app = site.app(GenerateSecret=True, AllowedOAuthFlows=["client_credentials"], AllowedOAuthScopes=["notes/read"])
    for method in ("client_secret_basic", "client_secret_post"):
        with site.client(app, scope="notes/read", token_endpoint_auth_method=method) as client:
            token = client.fetch_token(grant_type="client_credentials")
            assert set(token) == {"access_token", "expires_in", "expires_at", "token_type"}
            claims = verified(site, token["access_token"])
            assert (claims["scope"], claims["sub"], claims["token_use"]) == ("notes/read", app["ClientId"], "access")
    wrong = {**app, "ClientSecret": "wrong"}
    with site.client(wrong, scope="notes/read") as client, pytest.raises(OAuthError, match="invalid_client"):
        client.fetch_token(grant_type="client_credentials")


def test_somebody_signs_up_on_the_pages(site: Site, browser: Browser) -> None:
    with site.client(site.app()) as client:
        url, _ = client.create_authorization_url(site.metadata()["authorization_endpoint"], code_verifier="v" * 64)
        browser.open(url)
        browser.follow("Sign up")
        browser.submit("Sign up", {"User name": "ben", "Email (optional)": "ben@example.com", "Password": PASSWORD})
        browser.submit("Confirm", {"Code": site.running.code("ben")})
        token = client.fetch_token(code=browser.query["code"], code_verifier="v" * 64)
    assert verified(site, token["access_token"])["username"] == "ben"


def test_a_forgotten_password_is_set_on_the_pages(site: Site, browser: Browser) -> None:
    with site.client(site.app()) as client:
        url, _ = client.create_authorization_url(site.metadata()["authorization_endpoint"], code_verifier="v" * 64)
        browser.open(url)
        browser.submit("Sign in", ANA | {"Password": "wrong"})
        assert any("Incorrect username or password" in words for words in browser.page.words)
        browser.follow("Forgot your password?")
        browser.submit("Send the code", {"User name": "ana"})
        new = {"Code": site.running.code("ana"), "New password": "Another-Horse-9"}
        browser.submit("Change the password", new)
        browser.submit("Sign in", ANA | {"Password": "Another-Horse-9"})
        assert "access_token" in client.fetch_token(code=browser.query["code"], code_verifier="v" * 64)


def test_a_form_without_its_token_is_refused(site: Site, browser: Browser) -> None:
    with site.client(site.app()) as client:
        url, _ = client.create_authorization_url(site.metadata()["authorization_endpoint"], code_verifier="v" * 64)
        browser.open(url)
        browser.page.forms[0].fields["_csrf"] = "made up"
        browser.submit("Sign in", ANA)
        assert "code" not in browser.query
        assert not browser.url.startswith(CALLBACK)


def test_the_keys_of_a_token_are_found_and_those_of_others_are_not(site: Site) -> None:
    app = site.app(ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"])
    signed_in = site.admin.admin_initiate_auth(
        UserPoolId=site.pool,
        ClientId=app["ClientId"],
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ana", "PASSWORD": PASSWORD},
    )["AuthenticationResult"]
    assert verified(site, signed_in["IdToken"], audience=app["ClientId"])["token_use"] == "id"
    with pytest.raises(jwt.InvalidAudienceError):
        verified(site, signed_in["IdToken"], audience="another app")
    other = site.admin.create_user_pool(PoolName="others")["UserPool"]["Id"]
    keys = jwt.PyJWKClient(f"{site.url}/{other}/.well-known/jwks.json")
    with pytest.raises(jwt.PyJWKClientError, match="Unable to find a signing key"):
        keys.get_signing_key_from_jwt(signed_in["IdToken"])
