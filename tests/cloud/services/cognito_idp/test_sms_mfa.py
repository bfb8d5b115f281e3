"""SMS as second factor, and the choice between two factors."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cogtui.cloud.trail import Reply
from tests.builders import a_user_pool, a_world, asked, state
from tests.cloud.services.cognito_idp.authenticator import FACTOR, PHONE, SMS_CONFIGURATION, Authenticator
from tests.cloud.services.cognito_idp.people import People, people, refusal

SMS = "SMS_MFA"
PREFERRED = {"Enabled": True, "PreferredMfa": True}
BY_SMS = {"SmsMfaConfiguration": {"SmsConfiguration": SMS_CONFIGURATION}}


@pytest.fixture
def here() -> People:
    made = people()
    made.user("ana")
    return made


@pytest.fixture
def app(here: People) -> Authenticator:
    return Authenticator(here)


def answer(here: People, session: str, **responses: str) -> Reply:
    challenge = SMS if "SMS_MFA_CODE" in responses else "SELECT_MFA_TYPE"
    return here.call(
        "RespondToAuthChallenge",
        ChallengeName=challenge,
        Session=session,
        ChallengeResponses={"USERNAME": "ana", **responses},
    )


def both(app: Authenticator) -> None:
    """Have Ana switch both factors on and prefer none."""
    app.switch_on()
    app.text()
    app.here.administered("AdminSetUserMFAPreference", Username="ana", SoftwareTokenMfaSettings={"Enabled": True})


def test_a_code_comes_by_sms_and_leads_to_tokens(here: People, app: Authenticator) -> None:
    app.text()
    output = here.sign_in().output
    assert output["ChallengeName"] == SMS
    assert output["ChallengeParameters"] == {
        "CODE_DELIVERY_DELIVERY_MEDIUM": "SMS",
        "CODE_DELIVERY_DESTINATION": "+*******4567",
        "USER_ID_FOR_SRP": "ana",
    }
    sent = here.mail[-1]
    assert (sent.medium, sent.to, sent.purpose) == ("SMS", PHONE, "mfa")
    assert sent.body == f"Your authentication code is {sent.code}. "
    assert "AuthenticationResult" in answer(here, output["Session"], SMS_MFA_CODE=sent.code).output


def test_the_pools_own_words_carry_the_code(here: People, app: Authenticator) -> None:
    app.text()
    words = {**BY_SMS["SmsMfaConfiguration"], "SmsAuthenticationMessage": "Say {####} to come in"}
    here.administered("SetUserPoolMfaConfig", MfaConfiguration="OPTIONAL", SmsMfaConfiguration=words)
    assert here.sign_in().ok
    assert here.mail[-1].body == f"Say {here.mail[-1].code} to come in"


def test_a_wrong_code_uses_up_nothing_and_a_right_one_is_good_for_its_own_session_once(
    here: People, app: Authenticator
) -> None:
    app.text()
    first = here.sign_in().output["Session"]
    code = here.mail[-1].code
    second = here.sign_in().output["Session"]
    before = state(here.world)
    wrong = answer(here, second, SMS_MFA_CODE=code)
    assert refusal(wrong) == ("CodeMismatchException", "Invalid code or auth state for the user.")
    assert wrong.record.refused_by[-1] == "idp.mfa.code"
    assert state(here.world) == before
    assert answer(here, first, SMS_MFA_CODE=code).ok
    assert refusal(answer(here, first, SMS_MFA_CODE=code))[1].endswith("session can only be used once.")
    here.wait(seconds=181)
    late = answer(here, second, SMS_MFA_CODE=here.mail[-1].code)
    assert refusal(late)[1] == "Invalid session for the user, session is expired."


def test_with_two_factors_and_no_preference_the_user_chooses(here: People, app: Authenticator) -> None:
    both(app)
    output = here.sign_in().output
    assert output["ChallengeName"] == "SELECT_MFA_TYPE"
    assert sorted(json.loads(output["ChallengeParameters"]["MFAS_CAN_CHOOSE"])) == [SMS, FACTOR]
    before = state(here.world)
    wrong = answer(here, output["Session"], ANSWER="EMAIL_OTP")
    assert refusal(wrong)[0] == "InvalidParameterException"
    assert wrong.record.refused_by[-1] == "idp.mfa.choice"
    assert state(here.world) == before
    assert answer(here, output["Session"], ANSWER=FACTOR).output["ChallengeName"] == FACTOR
    again = here.sign_in().output["Session"]
    assert answer(here, again, ANSWER=SMS).output["ChallengeName"] == SMS


@pytest.mark.parametrize(("setting", "factor"), [("SMSMfaSettings", SMS), ("SoftwareTokenMfaSettings", FACTOR)])
def test_the_preferred_factor_is_asked(here: People, app: Authenticator, setting: str, factor: str) -> None:
    both(app)
    here.administered("AdminSetUserMFAPreference", Username="ana", **{setting: PREFERRED})
    assert here.administered("AdminGetUser", Username="ana")["PreferredMfaSetting"] == factor
    assert here.sign_in().output["ChallengeName"] == factor


def test_where_everybody_needs_a_factor_a_phone_number_is_one(here: People, app: Authenticator) -> None:
    here.administered("SetUserPoolMfaConfig", MfaConfiguration="ON", **BY_SMS)
    setup = here.sign_in().output
    assert json.loads(setup["ChallengeParameters"]["MFAS_CAN_SETUP"]) == [SMS]
    phone = [{"Name": "phone_number", "Value": PHONE}]
    here.administered("AdminUpdateUserAttributes", Username="ana", UserAttributes=phone)
    assert here.sign_in().output["ChallengeName"] == SMS


def test_sms_cannot_be_switched_on_without_a_phone_number(here: People) -> None:
    here.administered("SetUserPoolMfaConfig", MfaConfiguration="OPTIONAL", **BY_SMS)
    before = state(here.world)
    reply = here.asked("AdminSetUserMFAPreference", Username="ana", SMSMfaSettings={"Enabled": True})
    assert refusal(reply)[0] == "InvalidParameterException"
    assert reply.record.refused_by[-1] == "idp.mfa.phone"
    assert state(here.world) == before


def test_sms_needs_a_way_to_be_sent(here: People) -> None:
    reply = here.asked(
        "SetUserPoolMfaConfig", MfaConfiguration="ON", SmsMfaConfiguration={"SmsAuthenticationMessage": "{####}"}
    )
    assert refusal(reply)[0] == "InvalidParameterException"
    assert reply.record.refused_by[-1] == "idp.mfa.sms"


@pytest.mark.parametrize("mode", ["ON", "OPTIONAL"])
def test_a_new_pool_has_second_factors_only_with_sms(mode: str) -> None:
    world = a_world()
    before = state(world)
    settings: dict[str, Any] = {"PoolName": "people", "MfaConfiguration": mode}
    reply = asked(world, "cognito-idp", "CreateUserPool", **settings)
    assert refusal(reply)[0] == "InvalidParameterException"
    assert reply.record.refused_by[-1] == "idp.mfa.some"
    assert state(world) == before
    pool = a_user_pool(world, MfaConfiguration=mode, SmsConfiguration=SMS_CONFIGURATION)
    found = asked(world, "cognito-idp", "GetUserPoolMfaConfig", UserPoolId=pool).output
    assert found == {"MfaConfiguration": mode, **BY_SMS}
