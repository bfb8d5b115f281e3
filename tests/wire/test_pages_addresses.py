"""Local addresses and simulated hosts lead to each other."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.providers import registry
from cogtui.cloud.services.cognito_idp.domain import routes
from cogtui.cloud.services.cognito_idp.domain.hosts import SHARED_HOST
from cogtui.wire import addresses
from cogtui.wire.forms import of_query
from cogtui.wire.http import Request
from cogtui.wire.routing import destination
from tests.builders import a_world
from tests.wire.sites import DOMAIN, RETURN, Site, a_site


@pytest.fixture(scope="module")
def site() -> Site:
    return a_site(a_world())


@pytest.mark.parametrize(
    ("host", "means"),
    [
        ("127.0.0.1:4577", SHARED_HOST),
        ("localhost", SHARED_HOST),
        ("[::1]:4577", SHARED_HOST),
        ("LOCALHOST.:80", SHARED_HOST),
        ("auth.localhost:4577", SHARED_HOST),
        ("reports.auth.localhost:4577", DOMAIN),
        (DOMAIN, DOMAIN),
        ("nobodys.auth.localhost:4577", "nobodys.auth.localhost"),
        ("reports.auth.eu-west-1.amazoncognito.com", "reports.auth.eu-west-1.amazoncognito.com"),
        ("cognito-idp.us-east-1.amazonaws.com", "cognito-idp.us-east-1.amazonaws.com"),
    ],
)
def test_a_host_name_means_a_simulated_host(site: Site, host: str, means: str) -> None:
    assert addresses.standpoint(site.world.store, host).means == means


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/login", (SHARED_HOST, "/login")),
        ("/_providers/facebook/www.facebook.com/v19.0/dialog/oauth", ("www.facebook.com", "/v19.0/dialog/oauth")),
        ("/_providers/google/www.googleapis.com/oauth2/v3/certs", ("www.googleapis.com", "/oauth2/v3/certs")),
        ("/_providers/google/oauth2.googleapis.com", ("oauth2.googleapis.com", "/")),
        ("/_providers/google/www.facebook.com/login", None),
        (f"/_providers/google/{SHARED_HOST}/login", None),
        ("/_providers/nobody/www.facebook.com/login", None),
        ("/_providers/facebook", None),
        (
            "/eu-west-1_Abc123/.well-known/jwks.json",
            ("cognito-idp.eu-west-1.amazonaws.com", "/eu-west-1_Abc123/.well-known/jwks.json"),
        ),
    ],
)
def test_a_path_at_this_machine_means_a_simulated_host_and_path(
    site: Site, path: str, found: tuple[str, str] | None
) -> None:
    store = site.world.store
    assert addresses.simulated(store, addresses.standpoint(store, "127.0.0.1:4577"), path) == found


@pytest.mark.parametrize(
    ("at", "host", "location", "sent"),
    [
        ("127.0.0.1:4577", SHARED_HOST, "/login?a=b", "/login?a=b"),
        ("127.0.0.1:4577", SHARED_HOST, "https://www.facebook.com/v19.0/dialog/oauth?a=%ff#x",
         "/_providers/facebook/www.facebook.com/v19.0/dialog/oauth?a=%ff#x"),
        ("127.0.0.1:4577", "www.facebook.com", f"{RETURN}?code=1&state=%2B", "/oauth2/idpresponse?code=1&state=%2B"),
        ("reports.auth.localhost:4577", "www.facebook.com", f"{RETURN}?code=1", "/oauth2/idpresponse?code=1"),
        ("other.auth.localhost:4577", "www.facebook.com", f"{RETURN}?code=1",
         "http://reports.auth.localhost:4577/oauth2/idpresponse?code=1"),
        ("reports.auth.localhost", SHARED_HOST, "https://cognito-idp.us-east-1.amazonaws.com/x", "http://localhost/x"),
        ("127.0.0.1:4577", "www.facebook.com", "/login", "/_providers/facebook/www.facebook.com/login"),
        ("127.0.0.1:4577", "x", f"HTTPS://{DOMAIN}:443", "/"),
        # What follows a simulated host must not become a host itself.
        ("127.0.0.1:4577", "x", f"https://{DOMAIN}//evil.example/", "http://127.0.0.1:4577//evil.example/"),
        ("127.0.0.1:4577", "x", f"https://{DOMAIN}/\\evil.example/", "http://127.0.0.1:4577/\\evil.example/"),
        # These are the app's own.
        ("127.0.0.1:4577", "x", "http://localhost:9999/cb?x=%41&state=a b", "http://localhost:9999/cb?x=%41&state=a b"),
        ("127.0.0.1:4577", "x", "https://app.example.com/cb#t=%7e", "https://app.example.com/cb#t=%7e"),
        ("127.0.0.1:4577", "x", "myapp://callback?code=1", "myapp://callback?code=1"),
        ("127.0.0.1:4577", "x", "https://my.auth.localhost/cb", "https://my.auth.localhost/cb"),
        ("127.0.0.1:4577", "x", "//www.facebook.com/", "//www.facebook.com/"),
        ("127.0.0.1:4577", "x", f"https://evil@{DOMAIN}/", f"https://evil@{DOMAIN}/"),
        ("127.0.0.1:4577", "x", f"https://{DOMAIN}.evil.example/", f"https://{DOMAIN}.evil.example/"),
        ("127.0.0.1:4577", "x", f"https://{DOMAIN}:8443/", f"https://{DOMAIN}:8443/"),
    ],
)  # fmt: skip
def test_redirects_to_simulated_hosts_lead_to_local_addresses_and_all_others_stay(
    site: Site, at: str, host: str, location: str, sent: str
) -> None:
    reader = site.world.store
    assert addresses.redirect(reader, addresses.standpoint(reader, at), host, location) == sent


HOSTS = [host for provider in registry.PROVIDERS.values() for host in provider.hosts]
NAMES = ["127.0.0.1:4577", "localhost", "reports.auth.localhost:4577", DOMAIN]
TAILS = st.text(st.characters(codec="utf-8", exclude_characters="?#", exclude_categories=["Cs", "Cc"]), max_size=12)


@given(at=st.sampled_from(NAMES), host=st.sampled_from([*HOSTS, DOMAIN]), tail=TAILS)
def test_the_local_address_of_a_simulated_page_leads_back_to_it(site: Site, at: str, host: str, tail: str) -> None:
    store = site.world.store
    stands = addresses.standpoint(store, at)
    found = urlsplit(addresses.local(store, stands, host, f"/{tail}"))
    there = addresses.standpoint(store, found.netloc) if found.netloc else stands
    meant = addresses.simulated(store, there, found.path)
    assert meant == (host if there.means != SHARED_HOST or host != DOMAIN else SHARED_HOST, f"/{tail}")


@given(value=st.binary(max_size=12))
def test_octets_of_a_query_go_back_as_they_came(site: Site, value: bytes) -> None:
    shown = "".join(f"%{octet:02x}" for octet in value if octet > 0x1F and octet != 0x7F)
    ((_, read),) = of_query(f"state={shown}".encode())
    stands = addresses.standpoint(site.world.store, "localhost")
    link = addresses.link(site.world.store, stands, addresses.WebRequest("GET", SHARED_HOST, "/login", {"state": read}))
    assert of_query(urlsplit(link).query.encode()) == (("state", read),)
    assert read.encode("utf-8", "surrogateescape") == bytes.fromhex(shown.replace("%", ""))


@pytest.mark.parametrize("path", [*routes.PAGES, *routes.ENDPOINTS, "/error"])
def test_every_path_of_a_domain_reaches_the_pages(path: str) -> None:
    request = Request("GET", path, "", (("host", "127.0.0.1:4577"),), b"", "127.0.0.1", 0.0)
    assert destination(request).kind == "domain"
