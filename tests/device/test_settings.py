"""The app's settings: found in the world, or written into the app."""

from __future__ import annotations

from cogtui.cloud.accounts.principals import role_by_arn
from cogtui.cloud.world import World
from cogtui.device.settings import AppSettings, configure, settings_of
from tests.builders import an_identity_pool, cognito_trust, role_of
from tests.device.slice import a_slice


def test_an_empty_world_gives_empty_settings() -> None:
    assert settings_of(World()) == AppSettings(region="us-east-1")


def test_settings_are_those_of_the_oldest_identity_pool() -> None:
    world = a_slice()
    found = settings_of(world)
    world.act("clock.advance", seconds=60)
    an_identity_pool(world, SupportedLoginProviders={"graph.facebook.com": "42"})
    assert settings_of(world) == found
    assert found.facebook_app_id.isdigit()
    assert found.google_client_id.endswith(".apps.googleusercontent.com")
    assert len(found.user_pool_client_id) == 26
    assert (found.bucket, found.region) == ("reports", "us-east-1")
    role = role_by_arn(world.store, found.role_arn)
    assert role is not None
    assert role.name == "Readers"


def test_pools_made_at_the_same_moment_without_a_user_pool_do_not_take_its_place() -> None:
    world = a_slice()
    found = settings_of(world)
    for _ in range(8):  # some of them have an id that sorts before
        an_identity_pool(world)
    assert settings_of(world) == found


def test_without_a_role_of_the_pool_it_is_one_that_trusts_cognito() -> None:
    world = World()
    role_of(world, "Backup")
    arn = role_of(world, "Readers", trust=cognito_trust(an_identity_pool(world)))
    assert settings_of(world).role_arn == arn


def test_what_is_written_into_the_app_counts_and_the_rest_is_found() -> None:
    world = a_slice()
    found = settings_of(world)
    reply = configure(world, AppSettings(bucket="backup"), device="phone")
    assert reply.record.name == "Configure the app"
    assert settings_of(world) == found
    assert settings_of(world, "phone").bucket == "backup"
    assert settings_of(world, "phone").identity_pool_id == found.identity_pool_id
    world.undo()
    assert settings_of(world, "phone") == found
