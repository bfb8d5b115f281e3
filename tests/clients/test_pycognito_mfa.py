"""pycognito sets second factors up and signs in with them: an authenticator app, and codes by SMS."""

from __future__ import annotations

import pytest
from pycognito.exceptions import SMSMFAChallengeException, SoftwareTokenMFAChallengeException

from cogtui.cloud.accounts import totp
from tests.clients.command import Running
from tests.clients.sdk import Sdk
from tests.clients.test_pycognito import FLOWS, PASSWORD, People, confirmed

SMS = {"SnsCallerArn": "arn:aws:iam::111122223333:role/Sms", "ExternalId": "x"}


@pytest.fixture(params=[False, True], ids=["public", "secret"])
def people(own_issuer: Running, sdk: Sdk, request: pytest.FixtureRequest) -> People:
    made = People(own_issuer, sdk, GenerateSecret=request.param, ExplicitAuthFlows=FLOWS)
    made.admin.set_user_pool_mfa_config(
        UserPoolId=made.pool,
        MfaConfiguration="OPTIONAL",
        SoftwareTokenMfaConfiguration={"Enabled": True},
        SmsMfaConfiguration={"SmsConfiguration": SMS},
    )
    return made


def test_an_authenticator_app_is_set_up_and_asked(people: People) -> None:
    ana = confirmed(people)
    ana.authenticate(PASSWORD)
    now, secret = ana.access_claims["iat"], totp.read(ana.associate_software_token())
    assert ana.verify_software_token(totp.code_at(secret, totp.step_at(now)), "her phone")
    ana.set_user_mfa_preference(sms_mfa=False, software_token_mfa=True, preferred="SOFTWARE_TOKEN")
    again = people.cognito()
    with pytest.raises(SoftwareTokenMFAChallengeException) as asked:
        again.authenticate(PASSWORD)
    people.running.advance(30)
    code = totp.code_at(secret, totp.step_at(now + 30))
    again.respond_to_software_token_mfa_challenge(code, asked.value.get_tokens())
    assert again.access_claims["username"] == "ana"


def test_a_code_comes_by_sms(people: People) -> None:
    ana = confirmed(people)
    phone = [{"Name": "phone_number", "Value": "+15551234567"}]
    people.admin.admin_update_user_attributes(UserPoolId=people.pool, Username="ana", UserAttributes=phone)
    ana.authenticate(PASSWORD)
    ana.set_user_mfa_preference(sms_mfa=True, software_token_mfa=False, preferred="SMS")
    again = people.cognito()
    with pytest.raises(SMSMFAChallengeException) as asked:
        again.authenticate(PASSWORD)
    again.respond_to_sms_mfa_challenge(people.running.code("ana"), asked.value.get_tokens())
    assert again.access_claims["username"] == "ana"
