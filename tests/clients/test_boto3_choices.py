"""boto3 signs in by USER_AUTH and by e-mail as second factor: every way of the API, with and without a client secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from pycognito.aws_srp import AWSSRP

from tests.clients.command import ROOT_KEY, Running
from tests.clients.sdk import Sdk

PASSWORD = "Correct-Horse-9"
ANA, PHONE = "ana@example.com", "+15551234567"
SES = {"EmailSendingAccount": "DEVELOPER", "SourceArn": "arn:aws:ses:us-east-1:111122223333:identity/example.com"}
SMS = {"SnsCallerArn": "arn:aws:iam::111122223333:role/Sms", "ExternalId": "x"}
FLOWS = ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]


class People:
    """A pool with passwordless factors, and an app; all of it is made and asked by boto3."""

    def __init__(self, running: Running, sdk: Sdk, factors: list[str], **client: Any) -> None:
        self.running = running
        self.admin = sdk.client("cognito-idp", running.url, ROOT_KEY)
        self.app = sdk.client("cognito-idp", running.url, None)
        made = self.admin.create_user_pool(
            PoolName="people",
            AutoVerifiedAttributes=["email"],
            EmailConfiguration=SES,
            SmsConfiguration=SMS,
            Policies={"SignInPolicy": {"AllowedFirstAuthFactors": factors}},
        )
        self.pool = made["UserPool"]["Id"]
        asked = {"UserPoolId": self.pool, "ClientName": "web", "ExplicitAuthFlows": FLOWS, **client}
        found = self.admin.create_user_pool_client(**asked)["UserPoolClient"]
        self.client, self.secret = found["ClientId"], found.get("ClientSecret", "")

    def ana(self) -> None:
        """Make Ana, with a password and two addresses."""
        attributes = [{"Name": "email", "Value": ANA}, {"Name": "phone_number", "Value": PHONE}]
        named = {"UserPoolId": self.pool, "Username": "ana"}
        self.admin.admin_create_user(
            **named, UserAttributes=attributes, MessageAction="SUPPRESS", TemporaryPassword=PASSWORD
        )
        self.admin.admin_set_user_password(**named, Password=PASSWORD, Permanent=True)

    def hashed(self, member: str = "SECRET_HASH") -> dict[str, str]:
        """Return the hash that an app with a secret sends."""
        mac = hmac.digest(self.secret.encode(), f"ana{self.client}".encode(), hashlib.sha256)
        return {member: base64.b64encode(mac).decode()} if self.secret else {}

    def begin(self, **parameters: str) -> dict[str, Any]:
        given = {"USERNAME": "ana", **self.hashed(), **parameters}
        return self.app.initiate_auth(ClientId=self.client, AuthFlow="USER_AUTH", AuthParameters=given)

    def answer(self, asked: dict[str, Any], challenge: str = "", **responses: str) -> dict[str, Any]:
        given = {"USERNAME": "ana", **self.hashed(), **responses}
        session = {"Session": asked["Session"]} if "Session" in asked else {}
        return self.app.respond_to_auth_challenge(
            ClientId=self.client,
            ChallengeName=challenge or asked["ChallengeName"],
            ChallengeResponses=given,
            **session,
        )

    @property
    def code(self) -> str:
        return self.running.code("ana")


@pytest.fixture(params=[False, True], ids=["public", "secret"])
def people(own_issuer: Running, sdk: Sdk, request: pytest.FixtureRequest) -> People:
    return People(own_issuer, sdk, ["PASSWORD", "EMAIL_OTP", "SMS_OTP"], GenerateSecret=request.param)


@pytest.fixture
def ana(people: People) -> People:
    people.ana()
    return people


def signed_in(people: People, answer: dict[str, Any]) -> str:
    """Return the access token, once it has shown who it stands for and the refresh token has given another."""
    result = answer["AuthenticationResult"]
    assert people.app.get_user(AccessToken=result["AccessToken"])["Username"] == "ana"
    parameters = {"REFRESH_TOKEN": result["RefreshToken"], **people.hashed()}
    again = people.app.initiate_auth(ClientId=people.client, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=parameters)
    assert again["AuthenticationResult"]["AccessToken"] != result["AccessToken"]
    return result["AccessToken"]


@pytest.mark.parametrize("challenge", ["EMAIL_OTP", "SMS_OTP"])
def test_a_code_signs_in_that_is_preferred_or_chosen(ana: People, challenge: str) -> None:
    asked = ana.begin(PREFERRED_CHALLENGE=challenge)
    assert asked["ChallengeName"] == challenge
    signed_in(ana, ana.answer(asked, **{f"{challenge}_CODE": ana.code}))
    choice = ana.begin()
    assert challenge in choice["AvailableChallenges"]
    asked = ana.answer(choice, ANSWER=challenge)
    with pytest.raises(ClientError, match="Invalid code or auth state for the user") as refused:
        ana.answer(asked, **{f"{challenge}_CODE": "1"})
    assert refused.value.response["Error"]["Code"] == "CodeMismatchException"
    signed_in(ana, ana.answer(asked, **{f"{challenge}_CODE": ana.code}))


def test_a_password_signs_in_along_with_the_choice_and_on_its_own(ana: People) -> None:
    signed_in(ana, ana.begin(PREFERRED_CHALLENGE="PASSWORD", PASSWORD=PASSWORD))
    signed_in(ana, ana.answer(ana.begin(), ANSWER="PASSWORD", PASSWORD=PASSWORD))
    signed_in(ana, ana.answer(ana.begin(), "PASSWORD", PASSWORD=PASSWORD))


def test_pycognitos_srp_proves_the_password(ana: People) -> None:
    srp = AWSSRP("ana", PASSWORD, ana.pool, ana.client, client=ana.app, client_secret=ana.secret or None)
    parameters = srp.get_auth_params()
    for asked in (
        ana.begin(PREFERRED_CHALLENGE="PASSWORD_SRP", SRP_A=parameters["SRP_A"]),
        ana.answer(ana.begin(), ANSWER="PASSWORD_SRP", SRP_A=parameters["SRP_A"]),
    ):
        assert asked["ChallengeName"] == "PASSWORD_VERIFIER"
        responses = srp.process_challenge(asked["ChallengeParameters"], parameters)
        signed_in(ana, ana.answer(asked, **responses))


def test_a_server_with_keys_lets_users_choose_as_well(ana: People) -> None:
    named = {"UserPoolId": ana.pool, "ClientId": ana.client}
    given = {"USERNAME": "ana", "PREFERRED_CHALLENGE": "EMAIL_OTP", **ana.hashed()}
    asked = ana.admin.admin_initiate_auth(**named, AuthFlow="USER_AUTH", AuthParameters=given)
    answer = ana.admin.admin_respond_to_auth_challenge(
        **named,
        ChallengeName=asked["ChallengeName"],
        Session=asked["Session"],
        ChallengeResponses={"USERNAME": "ana", "EMAIL_OTP_CODE": ana.code, **ana.hashed()},
    )
    signed_in(ana, answer)


def test_the_sign_up_without_a_password_leads_straight_in(people: People) -> None:
    named = {"ClientId": people.client, "Username": "ana", **people.hashed("SecretHash")}
    begun = people.app.sign_up(**named, UserAttributes=[{"Name": "email", "Value": ANA}])
    confirmed = people.app.confirm_sign_up(**named, ConfirmationCode=people.code, Session=begun["Session"])
    answer = people.app.initiate_auth(ClientId=people.client, AuthFlow="USER_AUTH", Session=confirmed["Session"])
    token = signed_in(people, answer)
    factors = people.app.get_user_auth_factors(AccessToken=token)
    assert factors["ConfiguredUserAuthFactors"] == ["EMAIL_OTP"]
    assert people.begin()["AvailableChallenges"] == ["EMAIL_OTP"]


def test_e_mail_as_second_factor_follows_the_password_and_is_no_first_one_then(ana: People) -> None:
    ana.admin.set_user_pool_mfa_config(UserPoolId=ana.pool, MfaConfiguration="OPTIONAL", EmailMfaConfiguration={})
    token = signed_in(ana, ana.begin(PREFERRED_CHALLENGE="PASSWORD", PASSWORD=PASSWORD))
    ana.app.set_user_mfa_preference(AccessToken=token, EmailMfaSettings={"Enabled": True, "PreferredMfa": True})
    told = ana.admin.admin_get_user_auth_factors(UserPoolId=ana.pool, Username="ana")
    assert (told["PreferredMfaSetting"], told["ConfiguredUserAuthFactors"]) == ("EMAIL_OTP", ["PASSWORD"])
    assert ana.begin()["AvailableChallenges"] == ["PASSWORD_SRP", "PASSWORD"]
    asked = ana.begin(PREFERRED_CHALLENGE="PASSWORD", PASSWORD=PASSWORD)
    assert asked["ChallengeName"] == "EMAIL_OTP"
    signed_in(ana, ana.answer(asked, EMAIL_OTP_CODE=ana.code))


@pytest.mark.parametrize("secret", [False, True], ids=["public", "secret"])
def test_an_address_is_set_up_where_everybody_needs_a_factor(own_issuer: Running, sdk: Sdk, secret: bool) -> None:
    people = People(own_issuer, sdk, ["PASSWORD"], GenerateSecret=secret)
    people.ana()
    named = {"UserPoolId": people.pool, "Username": "ana"}
    people.admin.admin_delete_user_attributes(**named, UserAttributeNames=["email"])
    people.admin.set_user_pool_mfa_config(UserPoolId=people.pool, MfaConfiguration="ON", EmailMfaConfiguration={})
    setup = people.begin(PREFERRED_CHALLENGE="PASSWORD", PASSWORD=PASSWORD)
    assert setup["ChallengeName"] == "MFA_SETUP"
    assert json.loads(setup["ChallengeParameters"]["MFAS_CAN_SETUP"]) == ["EMAIL_OTP"]
    asked = people.answer(setup, EMAIL=ANA)
    assert asked["ChallengeName"] == "EMAIL_OTP"
    signed_in(people, people.answer(asked, EMAIL_OTP_CODE=people.code))
