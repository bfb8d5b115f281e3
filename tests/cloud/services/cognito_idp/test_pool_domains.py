"""A pool's domains and resource servers."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.callers import Operator
from tests.builders import a_user_pool, a_world, asked, done, state
from tests.cloud.services.cognito_idp.people import people, refusal

CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012"
CUSTOM: dict[str, Any] = {"CustomDomainConfig": {"CertificateArn": CERTIFICATE}}


def test_a_prefix_and_a_custom_domain_are_described() -> None:
    here = people()
    assert here.administered("CreateUserPoolDomain", Domain="ana-demo") == {"ManagedLoginVersion": 1}
    made = here.administered("CreateUserPoolDomain", Domain="auth.example.com", ManagedLoginVersion=2, **CUSTOM)
    assert made["ManagedLoginVersion"] == 2
    pool = here.administered("DescribeUserPool")["UserPool"]
    assert (pool["Domain"], pool["CustomDomain"]) == ("ana-demo", "auth.example.com")
    found = {
        name: done(here.world, "cognito-idp", "DescribeUserPoolDomain", Domain=name)["DomainDescription"]
        for name in ("ana-demo", "auth.example.com")
    }
    distribution = found["ana-demo"].pop("CloudFrontDistribution")
    assert distribution.endswith(".cloudfront.net")
    assert found["ana-demo"] == {
        "UserPoolId": here.pool,
        "AWSAccountId": "111122223333",
        "Domain": "ana-demo",
        "Version": "20260105090000",
        "Status": "ACTIVE",
        "ManagedLoginVersion": 1,
    }
    assert found["auth.example.com"]["CustomDomainConfig"] == CUSTOM["CustomDomainConfig"]
    assert found["auth.example.com"]["CloudFrontDistribution"] == made["CloudFrontDomain"] != distribution


def test_a_domain_that_is_not_there_or_somebody_else_s_is_described_as_nothing() -> None:
    world = a_world(accounts=("111122223333", "444455556666"))
    done(world, "cognito-idp", "CreateUserPoolDomain", Domain="ana-demo", UserPoolId=a_user_pool(world))
    for name, account, region in (
        ("none", "111122223333", "us-east-1"),
        ("ana-demo", "444455556666", "us-east-1"),
        ("ana-demo", "111122223333", "eu-west-1"),
    ):
        reply = world.call(
            "cognito-idp", "DescribeUserPoolDomain", {"Domain": name}, caller=Operator(account), region=region
        )
        assert reply.output == {"DomainDescription": {}}


@pytest.mark.parametrize(
    ("params", "text", "rule"),
    [
        ({"Domain": "my-cognito"}, "Domain cannot contain reserved word: cognito", "idp.domain.reserved"),
        ({"Domain": "laws"}, "Domain cannot contain reserved word: aws", "idp.domain.reserved"),
        (
            {"Domain": "ana.demo"},
            (
                "1 validation error detected: Value 'ana.demo' at 'domain' failed to satisfy constraint: Member must "
                r"satisfy regular expression pattern: ^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$"
            ),
            "idp.domain.prefix_form",
        ),
        ({"Domain": "taken"}, "Domain already associated with another user pool.", "idp.domain.free"),
        ({"Domain": "example.com", **CUSTOM}, "Custom domain is not a valid subdomain", "idp.domain.custom_form"),
        (
            {
                "Domain": "auth.example.com",
                "CustomDomainConfig": {"CertificateArn": CERTIFICATE.replace("us-east-1", "eu-west-1")},
            },
            (
                "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, "
                "or doesn't include a valid certificate chain."
            ),
            "idp.domain.certificate",
        ),
        (
            {"Domain": "fine", "ManagedLoginVersion": 3},
            "ManagedLoginVersion must be 1 or 2.",
            "idp.domain.version",
        ),
    ],
)
def test_names_that_cannot_be_are_refused(params: dict[str, Any], text: str, rule: str) -> None:
    here = people()
    done(here.world, "cognito-idp", "CreateUserPoolDomain", Domain="taken", UserPoolId=a_user_pool(here.world))
    before = state(here.world)
    reply = here.asked("CreateUserPoolDomain", **params)
    assert refusal(reply) == ("InvalidParameterException", text)
    assert reply.record.refused_by[-1] == rule
    assert state(here.world) == before


def test_a_pool_has_one_domain_of_each_kind() -> None:
    here = people()
    here.administered("CreateUserPoolDomain", Domain="one")
    reply = here.asked("CreateUserPoolDomain", Domain="two")
    assert refusal(reply) == ("InvalidParameterException", "User pool already has a domain configured.")
    assert reply.record.refused_by == ("idp.domain.one",)
    here.administered("DeleteUserPoolDomain", Domain="one")
    here.administered("CreateUserPoolDomain", Domain="two")


def test_managed_login_needs_more_than_the_lite_tier() -> None:
    here = people(UserPoolTier="LITE")
    reply = here.asked("CreateUserPoolDomain", Domain="one", ManagedLoginVersion=2)
    assert refusal(reply)[0] == "FeatureUnavailableInTierException"
    assert reply.record.refused_by == ("idp.domain.tier",)


def test_a_domain_gets_another_version_or_certificate() -> None:
    here = people()
    here.administered("CreateUserPoolDomain", Domain="one")
    here.administered("CreateUserPoolDomain", Domain="auth.example.com", **CUSTOM)
    assert here.administered("UpdateUserPoolDomain", Domain="one", ManagedLoginVersion=2)["ManagedLoginVersion"] == 2
    other = {"CustomDomainConfig": {"CertificateArn": CERTIFICATE[:-1] + "9", "SecurityPolicy": "TLS_V1_2_2021"}}
    here.administered("UpdateUserPoolDomain", Domain="auth.example.com", **other)
    found = done(here.world, "cognito-idp", "DescribeUserPoolDomain", Domain="auth.example.com")["DomainDescription"]
    assert found["CustomDomainConfig"] == other["CustomDomainConfig"]
    reply = here.asked("UpdateUserPoolDomain", Domain="one", **CUSTOM)
    assert reply.record.refused_by == ("idp.domain.custom",)


@pytest.mark.parametrize("operation", ["UpdateUserPoolDomain", "DeleteUserPoolDomain"])
def test_a_domain_belongs_to_its_pool(operation: str) -> None:
    here = people()
    other = a_user_pool(here.world)
    here.administered("CreateUserPoolDomain", Domain="one")
    before = state(here.world)
    reply = asked(here.world, "cognito-idp", operation, Domain="one", UserPoolId=other)
    assert refusal(reply) == ("InvalidParameterException", "No such domain or user pool exists.")
    assert reply.record.refused_by == ("idp.domain.exists",)
    assert state(here.world) == before


# ------------------------------------------------------------------------------------------------------ resource servers

READ = {"ScopeName": "read", "ScopeDescription": "Read notes"}
NOTES = {"Identifier": "https://notes.example.com", "Name": "Notes", "Scopes": [READ]}


def test_a_resource_server_comes_back_as_it_was_made_and_is_updated_as_a_whole() -> None:
    here = people()
    made = here.administered("CreateResourceServer", **NOTES)["ResourceServer"]
    assert made == {"UserPoolId": here.pool, **NOTES}
    asked_for = {"Identifier": NOTES["Identifier"]}
    assert here.administered("DescribeResourceServer", **asked_for)["ResourceServer"] == made
    changed = here.administered("UpdateResourceServer", Name="Other", **asked_for)["ResourceServer"]
    assert (changed["Name"], changed["Scopes"]) == ("Other", [])
    here.administered("DeleteResourceServer", **asked_for)
    assert here.administered("ListResourceServers")["ResourceServers"] == []


def test_clients_may_list_the_scopes_of_resource_servers() -> None:
    here = people()
    here.administered("CreateResourceServer", **NOTES)
    scopes = ["openid", "https://notes.example.com/read"]
    assert here.asked("CreateUserPoolClient", ClientName="x", AllowedOAuthScopes=scopes).ok


@pytest.mark.parametrize(
    ("operation", "params", "code", "text", "rule"),
    [
        (
            "CreateResourceServer",
            NOTES,
            "InvalidParameterException",
            "https://notes.example.com already exists in user pool {pool}.",
            "idp.resource_server.free",
        ),
        (
            "CreateResourceServer",
            {"Identifier": "x", "Name": "x", "Scopes": [READ, READ]},
            "InvalidParameterException",
            "Duplicate scope name: read",
            "idp.resource_server.scopes",
        ),
        *(
            (
                operation,
                {"Identifier": "none", **more},
                "ResourceNotFoundException",
                "Resource server none does not exist.",
                "idp.resource_server.exists",
            )
            for operation, more in (
                ("DescribeResourceServer", {}),
                ("UpdateResourceServer", {"Name": "x"}),
                ("DeleteResourceServer", {}),
            )
        ),
    ],
)
def test_what_cannot_be_is_refused(operation: str, params: dict[str, Any], code: str, text: str, rule: str) -> None:
    here = people()
    here.administered("CreateResourceServer", **NOTES)
    before = state(here.world)
    reply = here.asked(operation, **params)
    assert refusal(reply) == (code, text.format(pool=here.pool))
    assert reply.record.refused_by[-1] == rule
    assert state(here.world) == before


def test_a_pool_has_twenty_five_resource_servers_at_most_and_they_are_paged() -> None:
    here = people()
    for number in range(25):
        here.administered("CreateResourceServer", Identifier=f"s{number:02}", Name="x")
    reply = here.asked("CreateResourceServer", Identifier="more", Name="x")
    assert refusal(reply)[0] == "LimitExceededException"
    first = here.administered("ListResourceServers", MaxResults=20)
    second = here.administered("ListResourceServers", MaxResults=20, NextToken=first["NextToken"])
    assert [len(page["ResourceServers"]) for page in (first, second)] == [20, 5]
