"""Templates that say which second factors a user pool has, and with which first ones its users may begin."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from tests.builders import done, state

SMS = {"SnsCallerArn": "arn:aws:iam::111122223333:role/Sms", "ExternalId": "x"}
SES = "{EmailSendingAccount: DEVELOPER, SourceArn: 'arn:aws:ses:us-east-1:111122223333:identity/example.com'}"
TEXTS = "SmsConfiguration: {SnsCallerArn: 'arn:aws:iam::111122223333:role/Sms', ExternalId: x}"
TOTP = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
BY_SMS = {"SmsMfaConfiguration": {"SmsConfiguration": SMS}}


def pool(*properties: str) -> str:
    return "Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n    Properties:\n" + "".join(
        f"      {line}\n" for line in properties
    )


@pytest.mark.parametrize(
    ("properties", "config"),
    [
        (["EnabledMfas: [SOFTWARE_TOKEN_MFA]"], TOTP),
        (["EnabledMfas: [SMS_MFA, SOFTWARE_TOKEN_MFA]", TEXTS], TOTP | BY_SMS),
        ([TEXTS], BY_SMS),
        (
            ["EnabledMfas: [EMAIL_OTP]", f"EmailConfiguration: {SES}", "EmailAuthenticationMessage: 'Code {####}'"],
            {"EmailMfaConfiguration": {"Message": "Code {####}"}},
        ),
    ],
)
@pytest.mark.parametrize("mode", ["ON", "OPTIONAL"])
def test_a_pool_has_the_factors_of_its_template(properties: list[str], config: dict[str, Any], mode: str) -> None:
    world = World()
    made = apply(world, pool(f"MfaConfiguration: '{mode}'", *properties), "w.yaml").resource("Pool").ref
    found = done(world, "cognito-idp", "GetUserPoolMfaConfig", UserPoolId=made)
    assert found == {"MfaConfiguration": mode, **config}


def test_a_pool_has_the_first_factors_of_its_template() -> None:
    world = World()
    factors = "Policies: {SignInPolicy: {AllowedFirstAuthFactors: [PASSWORD, EMAIL_OTP]}}"
    made = apply(world, pool(factors), "w.yaml").resource("Pool").ref
    policies = done(world, "cognito-idp", "DescribeUserPool", UserPoolId=made)["UserPool"]["Policies"]
    assert policies["SignInPolicy"] == {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}


@pytest.mark.parametrize(
    ("properties", "says"),
    [
        (["EnabledMfas: [SOFTWARE_TOKEN_MFA]"], "can't turn off MFA and configure an MFA together"),
        (["EnabledMfas: [SMS_MFA]", "MfaConfiguration: 'ON'"], "SMS configuration and Auto verification"),
        (["EnabledMfas: [EMAIL_OTP]", "MfaConfiguration: 'ON'"], "EmailSendingAccount DEVELOPER"),
        (["EnabledMfas: [PASSWORD]", "MfaConfiguration: 'ON'"], "SOFTWARE_TOKEN_MFA"),
        (["EmailAuthenticationSubject: Come in"], "can't turn off MFA and configure an MFA together"),
        (
            [
                "EnabledMfas: [SOFTWARE_TOKEN_MFA]",
                "MfaConfiguration: 'ON'",
                "Policies: {SignInPolicy: {AllowedFirstAuthFactors: [PASSWORD, EMAIL_OTP]}}",
            ],
            "Only PASSWORD and WEB_AUTHN",
        ),
    ],
)
def test_factors_that_cannot_be_are_refused_and_nothing_is_made(properties: list[str], says: str) -> None:
    world = World()
    before = state(world)
    with pytest.raises(AuthoringError, match=says):
        apply(world, pool(*properties), "w.yaml")
    assert state(world) == before
