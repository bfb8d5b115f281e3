"""Templates set looks, terms, risks and the way of logs of a user pool."""

from __future__ import annotations

import pytest

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from tests.builders import done

STACK = """
Resources:
  People:
    Type: AWS::Cognito::UserPool
    Properties: {UserPoolTier: PLUS, UserPoolAddOns: {AdvancedSecurityMode: AUDIT}}
  Web:
    Type: AWS::Cognito::UserPoolClient
    Properties: {UserPoolId: !Ref People}
  Domain:
    Type: AWS::Cognito::UserPoolDomain
    Properties: {UserPoolId: !Ref People, Domain: ana-demo}
  Looks:
    Type: AWS::Cognito::UserPoolUICustomizationAttachment
    DependsOn: Domain
    Properties: {UserPoolId: !Ref People, ClientId: ALL, CSS: ".label-customizable {font-weight: 400;}"}
  Risks:
    Type: AWS::Cognito::UserPoolRiskConfigurationAttachment
    Properties:
      UserPoolId: !Ref People
      ClientId: ALL
      CompromisedCredentialsRiskConfiguration: {Actions: {EventAction: BLOCK}}
  Logs:
    Type: AWS::Cognito::LogDeliveryConfiguration
    Properties:
      UserPoolId: !Ref People
      LogConfigurations:
        - EventSource: userNotification
          LogLevel: ERROR
          CloudWatchLogsConfiguration: {LogGroupArn: "arn:aws:logs:us-east-1:111122223333:log-group:pool"}
  Style:
    Type: AWS::Cognito::ManagedLoginBranding
    Properties: {UserPoolId: !Ref People, ClientId: !Ref Web, Settings: {components: {form: {borderRadius: 8}}}}
  Use:
    Type: AWS::Cognito::Terms
    Properties:
      UserPoolId: !Ref People
      ClientId: !Ref Web
      TermsName: terms-of-use
      TermsSource: LINK
      Enforcement: NONE
      Links: {"cognito:default": "https://app.example.com/terms"}
Outputs:
  Pool: {Value: !Ref People}
  Looks: {Value: !Ref Looks}
  Risks: {Value: !Ref Risks}
  Logs: {Value: !Ref Logs}
  Style: {Value: !GetAtt Style.ManagedLoginBrandingId}
  Terms: {Value: !GetAtt Use.TermsId}
"""


def test_what_a_template_sets_is_what_the_api_gives_back() -> None:
    world = World()
    made = apply(world, STACK, "looks.yaml").outputs
    pool = str(made["Pool"])
    asked = {"UserPoolId": pool}
    assert made["Looks"] == f"UserPoolUICustomizationAttachment-{pool}-ALL"
    assert made["Risks"] == f"UserPoolRiskConfigurationAttachment-{pool}-ALL"
    assert made["Logs"] == pool
    looks = done(world, "cognito-idp", "GetUICustomization", **asked)["UICustomization"]
    assert looks["CSS"] == ".label-customizable {font-weight: 400;}"
    risks = done(world, "cognito-idp", "DescribeRiskConfiguration", **asked)["RiskConfiguration"]
    assert risks["CompromisedCredentialsRiskConfiguration"] == {"Actions": {"EventAction": "BLOCK"}}
    logs = done(world, "cognito-idp", "GetLogDeliveryConfiguration", **asked)["LogDeliveryConfiguration"]
    assert [one["EventSource"] for one in logs["LogConfigurations"]] == ["userNotification"]
    style = done(
        world, "cognito-idp", "DescribeManagedLoginBranding", **asked, ManagedLoginBrandingId=str(made["Style"])
    )
    assert style["ManagedLoginBranding"]["Settings"] == {"components": {"form": {"borderRadius": 8}}}
    terms = done(world, "cognito-idp", "DescribeTerms", **asked, TermsId=str(made["Terms"]))["Terms"]
    assert terms["Links"] == {"cognito:default": "https://app.example.com/terms"}


def test_css_beyond_the_classes_is_told_at_its_line() -> None:
    broken = STACK.replace(".label-customizable", "body")
    with pytest.raises(AuthoringError, match="class body is not allowed"):
        apply(World(), broken, "looks.yaml")


def test_threat_protection_outside_the_plus_tier_is_told_in_aws_s_words() -> None:
    with pytest.raises(AuthoringError, match="need to be disabled for the ESSENTIALS pricing tier configured"):
        apply(World(), STACK.replace("PLUS", "ESSENTIALS"), "looks.yaml")
