"""Making and describing user pools."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cogtui.cloud.callers import ANONYMOUS, Operator
from tests.builders import a_user_pool, a_world, asked, done, state
from tests.cloud.services.cognito_idp.people import people, refusal

STANDARD = [
    "sub",
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "email_verified",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
    "phone_number_verified",
    "address",
    "updated_at",
]


def described(**settings: Any) -> dict[str, Any]:
    world = a_world()
    pool = done(world, "cognito-idp", "CreateUserPool", **({"PoolName": "people"} | settings))["UserPool"]
    assert pool == done(world, "cognito-idp", "DescribeUserPool", UserPoolId=pool["Id"])["UserPool"]
    return pool


def test_a_pool_made_without_settings_has_aws_s_defaults() -> None:
    pool = described()
    schema = pool.pop("SchemaAttributes")
    began = datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert pool == {
        "Id": pool["Id"],
        "Name": "people",
        "Policies": {
            "PasswordPolicy": {
                "MinimumLength": 8,
                "RequireUppercase": True,
                "RequireLowercase": True,
                "RequireNumbers": True,
                "RequireSymbols": True,
                "TemporaryPasswordValidityDays": 7,
            },
            "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]},
        },
        "DeletionProtection": "INACTIVE",
        "LambdaConfig": {},
        "LastModifiedDate": began,
        "CreationDate": began,
        "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_CODE"},
        "MfaConfiguration": "OFF",
        "EstimatedNumberOfUsers": 0,
        "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
        "UserPoolTags": {},
        "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": False, "UnusedAccountValidityDays": 7},
        "Arn": f"arn:aws:cognito-idp:us-east-1:111122223333:userpool/{pool['Id']}",
        "UserPoolTier": "ESSENTIALS",
    }
    assert [attribute["Name"] for attribute in schema] == STANDARD


def test_a_pool_id_is_region_underscore_and_nine_letters_or_digits() -> None:
    region, local = described()["Id"].split("_")
    assert region == "us-east-1"
    assert len(local) == 9
    assert local.isalnum()


FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:f"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "sub",
            {"Mutable": False, "Required": True, "StringAttributeConstraints": {"MinLength": "1", "MaxLength": "2048"}},
        ),
        ("email", {"Mutable": True, "StringAttributeConstraints": {"MinLength": "0", "MaxLength": "2048"}}),
        ("birthdate", {"StringAttributeConstraints": {"MinLength": "10", "MaxLength": "10"}}),
        ("email_verified", {"AttributeDataType": "Boolean", "Mutable": True, "Required": False}),
        ("updated_at", {"AttributeDataType": "Number", "NumberAttributeConstraints": {"MinValue": "0"}}),
    ],
)
def test_standard_attributes_are_described_as_aws_has_them(name: str, expected: dict[str, Any]) -> None:
    found = next(attribute for attribute in described()["SchemaAttributes"] if attribute["Name"] == name)
    usual = {"AttributeDataType": "String", "DeveloperOnlyAttribute": False, "Mutable": True, "Required": False}
    assert found == {"Name": name, **usual, **expected}


def test_a_pool_s_own_schema_stands_beside_the_standard_one() -> None:
    own = [
        {"Name": "email", "Required": True, "Mutable": False},
        {"Name": "team", "AttributeDataType": "String", "StringAttributeConstraints": {"MaxLength": "10"}},
        {"Name": "level", "AttributeDataType": "Number", "Mutable": False},
        {"Name": "note", "AttributeDataType": "String", "DeveloperOnlyAttribute": True},
    ]
    schema = {attribute["Name"]: attribute for attribute in described(Schema=own)["SchemaAttributes"]}
    assert list(schema) == [*STANDARD, "custom:team", "custom:level", "dev:custom:note"]
    assert (schema["email"]["Required"], schema["email"]["Mutable"]) == (True, False)
    assert schema["custom:team"]["StringAttributeConstraints"] == {"MaxLength": "10"}
    assert schema["custom:level"]["NumberAttributeConstraints"] == {}
    assert schema["custom:level"]["Mutable"] is False


def test_settings_come_back_as_they_were_given() -> None:
    given = {
        "AutoVerifiedAttributes": ["email"],
        "UsernameAttributes": ["email"],
        "UsernameConfiguration": {"CaseSensitive": False},
        "DeletionProtection": "ACTIVE",
        "AccountRecoverySetting": {"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}]},
        "UserPoolTags": {"stage": "test"},
        "EmailVerificationSubject": "Hello",
    }
    pool = described(**given)
    assert {name: pool[name] for name in given} == given
    assert pool["VerificationMessageTemplate"]["EmailSubject"] == "Hello"


@pytest.mark.parametrize(
    ("settings", "text", "rule"),
    [
        (
            {"Schema": [{"Name": "team", "AttributeDataType": "String", "Required": True}]},
            "Required custom attributes are not supported currently.",
            "idp.schema.optional",
        ),
        (
            {"Schema": [{"Name": "team"}]},
            "Invalid AttributeDataType input, consider using the provided AttributeDataType enum.",
            "idp.schema.type",
        ),
        (
            {"Schema": [{"Name": "email", "AttributeDataType": "Number"}]},
            "You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute email",
            "idp.schema.standard",
        ),
        (
            {"Schema": [{"Name": "email", "DeveloperOnlyAttribute": True}]},
            "You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute email",
            "idp.schema.standard",
        ),
        (
            {
                "Schema": [
                    {"Name": "a", "AttributeDataType": "String", "StringAttributeConstraints": {"MaxLength": "2049"}}
                ]
            },
            "user.custom:a: String attributes cannot have a length of more than 2048",
            "idp.schema.constraints",
        ),
        (
            {
                "Schema": [
                    {
                        "Name": "a",
                        "AttributeDataType": "String",
                        "StringAttributeConstraints": {"MinLength": "5", "MaxLength": "4"},
                    }
                ]
            },
            "user.custom:a: Max length cannot be less than min length.",
            "idp.schema.constraints",
        ),
        (
            {
                "Schema": [
                    {
                        "Name": "a",
                        "AttributeDataType": "Number",
                        "NumberAttributeConstraints": {"MinValue": "5", "MaxValue": "4"},
                    }
                ]
            },
            "user.custom:a: Max value cannot be less than min value.",
            "idp.schema.constraints",
        ),
        (
            {"UsernameAttributes": ["email"], "AliasAttributes": ["email"]},
            "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.",
            "idp.pool.sign_in_names",
        ),
    ],
)
def test_settings_that_contradict_are_refused(settings: dict[str, Any], text: str, rule: str) -> None:
    world = a_world()
    before = state(world)
    reply = asked(world, "cognito-idp", "CreateUserPool", PoolName="people", **settings)
    assert refusal(reply) == ("InvalidParameterException", text)
    assert reply.record.refused_by[-1] == rule
    assert state(world) == before


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        (
            {"LambdaConfig": {"CustomEmailSender": {"LambdaVersion": "V1_0", "LambdaArn": FUNCTION}}},
            "LambdaConfig with CustomEmailSender",
        ),
        ({"VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_LINK"}}, "CONFIRM_WITH_LINK"),
        ({"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}}}, "SignInPolicy"),
    ],
)
def test_what_would_change_sign_in_and_is_not_built_says_so(settings: dict[str, Any], what: str) -> None:
    code, text = refusal(asked(a_world(), "cognito-idp", "CreateUserPool", PoolName="people", **settings))
    assert code == "NotImplemented"
    assert what in text
    assert text.endswith("is not simulated by CogTUI")


def test_the_number_of_users_is_counted_as_they_come() -> None:
    here = people()
    here.sign_up("ana")
    here.user("ben")
    assert here.administered("DescribeUserPool")["UserPool"]["EstimatedNumberOfUsers"] == 2
    here.world.undo()
    here.world.undo()
    assert here.administered("DescribeUserPool")["UserPool"]["EstimatedNumberOfUsers"] == 1


@pytest.mark.parametrize(("account", "region"), [("444455556666", "us-east-1"), ("111122223333", "eu-west-1")])
def test_a_pool_does_not_exist_for_another_account_or_in_another_region(account: str, region: str) -> None:
    world = a_world(accounts=("111122223333", "444455556666"))
    pool = a_user_pool(world)
    reply = world.call("cognito-idp", "DescribeUserPool", {"UserPoolId": pool}, caller=Operator(account), region=region)
    assert refusal(reply) == ("ResourceNotFoundException", f"User pool {pool} does not exist.")
    assert reply.record.refused_by == ("idp.pool.exists",)
    assert world.call("cognito-idp", "DescribeUserPool", {"UserPoolId": pool}, caller=world.operator).ok


def test_nobody_describes_a_pool_unsigned() -> None:
    world = a_world()
    reply = world.call("cognito-idp", "DescribeUserPool", {"UserPoolId": a_user_pool(world)}, caller=ANONYMOUS)
    assert refusal(reply)[0] == "MissingAuthenticationTokenException"


def test_pools_are_listed_page_by_page_per_region() -> None:
    world = a_world()
    made = sorted(a_user_pool(world, PoolName=f"pool {number}") for number in range(5))
    world.call("cognito-idp", "CreateUserPool", {"PoolName": "far"}, caller=world.operator, region="eu-west-1")
    first = done(world, "cognito-idp", "ListUserPools", MaxResults=3)
    second = done(world, "cognito-idp", "ListUserPools", MaxResults=3, NextToken=first["NextToken"])
    assert [pool["Id"] for page in (first, second) for pool in page["UserPools"]] == made
    assert "NextToken" not in second
    assert set(first["UserPools"][0]) == {"Id", "Name", "LambdaConfig", "LastModifiedDate", "CreationDate"}


@pytest.mark.parametrize("token", ["x", "AAAA", "a" * 200])
def test_a_page_s_token_of_another_list_is_refused(token: str) -> None:
    reply = asked(a_world(), "cognito-idp", "ListUserPools", MaxResults=3, NextToken=token)
    assert refusal(reply)[0] == "InvalidParameterException"
    assert reply.record.refused_by == ("idp.page.token",)
