"""A template makes all that continuing with Facebook takes: the domain, the provider, and an app at Facebook that allows it."""

from __future__ import annotations

from cogtui.cloud.templates.apply import apply
from cogtui.cloud.tokens import read
from cogtui.cloud.web import WebRequest
from cogtui.cloud.world import World
from tests.cloud.services.cognito_idp.domain.browser import Browser, authorize_query, body, request_to, returned

TEMPLATE = """
Resources:
  People:
    Type: AWS::Cognito::UserPool
    Properties: {UserPoolName: people, AutoVerifiedAttributes: [email]}
  Domain:
    Type: AWS::Cognito::UserPoolDomain
    Properties: {UserPoolId: !Ref People, Domain: people}
  Facebook:
    Type: CogTUI::Provider::App
    Properties:
      Provider: Facebook
      Name: People
      RedirectUris: [!Sub "https://${Domain}.auth.${AWS::Region}.amazoncognito.com/oauth2/idpresponse"]
  Ana:
    Type: CogTUI::Provider::User
    Properties: {Provider: Facebook, Email: ana@example.com, Name: Ana Silva, Password: correct horse}
  ContinueWithFacebook:
    Type: AWS::Cognito::UserPoolIdentityProvider
    Properties:
      UserPoolId: !Ref People
      ProviderName: Facebook
      ProviderType: Facebook
      ProviderDetails:
        client_id: !GetAtt Facebook.AppId
        client_secret: !GetAtt Facebook.AppSecret
        authorize_scopes: public_profile,email
      AttributeMapping: {email: email, name: name}
  Web:
    Type: AWS::Cognito::UserPoolClient
    DependsOn: ContinueWithFacebook
    Properties:
      UserPoolId: !Ref People
      AllowedOAuthFlowsUserPoolClient: true
      AllowedOAuthFlows: [code]
      AllowedOAuthScopes: [openid, email]
      CallbackURLs: ["https://app.example.com/callback"]
      SupportedIdentityProviders: [COGNITO, Facebook]
Outputs:
  Client: {Value: !Ref Web}
"""


def test_a_template_is_enough_to_continue_with_facebook() -> None:
    world = World("template")
    client = apply(world, TEMPLATE, "people.yaml").outputs["Client"]
    browser = Browser(world)
    login = browser.open("/oauth2/authorize", **authorize_query(client))
    button = next(link for link in login.links if link.provider == "Facebook")
    page = browser.send(request_to(browser.send(button.to).location)).page
    back = browser.submit(browser.submit(page).page, action="continue").location
    code = returned(browser.send(request_to(back)))["code"]
    form = {
        "grant_type": "authorization_code",
        "client_id": client,
        "code": code,
        "redirect_uri": "https://app.example.com/callback",
    }
    tokens = body(world.web(WebRequest("POST", browser.host, "/oauth2/token", form=form)))
    assert (read(tokens["id_token"]).claims or {})["email"] == "ana@example.com"
