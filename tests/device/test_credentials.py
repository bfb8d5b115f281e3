"""The credentials provider: both flows from a login to an object, one call at a time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cogtui.cloud.callers import Keys
from cogtui.cloud.holdings import keys_of
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from cogtui.device.credentials import CredentialsProvider, logins_of
from cogtui.device.settings import settings_of
from cogtui.device.sign_in import SignInClient
from tests.builders import PASSWORD, a_token, last, state
from tests.device.slice import a_slice, log_in, read_object


@pytest.fixture
def world() -> World:
    return a_slice()


@pytest.fixture
def provider(world: World) -> CredentialsProvider:
    return CredentialsProvider(world)


def sign_in(world: World, way: str) -> None:
    if way == "user_pool":
        assert SignInClient(world).password(settings_of(world).user_pool_client_id, "ana", PASSWORD).ok
    else:
        log_in(world, way)


BASIC = (CredentialsProvider.get_id, CredentialsProvider.get_open_id_token, CredentialsProvider.assume_role)
ENHANCED = (CredentialsProvider.get_id, CredentialsProvider.get_credentials)
Step = Callable[[CredentialsProvider], Reply]


@pytest.mark.parametrize("way", ["facebook", "google", "user_pool"])
@pytest.mark.parametrize("steps", [BASIC, ENHANCED])
def test_every_login_reaches_the_object_by_either_flow(
    world: World, provider: CredentialsProvider, way: str, steps: tuple[Step, ...]
) -> None:
    sign_in(world, way)
    for step in steps:
        reply = step(provider)
        assert reply.ok, reply.error
    assert read_object(world).output["Body"] == b"42"


@pytest.mark.parametrize(
    ("steps", "rows"),
    [
        (BASIC, ["GetId", "GetOpenIdToken", "AssumeRoleWithWebIdentity"]),
        (ENHANCED, ["GetId", "GetCredentialsForIdentity"]),
    ],
)
def test_each_step_is_one_row_and_the_device_keeps_what_it_brings(
    world: World, provider: CredentialsProvider, steps: tuple[Step, ...], rows: list[str]
) -> None:
    log_in(world, "facebook")
    before = len(world.trail)
    for step in steps:
        step(provider)
    assert [row.name for row in world.trail[before:]] == rows
    expected = {"facebook_token", "provider", "identity_id", "credentials"}
    assert set(provider.held) == expected | ({"openid_token"} if steps is BASIC else set())


def test_both_flows_leave_credentials_in_the_same_shape(world: World, provider: CredentialsProvider) -> None:
    log_in(world, "facebook")
    shapes: list[set[str]] = []
    for steps in (BASIC, ENHANCED):
        for step in steps:
            step(provider)
        shapes.append(set(provider.held["credentials"]))
    assert shapes == [{"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"}] * 2


def test_a_guest_sends_no_logins(world: World, provider: CredentialsProvider) -> None:
    for step in ENHANCED:
        assert step(provider).ok
    assert "Logins" not in last(world).request
    assert read_object(world).ok


def test_an_expired_login_is_refused_and_the_device_keeps_what_it_had(
    world: World, provider: CredentialsProvider
) -> None:
    log_in(world, "facebook")
    provider.get_id()
    world.act("clock.advance", seconds=7200)
    before = state(world)
    reply = provider.get_open_id_token()
    assert reply.error is not None
    assert reply.error.code == "NotAuthorizedException"
    assert "provider.token.expiry" in reply.record.refused_by
    assert state(world) == before


def test_credentials_end_with_their_last_second(world: World, provider: CredentialsProvider) -> None:
    log_in(world, "google")
    for step in BASIC:
        step(provider)
    world.act("clock.advance", seconds=3599)
    assert read_object(world).ok
    world.act("clock.advance", seconds=1)
    assert read_object(world).record.refused_by == ("door.session",)


def test_calls_without_anything_to_show_are_refused_by_aws_not_by_the_device(
    world: World, provider: CredentialsProvider
) -> None:
    before = state(world)
    for step in (provider.get_open_id_token, provider.get_credentials, provider.assume_role):
        assert step().error is not None
    assert state(world) == before


def test_the_role_and_the_pool_may_be_named(world: World, provider: CredentialsProvider) -> None:
    log_in(world, "facebook")
    assert provider.get_id("us-east-1:00000000-0000-4000-8000-000000000000").error is not None
    provider.get_id()
    provider.get_open_id_token()
    refused = provider.assume_role("arn:aws:iam::111122223333:role/Guests", "ana")
    assert refused.error is not None
    assert refused.error.code == "AccessDenied"
    assert refused.record.request["RoleSessionName"] == "ana"


def test_undo_takes_a_step_back_on_the_device_too(world: World, provider: CredentialsProvider) -> None:
    log_in(world, "facebook")
    for step in BASIC:
        step(provider)
    world.undo()
    assert "credentials" not in provider.held
    assert "openid_token" in provider.held


# --- the pure parts ---------------------------------------------------------------------------------------------------


def test_the_logins_map_has_one_entry_for_each_token_held() -> None:
    issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123"
    id_token = a_token(World(), issuer)
    company = a_token(World(), "https://login.example.com/a")
    arn = "arn:aws:iam::111122223333:saml-provider/corp"
    held = {"facebook_token": "EAA1", "google_id_token": "eyJ1", "user_pool_id_token": id_token, "identity_id": "x"}
    held |= {"amazon_token": "Atza|1", "apple_id_token": "eyJ2", "oidc_id_token": company}
    held |= {"saml_assertion": "PHNhb", "saml_provider": arn}
    assert logins_of(held) == {
        "graph.facebook.com": "EAA1",
        "accounts.google.com": "eyJ1",
        "www.amazon.com": "Atza|1",
        "appleid.apple.com": "eyJ2",
        "login.example.com/a": company,
        arn: "PHNhb",
        "cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123": id_token,
    }


@pytest.mark.parametrize(
    "held", [{}, {"facebook_token": ""}, {"user_pool_id_token": "no token"}, {"saml_assertion": "PHNhb"}]
)
def test_who_holds_no_token_is_a_guest(held: dict[str, str]) -> None:
    assert logins_of(held) == {}


def test_credentials_become_a_caller() -> None:
    held = {
        "credentials": {
            "AccessKeyId": "ASIA1",
            "SecretAccessKey": "s",
            "SessionToken": "t",
            "Expiration": "1970-01-01T01:00:00Z",
        }
    }
    assert keys_of(held) == Keys("ASIA1", "s", "t")
    assert keys_of({}) is None
