"""Browsers and OAuth clients at the endpoint: what they get, in HTTP's terms."""

from __future__ import annotations

import base64
import re
from urllib.parse import quote_plus, unquote_to_bytes

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.services.cognito_idp.domain.records import SESSIONS
from tests.builders import PASSWORD, a_client, a_world, ana_at, app_at, done, last, state
from tests.wire.sites import (
    CALLBACK,
    DOMAIN,
    HOST,
    LOGOUT,
    VERIFIER,
    Seen,
    Site,
    a_site,
    brought,
    browser,
    link,
    submitted,
)


@pytest.fixture
def site() -> Site:
    return a_site(a_world())


async def at_login(client: httpx.AsyncClient, site: Site, **asked: str) -> httpx.Response:
    """Begin a sign-in and return the login page."""
    begun = await client.get(f"/oauth2/authorize?{site.query(**asked)}")
    assert begun.status_code == 302
    return await client.get(begun.headers["location"])


async def signed_in(client: httpx.AsyncClient, site: Site) -> httpx.Response:
    """Sign Ana in and return the redirect to the app."""
    return await submitted(client, await at_login(client, site), username="ana", password=PASSWORD)


async def redeemed(client: httpx.AsyncClient, site: Site, code: str, **changes: str) -> httpx.Response:
    """Redeem a code."""
    asked = {
        "grant_type": "authorization_code",
        "client_id": site.client,
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
    }
    return await client.post("/oauth2/token", data=asked | changes)


# ------------------------------------------------------------------------------------------------------------ signing in


@pytest.mark.parametrize("host", [HOST, "localhost:4577", "reports.auth.localhost:4577", DOMAIN])
async def test_a_person_signs_in_and_the_app_gets_tokens_at_every_name_of_the_domain(site: Site, host: str) -> None:
    async with browser(site.world, host) as client:
        back = await signed_in(client, site)
        assert back.status_code == 302
        assert back.headers["location"].startswith(f"{CALLBACK}?")
        assert brought(back)["state"] == "s-1"
        tokens = await redeemed(client, site, brought(back)["code"])
        assert tokens.status_code == 200
        assert tokens.headers["content-type"].startswith("application/json")
        assert tokens.headers["access-control-allow-origin"] == "*"
        about = await client.get(
            "/oauth2/userInfo", headers={"authorization": f"Bearer {tokens.json()['access_token']}"}
        )
    assert about.json()["email"] == "ana@example.com"


@pytest.mark.parametrize("provider", ["Facebook", "Google"])
@pytest.mark.parametrize("host", [HOST, "reports.auth.localhost:4577", DOMAIN])
async def test_a_person_goes_to_a_provider_and_comes_back_by_local_addresses_alone(
    site: Site, provider: str, host: str
) -> None:
    async with browser(site.world, host) as client:
        login = await at_login(client, site)
        away = await client.get(link(login.text, f"Continue with {provider}"))
        assert away.headers["location"].startswith(f"/_providers/{provider.lower()}/")
        # What the provider is told stays the world's own address.
        assert brought(away)["redirect_uri"] == f"https://{DOMAIN}/oauth2/idpresponse"
        asked = await client.get(away.headers["location"])
        consent = await submitted(client, asked)
        back = await submitted(client, consent, action="continue")
        assert back.headers["location"].startswith("/oauth2/idpresponse?")
        done = await client.get(back.headers["location"])
        assert done.headers["location"].startswith(f"{CALLBACK}?code=")
        assert (await redeemed(client, site, brought(done)["code"])).status_code == 200


async def test_who_refuses_at_the_provider_comes_back_to_the_app_with_an_error(site: Site) -> None:
    async with browser(site.world) as client:
        away = await client.get(link((await at_login(client, site)).text, "Continue with Google"))
        consent = await submitted(client, await client.get(away.headers["location"]))
        back = await submitted(client, consent, action="cancel")
        done = await client.get(back.headers["location"])
    assert done.headers["location"].startswith(f"{CALLBACK}?error")
    assert brought(done)["state"] == "s-1"


@pytest.mark.parametrize("state", ["a b+c", "%ff%FE", "ä/?&=#", "'\"<>", "x" * 4000])
async def test_the_state_of_an_app_comes_back_as_it_was(site: Site, state: str) -> None:
    sent = state if state.startswith("%") else quote_plus(state)
    async with browser(site.world) as client:
        page = await client.get(f"/login?{site.query(state='')}&state={sent}")
        back = await submitted(client, page, username="ana", password=PASSWORD)
    (found,) = re.findall(r"[?&]state=([^&]*)", back.headers["location"])
    assert unquote_to_bytes(found) == unquote_to_bytes(sent.replace("+", " "))


async def test_an_app_s_own_address_is_left_alone_to_the_letter(site: Site) -> None:
    address = "https://app.example.com:443/Cb;v=1/%7Eana/?keep=%41+%2f"
    client_id = a_client(
        site.world,
        site.pool,
        CallbackURLs=[address],
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid"],
        AllowedOAuthFlowsUserPoolClient=True,
        SupportedIdentityProviders=["COGNITO"],
    )
    async with browser(site.world) as client:
        page = await at_login(client, site, client_id=client_id, redirect_uri=address, scope="openid")
        back = await submitted(client, page, username="ana", password=PASSWORD)
    assert back.headers["location"].startswith(f"{address}&code=")


async def test_the_trail_shows_a_sign_in_as_web_requests_with_titles(site: Site) -> None:
    before = len(site.world.trail)
    async with browser(site.world) as client:
        await signed_in(client, site)
    rows = site.world.trail[before:]
    assert [(row.kind, row.service, row.name) for row in rows] == [
        ("web", "cognito-idp", "Begin a sign-in"),
        ("web", "cognito-idp", "Open the login page"),
        ("web", "cognito-idp", "Log in as ana"),
    ]
    assert {row.origin.address for row in rows} == {"127.0.0.1"}


# --------------------------------------------------------------------------------------------------------------- cookies


async def test_cookies_are_kept_from_scripts_and_from_other_sites_and_go_to_this_host_alone(site: Site) -> None:
    async with browser(site.world) as client:
        page = await at_login(client, site)
        back = await submitted(client, page, username="ana", password=PASSWORD)
    given = [*page.headers.get_list("set-cookie"), *back.headers.get_list("set-cookie")]
    assert len(given) == 2
    for cookie in given:
        parts = [part.strip().lower() for part in cookie.split(";")[1:]]
        assert {"httponly", "samesite=lax", "path=/"} <= set(parts)
        assert "secure" not in parts
        assert not any(part.startswith("domain") for part in parts)


async def test_a_second_sign_in_asks_nothing_until_the_browser_logs_out(site: Site) -> None:
    async with browser(site.world) as client:
        await signed_in(client, site)
        again = await client.get(f"/oauth2/authorize?{site.query()}")
        assert again.headers["location"].startswith(f"{CALLBACK}?code=")
        gone = await client.get(f"/logout?client_id={site.client}&logout_uri={LOGOUT}")
        assert gone.headers["location"] == LOGOUT
        after = await client.get(f"/oauth2/authorize?{site.query()}")
    assert after.headers["location"].startswith("/login?")
    assert list(site.world.store.scan(SESSIONS, site.pool)) == []


async def test_cookies_of_other_ports_of_this_machine_are_not_looked_at(site: Site) -> None:
    async with browser(site.world) as client:
        await client.get(f"/login?{site.query()}", headers={"cookie": "session=secret; XSRF-TOKEN=mine; a=b"})
    assert last(site.world).request["headers"] == {"cookie": "XSRF-TOKEN=mine"}


async def test_a_form_without_its_token_is_refused_and_signs_nobody_in(site: Site) -> None:
    async with browser(site.world) as client:
        page = await at_login(client, site)
        before = state(site.world)
        refused = await submitted(client, page, username="ana", password=PASSWORD, _csrf="another")
    assert refused.status_code == 403
    assert last(site.world).refused_by == ("oauth.form_token",)
    assert state(site.world) == before


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
async def test_a_form_of_a_foreign_page_is_refused(site: Site, origin: str) -> None:
    async with browser(site.world) as client:
        page = await at_login(client, site)
        before = len(site.world.trail)
        seen = Seen(page.text)
        refused = await client.post(
            seen.action, data=seen.form | {"username": "ana", "password": PASSWORD}, headers={"origin": origin}
        )
    assert refused.status_code == 403
    assert len(site.world.trail) == before


# --------------------------------------------------------------------------------------------------------------- headers


async def test_pages_say_what_a_browser_may_do_with_them(site: Site) -> None:
    async with browser(site.world) as client:
        page = await at_login(client, site)
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert re.search(r"form-action 'self' [^;]*http://localhost:9999", policy)
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["cache-control"] == "no-store"
    # Anything stricter would make a browser send `Origin: null` with our own forms.
    assert page.headers["referrer-policy"] == "same-origin"


async def test_a_provider_s_form_may_lead_through_the_pool_to_the_app(site: Site) -> None:
    app = "https://app.example.com/callback"
    client_id = a_client(
        site.world,
        site.pool,
        CallbackURLs=[app],
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid"],
        AllowedOAuthFlowsUserPoolClient=True,
        SupportedIdentityProviders=["COGNITO", "Facebook"],
    )
    async with browser(site.world) as client:
        page = await at_login(client, site, client_id=client_id, redirect_uri=app, scope="openid")
        away = await client.get(link(page.text, "Continue with Facebook"))
        asked = await client.get(away.headers["location"])
        consent = await submitted(client, asked)
    for found in (asked, consent):
        assert f"https://{DOMAIN} https://app.example.com;" in found.headers["content-security-policy"]


async def test_head_answers_as_get_does_without_the_page(site: Site) -> None:
    async with browser(site.world) as client:
        found = await client.head(f"/login?{site.query()}")
    assert found.status_code == 200
    assert found.content == b""
    assert found.headers["content-type"] == "text/html; charset=utf-8"


# ------------------------------------------------------------------------------------------------- what can't be answered


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/oauth2/nothing", 404),
        ("GET", "/_providers/facebook/www.facebook.com/nothing", 404),
        ("GET", "/_providers/nobody/www.facebook.com/x", 404),
        ("GET", "/_providers/google/www.facebook.com/x", 404),
        ("GET", "/us-east-1_Nothing00/.well-known/jwks.json", 404),
        ("GET", "/oauth2/token", 405),
        ("DELETE", "/oauth2/revoke", 405),
        ("GET", "/_providers/facebook/www.facebook.com/login", 405),
        ("PUT", "/login?{query}", 405),
        ("POST", "/oauth2/authorize?{query}", 405),
        ("PROPFIND", "/login?{query}", 405),
        ("GET", "/login?{query}%00", 400),
        ("GET", "/login%0a?{query}", 400),
        ("GET", "/error?error=redirect_mismatch", 400),
        ("GET", "/_cogtui/nothing", 404),
        ("POST", "/_cogtui/health", 405),
    ],
)
async def test_what_is_not_there_is_said_in_http_s_terms(site: Site, method: str, path: str, status: int) -> None:
    async with browser(site.world) as client:
        found = await client.request(method, path.format(query=site.query()))
    assert found.status_code == status, found.text
    if status == 405:
        assert found.headers["allow"]


async def test_what_nobody_can_read_leaves_its_row_too(site: Site) -> None:
    async with browser(site.world) as client:
        await client.get(f"/login?{site.query()}%00")
    assert last(site.world).operation == "GET /login"
    assert last(site.world).refused_by == ("door.readable",)


async def test_an_address_that_the_app_did_not_register_is_never_gone_to(site: Site) -> None:
    async with browser(site.world) as client:
        refused = await client.get(f"/oauth2/authorize?{site.query(redirect_uri='https://evil.example/')}")
        page = await client.get(refused.headers["location"])
    assert refused.headers["location"].startswith("/error?error=redirect_mismatch")
    assert page.status_code == 400
    assert "redirect_mismatch" in page.text


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b'{"username":"ana"}', 415),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("", b"username=ana", 415),
        ("application/x-www-form-urlencoded; charset=utf-8", b"username=ana", 403),
        ("application/x-www-form-urlencoded", b"username=%00", 400),
        ("application/x-www-form-urlencoded", b"a=1&" * 201, 400),
        ("application/x-www-form-urlencoded", b"a=" + b"x" * 2**18, 413),
    ],
)
async def test_a_page_takes_forms_only_and_within_bounds(site: Site, kind: str, body: bytes, status: int) -> None:
    async with browser(site.world) as client:
        found = await client.post(f"/login?{site.query()}", content=body, headers={"content-type": kind})
    assert found.status_code == status
    assert found.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"grant_type":"client_credentials"}'),
        ("application/x-www-form-urlencoded", b"grant_type=client_credentials%00"),
        ("application/x-www-form-urlencoded", b"a=1&" * 201),
    ],
)
async def test_the_token_endpoint_answers_in_oauth_s_terms_whatever_it_gets(site: Site, kind: str, body: bytes) -> None:
    async with browser(site.world) as client:
        found = await client.post("/oauth2/token", content=body, headers={"content-type": kind})
    assert found.status_code == 400
    assert found.json()["error"] in ("invalid_request", "invalid_client")
    assert found.headers["access-control-allow-origin"] == "*"


async def test_a_parameter_that_comes_twice_is_reported(site: Site) -> None:
    async with browser(site.world) as client:
        back = await client.get(f"/oauth2/authorize?{site.query()}&scope=openid")
    assert brought(back)["error"] == "invalid_request"
    assert last(site.world).request["repeated"] == ["scope"]


async def test_a_client_proves_its_secret_with_http_basic(site: Site) -> None:
    client_id = a_client(
        site.world,
        site.pool,
        GenerateSecret=True,
        CallbackURLs=[CALLBACK],
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid"],
        AllowedOAuthFlowsUserPoolClient=True,
        SupportedIdentityProviders=["COGNITO"],
    )
    about = done(site.world, "cognito-idp", "DescribeUserPoolClient", UserPoolId=site.pool, ClientId=client_id)
    basic = base64.b64encode(f"{client_id}:{about['UserPoolClient']['ClientSecret']}".encode()).decode()
    async with browser(site.world) as client:
        page = await at_login(client, site, client_id=client_id, scope="openid")
        back = await submitted(client, page, username="ana", password=PASSWORD)
        asked = {
            "grant_type": "authorization_code",
            "code": brought(back)["code"],
            "redirect_uri": CALLBACK,
            "code_verifier": VERIFIER,
        }
        wrong = await client.post("/oauth2/token", data=asked, headers={"authorization": f"Basic {basic[:-4]}"})
        right = await client.post("/oauth2/token", data=asked, headers={"authorization": f"Basic {basic}"})
    assert wrong.json() == {"error": "invalid_client"}
    assert right.status_code == 200


async def test_verifiers_find_keys_and_discovery_below_the_pool_s_id_and_at_aws_s_name(site: Site) -> None:
    for host in (HOST, "cognito-idp.us-east-1.amazonaws.com"):
        async with browser(site.world, host) as client:
            keys = await client.get(f"/{site.pool}/.well-known/jwks.json")
            about = await client.get(f"/{site.pool}/.well-known/openid-configuration")
        assert len(keys.json()["keys"]) == 2
        assert about.json()["issuer"] == f"https://cognito-idp.us-east-1.amazonaws.com/{site.pool}"
        assert keys.headers["access-control-allow-origin"] == "*"
        assert keys.headers["content-type"].startswith("application/json")


async def test_a_page_of_this_machine_may_ask_the_token_endpoint(site: Site) -> None:
    asked = {"origin": "http://localhost:3000", "access-control-request-method": "POST"}
    async with browser(site.world) as client:
        found = await client.options("/oauth2/token", headers=asked)
    assert found.status_code == 200
    assert found.headers["access-control-allow-origin"] == "*"


async def test_an_app_in_a_browser_may_read_what_a_provider_s_api_says(site: Site) -> None:
    async with browser(site.world) as client:
        keys = await client.get("/_providers/google/www.googleapis.com/oauth2/v3/certs")
        refused = await client.get("/_providers/facebook/graph.facebook.com/v19.0/me?access_token=x")
    assert keys.json()["keys"]
    assert refused.json()["error"]["type"] == "OAuthException"
    for found in (keys, refused):
        assert found.headers["access-control-allow-origin"] == "*"
        assert found.headers["content-type"].startswith("application/json")


# ------------------------------------------------------------------------------------------------------------------- laws

PATHS = ["/login", "/signup", "/forgotPassword", "/oauth2/authorize", "/error", "/logout", "/confirmUser", "/nothing"]
MARKS = st.tuples(
    st.text(max_size=6), st.sampled_from(["<x-mark>", '"><x-mark>', "'><x-mark a='", "</title><x-mark>"])
).map("".join)


@pytest.fixture(scope="module")
def lasting_site() -> Site:
    """A site for requests that leave it as it is, or whose changes nobody minds."""
    return a_site(a_world("pages"))


def marked(response: httpx.Response) -> bool:
    """Tell whether something that came as text became an element."""
    return any(tag == "x-mark" for tag, _ in Seen(response.text).elements)


@given(
    path=st.sampled_from(PATHS),
    name=st.sampled_from(["state", "login_hint", "error", "redirect_uri", "client_id", "x"]),
    text=MARKS,
)
async def test_nothing_of_a_request_s_query_is_shown_as_markup(
    lasting_site: Site, path: str, name: str, text: str
) -> None:
    query = httpx.QueryParams(lasting_site.query()).set(name, "".join(filter(str.isprintable, text)))
    async with browser(lasting_site.world) as client:
        found = await client.get(path, params=query)
    assert found.status_code < 500
    assert not marked(found)


@given(path=st.sampled_from(["/login", "/signup", "/forgotPassword", "/confirmUser"]), text=MARKS)
async def test_nothing_that_is_typed_is_shown_as_markup(lasting_site: Site, path: str, text: str) -> None:
    typed = "".join(filter(str.isprintable, text))
    async with browser(lasting_site.world) as client:
        page = await client.get(f"{path}?{lasting_site.query()}")
        names = [name for name in Seen(page.text).form if name != "_csrf"]
        found = await submitted(client, page, **dict.fromkeys(names, typed))
    assert found.status_code < 500
    assert not marked(found)


OCTETS = st.binary(max_size=30).map(lambda octets: "".join(f"%{octet:02x}" for octet in octets))
WORDS = st.one_of(
    OCTETS,
    st.sampled_from(["code", "token", "openid", "COGNITO", "Facebook", "none", "Bearer x", "Basic eA==", "&", "="]),
)
ANYWHERE = [
    *PATHS,
    "/oauth2/token",
    "/oauth2/userInfo",
    "/oauth2/revoke",
    "/oauth2/idpresponse",
    "/saml2/idpresponse",
    "/us-east-1_X/.well-known/jwks.json",
    "/_providers/google/accounts.google.com/o/oauth2/v2/auth",
    "/_providers/google/oauth2.googleapis.com/token",
    "/_providers/facebook/graph.facebook.com/v19.0/me",
    "/_providers/",
    "/%ff%fe",
    "/login/%2e%2e",
]
NAMES = [
    "client_id",
    "redirect_uri",
    "state",
    "scope",
    "response_type",
    "grant_type",
    "code",
    "token",
    "username",
    "%ff",
]


@given(
    method=st.sampled_from(["GET", "POST", "HEAD", "PUT", "OPTIONS"]),
    path=st.sampled_from(ANYWHERE),
    query=st.lists(st.tuples(st.sampled_from(NAMES), WORDS), max_size=4),
    form=st.lists(st.tuples(st.sampled_from(NAMES), WORDS), max_size=4),
    headers=st.dictionaries(
        st.sampled_from(["authorization", "cookie", "content-type", "accept"]), st.binary(max_size=20), max_size=2
    ),
    known=st.booleans(),
)
async def test_no_request_is_too_much(
    lasting_site: Site,
    *,
    method: str,
    path: str,
    query: list[tuple[str, str]],
    form: list[tuple[str, str]],
    headers: dict[str, bytes],
    known: bool,
) -> None:
    written = "&".join(f"{name}={value}" for name, value in query)
    usual = {b"content-type": b"application/x-www-form-urlencoded"}
    async with browser(lasting_site.world) as client:
        found = await client.request(
            method,
            f"{path}?{f'{lasting_site.query()}&' if known else ''}{written}",
            content="&".join(f"{name}={value}" for name, value in form),
            headers=list((usual | {name.encode(): value for name, value in headers.items()}).items()),
        )
    assert found.status_code < 500 or found.status_code == 501, found.text


async def test_nothing_of_the_world_is_shown_as_markup(site: Site) -> None:
    mark = "<x-mark>\"'&"
    app_id = app_at(site.world, "facebook", name=mark, redirect_uris=[CALLBACK])
    ana_at(site.world, "facebook", email="other@example.com", name=mark)
    async with browser(site.world) as client:
        page = await client.get(
            "/_providers/facebook/www.facebook.com/v19.0/dialog/oauth",
            params={"client_id": app_id, "redirect_uri": CALLBACK},
        )
        consent = await submitted(client, page, email="other@example.com")
    assert f"{mark} would like" in "".join(Seen(consent.text).texts)
    assert not marked(consent)
