"""Setting and showing role mappings, by the API and by a template."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.callers import Keys
from cogtui.cloud.codec import pack_row, unpack_row
from cogtui.cloud.services.cognito_identity.records import POOLS
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from tests.builders import done, policy, state
from tests.cloud.services.cognito_identity.mappings import KEY, ROLE, by_rules, by_token, rule, set_mappings, staff
from tests.cloud.services.federation import FACEBOOK, GOOGLE, PEOPLE, Federation, federation


@pytest.fixture
def fed() -> Federation:
    made = federation()
    staff(made, "Editors")
    return made


def shown(fed: Federation) -> dict[str, Any]:
    return done(fed.world, "cognito-identity", "GetIdentityPoolRoles", IdentityPoolId=fed.pool)


def test_mappings_are_shown_as_they_were_set_and_replaced_as_a_whole(fed: Federation) -> None:
    mappings = {
        KEY: by_rules(rule("custom:team", "Equals", "red", "Editors"), ambiguous="AuthenticatedRole"),
        FACEBOOK: by_rules(rule("sub", "NotEqual", "x", "Editors")),
        GOOGLE: by_token(),
    }
    assert set_mappings(fed, mappings).ok
    assert shown(fed)["RoleMappings"] == mappings
    pool = fed.world.store.get(POOLS, (fed.pool,))
    assert pool is not None
    assert unpack_row(POOLS.name, pack_row(pool)) == pool
    assert set_mappings(fed, {GOOGLE: by_token()}).ok
    assert shown(fed)["RoleMappings"] == {GOOGLE: by_token()}
    done(
        fed.world,
        "cognito-identity",
        "SetIdentityPoolRoles",
        IdentityPoolId=fed.pool,
        Roles={"authenticated": fed.readers},
    )
    assert "RoleMappings" not in shown(fed)


def provider(key: str) -> str:
    return f"{key} is not a valid RoleMapping ProviderName or is not a configured provider."


ONE = rule("sub", "Equals", "x", "Editors")

WRONG: dict[str, tuple[dict[str, Any], str, str, str, str]] = {
    "a user pool without its client": (
        {PEOPLE: by_token()},
        "InvalidParameterException",
        provider(PEOPLE),
        "identity.mapping.provider",
        "a user pool's key ends in `:` and the id of the app client",
    ),
    "a user pool with https": (
        {f"https://{KEY}": by_token()},
        "InvalidParameterException",
        provider(f"https://{KEY}"),
        "identity.mapping.provider",
        "the key has no `https://`",
    ),
    "another client": (
        {f"{PEOPLE}:other": by_token()},
        "InvalidParameterException",
        provider(f"{PEOPLE}:other"),
        "identity.mapping.provider",
        "",
    ),
    "a provider that the pool does not list": (
        {"www.amazon.com": by_token()},
        "InvalidParameterException",
        provider("www.amazon.com"),
        "identity.mapping.provider",
        "",
    ),
    "no resolution": (
        {KEY: {"Type": "Token"}},
        "InvalidParameterException",
        f"AmbiguousRoleResolution is required for the role mapping of {KEY}.",
        "identity.mapping.resolution",
        "",
    ),
    "no rules": (
        {KEY: {"Type": "Rules", "AmbiguousRoleResolution": "Deny"}},
        "InvalidParameterException",
        f"RulesConfiguration is required for the role mapping of {KEY}.",
        "identity.mapping.rules",
        "",
    ),
    "a role that isn't there": (
        {KEY: by_rules(ONE, rule("sub", "Equals", "x", "Nobody"))},
        "NotAuthorizedException",
        f"Access to Role '{ROLE}Nobody' is forbidden.",
        "identity.role.exists",
        "",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_mapping_that_cannot_work_is_refused_and_nothing_is_set(fed: Federation, case: str) -> None:
    mappings, code, message, rule_id, note = WRONG[case]
    before = state(fed.world)
    reply = set_mappings(fed, {GOOGLE: by_token(), **mappings})
    assert reply.error is not None
    assert (reply.error.code, reply.error.message) == (code, message)
    assert reply.record.refused_by == (rule_id,)
    assert reply.record.why()[-1].note == note
    assert state(fed.world) == before


INVALID: dict[str, Any] = {
    "an unknown type": {KEY: by_token() | {"Type": "Tokens"}},
    "an unknown resolution": {KEY: by_token("Allow")},
    "an unknown match": {KEY: by_rules(ONE | {"MatchType": "EndsWith"})},
    "an empty list of rules": {KEY: by_rules()},
    "a claim with a space": {KEY: by_rules(ONE | {"Claim": "a b"})},
    "26 rules": {KEY: by_rules(*[ONE] * 26)},
    "an empty value": {KEY: by_rules(ONE | {"Value": ""})},
    "eleven providers": {f"{PEOPLE}:{number}": by_token() for number in range(11)},
}


@pytest.mark.parametrize("case", INVALID)
def test_the_api_s_model_is_kept_to(fed: Federation, case: str) -> None:
    before = state(fed.world)
    reply = set_mappings(fed, INVALID[case])
    assert reply.error is not None
    assert reply.error.code == "ValidationException"
    assert state(fed.world) == before


def test_25_rules_are_taken(fed: Federation) -> None:
    assert set_mappings(fed, {KEY: by_rules(*[ONE] * 25)}).ok


def test_the_caller_must_be_able_to_pass_on_the_role_of_every_rule(fed: Federation) -> None:
    world = fed.world
    done(world, "iam", "CreateUser", UserName="dev")
    allowed = policy(
        {"Action": "cognito-identity:SetIdentityPoolRoles", "Resource": "*"},
        {"Action": "iam:PassRole", "Resource": fed.readers},
    )
    done(world, "iam", "PutUserPolicy", UserName="dev", PolicyName="dev", PolicyDocument=allowed)
    key = done(world, "iam", "CreateAccessKey", UserName="dev")["AccessKey"]
    params = {
        "IdentityPoolId": fed.pool,
        "Roles": {"authenticated": fed.readers},
        "RoleMappings": {KEY: by_rules(ONE)},
    }
    caller = Keys(key["AccessKeyId"], key["SecretAccessKey"])
    reply = world.call("cognito-identity", "SetIdentityPoolRoles", params, caller=caller)
    assert reply.error is not None
    assert reply.error.message == f"Access to Role '{ROLE}Editors' is forbidden."
    assert "identity.role.pass" in reply.record.refused_by
    assert world.call("cognito-identity", "SetIdentityPoolRoles", params | {"RoleMappings": {}}, caller=caller).ok


TEMPLATE = """
Resources:
  People: {Type: AWS::Cognito::UserPool}
  Web:
    Type: AWS::Cognito::UserPoolClient
    Properties: {UserPoolId: !Ref People}
  Pool:
    Type: AWS::Cognito::IdentityPool
    Properties:
      AllowUnauthenticatedIdentities: false
      CognitoIdentityProviders: [{ProviderName: !GetAtt People.ProviderName, ClientId: !Ref Web}]
  Staff:
    Type: AWS::IAM::Role
    Properties:
      RoleName: Staff
      AssumeRolePolicyDocument:
        Statement:
          - Effect: Allow
            Principal: {Federated: cognito-identity.amazonaws.com}
            Action: sts:AssumeRoleWithWebIdentity
            Condition: {StringEquals: {"cognito-identity.amazonaws.com:aud": !Ref Pool}}
  Roles:
    Type: AWS::Cognito::IdentityPoolRoleAttachment
    Properties:
      IdentityPoolId: !Ref Pool
      Roles: {authenticated: !GetAtt Staff.Arn}
      RoleMappings:
        people:
          IdentityProvider: !Sub "${People.ProviderName}:${Web}"
          Type: Rules
          AmbiguousRoleResolution: Deny
          RulesConfiguration:
            Rules: [{Claim: "cognito:groups", MatchType: Contains, Value: staff, RoleARN: !GetAtt Staff.Arn}]
Outputs:
  Pool: {Value: !Ref Pool}
  Key: {Value: !Sub "${People.ProviderName}:${Web}"}
"""


def test_a_template_attaches_role_mappings() -> None:
    world = World("templates")
    outputs = apply(world, TEMPLATE, "roles.yaml").outputs
    found = done(world, "cognito-identity", "GetIdentityPoolRoles", IdentityPoolId=str(outputs["Pool"]))
    assert found["RoleMappings"] == {
        str(outputs["Key"]): {
            "Type": "Rules",
            "AmbiguousRoleResolution": "Deny",
            "RulesConfiguration": {
                "Rules": [
                    {
                        "Claim": "cognito:groups",
                        "MatchType": "Contains",
                        "Value": "staff",
                        "RoleARN": f"arn:aws:iam::{world.account}:role/Staff",
                    }
                ]
            },
        }
    }
