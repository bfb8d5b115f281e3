"""Resource types that set something of a user pool and nothing more: looks, terms, risks, where logs go.

Source: CloudFormation User Guide, "Amazon Cognito resource type reference".
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.documents import Document
from cogtui.cloud.templates.resources.kind import Kind, Making, Property, parameters
from cogtui.cloud.templates.scope import Made

_SERVICE = "cognito-idp"
_CLIENT_OF_POOL = ("ClientId", "UserPoolId")


def _as_written(document: Document, pointer: str, value: Any) -> Any:
    """Take a value whose shape AWS leaves to itself."""
    del document, pointer
    return value


def customize_ui(making: Making) -> Made:
    """Make an AWS::Cognito::UserPoolUICustomizationAttachment."""
    making.invoke(_SERVICE, "SetUICustomization", making.parameters)
    return making.made(_generated(making, "UserPoolUICustomizationAttachment"))


def configure_risks(making: Making) -> Made:
    """Make an AWS::Cognito::UserPoolRiskConfigurationAttachment."""
    making.invoke(_SERVICE, "SetRiskConfiguration", making.parameters)
    return making.made(_generated(making, "UserPoolRiskConfigurationAttachment"))


def _generated(making: Making, kind: str) -> str:
    """Return the id that Ref gives for what has no name of its own."""
    return f"{kind}-{making.given['UserPoolId']}-{making.given['ClientId']}"


def deliver_logs(making: Making) -> Made:
    """Make an AWS::Cognito::LogDeliveryConfiguration; Ref gives the pool's id."""
    asked: dict[str, Any] = {"LogConfigurations": [], **making.parameters}
    making.invoke(_SERVICE, "SetLogDeliveryConfiguration", asked)
    return making.made(asked["UserPoolId"], Id=asked["UserPoolId"])


def create_branding(making: Making) -> Made:
    """Make an AWS::Cognito::ManagedLoginBranding; Ref gives the ids of pool and style."""
    style = making.invoke(_SERVICE, "CreateManagedLoginBranding", making.parameters)["ManagedLoginBranding"]
    found = style["ManagedLoginBrandingId"]
    return making.made(f"{style['UserPoolId']}|{found}", ManagedLoginBrandingId=found)


def create_terms(making: Making) -> Made:
    """Make an AWS::Cognito::Terms; Ref gives the ids of pool and terms."""
    terms = making.invoke(_SERVICE, "CreateTerms", making.parameters)["Terms"]
    return making.made(f"{terms['UserPoolId']}|{terms['TermsId']}", TermsId=terms["TermsId"])


KINDS = (
    Kind(
        "AWS::Cognito::UserPoolUICustomizationAttachment",
        parameters(_SERVICE, "SetUICustomization", "CSS", *_CLIENT_OF_POOL, required=_CLIENT_OF_POOL),
        customize_ui,
    ),
    Kind(
        "AWS::Cognito::UserPoolRiskConfigurationAttachment",
        parameters(
            _SERVICE,
            "SetRiskConfiguration",
            "AccountTakeoverRiskConfiguration",
            "CompromisedCredentialsRiskConfiguration",
            "RiskExceptionConfiguration",
            *_CLIENT_OF_POOL,
            required=_CLIENT_OF_POOL,
        ),
        configure_risks,
    ),
    Kind(
        "AWS::Cognito::LogDeliveryConfiguration",
        parameters(
            _SERVICE, "SetLogDeliveryConfiguration", "LogConfigurations", "UserPoolId", required=("UserPoolId",)
        ),
        deliver_logs,
    ),
    Kind(
        "AWS::Cognito::ManagedLoginBranding",
        {
            **parameters(
                _SERVICE,
                "CreateManagedLoginBranding",
                "UseCognitoProvidedValues",
                *_CLIENT_OF_POOL,
                required=_CLIENT_OF_POOL,
            ),
            "Settings": Property(_as_written, "Settings"),
        },
        create_branding,
        elsewhere=("Assets", "ReturnMergedResources"),
    ),
    Kind(
        "AWS::Cognito::Terms",
        parameters(
            _SERVICE,
            "CreateTerms",
            "Enforcement",
            "Links",
            "TermsName",
            "TermsSource",
            *_CLIENT_OF_POOL,
            required=("Enforcement", "TermsName", "TermsSource", *_CLIENT_OF_POOL),
        ),
        create_terms,
    ),
)
