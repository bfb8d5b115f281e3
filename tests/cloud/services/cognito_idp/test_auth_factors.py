"""GetUserAuthFactors, the old user settings, and the software token that an administrator takes away."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import PASSWORD, state
from tests.cloud.services.cognito_idp.authenticator import FACTOR, PHONE, SMS_CONFIGURATION, Authenticator
from tests.cloud.services.cognito_idp.chooser import Chooser, choosing, with_everything
from tests.cloud.services.cognito_idp.people import People, people, refusal

BY_SMS = {"SmsMfaConfiguration": {"SmsConfiguration": SMS_CONFIGURATION}}
OPTIONS = [{"DeliveryMedium": "SMS", "AttributeName": "phone_number"}]


@pytest.fixture
def here() -> People:
    made = people()
    made.user("ana", PASSWORD, phone_number=PHONE)
    made.administered("SetUserPoolMfaConfig", MfaConfiguration="OPTIONAL", **BY_SMS)
    return made


def factors(here: People) -> dict[str, Any]:
    """Return what Ana and an administrator are told alike."""
    token = here.tokens()["AccessToken"]
    told = here.done("GetUserAuthFactors", AccessToken=token)
    assert here.administered("AdminGetUserAuthFactors", Username="ana") == told
    return told


def test_a_password_is_a_factor(here: People) -> None:
    assert factors(here) == {"Username": "ana", "ConfiguredUserAuthFactors": ["PASSWORD"]}


def test_codes_are_factors_for_those_without_a_second_one() -> None:
    here = choosing()
    with_everything(here)
    assert factors(here)["ConfiguredUserAuthFactors"] == ["EMAIL_OTP", "SMS_OTP", "PASSWORD"]
    Authenticator(here).text()
    told = here.administered("AdminGetUserAuthFactors", Username="ana")
    assert told == {"Username": "ana", "UserMFASettingList": ["SMS_MFA"], "ConfiguredUserAuthFactors": ["PASSWORD"]}


def test_whoever_has_no_factor_is_told_of_none() -> None:
    here = choosing("EMAIL_OTP")
    here.user("ben")
    assert here.administered("AdminGetUserAuthFactors", Username="ben") == {"Username": "ben"}
    assert not Chooser(here, "ben").begin().ok


def test_the_old_settings_switch_sms_on_and_off(here: People) -> None:
    token = here.tokens()["AccessToken"]
    here.done("SetUserSettings", AccessToken=token, MFAOptions=OPTIONS)
    assert here.sign_in().output["ChallengeName"] == "SMS_MFA"
    here.done("SetUserSettings", AccessToken=token, MFAOptions=[])
    assert "AuthenticationResult" in here.sign_in().output
    here.administered("AdminSetUserSettings", Username="ana", MFAOptions=OPTIONS)
    assert here.sign_in().output["ChallengeName"] == "SMS_MFA"


@pytest.mark.parametrize("option", [{"DeliveryMedium": "EMAIL"}, {"DeliveryMedium": "SMS", "AttributeName": "email"}])
def test_the_old_settings_are_about_sms_alone(here: People, option: dict[str, str]) -> None:
    before = state(here.world)
    reply = here.asked("AdminSetUserSettings", Username="ana", MFAOptions=[option])
    assert refusal(reply)[0] == "InvalidParameterException"
    assert reply.record.refused_by[-1] == "idp.mfa.sms_alone"
    assert state(here.world) == before


def test_an_administrator_takes_the_authenticator_app_away(here: People) -> None:
    app = Authenticator(here)
    app.switch_on()
    assert here.sign_in().output["ChallengeName"] == FACTOR
    assert here.administered("AdminDeleteSoftwareToken", Username="ana") == {}
    token = here.tokens()["AccessToken"]
    assert app.set_up(AccessToken=token).ok
    here.administered("AdminDeleteSoftwareToken", Username="ana")
    before = state(here.world)
    again = here.asked("AdminDeleteSoftwareToken", Username="ana")
    assert refusal(again)[0] == "InvalidParameterException"
    assert again.record.refused_by[-1] == "idp.mfa.token"
    assert state(here.world) == before


def test_a_sign_in_that_waits_for_the_app_ends_with_it(here: People) -> None:
    app = Authenticator(here)
    app.switch_on()
    session = app.asked()
    here.administered("AdminDeleteSoftwareToken", Username="ana")
    here.wait(seconds=30)
    assert refusal(app.answer(session))[0] == "SoftwareTokenMFANotFoundException"
