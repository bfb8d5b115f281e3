"""Logins straight to an identity pool at every outside provider: the rows, what the device keeps, what signing out forgets."""

from __future__ import annotations

import pytest

from cogtui.cloud.tokens import decode
from cogtui.cloud.trail import Reply
from cogtui.cloud.web import Page
from cogtui.cloud.world import DEFAULT_ACCOUNT, World
from cogtui.device import flows
from cogtui.device.credentials import CredentialsProvider, logins_of
from cogtui.device.settings import settings_of
from cogtui.device.sign_in import SignInClient
from cogtui.device.token_use import send
from cogtui.device.ways import WAYS
from cogtui.views.status import who
from cogtui.views.token_answers import about
from tests.builders import done, last
from tests.device.every_way import a_lab, signed_in

SAML = f"arn:aws:iam::{DEFAULT_ACCOUNT}:saml-provider/directory"
STRAIGHT = [way.id for way in WAYS.values() if way.kind == "provider"]


@pytest.fixture
def world() -> World:
    return a_lab()


def asked(world: World, page: Page | None, **values: str) -> Page:
    """Send a page's form and return the page that comes."""
    assert page is not None
    found = flows.answer(world, page, values)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("way", "rows", "kept", "key"),
    [
        ("facebook", ["Open Facebook login", "Allow Reports"], {"facebook_token"}, "graph.facebook.com"),
        ("google", ["Open Google login", "Redeem the code"], {"google_id_token"}, "accounts.google.com"),
        ("amazon", ["Open Amazon login", "Allow Reports"], {"amazon_token"}, "www.amazon.com"),
        ("apple", ["Open Apple login", "The form comes to the app"], {"apple_id_token"}, "appleid.apple.com"),
        ("oidc", ["Open Example company login", "Redeem the code"], {"oidc_id_token"}, "login.example.com"),
        ("saml", ["Open company portal", "The form comes to the app"], {"saml_assertion", "saml_provider"}, SAML),
    ],
)
def test_a_login_begins_at_the_provider_and_ends_with_its_token_on_the_device(
    world: World, way: str, rows: list[str], kept: set[str], key: str
) -> None:
    made = [record.name for record in signed_in(world, way)]
    assert [made[0], made[-1]] == rows
    held = world.held("app")
    assert held.keys() - {"saved_login"} == kept | {"provider"}
    assert held["provider"] == way
    assert list(logins_of(held)) == [key]


@pytest.mark.parametrize(
    ("way", "person"),
    [
        ("facebook", "Ana@FB"),
        ("google", "Ana@Google"),
        ("amazon", "Ana@Amazon"),
        ("apple", "ana@Apple"),
        ("oidc", "Ana@OIDC"),
        ("saml", "Ana@SAML"),
        ("user_pool", "ana@UsrPool"),
    ],
)
def test_the_status_line_says_who_it_is_and_from_where(world: World, way: str, person: str) -> None:
    signed_in(world, way)
    assert who(world.store, "app") == person


@pytest.mark.parametrize("way", STRAIGHT)
def test_signing_out_forgets_the_login(world: World, way: str) -> None:
    before = world.held("app")
    signed_in(world, way)
    SignInClient(world).sign_out()
    assert world.held("app") == before


@pytest.mark.parametrize("way", STRAIGHT)
def test_the_same_person_comes_back_to_the_same_identity(world: World, way: str) -> None:
    seen: list[str] = []
    for _ in range(2):
        signed_in(world, way)
        seen.append(CredentialsProvider(world).get_id().output["IdentityId"])
        SignInClient(world).sign_out()
    assert seen[0] == seen[1]


@pytest.mark.parametrize("way", STRAIGHT)
def test_a_token_sent_from_the_bench_goes_to_the_identity_pool_under_its_own_key(world: World, way: str) -> None:
    signed_in(world, way)
    name = WAYS[way].brings
    reply = send(world, name, world.held("app")[name])
    assert reply is not None
    assert reply.ok, reply.error
    assert reply.record.operation == "GetId"


@pytest.mark.parametrize("way", [way for way in STRAIGHT if way != "saml"])
def test_saying_no_leaves_nothing_and_says_so(world: World, way: str) -> None:
    before = world.held("app")
    page = asked(world, SignInClient(world).open_login(way))
    end = asked(world, page, action="cancel")
    if end.action is not None:  # Apple's no is a form too
        end = asked(world, end)
    assert end.error.endswith(": the person said no") or end.error.startswith("access_denied: ")
    assert world.held("app") == before


def test_apple_tells_the_name_with_the_first_form_alone(world: World) -> None:
    names: list[bool] = []
    for _ in range(2):
        page = asked(world, asked(world, SignInClient(world).open_login("apple")))
        names.append("user" in {field.name for field in page.fields})
    assert names == [True, False]


def test_a_hidden_address_is_the_one_in_the_token(world: World) -> None:
    page = asked(world, SignInClient(world).open_login("apple"))
    assert [button.name for button in page.buttons] == ["continue", "hide", "cancel"]
    assert flows.answer(world, asked(world, page, action="hide"), {}) is None
    email = decode(world.held("app")["apple_id_token"]).claims["email"]
    assert email.endswith("@privaterelay.appleid.com")


def test_an_assertion_is_over_after_five_minutes(world: World) -> None:
    signed_in(world, "saml")
    world.act("clock.advance", seconds=300)
    reply = CredentialsProvider(world).get_id()
    assert reply.error is not None
    assert reply.error.code == "NotAuthorizedException"
    assert last(world).refused_by == ("saml.expiry",)


def test_the_assertion_is_told_member_by_member(world: World) -> None:
    signed_in(world, "saml")
    answer = about(world.store, world.held("app")["saml_assertion"])
    assert answer is not None
    told = {name: value for name, value, _ in answer.members}
    assert told["Issuer"] == "https://saml.example.com/directory"
    assert told["Audience"] == "urn:amazon:webservices"
    assert told["department"] == "press"
    assert about(world.store, "PHNhbWw") is None


@pytest.mark.parametrize("via", ["LoginWithAmazon", "SignInWithApple", "Company", "Directory"])
def test_the_pool_s_pages_lead_to_every_provider_and_back_to_an_object(world: World, via: str) -> None:
    signed_in(world, "hosted", via=via)
    for step in flows.remaining(world, "hosted", "enhanced"):
        reply = flows.take(world, "hosted", step.id)
        assert isinstance(reply, Reply)
        assert reply.ok, reply.error
    assert last(world).operation == "GetObject"


def test_what_the_app_needs_is_found_where_the_identity_pool_names_it(world: World) -> None:
    found = settings_of(world)
    assert found.amazon_client_id.startswith("amzn1.application-oa2-client.")
    assert found.apple_client_id == "com.example.reports"
    assert (found.oidc_issuer, found.oidc_client_id) == ("https://login.example.com", "reports")
    assert (found.saml_login, found.saml_provider_arn) == ("directory", SAML)
    pool = done(world, "cognito-identity", "DescribeIdentityPool", IdentityPoolId=found.identity_pool_id)
    profile = found.amazon_client_id.rpartition(".")[2]
    assert pool["SupportedLoginProviders"]["www.amazon.com"] == f"amzn1.application.{profile}"
