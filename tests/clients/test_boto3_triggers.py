"""boto3 at pools that run functions of a template: a sign-in by CUSTOM_AUTH, changed tokens, and a refusal."""

from __future__ import annotations

from typing import Any

import jwt
import pytest

from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from tests.clients.conftest import Boto
from tests.clients.serving import Served

PASSWORD = "Correct-Horse-9"

TEMPLATE = """
Resources:
  Define:
    Type: CogTUI::Function
    Properties:
      Rules:
        - set: {response.challengeName: "'CUSTOM_CHALLENGE'"}
        - when: request.session[-1].challengeResult
          set: {response.issueTokens: true}
        - when: length(request.session) >= `2` && !(request.session[-1].challengeResult)
          set: {response.failAuthentication: true}
  Create:
    Type: CogTUI::Function
    Properties:
      Rules:
        - set:
            response.privateChallengeParameters.answer: code(6)
            response.publicChallengeParameters.hint: "'It stands in the trail.'"
  Verify:
    Type: CogTUI::Function
    Properties:
      Rules:
        - set: {response.answerCorrect: request.challengeAnswer == request.privateChallengeParameters.answer}
  Guard:
    Type: CogTUI::Function
    Properties:
      Rules:
        - when: "!ends_with(request.userAttributes.email, '@example.com')"
          deny: Studio is invite-only
        - set: {response.autoConfirmUser: true, response.autoVerifyEmail: true}
  Tokens:
    Type: CogTUI::Function
    Properties:
      Rules:
        - set:
            response.claimsAndScopeOverrideDetails.idTokenGeneration.claimsToSuppress: [email]
            response.claimsAndScopeOverrideDetails.accessTokenGeneration.claimsToAddOrOverride.tenant:
              request.userAttributes."custom:tenant"
            response.claimsAndScopeOverrideDetails.accessTokenGeneration.scopesToAdd: [notes/read]
  Pool:
    Type: AWS::Cognito::UserPool
    Properties:
      Schema: [{Name: tenant, AttributeDataType: String}]
      LambdaConfig:
        DefineAuthChallenge: !GetAtt Define.Arn
        CreateAuthChallenge: !GetAtt Create.Arn
        VerifyAuthChallengeResponse: !GetAtt Verify.Arn
        PreSignUp: !GetAtt Guard.Arn
        PreTokenGenerationConfig: {LambdaVersion: V2_0, LambdaArn: !GetAtt Tokens.Arn}
  Client:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref Pool
      ExplicitAuthFlows: [ALLOW_CUSTOM_AUTH, ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]
      WriteAttributes: [email, "custom:tenant"]
Outputs:
  Client: {Value: !Ref Client}
"""


@pytest.fixture
def client_id(here: Served) -> str:
    world = World("triggers")
    found = apply(world, TEMPLATE, "triggers.yaml").outputs["Client"]
    here.become(world)
    return found


def signed_up(idp: Any, client_id: str, email: str = "ana@example.com") -> dict[str, Any]:
    attributes = [{"Name": "email", "Value": email}, {"Name": "custom:tenant", "Value": "north"}]
    return idp.sign_up(ClientId=client_id, Username="ana", Password=PASSWORD, UserAttributes=attributes)


def claims(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def test_a_custom_sign_in_takes_the_code_that_a_function_made(here: Served, boto: Boto, client_id: str) -> None:
    idp = boto("cognito-idp", None)
    assert signed_up(idp, client_id)["UserConfirmed"]
    asked = idp.initiate_auth(ClientId=client_id, AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": "ana"})
    assert asked["ChallengeName"] == "CUSTOM_CHALLENGE"
    assert asked["ChallengeParameters"] == {"USERNAME": "ana", "hint": "It stands in the trail."}

    def answer(session: str, text: str) -> dict[str, Any]:
        return idp.respond_to_auth_challenge(
            ClientId=client_id,
            ChallengeName="CUSTOM_CHALLENGE",
            Session=session,
            ChallengeResponses={"USERNAME": "ana", "ANSWER": text},
        )

    wrong = answer(asked["Session"], "guess")
    assert wrong["ChallengeName"] == "CUSTOM_CHALLENGE"
    made = next(child for child in here.last.children if child.title == "CreateAuthChallenge_Authentication")
    code = (made.output or {})["response"]["privateChallengeParameters"]["answer"]
    result = answer(wrong["Session"], code)["AuthenticationResult"]
    assert idp.get_user(AccessToken=result["AccessToken"])["Username"] == "ana"


def test_a_function_changes_both_tokens(boto: Boto, client_id: str) -> None:
    idp = boto("cognito-idp", None)
    signed_up(idp, client_id)
    given = {"USERNAME": "ana", "PASSWORD": PASSWORD}
    result = idp.initiate_auth(ClientId=client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)[
        "AuthenticationResult"
    ]
    access = claims(result["AccessToken"])
    assert (access["tenant"], access["scope"]) == ("north", "aws.cognito.signin.user.admin notes/read")
    assert "email" not in claims(result["IdToken"])


def test_boto3_raises_what_a_function_throws(boto: Boto, client_id: str) -> None:
    idp = boto("cognito-idp", None)
    with pytest.raises(idp.exceptions.UserLambdaValidationException) as raised:
        signed_up(idp, client_id, "ana@example.org")
    assert raised.value.response["Error"]["Message"] == "PreSignUp failed with error Studio is invite-only."
