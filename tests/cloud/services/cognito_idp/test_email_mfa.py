"""E-mail as second factor: who has it, the code, setting it up, and what it keeps from recovering the account."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cogtui.cloud.trail import Reply
from tests.builders import PASSWORD, state
from tests.cloud.services.cognito_idp.authenticator import FACTOR, PHONE, SES, SMS_CONFIGURATION, Authenticator
from tests.cloud.services.cognito_idp.people import ANA, People, people, refusal

EMAIL = "EMAIL_OTP"
PREFERRED = {"Enabled": True, "PreferredMfa": True}
BOTH = [{"Name": "verified_email", "Priority": 1}, {"Name": "verified_phone_number", "Priority": 2}]


@pytest.fixture
def here() -> People:
    made = people(EmailConfiguration=SES)
    made.user("ana")
    return made


@pytest.fixture
def app(here: People) -> Authenticator:
    return Authenticator(here)


def answer(here: People, challenge: str, session: str, **responses: str) -> Reply:
    given = {"USERNAME": "ana", **responses}
    return here.call("RespondToAuthChallenge", ChallengeName=challenge, Session=session, ChallengeResponses=given)


def test_a_code_comes_by_e_mail_and_leads_to_tokens(here: People, app: Authenticator) -> None:
    app.mail()
    output = here.sign_in().output
    assert output["ChallengeName"] == EMAIL
    assert output["ChallengeParameters"] == {
        "CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL",
        "CODE_DELIVERY_DESTINATION": "a***@e***",
    }
    sent = here.mail[-1]
    assert (sent.medium, sent.to, sent.purpose, len(sent.code)) == ("EMAIL", ANA, "mfa", 6)
    assert "AuthenticationResult" in answer(here, EMAIL, output["Session"], EMAIL_OTP_CODE=sent.code).output
    listed = here.administered("AdminGetUser", Username="ana")
    assert listed["UserMFASettingList"] == [EMAIL]


def test_a_wrong_code_uses_up_nothing_and_a_right_one_its_session(here: People, app: Authenticator) -> None:
    app.mail()
    session = here.sign_in().output["Session"]
    code, before = here.mail[-1].code, state(here.world)
    for _ in range(6):
        wrong = answer(here, EMAIL, session, EMAIL_OTP_CODE="12345678")
        assert refusal(wrong) == ("CodeMismatchException", "Invalid code or auth state for the user.")
        assert wrong.record.refused_by[-1] == "idp.mfa.code"
    assert state(here.world) == before
    assert answer(here, EMAIL, session, EMAIL_OTP_CODE=code).ok
    assert refusal(answer(here, EMAIL, session, EMAIL_OTP_CODE=code))[1].endswith("session can only be used once.")


def test_the_pools_own_words_carry_the_code(here: People, app: Authenticator) -> None:
    app.mail()
    words = {"Message": "Say {####} to come in", "Subject": "Come in"}
    here.administered("SetUserPoolMfaConfig", MfaConfiguration="OPTIONAL", EmailMfaConfiguration=words)
    assert here.administered("GetUserPoolMfaConfig") == {
        "MfaConfiguration": "OPTIONAL",
        "EmailMfaConfiguration": words,
        "SmsMfaConfiguration": {"SmsConfiguration": SMS_CONFIGURATION},
    }
    assert here.sign_in().ok
    assert (here.mail[-1].subject, here.mail[-1].body) == ("Come in", f"Say {here.mail[-1].code} to come in")


def test_with_several_factors_e_mail_can_be_chosen_or_preferred(here: People, app: Authenticator) -> None:
    app.switch_on()
    here.administered("AdminSetUserMFAPreference", Username="ana", SoftwareTokenMfaSettings={"Enabled": True})
    app.mail()
    output = here.sign_in().output
    assert sorted(json.loads(output["ChallengeParameters"]["MFAS_CAN_CHOOSE"])) == [EMAIL, FACTOR]
    assert answer(here, "SELECT_MFA_TYPE", output["Session"], ANSWER=EMAIL).output["ChallengeName"] == EMAIL
    here.administered("AdminSetUserMFAPreference", Username="ana", EmailMfaSettings=PREFERRED)
    assert here.sign_in().output["ChallengeName"] == EMAIL


def test_an_address_is_set_up_where_everybody_needs_a_factor(here: People) -> None:
    here.administered("SetUserPoolMfaConfig", MfaConfiguration="ON", EmailMfaConfiguration={})
    setup = here.sign_in().output
    assert json.loads(setup["ChallengeParameters"]["MFAS_CAN_SETUP"]) == [EMAIL]
    before = state(here.world)
    unfit = answer(here, "MFA_SETUP", setup["Session"], EMAIL="nowhere")
    assert refusal(unfit)[0] == "InvalidParameterException"
    assert state(here.world) == before
    asked = answer(here, "MFA_SETUP", setup["Session"], EMAIL=ANA).output
    assert asked["ChallengeName"] == EMAIL
    assert "email" not in here.profile()
    assert here.mail[-1].to == ANA
    reply = answer(here, EMAIL, asked["Session"], EMAIL_OTP_CODE=here.mail[-1].code)
    assert "AuthenticationResult" in reply.output
    assert here.profile()["email_verified"] == "true"
    assert here.profile()["email"] == ANA
    assert here.administered("AdminGetUser", Username="ana")["UserMFASettingList"] == [EMAIL]
    assert here.sign_in().output["ChallengeName"] == EMAIL


def test_an_address_cannot_be_set_up_in_a_pool_that_sends_no_e_mails(here: People, app: Authenticator) -> None:
    app.offer("ON")
    session = here.sign_in().output["Session"]
    reply = answer(here, "MFA_SETUP", session, EMAIL=ANA)
    assert refusal(reply)[0] == "InvalidParameterException"
    assert reply.record.refused_by[-1] == "idp.mfa.pool_email"


def test_where_everybody_needs_a_factor_an_e_mail_address_is_one(here: People) -> None:
    here.user("ben", PASSWORD, email="ben@example.com")
    here.administered("SetUserPoolMfaConfig", MfaConfiguration="ON", EmailMfaConfiguration={})
    assert here.sign_in("ben").output["ChallengeName"] == EMAIL


def test_e_mail_cannot_be_switched_on_without_an_address(here: People) -> None:
    here.administered("SetUserPoolMfaConfig", MfaConfiguration="OPTIONAL", EmailMfaConfiguration={})
    before = state(here.world)
    reply = here.asked("AdminSetUserMFAPreference", Username="ana", EmailMfaSettings={"Enabled": True})
    assert refusal(reply)[0] == "InvalidParameterException"
    assert reply.record.refused_by[-1] == "idp.mfa.email"
    assert state(here.world) == before


@pytest.mark.parametrize(
    ("pool", "mode", "code", "rule"),
    [
        ({}, "ON", "InvalidParameterException", "idp.mfa.sender"),
        (
            {"UserPoolTier": "LITE", "EmailConfiguration": SES},
            "ON",
            "FeatureUnavailableInTierException",
            "idp.mfa.tier",
        ),
        ({"EmailConfiguration": SES}, "OFF", "InvalidParameterException", "idp.mfa.off"),
    ],
)
def test_a_pool_that_cannot_have_e_mail_as_a_factor_is_told(
    pool: dict[str, Any], mode: str, code: str, rule: str
) -> None:
    here = people(**pool)
    before = state(here.world)
    reply = here.asked("SetUserPoolMfaConfig", MfaConfiguration=mode, EmailMfaConfiguration={})
    assert refusal(reply)[0] == code
    assert reply.record.refused_by[-1] == rule
    assert state(here.world) == before


# ---------------------------------------------------------------------------------------------------------- recovery


def recovering(**settings: Any) -> tuple[People, Authenticator]:
    """Make a pool where Ana has proven both addresses and e-mail is her second factor."""
    here = people(EmailConfiguration=SES, **settings)
    here.user("ana", PASSWORD, email=ANA, email_verified="true", phone_number=PHONE, phone_number_verified="true")
    app = Authenticator(here)
    app.mail()
    return here, app


def test_the_channel_of_the_second_factor_recovers_no_account() -> None:
    here, app = recovering(AccountRecoverySetting={"RecoveryMechanisms": BOTH})
    details = here.done("ForgotPassword", Username="ana")["CodeDeliveryDetails"]
    assert details["AttributeName"] == "phone_number"
    app.text()
    app.mail()
    reply = here.call("ForgotPassword", Username="ana")
    assert refusal(reply)[0] == "InvalidParameterException"
    assert reply.record.refused_by[-1] == "idp.recovery.target"
    here.administered("AdminSetUserMFAPreference", Username="ana", EmailMfaSettings={"Enabled": False})
    assert here.done("ForgotPassword", Username="ana")["CodeDeliveryDetails"]["AttributeName"] == "email"


def test_a_pool_without_recovery_setting_keeps_to_the_older_behaviour() -> None:
    here, app = recovering()
    app.text()
    app.mail()
    assert here.done("ForgotPassword", Username="ana")["CodeDeliveryDetails"]["AttributeName"] == "phone_number"
