"""Changing and deleting pools: what is left out is reset, and nothing of a deleted pool stays."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud import codec
from cogtui.cloud.store import Table
from cogtui.cloud.world import World
from tests.builders import a_client, a_user_pool, a_world, asked, done, state
from tests.cloud.services.cognito_idp.people import People, people, refusal

FULL: dict[str, Any] = {
    "Policies": {
        "PasswordPolicy": {
            "MinimumLength": 12,
            "RequireUppercase": False,
            "RequireLowercase": True,
            "RequireNumbers": True,
            "RequireSymbols": False,
            "TemporaryPasswordValidityDays": 3,
        },
        "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]},
    },
    "DeletionProtection": "ACTIVE",
    "AutoVerifiedAttributes": ["email"],
    "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_CODE", "EmailSubject": "Hello"},
    "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
    "UserPoolTags": {"stage": "test"},
    "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True},
    "AccountRecoverySetting": {"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}]},
    "UserPoolTier": "LITE",
}


def described(world: World, pool: str) -> dict[str, Any]:
    return done(world, "cognito-idp", "DescribeUserPool", UserPoolId=pool)["UserPool"]


def test_an_update_gives_all_settings_anew() -> None:
    world = a_world()
    pool = a_user_pool(world)
    world.act("clock.advance", seconds=60)
    done(world, "cognito-idp", "UpdateUserPool", UserPoolId=pool, PoolName="renamed", **FULL)
    found = described(world, pool)
    kept = FULL | {"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True, "UnusedAccountValidityDays": 3}}
    assert {name: found[name] for name in FULL} == kept
    assert found["Name"] == "renamed"
    assert (found["LastModifiedDate"] - found["CreationDate"]).total_seconds() == 60


def test_what_an_update_leaves_out_goes_back_to_the_default_but_for_name_schema_and_sign_in() -> None:
    world = a_world()
    fixed = {
        "PoolName": "people",
        "UsernameAttributes": ["email"],
        "UsernameConfiguration": {"CaseSensitive": False},
        "Schema": [{"Name": "team", "AttributeDataType": "String"}],
    }
    plain = done(world, "cognito-idp", "CreateUserPool", **fixed)["UserPool"]
    pool = done(world, "cognito-idp", "CreateUserPool", **fixed, **FULL)["UserPool"]
    done(world, "cognito-idp", "UpdateUserPool", UserPoolId=pool["Id"])
    own = ("Id", "Arn")
    found = described(world, pool["Id"])
    assert {name: value for name, value in found.items() if name not in own} == {
        name: value for name, value in plain.items() if name not in own
    }


def test_what_describe_says_can_be_sent_back_once_the_deprecated_days_are_dropped() -> None:
    world = a_world()
    pool = done(world, "cognito-idp", "CreateUserPool", PoolName="people", **FULL)["UserPool"]
    read_only = ("Id", "Arn", "Name", "CreationDate", "LastModifiedDate", "SchemaAttributes", "EstimatedNumberOfUsers")
    settings = {name: value for name, value in pool.items() if name not in read_only}
    reply = asked(world, "cognito-idp", "UpdateUserPool", UserPoolId=pool["Id"], **settings)
    assert refusal(reply) == (
        "InvalidParameterException",
        "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays",
    )
    settings["AdminCreateUserConfig"] = {"AllowAdminCreateUserOnly": True}
    done(world, "cognito-idp", "UpdateUserPool", UserPoolId=pool["Id"], **settings)
    assert described(world, pool["Id"]) == pool


@pytest.mark.parametrize(
    ("settings", "text", "rule"),
    [
        (
            {"UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]}},
            "All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes",
            "idp.pool.verified_updates",
        ),
        (
            {
                "AccountRecoverySetting": {
                    "RecoveryMechanisms": [
                        {"Priority": 1, "Name": "admin_only"},
                        {"Priority": 2, "Name": "verified_email"},
                    ]
                }
            },
            "admin_only cannot be combined with other recovery mechanisms.",
            "idp.pool.recovery",
        ),
        (
            {"UserPoolTags": {"aws:x": "y"}},
            "aws: prefixed tag key names are not allowed for external use.",
            "idp.tags.own",
        ),
    ],
)
def test_settings_that_contradict_change_nothing(settings: dict[str, Any], text: str, rule: str) -> None:
    world = a_world()
    pool = a_user_pool(world)
    before = state(world)
    reply = asked(world, "cognito-idp", "UpdateUserPool", UserPoolId=pool, **settings)
    assert refusal(reply) == ("InvalidParameterException", text)
    assert reply.record.refused_by[-1] == rule
    assert state(world) == before


@pytest.mark.parametrize("name", ["Schema", "AliasAttributes", "UsernameAttributes", "UsernameConfiguration"])
def test_what_is_for_ever_is_no_parameter_of_an_update(name: str) -> None:
    world = a_world()
    reply = asked(world, "cognito-idp", "UpdateUserPool", UserPoolId=a_user_pool(world), **{name: []})
    assert reply.error is not None
    assert name in reply.error.message


def test_custom_attributes_are_added_for_good() -> None:
    here = people()
    here.administered(
        "AddCustomAttributes",
        CustomAttributes=[
            {"Name": "team", "AttributeDataType": "String", "StringAttributeConstraints": {"MaxLength": "10"}},
            {"Name": "email", "AttributeDataType": "Number", "Mutable": False},
        ],
    )
    schema = [entry["Name"] for entry in described(here.world, here.pool)["SchemaAttributes"]]
    assert schema[-2:] == ["custom:team", "custom:email"]
    here.user("ana", custom__team="blue")
    assert here.profile("ana")["custom:team"] == "blue"
    before = state(here.world)
    reply = here.asked("AddCustomAttributes", CustomAttributes=[{"Name": "team", "AttributeDataType": "String"}])
    text = "custom:team: Existing attribute already has name custom:team."
    assert refusal(reply) == ("InvalidParameterException", text)
    assert reply.record.refused_by == ("idp.schema.free",)
    assert state(here.world) == before


def test_a_pool_has_fifty_custom_attributes_at_most() -> None:
    here = people()
    for first in (0, 25):
        entries = [{"Name": f"a{number}", "AttributeDataType": "String"} for number in range(first, first + 25)]
        here.administered("AddCustomAttributes", CustomAttributes=entries)
    reply = here.asked("AddCustomAttributes", CustomAttributes=[{"Name": "more", "AttributeDataType": "String"}])
    assert reply.record.refused_by == ("idp.schema.quota",)


def test_second_factors_are_off() -> None:
    here = people()
    assert here.administered("GetUserPoolMfaConfig") == {"MfaConfiguration": "OFF"}
    assert here.administered("SetUserPoolMfaConfig", MfaConfiguration="OFF") == {"MfaConfiguration": "OFF"}


def test_the_sender_of_second_factors_is_the_pool_s() -> None:
    here = people()
    sms = {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::111122223333:role/Sms", "ExternalId": "x"}}
    told = here.administered("SetUserPoolMfaConfig", MfaConfiguration="ON", SmsMfaConfiguration=sms)
    assert told["SmsMfaConfiguration"] == sms
    assert described(here.world, here.pool)["SmsConfiguration"] == sms["SmsConfiguration"]


# -------------------------------------------------------------------------------------------------------------- deletion


def inhabited() -> People:
    """Return a pool that has something of everything."""
    here = people({"GenerateSecret": False})
    here.confirmed("ana")
    here.sign_up("ben", email="ben@example.com")
    here.sign_in("ana", "wrong")
    here.tokens("ana")
    here.administered("CreateGroup", GroupName="editors")
    here.administered("AdminAddUserToGroup", Username="ana", GroupName="editors")
    here.administered("CreateResourceServer", Identifier="notes", Name="notes")
    details = {"client_id": "x", "client_secret": "y", "authorize_scopes": "openid"}
    here.administered("CreateIdentityProvider", ProviderName="Google", ProviderType="Google", ProviderDetails=details)
    return here


def mentions(world: World, word: str) -> set[str]:
    """Return the tables that have a word anywhere, but for what was sent and what devices hold."""
    found = {table for table, key, row in world.store.every() if word in f"{key} {row}"}
    return {table for table in found if table.startswith("idp.") or table == "world.signing_keys"} - {"idp.messages"}


def test_nothing_of_a_deleted_pool_stays_and_other_pools_are_untouched() -> None:
    here = inhabited()
    other = a_user_pool(here.world)
    a_client(here.world, other)
    before = [row for row in state(here.world) if other in str(row)]
    assert len(mentions(here.world, here.pool)) > 10
    here.administered("DeleteUserPool")
    assert mentions(here.world, here.pool) == set()
    assert [row for row in state(here.world) if other in str(row)] == before
    assert refusal(here.asked("DescribeUserPool"))[0] == "ResourceNotFoundException"
    assert refusal(here.sign_in("ana"))[0] == "ResourceNotFoundException"


def test_a_deleted_pool_comes_back_with_undo() -> None:
    here = inhabited()
    before = state(here.world)
    here.administered("DeleteUserPool")
    here.world.undo()
    assert state(here.world) == before


def test_nothing_of_a_deleted_client_stays_and_its_tokens_are_worth_nothing() -> None:
    here = inhabited()
    other = a_client(here.world, here.pool)
    token = here.tokens("ana")
    here.administered("DeleteUserPoolClient", ClientId=here.client)
    assert mentions(here.world, here.client) == set()
    assert refusal(here.world.call("cognito-idp", "GetUser", {"AccessToken": token["AccessToken"]}))[0] == (
        "NotAuthorizedException"
    )
    assert refusal(here.refresh(token["RefreshToken"]))[0] == "ResourceNotFoundException"
    assert here.administered("DescribeUserPoolClient", ClientId=other)["UserPoolClient"]["ClientId"] == other


@pytest.mark.parametrize("operation", ["UpdateUserPoolClient", "DeleteUserPoolClient", "ListUserPoolClientSecrets"])
def test_a_client_is_changed_in_its_own_pool_alone(operation: str) -> None:
    here = people()
    other = a_user_pool(here.world)
    before = state(here.world)
    reply = asked(here.world, "cognito-idp", operation, UserPoolId=other, ClientId=here.client)
    assert refusal(reply) == ("ResourceNotFoundException", f"User pool client {here.client} does not exist.")
    assert state(here.world) == before


def test_every_table_that_belongs_to_a_pool_names_it() -> None:
    codec.load_tables()
    ours = [table for name, table in Table.known.items() if name.startswith("idp.") and name != "idp.pools"]
    without = [table.name for table in ours if "pool_id" not in table.record.__struct_fields__]
    assert without == [], "DeleteUserPool would leave their rows behind"


def test_a_protected_pool_is_not_deleted() -> None:
    here = people(DeletionProtection="ACTIVE")
    reply = here.asked("DeleteUserPool")
    assert refusal(reply) == (
        "InvalidParameterException",
        (
            "The user pool cannot be deleted because deletion protection is activated. "
            "Deletion protection must be inactivated first."
        ),
    )
    assert reply.record.refused_by == ("idp.pool.unprotected",)
    here.administered("UpdateUserPool", DeletionProtection="INACTIVE")
    here.administered("DeleteUserPool")


def test_a_pool_with_a_domain_is_not_deleted() -> None:
    here = people()
    here.administered("CreateUserPoolDomain", Domain="ana-demo")
    reply = here.asked("DeleteUserPool")
    text = "User pool cannot be deleted. It has a domain configured that should be deleted first."
    assert refusal(reply) == ("InvalidParameterException", text)
    assert reply.record.refused_by == ("idp.pool.without_domain",)
    here.administered("DeleteUserPoolDomain", Domain="ana-demo")
    here.administered("DeleteUserPool")
