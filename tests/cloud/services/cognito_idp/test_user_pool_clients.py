"""Making and describing app clients."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.builders import a_client, a_user_pool, a_world, asked, done, state
from tests.cloud.services.cognito_idp.people import refusal


def described(**settings: Any) -> dict[str, Any]:
    world = a_world()
    pool = a_user_pool(world)
    given = {"UserPoolId": pool, "ClientName": "web"} | settings
    client = done(world, "cognito-idp", "CreateUserPoolClient", **given)["UserPoolClient"]
    where = {"UserPoolId": pool, "ClientId": client["ClientId"]}
    assert client == done(world, "cognito-idp", "DescribeUserPoolClient", **where)["UserPoolClient"]
    return client


def test_a_client_made_without_settings_has_aws_s_defaults() -> None:
    client = described()
    began = datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert client == {
        "UserPoolId": client["UserPoolId"],
        "ClientName": "web",
        "ClientId": client["ClientId"],
        "LastModifiedDate": began,
        "CreationDate": began,
        "RefreshTokenValidity": 30,
        "TokenValidityUnits": {},
        "EnableTokenRevocation": True,
        "EnablePropagateAdditionalUserContextData": False,
        "AuthSessionValidity": 3,
        "AllowedOAuthFlowsUserPoolClient": False,
    }
    assert re.fullmatch(r"[0-9a-z]{26}", client["ClientId"])


def test_a_secret_is_made_on_request_and_described() -> None:
    assert re.fullmatch(r"[0-9a-z]{51}", described(GenerateSecret=True)["ClientSecret"])


def test_settings_come_back_as_they_were_given() -> None:
    given = {
        "AccessTokenValidity": 10,
        "IdTokenValidity": 20,
        "RefreshTokenValidity": 5,
        "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"},
        "ReadAttributes": ["email", "given_name"],
        "WriteAttributes": ["email"],
        "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"],
        "PreventUserExistenceErrors": "ENABLED",
        "EnableTokenRevocation": False,
        "CallbackURLs": ["https://app.example.com/callback"],
        "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid", "email"],
        "AllowedOAuthFlowsUserPoolClient": True,
        "SupportedIdentityProviders": ["COGNITO"],
    }
    client = described(**given)
    assert {name: client[name] for name in given} == given


@pytest.mark.parametrize(
    ("settings", "code", "text", "rule"),
    [
        ({"AccessTokenValidity": 25}, "InvalidParameterException", "Invalid range for token validity.", "range"),
        (
            {"IdTokenValidity": 299, "TokenValidityUnits": {"IdToken": "seconds"}},
            "InvalidParameterException",
            "Invalid range for token validity.",
            "range",
        ),
        (
            {"RefreshTokenValidity": 59, "TokenValidityUnits": {"RefreshToken": "minutes"}},
            "InvalidParameterException",
            "Invalid range for token validity.",
            "range",
        ),
        (
            {"RefreshTokenValidity": 3651},
            "InvalidParameterException",
            "Invalid range for token validity.",
            "range",
        ),
        (
            {"RefreshTokenValidity": 1, "TokenValidityUnits": {"RefreshToken": "hours"}, "IdTokenValidity": 2},
            "InvalidParameterException",
            "Invalid range for token validity.",
            "refresh_longest",
        ),
        (
            {"ExplicitAuthFlows": ["USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"]},
            "InvalidParameterException",
            "Legacy ExplicitAuthFlows values can not be mixed with ALLOW_ values.",
            "flows",
        ),
        (
            {"ReadAttributes": ["custom:nothing"]},
            "InvalidParameterException",
            "Invalid read attributes specified while creating a client",
            "read_attributes",
        ),
        (
            {"WriteAttributes": ["email_verified"]},
            "InvalidParameterException",
            "Invalid write attributes specified while creating a client",
            "write_attributes",
        ),
        (
            {"AllowedOAuthFlows": ["client_credentials", "code"], "GenerateSecret": True},
            "InvalidOAuthFlowException",
            "client_credentials flow can not be selected along with code flow or implicit flow",
            "oauth_flows",
        ),
        (
            {"AllowedOAuthFlows": ["client_credentials"]},
            "InvalidOAuthFlowException",
            "client_credentials flow can not be selected if client does not have a client secret.",
            "oauth_secret",
        ),
        (
            {"AllowedOAuthScopes": ["openid", "reports/read"]},
            "ScopeDoesNotExistException",
            "Invalid scope requested: reports/read",
            "oauth_scopes",
        ),
    ],
)
def test_settings_that_cannot_be_are_refused(settings: dict[str, Any], code: str, text: str, rule: str) -> None:
    world = a_world()
    pool = a_user_pool(world)
    before = state(world)
    reply = asked(world, "cognito-idp", "CreateUserPoolClient", UserPoolId=pool, ClientName="web", **settings)
    assert refusal(reply) == (code, text)
    assert reply.record.refused_by[-1].rpartition(".")[2] == rule
    assert state(world) == before


def test_a_validity_of_zero_days_means_thirty() -> None:
    assert described(RefreshTokenValidity=0)["RefreshTokenValidity"] == 30


@pytest.mark.parametrize("operation", ["CreateUserPoolClient", "ListUserPoolClients"])
def test_a_client_needs_a_pool(operation: str) -> None:
    params = {"ClientName": "web"} if operation == "CreateUserPoolClient" else {}
    reply = asked(a_world(), "cognito-idp", operation, UserPoolId="us-east-1_Nowhere01", **params)
    assert refusal(reply) == ("ResourceNotFoundException", "User pool us-east-1_Nowhere01 does not exist.")


def test_a_client_is_described_in_its_own_pool_alone() -> None:
    world = a_world()
    pool, other = a_user_pool(world), a_user_pool(world)
    client = a_client(world, pool)
    reply = asked(world, "cognito-idp", "DescribeUserPoolClient", UserPoolId=other, ClientId=client)
    assert refusal(reply) == ("ResourceNotFoundException", f"User pool client {client} does not exist.")


def test_clients_are_listed_page_by_page() -> None:
    world = a_world()
    pool = a_user_pool(world)
    a_client(world, a_user_pool(world))
    made = sorted(a_client(world, pool, ClientName=f"app {number}") for number in range(3))
    first = done(world, "cognito-idp", "ListUserPoolClients", UserPoolId=pool, MaxResults=2)
    second = done(world, "cognito-idp", "ListUserPoolClients", UserPoolId=pool, NextToken=first["NextToken"])
    assert [client["ClientId"] for page in (first, second) for client in page["UserPoolClients"]] == made
    assert set(first["UserPoolClients"][0]) == {"ClientId", "UserPoolId", "ClientName"}
