"""Resource types of user pools: AWS's, and CogTUI's own user, whose password CloudFormation could not set.

Source: CloudFormation User Guide, "Amazon Cognito resource type reference".
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.devices import APP, HELD, SAVED_LOGIN, keep
from cogtui.cloud.issuers import user_pool_name
from cogtui.cloud.templates.resources.blame import Blame, by_code
from cogtui.cloud.templates.resources.kind import Kind, Making, Property, parameters
from cogtui.cloud.templates.scope import Made
from cogtui.cloud.templates.shapes import many, one_of, shape, text


def create_user_pool(making: Making) -> Made:
    """Make an AWS::Cognito::UserPool; its second factors are set up as soon as it is there."""
    asked, mfa = {"PoolName": making.new_name(), **making.parameters}, _second_factors(making.given)
    if mfa:
        asked.pop("MfaConfiguration", None)
    pool = making.invoke("cognito-idp", "CreateUserPool", asked)["UserPool"]
    stack, pool_id = making.scope.stack, pool["Id"]
    if mfa:
        blame = Blame(("EnabledMfas",) if "EnabledMfas" in making.given else ())
        making.invoke("cognito-idp", "SetUserPoolMfaConfig", {"UserPoolId": pool_id, **mfa}, blame=lambda _: blame)
    provider = user_pool_name(stack.region, pool_id)
    return making.made(
        pool_id,
        Arn=f"arn:aws:cognito-idp:{stack.region}:{stack.account}:userpool/{pool_id}",
        ProviderName=provider,
        ProviderURL=f"https://{provider}",
        UserPoolId=pool_id,
    )


def _second_factors(given: dict[str, Any]) -> dict[str, Any]:
    """Return what SetUserPoolMfaConfig is told; nothing where CreateUserPool is told it all."""
    enabled: list[str] = given.get("EnabledMfas", [])
    words = {member: given[name] for name, member in _EMAIL_WORDS.items() if name in given}
    lacks_sms = "SMS_MFA" in enabled and "SmsConfiguration" not in given
    if lacks_sms or not (enabled or words):
        return {}
    config: dict[str, Any] = {"MfaConfiguration": given.get("MfaConfiguration", "OFF")}
    if "SOFTWARE_TOKEN_MFA" in enabled:
        config["SoftwareTokenMfaConfiguration"] = {"Enabled": True}
    if "SMS_MFA" in enabled:
        texts = {name: given[name] for name in ("SmsAuthenticationMessage",) if name in given}
        config["SmsMfaConfiguration"] = {"SmsConfiguration": given["SmsConfiguration"], **texts}
    if "EMAIL_OTP" in enabled or words:
        config["EmailMfaConfiguration"] = words
    return config


_EMAIL_WORDS = {"EmailAuthenticationMessage": "Message", "EmailAuthenticationSubject": "Subject"}


def create_user_pool_client(making: Making) -> Made:
    """Make an AWS::Cognito::UserPoolClient."""
    asked = {"ClientName": making.new_name(), **making.parameters}
    client = making.invoke("cognito-idp", "CreateUserPoolClient", asked)["UserPoolClient"]
    secret = {"ClientSecret": client["ClientSecret"]} if client.get("ClientSecret") else {}
    return making.made(client["ClientId"], ClientId=client["ClientId"], Name=client["ClientName"], **secret)


def create_user_pool_user(making: Making) -> Made:
    """Make an AWS::Cognito::UserPoolUser: invited, with a temporary password that the invitation carries."""
    user = making.invoke("cognito-idp", "AdminCreateUser", making.parameters)["User"]
    return making.made(user["Username"])


def create_ready_user(making: Making) -> Made:
    """Make a CogTUI::UserPool::User: invited in silence, and given a password to keep."""
    given = making.given
    blame = by_code({"InvalidPasswordException": ("Password",), "UsernameExistsException": ("Username",)})
    asked = {**making.parameters, "MessageAction": "SUPPRESS"}
    user = making.invoke("cognito-idp", "AdminCreateUser", asked, blame=blame)["User"]
    chosen = {"UserPoolId": given["UserPoolId"], "Username": user["Username"], "Password": given["Password"]}
    making.invoke("cognito-idp", "AdminSetUserPassword", {**chosen, "Permanent": True}, blame=blame)
    _save_login(making.call, given["Username"], given["Password"])
    attributes = {each["Name"]: each.get("Value", "") for each in user.get("Attributes", [])}
    return making.made(user["Username"], Sub=attributes.get("sub", ""))


def _save_login(call: Call, username: str, password: str) -> None:
    """Put the first ready user's name and password into the app's password store, so that its form is filled in."""
    if call.tx.get(HELD, (APP, SAVED_LOGIN)) is None:
        keep(call.tx, APP, {SAVED_LOGIN: {"username": username, "password": password}}, now=call.now, record=call.no)


KINDS = (
    Kind(
        "AWS::Cognito::UserPool",
        {
            "EmailAuthenticationMessage": Property(shape("cognito-idp", "EmailMfaMessageType")),
            "EmailAuthenticationSubject": Property(shape("cognito-idp", "EmailMfaSubjectType")),
            "EnabledMfas": Property(many(one_of("SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"))),
        }
        | parameters(
            "cognito-idp",
            "CreateUserPool",
            "AccountRecoverySetting",
            "AdminCreateUserConfig",
            "AliasAttributes",
            "AutoVerifiedAttributes",
            "DeletionProtection",
            "DeviceConfiguration",
            "EmailConfiguration",
            "EmailVerificationMessage",
            "EmailVerificationSubject",
            "LambdaConfig",
            "MfaConfiguration",
            "Policies",
            "Schema",
            "SmsAuthenticationMessage",
            "SmsConfiguration",
            "SmsVerificationMessage",
            "UserAttributeUpdateSettings",
            "UsernameAttributes",
            "UsernameConfiguration",
            "UserPoolAddOns",
            "UserPoolTags",
            "UserPoolTier",
            "VerificationMessageTemplate",
            UserPoolName="PoolName",
        ),
        create_user_pool,
        elsewhere=(
            "WebAuthnFactorConfiguration",
            "WebAuthnRelyingPartyID",
            "WebAuthnUserVerification",
        ),
    ),
    Kind(
        "AWS::Cognito::UserPoolClient",
        parameters(
            "cognito-idp",
            "CreateUserPoolClient",
            "AccessTokenValidity",
            "AllowedOAuthFlows",
            "AllowedOAuthFlowsUserPoolClient",
            "AllowedOAuthScopes",
            "AnalyticsConfiguration",
            "AuthSessionValidity",
            "CallbackURLs",
            "ClientName",
            "DefaultRedirectURI",
            "EnablePropagateAdditionalUserContextData",
            "EnableTokenRevocation",
            "ExplicitAuthFlows",
            "GenerateSecret",
            "IdTokenValidity",
            "LogoutURLs",
            "PreventUserExistenceErrors",
            "ReadAttributes",
            "RefreshTokenRotation",
            "RefreshTokenValidity",
            "SupportedIdentityProviders",
            "TokenValidityUnits",
            "UserPoolId",
            "WriteAttributes",
            required=("UserPoolId",),
        ),
        create_user_pool_client,
    ),
    Kind(
        "AWS::Cognito::UserPoolUser",
        parameters(
            "cognito-idp",
            "AdminCreateUser",
            "ClientMetadata",
            "DesiredDeliveryMediums",
            "ForceAliasCreation",
            "MessageAction",
            "UserAttributes",
            "Username",
            "UserPoolId",
            "ValidationData",
            required=("UserPoolId",),
        ),
        create_user_pool_user,
    ),
    Kind(
        "CogTUI::UserPool::User",
        {
            **parameters(
                "cognito-idp",
                "AdminCreateUser",
                "UserAttributes",
                "Username",
                "UserPoolId",
                required=("Username", "UserPoolId"),
            ),
            "Password": Property(text, required=True),
        },
        create_ready_user,
    ),
)
