"""Signing out of the browser's session; the discovery document and the keys; the host that stands for every pool."""

from __future__ import annotations

import pytest

from cogtui.cloud import issuers
from cogtui.cloud.tokens import Expectation, read, verify
from cogtui.cloud.tokens.keys import read_jwks
from cogtui.cloud.web import WebRequest
from tests.builders import CALLBACK, a_client, a_user, a_user_pool, cognito_trust, done, last, password_sign_in, role_of
from tests.cloud.services.cognito_idp.domain.browser import (
    API,
    HOST,
    LOGOUT,
    OAUTH,
    Browser,
    Site,
    a_site,
    authorize_query,
    bearer,
    body,
    request_to,
    returned,
)

SHARED = "auth.localhost"
LOCAL = "http://127.0.0.1:8000"


@pytest.fixture
def site() -> Site:
    return a_site()


# ------------------------------------------------------------------------------------------------------------- signing out


def test_logging_out_ends_the_session_and_revokes_nothing(site: Site) -> None:
    browser = site.browser()
    tokens = body(site.redeem(returned(browser.log_in(site.client))["code"]))
    stolen = dict(browser.cookies)
    response = browser.get("/logout", client_id=site.client, logout_uri=LOGOUT)
    assert (response.status, response.location) == (302, LOGOUT)
    assert "cognito" not in browser.cookies
    assert site.user_info(tokens["access_token"]).status == 200
    browser.cookies = stolen
    after = browser.get("/oauth2/authorize", **authorize_query(site.client))
    assert after.location.startswith("/login?"), "the cookie by itself must be worth nothing"


def test_logging_out_can_lead_to_another_sign_in(site: Site) -> None:
    browser = site.browser()
    browser.log_in(site.client)
    response = browser.get("/logout", **authorize_query(site.client))
    assert request_to(response.location).query == authorize_query(site.client)
    assert "cognito" not in browser.cookies
    assert browser.follow(response).page is not None


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({"logout_uri": LOGOUT}, "invalid_request"),
        ({"logout_uri": LOGOUT, "client_id": "nobody"}, "invalid_client"),
        ({"logout_uri": CALLBACK, "client_id": "{client}"}, "redirect_mismatch"),
        ({"logout_uri": "", "client_id": "{client}"}, "redirect_mismatch"),
        ({"client_id": "{client}", "redirect_uri": LOGOUT, "response_type": "code"}, "redirect_mismatch"),
        ({"client_id": "{client}"}, "invalid_request"),
        ({}, "invalid_request"),
    ],
)
def test_logging_out_leads_only_to_addresses_of_the_client(site: Site, query: dict[str, str], error: str) -> None:
    browser = site.browser()
    browser.log_in(site.client)
    response = browser.get("/logout", **{name: value.format(client=site.client) for name, value in query.items()})
    assert response.location.startswith(f"/error?error={error}")
    assert "code" in returned(browser.get("/oauth2/authorize", **authorize_query(site.client)))


# --------------------------------------------------------------------------------------------------------------- discovery


def document(site: Site, name: str, host: str = API) -> dict[str, object]:
    return body(site.world.web(WebRequest("GET", host, f"/{site.pool}/.well-known/{name}")))


def test_the_discovery_document_is_that_of_a_live_pool(site: Site) -> None:
    issuer = f"https://{API}/{site.pool}"
    assert document(site, "openid-configuration") == {
        "authorization_endpoint": f"https://{HOST}/oauth2/authorize",
        "end_session_endpoint": f"https://{HOST}/logout",
        "id_token_signing_alg_values_supported": ["RS256"],
        "issuer": issuer,
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "response_types_supported": ["code", "token"],
        "revocation_endpoint": f"https://{HOST}/oauth2/revoke",
        "scopes_supported": ["openid", "email", "phone", "profile"],
        "subject_types_supported": ["public"],
        "token_endpoint": f"https://{HOST}/oauth2/token",
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "userinfo_endpoint": f"https://{HOST}/oauth2/userInfo",
    }


def test_a_pool_without_a_domain_names_addresses_below_its_issuer() -> None:
    site = a_site(domain=False)
    found = document(site, "openid-configuration")
    assert found["token_endpoint"] == f"https://{API}/{site.pool}/token"
    assert "end_session_endpoint" not in found


def test_the_published_keys_verify_both_tokens(site: Site) -> None:
    published = document(site, "jwks.json")
    keys = read_jwks(published)
    assert len(keys) == 2
    tokens = site.tokens()
    assert {(read(tokens[name]).header or {})["kid"] for name in ("id_token", "access_token")} == {
        key.kid for key in keys
    }
    issuer = f"https://{API}/{site.pool}"
    expected = Expectation(
        keys=keys, now=site.world.now, issuers=(issuer,), audiences=(site.client,), token_uses=("id",)
    )
    assert verify(tokens["id_token"], expected).passed


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/us-east-1_Nobody000/.well-known/jwks.json", 404),
        ("GET", "/{pool}/.well-known/nothing", 404),
        ("GET", "/", 404),
        ("POST", "/{pool}/.well-known/jwks.json", 405),
    ],
)
def test_other_documents_do_not_exist(site: Site, method: str, path: str, status: int) -> None:
    request = WebRequest("GET", API, path.format(pool=site.pool))
    if method == "POST":
        request = WebRequest("POST", API, path.format(pool=site.pool))
    assert site.world.web(request).status == status


def test_a_pool_is_found_in_its_own_region_only(site: Site) -> None:
    elsewhere = WebRequest("GET", "cognito-idp.eu-west-1.amazonaws.com", f"/{site.pool}/.well-known/jwks.json")
    assert site.world.web(elsewhere).status == 404


# ------------------------------------------------------------------------------------------------------------------- hosts


def test_a_custom_domain_serves_its_pool(site: Site) -> None:
    certificate = "arn:aws:acm:us-east-1:111122223333:certificate/0a1b"
    done(
        site.world,
        "cognito-idp",
        "CreateUserPoolDomain",
        UserPoolId=site.pool,
        Domain="login.example.com",
        CustomDomainConfig={"CertificateArn": certificate},
    )
    assert "code" in returned(Browser(site.world, "login.example.com").log_in(site.client))
    assert document(site, "openid-configuration")["token_endpoint"] == "https://login.example.com/oauth2/token"


@pytest.mark.parametrize(
    "host",
    ["nobody.auth.us-east-1.amazoncognito.com", "people.auth.eu-west-1.amazoncognito.com", "nobody.auth.localhost"],
)
def test_a_domain_that_nobody_has_says_so(site: Site, host: str) -> None:
    response = site.world.web(WebRequest("GET", host, "/login", authorize_query(site.client)))
    assert response.status == 404
    assert response.page is not None
    assert response.page.error == "No user pool has this domain."
    assert (last(site.world).service, last(site.world).target) == ("cognito-idp", "UsrPool")


def test_a_prefix_is_found_on_this_machine_too(site: Site) -> None:
    assert "code" in returned(Browser(site.world, "people.auth.localhost").log_in(site.client))


def test_pages_of_a_pool_without_a_domain_do_not_exist() -> None:
    site = a_site(domain=False)
    response = Browser(site.world, SHARED).get("/login", **authorize_query(site.client))
    assert response.status == 404


def test_the_shared_host_finds_the_pool_of_every_request(site: Site) -> None:
    other = second(site)
    browser = Browser(site.world, SHARED)
    codes = [returned(browser.log_in(one.client))["code"] for one in (site, other)]
    for one, code in zip((site, other), codes, strict=True):
        form = {"grant_type": "authorization_code", "client_id": one.client, "code": code, "redirect_uri": CALLBACK}
        tokens = body(site.world.web(WebRequest("POST", SHARED, "/oauth2/token", form=form)))
        info = WebRequest("GET", SHARED, "/oauth2/userInfo", headers=bearer(tokens["access_token"]))
        assert site.world.web(info).status == 200
        assert "code" in returned(browser.get("/oauth2/authorize", **authorize_query(one.client)))


def second(site: Site) -> Site:
    """Make another pool with a domain and an Ana of its own."""
    pool = a_user_pool(site.world, PoolName="others")
    done(site.world, "cognito-idp", "CreateUserPoolDomain", UserPoolId=pool, Domain="others")
    a_user(site.world, pool)
    return Site(site.world, pool, a_client(site.world, pool, **OAUTH))


@pytest.mark.parametrize(
    ("path", "error"),
    [("/login", "invalid_client"), ("/oauth2/token", "invalid_client"), ("/oauth2/userInfo", "invalid_request")],
)
def test_a_request_that_tells_no_pool_is_refused(site: Site, path: str, error: str) -> None:
    nobody = {"client_id": "nobody", "grant_type": "refresh_token", "refresh_token": "x"}
    method = "POST" if path == "/oauth2/token" else "GET"
    response = site.world.web(WebRequest(method, SHARED, path, {"client_id": "nobody"}, nobody))
    assert error in (response.location or str(response.body))


# --------------------------------------------------------------------------------------------------------- the local issuer


def test_tokens_and_discovery_carry_the_endpoint_s_own_issuer_when_told(site: Site) -> None:
    before = site.tokens()
    site.world.act("endpoint.issuer", base=f"{LOCAL}/")
    after = site.tokens()
    issuer = f"{LOCAL}/{site.pool}"
    assert (read(after["id_token"]).claims or {})["iss"] == issuer
    assert (read(after["access_token"]).claims or {})["iss"] == issuer
    found = document(site, "openid-configuration")
    assert found["issuer"] == issuer
    assert found["jwks_uri"] == f"{issuer}/.well-known/jwks.json"
    assert found["token_endpoint"] == f"{LOCAL}/oauth2/token"
    for tokens in (before, after):
        assert site.user_info(tokens["access_token"]).status == 200
        assert site.world.call("cognito-idp", "GetUser", {"AccessToken": tokens["access_token"]}).ok


def test_api_sign_ins_carry_it_too_and_identity_pools_take_both(site: Site) -> None:
    world, key = site.world, f"{API}/{site.pool}"
    identities = done(
        world,
        "cognito-identity",
        "CreateIdentityPool",
        IdentityPoolName="people",
        AllowUnauthenticatedIdentities=False,
        CognitoIdentityProviders=[{"ProviderName": key, "ClientId": site.client}],
    )["IdentityPoolId"]
    tokens = [password_sign_in(world, site.client).output["AuthenticationResult"]["IdToken"]]
    for base in (LOCAL, "http://localhost:9000", ""):
        world.act("endpoint.issuer", base=base)
        tokens.append(password_sign_in(world, site.client).output["AuthenticationResult"]["IdToken"])
    assert [(read(token).claims or {})["iss"] for token in tokens] == [
        f"https://{key}",
        f"{LOCAL}/{site.pool}",
        f"http://localhost:9000/{site.pool}",
        f"https://{key}",
    ]
    for token in tokens:
        reply = world.call("cognito-identity", "GetId", {"IdentityPoolId": identities, "Logins": {key: token}})
        assert reply.ok, reply.error
        assert issuers.signed_here(world.store, token)


def test_an_issuer_that_is_nobody_s_gives_no_trust(site: Site) -> None:
    site.world.act("endpoint.issuer", base=LOCAL)
    token = site.tokens()["access_token"]
    header, payload, signature = token.split(".")
    other = a_site()
    other.world.act("endpoint.issuer", base="http://127.0.0.1:9999")
    assert other.user_info(f"{header}.{payload}.{signature}").status == 401


@pytest.mark.parametrize("base", ["nonsense", "ftp://x", "http://127.0.0.1:8000/path", "https://a b"])
def test_an_issuer_is_an_address_or_nothing(site: Site, base: str) -> None:
    assert not site.world.act("endpoint.issuer", base=base).ok


def test_sts_takes_a_pool_for_the_same_issuer_under_both_names(site: Site) -> None:
    role = role_of(site.world, trust=cognito_trust("us-east-1:x"))
    refusals: list[str] = []
    for base in ("", LOCAL):
        site.world.act("endpoint.issuer", base=base)
        params = {"RoleArn": role, "RoleSessionName": "ana", "WebIdentityToken": site.tokens()["id_token"]}
        reply = site.world.call("sts", "AssumeRoleWithWebIdentity", params)
        assert reply.error is not None
        refusals.append(reply.error.message)
    assert refusals[0] == refusals[1]
    assert f"https://{API}/{site.pool}" in refusals[0]
