"""Login with Amazon straight into an identity pool and to STS: whom Amazon says the token is about, and for which app."""

from __future__ import annotations

import pytest

from cogtui.cloud.providers.amazon_api import security_profile
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import (
    a_world,
    an_identity_pool,
    ana_at,
    app_at,
    cognito_trust,
    give_roles,
    last,
    opened,
    policy,
    role_of,
    sent,
    state,
)

AMAZON = "www.amazon.com"
ANA_THERE = "amzn1.account.ANA"


@pytest.fixture
def world() -> World:
    world = a_world("amazon")
    ana_at(world, "amazon", user_id=ANA_THERE)
    return world


def amazon_login(world: World, app: str) -> str:
    """Log in at Amazon as its first user and return the access token that the app gets."""
    page = opened(world, AMAZON, "/ap/oa", app, response_type="token", scope="profile").page
    answer = sent(world, sent(world, page).page, action="continue").body
    assert answer is not None
    return answer["access_token"]


def credentials(world: World, pool: str, token: str) -> Reply:
    logins = {"Logins": {AMAZON: token}}
    found = world.call("cognito-identity", "GetId", {"IdentityPoolId": pool, **logins})
    if not found.ok:
        return found
    identity = found.output["IdentityId"]
    return world.call("cognito-identity", "GetCredentialsForIdentity", {"IdentityId": identity, **logins})


def error_of(reply: Reply) -> tuple[str, str]:
    assert reply.error is not None
    return reply.error.code, reply.error.message


def a_pool(world: World, app_id: str) -> str:
    pool = an_identity_pool(world, SupportedLoginProviders={AMAZON: app_id})
    give_roles(world, pool, authenticated=role_of(world, "Readers", trust=cognito_trust(pool)))
    return pool


def test_a_login_with_amazon_gets_credentials(world: World) -> None:
    app = app_at(world, "amazon")
    pool = a_pool(world, security_profile(app))
    reply = credentials(world, pool, amazon_login(world, app))
    assert reply.ok, reply.error
    described = world.call(
        "cognito-identity", "DescribeIdentity", {"IdentityId": reply.output["IdentityId"]}, caller=world.operator
    )
    assert described.output["Logins"] == [AMAZON]
    asked = world.trail[-3].children[0]
    assert (asked.name, asked.source, asked.target) == ("is this token good?", "IdPool", "Amazon")


def test_the_client_id_in_the_pool_is_not_what_amazon_tells(world: World) -> None:
    app = app_at(world, "amazon")
    pool, token = a_pool(world, app), amazon_login(world, app)
    before = state(world)
    reply = credentials(world, pool, token)
    said = "Token is not from a supported provider of this identity pool."
    assert error_of(reply) == ("NotAuthorizedException", said)
    assert last(world).refused_by == ("identity.login.client",)
    assert state(world) == before


@pytest.mark.parametrize("spoiled", ["unknown", "late"])
def test_a_token_that_amazon_disowns_is_no_login(world: World, spoiled: str) -> None:
    app = app_at(world, "amazon")
    pool, token = a_pool(world, security_profile(app)), amazon_login(world, app)
    if spoiled == "late":
        world.act("clock.advance", seconds=3600)
    reply = credentials(world, pool, token if spoiled == "late" else "Atza|other")
    code, message = error_of(reply)
    assert code == "NotAuthorizedException"
    assert message.startswith("Invalid login token.")
    assert last(world).refused_by[0] == "identity.login.accepted"


def amazon_trust(**conditions: str) -> str:
    asked = {f"{AMAZON}:{key}": value for key, value in conditions.items()}
    action = "sts:AssumeRoleWithWebIdentity"
    return policy({"Principal": {"Federated": AMAZON}, "Action": action, "Condition": {"StringEquals": asked}})


def assume(world: World, role: str, token: str) -> Reply:
    asked = {"RoleArn": role, "RoleSessionName": "ana", "WebIdentityToken": token, "ProviderId": AMAZON}
    return world.call("sts", "AssumeRoleWithWebIdentity", asked)


def test_amazon_s_token_goes_to_sts_with_a_provider_id(world: World) -> None:
    app = app_at(world, "amazon")
    trust = amazon_trust(app_id=security_profile(app), user_id=ANA_THERE)
    reply = assume(world, role_of(world, "Shoppers", trust=trust), amazon_login(world, app))
    assert reply.ok, reply.error
    assert reply.output["SubjectFromWebIdentityToken"] == ANA_THERE
    assert (reply.output["Provider"], reply.output["Audience"]) == (AMAZON, security_profile(app))


@pytest.mark.parametrize(
    ("conditions", "rule"),
    [({"app_id": "amzn1.application.other"}, "sts.trust.aud"), ({"user_id": "x"}, "sts.trust.sub")],
)
def test_the_trust_policy_asks_after_app_and_user(world: World, conditions: dict[str, str], rule: str) -> None:
    role = role_of(world, "Shoppers", trust=amazon_trust(**conditions))
    reply = assume(world, role, amazon_login(world, app_at(world, "amazon")))
    assert error_of(reply) == ("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")
    assert rule in last(world).refused_by


def test_a_token_that_amazon_disowns_is_rejected_by_sts(world: World) -> None:
    reply = assume(world, role_of(world, "Shoppers", trust=amazon_trust(user_id=ANA_THERE)), "Atza|other")
    assert error_of(reply)[0] == "IDPRejectedClaim"
    assert last(world).refused_by[0] == "sts.provider.accepted"
