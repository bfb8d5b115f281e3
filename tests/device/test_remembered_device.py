"""The app's device at a pool that tracks devices: confirmed once, named at every sign-in, proven by the app itself."""

from __future__ import annotations

import pytest

from cogtui.cloud.world import World
from cogtui.device import flows
from cogtui.device.pool_sign_in import PoolSignIn
from cogtui.device.sign_in import SignInClient
from tests.builders import done, last
from tests.device.every_way import a_lab, signed_in, the_pool

WAYS = ("user_pool", "srp")


def tracking(*, asks_user: bool = False) -> World:
    """Make a lab whose pool tracks devices."""
    world = a_lab()
    tracked = {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": asks_user}
    done(world, "cognito-idp", "UpdateUserPool", UserPoolId=the_pool(world), DeviceConfiguration=tracked)
    return world


def confirmed(world: World, way: str) -> World:
    """Sign in for the first time, confirm the device, and sign out again."""
    signed_in(world, way)
    assert PoolSignIn(world).confirm_device().ok
    SignInClient(world).sign_out()
    return world


def left(world: World, way: str) -> list[str]:
    return [step.id for step in flows.remaining(world, way, "enhanced")]


@pytest.mark.parametrize("way", WAYS)
def test_the_tokens_of_a_new_device_make_confirming_it_the_next_step(way: str) -> None:
    world = tracking()
    signed_in(world, way)
    assert left(world, way) == ["confirm-device", "get-id", "get-credentials", "get-object"]
    flows.take(world, way, "confirm-device")
    assert (last(world).operation, last(world).ok) == ("ConfirmDevice", True)
    assert left(world, way) == ["get-id", "get-credentials", "get-object"]
    (listed,) = done(world, "cognito-idp", "AdminListDevices", UserPoolId=the_pool(world), Username="ana")["Devices"]
    assert listed["DeviceKey"] == world.held("app")["user_pool_device"]["key"]


@pytest.mark.parametrize("way", WAYS)
def test_a_pool_that_tracks_no_devices_has_no_such_step(way: str) -> None:
    world = a_lab()
    signed_in(world, way)
    assert left(world, way)[0] == "get-id"


@pytest.mark.parametrize(("way", "first"), [("user_pool", []), ("srp", ["PASSWORD_VERIFIER"])], ids=["password", "srp"])
def test_a_remembered_device_proves_itself_without_asking_anybody(way: str, first: list[str]) -> None:
    world = confirmed(tracking(), way)
    key = world.held("app")["user_pool_device"]["key"]
    begun, *answers = signed_in(world, way)
    assert begun.request["AuthParameters"]["DEVICE_KEY"] == key
    names = [record.request["ChallengeName"] for record in answers]
    assert names == [*first, "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"]
    assert all(record.ok for record in (begun, *answers))
    assert left(world, way)[0] == "get-id"
    assert SignInClient(world).refresh().ok
    assert last(world).request["DeviceKey"] == key


def test_the_device_s_secret_is_sent_with_no_call() -> None:
    world = confirmed(tracking(), "srp")
    signed_in(world, "srp")
    device = PoolSignIn(world).device_of("ana")
    assert device is not None
    assert all(device.secret not in str(record.request) for record in world.trail)


def test_a_device_that_the_user_has_not_chosen_to_keep_proves_nothing() -> None:
    world = confirmed(tracking(asks_user=True), "user_pool")
    (begun,) = signed_in(world, "user_pool")
    assert begun.ok


def test_another_user_on_the_same_device_names_none() -> None:
    world = confirmed(tracking(), "user_pool")
    begun, *_ = signed_in(world, "user_pool", username="ben", password="Pool-ben-1")
    assert "DEVICE_KEY" not in begun.request["AuthParameters"]
    assert "confirm-device" in left(world, "user_pool")


@pytest.mark.parametrize("way", WAYS)
def test_a_device_that_was_forgotten_at_the_pool_is_forgotten_here_and_the_next_sign_in_works(way: str) -> None:
    world = confirmed(tracking(), way)
    key = world.held("app")["user_pool_device"]["key"]
    done(world, "cognito-idp", "AdminForgetDevice", UserPoolId=the_pool(world), Username="ana", DeviceKey=key)
    refused = signed_in(world, way)
    assert [record.error.code for record in refused if record.error] == ["ResourceNotFoundException"]
    assert {"user_pool_device", "challenge"}.isdisjoint(world.held("app"))
    assert all(record.ok for record in signed_in(world, way))
    assert left(world, way)[0] == "confirm-device"
