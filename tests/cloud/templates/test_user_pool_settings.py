"""Templates that make groups, resource servers, domains and identity providers of a user pool."""

from __future__ import annotations

import pytest

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from tests.builders import done

POOL = "  Pool:\n    Type: AWS::Cognito::UserPool\n"
PARTS = """\
  Ana:
    Type: CogTUI::UserPool::User
    Properties: {UserPoolId: !Ref Pool, Username: ana, Password: Correct-Horse-9}
  Editors:
    Type: AWS::Cognito::UserPoolGroup
    Properties: {UserPoolId: !Ref Pool, GroupName: editors, Precedence: "1", Description: They write}
  Nameless:
    Type: AWS::Cognito::UserPoolGroup
    Properties: {UserPoolId: !Ref Pool}
  AnaEdits:
    Type: AWS::Cognito::UserPoolUserToGroupAttachment
    Properties: {UserPoolId: !Ref Pool, GroupName: !Ref Editors, Username: !Ref Ana}
  Notes:
    Type: AWS::Cognito::UserPoolResourceServer
    Properties:
      UserPoolId: !Ref Pool
      Identifier: notes
      Name: Notes
      Scopes: [{ScopeName: read, ScopeDescription: Read notes}]
  Domain:
    Type: AWS::Cognito::UserPoolDomain
    Properties: {UserPoolId: !Ref Pool, Domain: ana-demo, ManagedLoginVersion: 2}
  Google:
    Type: AWS::Cognito::UserPoolIdentityProvider
    Properties:
      UserPoolId: !Ref Pool
      ProviderName: Google
      ProviderType: Google
      ProviderDetails: {client_id: x, client_secret: y, authorize_scopes: openid}
      AttributeMapping: {email: email}
  Client:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref Pool
      SupportedIdentityProviders: [COGNITO, !Ref Google]
      AllowedOAuthScopes: [openid, !Sub "${Notes}/read"]
Outputs:
  Group: {Value: !Ref Editors}
  Server: {Value: !Ref Notes}
  Domain: {Value: !Ref Domain}
  Target: {Value: !GetAtt Domain.CloudFrontDistribution}
  Provider: {Value: !Ref Google}
"""


def test_what_belongs_to_a_pool_is_made_and_referred_to() -> None:
    world = World()
    applied = apply(world, f"Resources:\n{POOL}{PARTS}", "w.yaml")
    outputs = applied.outputs
    assert outputs.pop("Target").endswith(".cloudfront.net")
    assert outputs == {"Group": "editors", "Server": "notes", "Domain": "ana-demo", "Provider": "Google"}
    pool = applied.resource("Pool").ref
    found = done(world, "cognito-idp", "ListUsersInGroup", UserPoolId=pool, GroupName="editors")["Users"]
    assert [user["Username"] for user in found] == ["ana"]
    described = done(world, "cognito-idp", "DescribeUserPool", UserPoolId=pool)["UserPool"]
    assert described["Domain"] == "ana-demo"
    client = {"UserPoolId": pool, "ClientId": applied.resource("Client").ref}
    settings = done(world, "cognito-idp", "DescribeUserPoolClient", **client)["UserPoolClient"]
    assert settings["AllowedOAuthScopes"] == ["openid", "notes/read"]
    assert settings["SupportedIdentityProviders"] == ["COGNITO", "Google"]
    assert applied.resource("Nameless").ref.startswith("w-Nameless-")


@pytest.mark.parametrize(
    ("resource", "says"),
    [
        ("UserPoolGroup\n    Properties: {GroupName: a}", "needs the property `UserPoolId`"),
        (
            "UserPoolDomain\n    Properties: {UserPoolId: !Ref Pool, Domain: my-aws}",
            "Domain cannot contain reserved word: aws",
        ),
        (
            "UserPoolDomain\n    Properties: {UserPoolId: !Ref Pool, Domain: a, Routing: {}}",
            "`Routing` of AWS::Cognito::UserPoolDomain is not simulated by CogTUI",
        ),
    ],
)
def test_what_cannot_be_made_says_so(resource: str, says: str) -> None:
    with pytest.raises(AuthoringError) as caught:
        apply(World(), f"Resources:\n{POOL}  Probe:\n    Type: AWS::Cognito::{resource}\n", "w.yaml")
    assert says in caught.value.message
    assert caught.value.line > 3
