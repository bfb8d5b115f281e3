"""Identity pools: making, showing, changing and listing them, and giving them roles."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.callers import Operator
from cogtui.cloud.world import World
from tests.builders import an_identity_pool, asked, cognito_trust, done, give_roles, keys_for, policy, role_of, state
from tests.cloud.services.federation import CLIENT, ELSEWHERE, PEOPLE

OTHER_ACCOUNT = "444455556666"


@pytest.fixture
def world() -> World:
    return World(seed="pools", accounts=("111122223333", OTHER_ACCOUNT))


def test_a_pool_is_described_as_it_was_made_and_what_was_never_set_is_absent(world: World) -> None:
    settings: dict[str, Any] = {
        "IdentityPoolName": "reports",
        "AllowUnauthenticatedIdentities": False,
        "AllowClassicFlow": False,
        "SupportedLoginProviders": {"graph.facebook.com": "1234"},
        "CognitoIdentityProviders": [{"ProviderName": PEOPLE, "ClientId": CLIENT, "ServerSideTokenCheck": False}],
        "DeveloperProviderName": "login.example",
        "IdentityPoolTags": {"team": "web"},
    }
    full = done(world, "cognito-identity", "CreateIdentityPool", **settings)
    bare = done(
        world, "cognito-identity", "CreateIdentityPool", IdentityPoolName="bare", AllowUnauthenticatedIdentities=True
    )
    assert full == {"IdentityPoolId": full["IdentityPoolId"], **settings}
    assert done(world, "cognito-identity", "DescribeIdentityPool", IdentityPoolId=full["IdentityPoolId"]) == full
    assert bare.keys() == {"IdentityPoolId", "IdentityPoolName", "AllowUnauthenticatedIdentities"}
    assert full["IdentityPoolId"].startswith("us-east-1:")


def test_updating_a_pool_forgets_every_setting_that_is_not_sent_again_but_not_its_roles(world: World) -> None:
    pool = an_identity_pool(world, SupportedLoginProviders={"graph.facebook.com": "1234"})
    readers = role_of(world, trust=cognito_trust(pool))
    give_roles(world, pool, authenticated=readers)
    changed = {"IdentityPoolId": pool, "IdentityPoolName": "renamed", "AllowUnauthenticatedIdentities": False}
    assert done(world, "cognito-identity", "UpdateIdentityPool", **changed) == changed
    assert done(world, "cognito-identity", "GetIdentityPoolRoles", IdentityPoolId=pool)["Roles"] == {
        "authenticated": readers
    }


def test_pools_are_listed_in_pages_and_a_page_s_token_fits_no_other_list(world: World) -> None:
    made = {an_identity_pool(world, IdentityPoolName=f"pool-{number}") for number in range(5)}
    first = done(world, "cognito-identity", "ListIdentityPools", MaxResults=3)
    second = done(world, "cognito-identity", "ListIdentityPools", MaxResults=3, NextToken=first["NextToken"])
    listed = [row["IdentityPoolId"] for page in (first, second) for row in page["IdentityPools"]]
    assert "NextToken" not in second
    assert len(listed) == 5
    assert set(listed) == made
    pool = listed[0]
    strange = asked(
        world,
        "cognito-identity",
        "ListIdentities",
        IdentityPoolId=pool,
        MaxResults=3,
        NextToken=first["NextToken"],
    )
    assert strange.error is not None
    assert (strange.error.code, strange.record.refused_by) == ("InvalidParameterException", ("identity.page.token",))


def test_another_account_s_pool_is_not_found_and_not_listed(world: World) -> None:
    pool = an_identity_pool(world)
    stranger = Operator(OTHER_ACCOUNT)
    reply = world.call("cognito-identity", "DescribeIdentityPool", {"IdentityPoolId": pool}, caller=stranger)
    assert reply.error is not None
    assert reply.error.code == "ResourceNotFoundException"
    assert reply.error.message == f"IdentityPool '{pool}' not found."
    listed = world.call("cognito-identity", "ListIdentityPools", {"MaxResults": 60}, caller=stranger)
    assert listed.output == {"IdentityPools": []}


@pytest.mark.parametrize("operation", ["DescribeIdentityPool", "GetIdentityPoolRoles", "GetId", "ListIdentities"])
def test_a_pool_that_does_not_exist_is_not_found(world: World, operation: str) -> None:
    params: dict[str, Any] = {"IdentityPoolId": ELSEWHERE} | (
        {"MaxResults": 1} if operation == "ListIdentities" else {}
    )
    reply = asked(world, "cognito-identity", operation, **params)
    assert reply.error is not None
    assert (reply.error.code, reply.error.message) == (
        "ResourceNotFoundException",
        f"IdentityPool '{ELSEWHERE}' not found.",
    )
    assert reply.record.refused_by == ("identity.pool.exists",)


@pytest.mark.parametrize(
    ("settings", "code", "refused"),
    [
        (
            {"SupportedLoginProviders": {"example.com": "1"}},
            "InvalidParameterException",
            "identity.pool.provider_names",
        ),
        (
            {"CognitoIdentityProviders": [{"ClientId": CLIENT}]},
            "InvalidParameterException",
            "identity.pool.provider_names",
        ),
        (
            {"CognitoIdentityProviders": [{"ProviderName": PEOPLE, "ClientId": CLIENT, "ServerSideTokenCheck": True}]},
            "NotImplemented",
            "door.simulated",
        ),
        ({"DeveloperProviderName": "accounts.google.com"}, "InvalidParameterException", "identity.developer.name"),
        ({"DeveloperProviderName": "with space"}, "ValidationException", "door.parameters"),
        (
            {"SamlProviderARNs": ["arn:aws:iam::111122223333:saml-provider/x"]},
            "NotAuthorizedException",
            "identity.pool.saml",
        ),
        ({"IdentityPoolName": "no/slash"}, "ValidationException", "door.parameters"),
    ],
)
def test_settings_that_aws_or_the_simulation_does_not_take_are_refused(
    world: World, settings: dict[str, Any], code: str, refused: str
) -> None:
    before = state(world)
    usual = {"IdentityPoolName": "reports", "AllowUnauthenticatedIdentities": True}
    reply = asked(world, "cognito-identity", "CreateIdentityPool", **(usual | settings))
    assert reply.error is not None
    assert (reply.error.code, reply.record.refused_by) == (code, (refused,))
    assert state(world) == before


def test_a_pool_without_roles_shows_none(world: World) -> None:
    pool = an_identity_pool(world)
    assert done(world, "cognito-identity", "GetIdentityPoolRoles", IdentityPoolId=pool) == {"IdentityPoolId": pool}


def test_setting_roles_replaces_those_it_had(world: World) -> None:
    pool = an_identity_pool(world)
    readers, guests = (role_of(world, name, trust=cognito_trust(pool)) for name in ("Readers", "Guests"))
    give_roles(world, pool, authenticated=readers, unauthenticated=guests)
    give_roles(world, pool, unauthenticated=guests)
    roles = done(world, "cognito-identity", "GetIdentityPoolRoles", IdentityPoolId=pool)["Roles"]
    assert roles == {"unauthenticated": guests}


@pytest.mark.parametrize(
    ("arn", "refused"),
    [
        ("just-the-name-of-a-role", "identity.role.exists"),
        ("arn:aws:iam::111122223333:role/Nobody", "identity.role.exists"),
        ("arn:aws:iam::111122223333:user/Readers", "identity.role.exists"),
        (f"arn:aws:iam::{OTHER_ACCOUNT}:role/Operator", "identity.role.account"),
    ],
)
def test_a_pool_takes_only_roles_of_its_own_account(world: World, arn: str, refused: str) -> None:
    pool = an_identity_pool(world)
    before = state(world)
    reply = asked(world, "cognito-identity", "SetIdentityPoolRoles", IdentityPoolId=pool, Roles={"authenticated": arn})
    assert reply.error is not None
    assert (reply.error.code, reply.error.message) == (
        "NotAuthorizedException",
        f"Access to Role '{arn}' is forbidden.",
    )
    assert reply.record.refused_by == (refused,)
    assert state(world) == before


def test_whoever_sets_a_pool_s_roles_must_be_allowed_to_pass_them_to_cognito(world: World) -> None:
    pool = an_identity_pool(world)
    readers = role_of(world, trust=cognito_trust(pool))
    keys = keys_for(world, role_of(world, "Admins"))
    request = {"IdentityPoolId": pool, "Roles": {"authenticated": readers}}

    def allow(*actions: dict[str, Any]) -> None:
        document = policy({"Action": "cognito-identity:SetIdentityPoolRoles", "Resource": "*"}, *actions)
        done(world, "iam", "PutRolePolicy", RoleName="Admins", PolicyName="p", PolicyDocument=document)

    allow()
    refused = world.call("cognito-identity", "SetIdentityPoolRoles", request, caller=keys)
    assert refused.error is not None
    assert refused.error.message == f"Access to Role '{readers}' is forbidden."
    assert refused.record.refused_by[0] == "identity.role.pass"
    passing = {"StringEquals": {"iam:PassedToService": "cognito-identity.amazonaws.com"}}
    allow({"Action": "iam:PassRole", "Resource": readers, "Condition": passing})
    assert world.call("cognito-identity", "SetIdentityPoolRoles", request, caller=keys).ok
