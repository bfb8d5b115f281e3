"""A template declares an OpenID provider with its app and people, and registers it in IAM for an identity pool."""

from __future__ import annotations

import pytest

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.providers import directory
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from tests.builders import done

TEMPLATE = """
Resources:
  Login:
    Type: CogTUI::OidcProvider
    Properties: {Issuer: https://login.example.org/a, Title: Example login, Certificate: private}
  App:
    Type: CogTUI::Provider::App
    Properties: {Provider: !Ref Login, AppId: reports, Name: Reports}
  Ana:
    Type: CogTUI::Provider::User
    Properties:
      {Provider: !Ref Login, Email: ana@example.com, Name: Ana Silva, Password: x, Claims: {department: press, level: 3}}
  Registered:
    Type: AWS::IAM::OIDCProvider
    Properties:
      Url: !GetAtt Login.Issuer
      ClientIdList: [!Ref App]
      ThumbprintList: [!GetAtt Login.Thumbprint]
  Pool:
    Type: AWS::Cognito::IdentityPool
    Properties: {AllowUnauthenticatedIdentities: false, OpenIdConnectProviderARNs: [!Ref Registered]}
Outputs:
  Pool: {Value: !Ref Pool}
  Arn: {Value: !GetAtt Registered.Arn}
"""


def test_the_whole_of_an_openid_provider_fits_into_a_template() -> None:
    world = World("oidc-template")
    outputs = apply(world, TEMPLATE, "oidc.yaml").outputs
    arn = f"arn:aws:iam::{world.account}:oidc-provider/login.example.org/a"
    assert outputs["Arn"] == arn
    described = done(world, "cognito-identity", "DescribeIdentityPool", IdentityPoolId=str(outputs["Pool"]))
    assert described["OpenIdConnectProviderARNs"] == [arn]
    shown = done(world, "iam", "GetOpenIDConnectProvider", OpenIDConnectProviderArn=arn)
    assert shown["ClientIDList"] == ["reports"]
    ana = directory.first_user(world.store, "login")
    assert ana is not None
    assert ana.claims == {"department": "press", "level": 3}


@pytest.mark.parametrize(
    ("properties", "says"),
    [
        ("{Issuer: 'http://login.example.org'}", "is no issuer that can be added"),
        ("{Issuer: https://login.example.org, Name: google}", "is no name for one more provider"),
        ("{Issuer: https://login.example.org, Certificate: stolen}", "Certificate"),
    ],
)
def test_what_no_openid_provider_can_be_is_an_authoring_error(properties: str, says: str) -> None:
    text = f"Resources:\n  Login:\n    Type: CogTUI::OidcProvider\n    Properties: {properties}\n"
    with pytest.raises(AuthoringError, match=says):
        apply(World(), text, "oidc.yaml")


def test_a_provider_that_nobody_declared_is_named() -> None:
    text = "Resources:\n  App:\n    Type: CogTUI::Provider::App\n    Properties: {Provider: Myspace}\n"
    with pytest.raises(AuthoringError, match="`Myspace` is not a provider that CogTUI simulates"):
        apply(World(), text, "oidc.yaml")
