"""The world that the device tests walk through: every way to sign in, a pool, a role, a bucket with one object."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from cogtui.device.credentials import CredentialsProvider
from cogtui.device.sign_in import SignInClient
from tests.builders import a_user, done, every_way, policy


def a_slice(**settings: Any) -> World:
    """Make the world; `settings` are CreateIdentityPool's."""
    world = World(seed="device")
    way = every_way(world, **settings)
    a_user(world, way.people)
    read = policy({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"})
    for role in ("Readers", "Guests"):
        done(world, "iam", "PutRolePolicy", RoleName=role, PolicyName="Read", PolicyDocument=read)
    done(world, "s3", "CreateBucket", Bucket="reports")
    done(world, "s3", "PutObject", Bucket="reports", Key="q1.txt", Body=b"42")
    return world


def log_in(world: World, provider: str) -> None:
    """Log in as the person for whom the pages are filled in, and agree."""
    client = SignInClient(world)
    page = client.open_login(provider)
    while page is not None:
        assert not page.error
        page = client.submit(page)


def read_object(world: World) -> Reply:
    """Read the object with the device's credentials."""
    keys = CredentialsProvider(world).keys()
    assert keys is not None
    return world.call("s3", "GetObject", {"Bucket": "reports", "Key": "q1.txt"}, caller=keys, device="app")
