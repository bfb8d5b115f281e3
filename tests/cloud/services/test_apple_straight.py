"""Apple's ID token straight into an identity pool, and to STS once the account has registered Apple."""

from __future__ import annotations

import pytest

from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import (
    a_world,
    an_identity_pool,
    ana_at,
    app_at,
    cognito_trust,
    done,
    give_roles,
    opened,
    policy,
    role_of,
    sent,
)

APPLE = "appleid.apple.com"


@pytest.fixture
def world() -> World:
    world = a_world("apple")
    ana_at(world, "apple", user_id="001234.ana.1234")
    return world


def apple_login(world: World, app: str) -> str:
    """Sign in with Apple as its first user, as a native app does, and return the ID token."""
    page = opened(world, APPLE, "/auth/authorize", app, response_type="code id_token", response_mode="fragment").page
    answer = sent(world, sent(world, page).page, action="continue").body
    assert answer is not None
    return answer["id_token"]


def get_id(world: World, pool: str, token: str) -> Reply:
    return world.call("cognito-identity", "GetId", {"IdentityPoolId": pool, "Logins": {APPLE: token}})


def test_apple_s_id_token_gets_credentials(world: World) -> None:
    app = app_at(world, "apple")
    pool, token = an_identity_pool(world, SupportedLoginProviders={APPLE: app}), apple_login(world, app)
    give_roles(world, pool, authenticated=role_of(world, "Readers", trust=cognito_trust(pool)))
    named = {"IdentityId": get_id(world, pool, token).output["IdentityId"], "Logins": {APPLE: token}}
    assert world.call("cognito-identity", "GetCredentialsForIdentity", named).ok


@pytest.mark.parametrize(
    ("seconds", "other", "message"),
    [
        (0, True, "Token is not from a supported provider of this identity pool."),
        (86400, False, "Invalid login token. Token expired: {now} >= {now}"),
    ],
)
def test_another_app_s_token_and_an_old_one_are_no_login(world: World, seconds: int, other: bool, message: str) -> None:
    app = app_at(world, "apple")
    pool = an_identity_pool(world, SupportedLoginProviders={APPLE: app})
    token = apple_login(world, app_at(world, "apple", name="Other") if other else app)
    world.act("clock.advance", seconds=seconds)
    reply = get_id(world, pool, token)
    assert reply.error is not None
    assert reply.error.message == message.format(now=int(world.now))


def test_sts_takes_apple_s_token_only_of_an_account_that_registered_apple(world: World) -> None:
    app = app_at(world, "apple")
    token, arn = apple_login(world, app), f"arn:aws:iam::{world.account}:oidc-provider/{APPLE}"
    trust = {"Principal": {"Federated": arn}, "Action": "sts:AssumeRoleWithWebIdentity"}
    trust |= {"Condition": {"StringEquals": {f"{APPLE}:aud": app}}}
    role = role_of(world, "Direct", trust=policy(trust))
    asked = {"RoleArn": role, "RoleSessionName": "ana", "WebIdentityToken": token}
    reply = world.call("sts", "AssumeRoleWithWebIdentity", asked)
    assert reply.error is not None
    assert reply.error.message == f"No OpenIDConnect provider found in your account for https://{APPLE}"
    done(world, "iam", "CreateOpenIDConnectProvider", Url=f"https://{APPLE}", ClientIDList=[app])
    assert world.call("sts", "AssumeRoleWithWebIdentity", asked).ok
