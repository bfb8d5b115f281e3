"""Authenticator apps as second factor: setting them up, signing in with them, switching them on and off."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cogtui.cloud.services.cognito_idp.records import USERS, SoftwareToken
from tests.builders import PASSWORD, state
from tests.cloud.services.cognito_idp.authenticator import FACTOR, Authenticator
from tests.cloud.services.cognito_idp.people import People, people, refusal

ON = {"Enabled": True}
PREFERRED = {"Enabled": True, "PreferredMfa": True}
NOT_FOR_POOL = "Software Token MFA has not been enabled by the userPool"
UNPROVEN = "User has not verified software token mfa"
FLOWS = {"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]}


@pytest.fixture
def here() -> People:
    made = people(FLOWS)
    made.user("ana")
    return made


@pytest.fixture
def app(here: People) -> Authenticator:
    return Authenticator(here)


def factors(here: People) -> dict[str, Any]:
    shown = here.administered("AdminGetUser", Username="ana")
    return {name: shown[name] for name in ("UserMFASettingList", "PreferredMfaSetting") if name in shown}


def token_of(here: People) -> SoftwareToken:
    user = here.world.store.get(USERS, (here.pool, "ana"))
    assert user is not None
    assert user.software_token is not None
    return user.software_token


# -------------------------------------------------------------------------------------------------------- a user's way


def test_a_user_sets_an_app_up_switches_it_on_and_signs_in_with_it(here: People, app: Authenticator) -> None:
    token = here.tokens()["AccessToken"]
    app.offer()
    taken = app.associate(AccessToken=token)
    assert list(taken.output) == ["SecretCode"]
    assert len(app.secret) == 52
    assert app.verify(AccessToken=token).output == {"Status": "SUCCESS"}
    assert factors(here) == {}
    assert "AuthenticationResult" in here.sign_in().output, "an optional factor is asked once it is switched on"
    here.done("SetUserMFAPreference", AccessToken=token, SoftwareTokenMfaSettings=PREFERRED)
    assert factors(here) == {"UserMFASettingList": [FACTOR], "PreferredMfaSetting": FACTOR}
    shown = here.done("GetUser", AccessToken=token)
    assert (shown["UserMFASettingList"], shown["PreferredMfaSetting"]) == ([FACTOR], FACTOR)
    here.wait(seconds=30)
    reply = here.sign_in()
    assert reply.output["ChallengeParameters"] == {"USER_ID_FOR_SRP": "ana"}
    assert "idp.mfa.asked" in {check.rule for check in reply.record.checks}
    result = app.answer(reply.output["Session"]).output["AuthenticationResult"]
    assert here.call("GetUser", AccessToken=result["AccessToken"]).ok
    assert "AuthenticationResult" in here.refresh(result["RefreshToken"]).output, "refreshing asks for no factor"


def test_the_name_of_the_app_is_told_at_sign_in(here: People, app: Authenticator) -> None:
    token = app.switch_on()
    here.wait(seconds=30)
    assert app.verify(AccessToken=token, FriendlyDeviceName="her phone").ok
    assert here.sign_in().output["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"] == "her phone"


def test_a_pool_that_wants_a_factor_has_it_set_up_before_the_tokens_come(here: People, app: Authenticator) -> None:
    app.offer("ON")
    asked = here.sign_in().output
    assert asked["ChallengeName"] == "MFA_SETUP"
    assert json.loads(asked["ChallengeParameters"]["MFAS_CAN_SETUP"]) == [FACTOR]
    proven = app.set_up(Session=asked["Session"])
    assert proven.output["Status"] == "SUCCESS"
    assert factors(here) == {"UserMFASettingList": [FACTOR]}
    # Even before MFA_SETUP is answered the next sign-in asks for the app.
    assert app.asked()
    reply = here.call(
        "RespondToAuthChallenge",
        ChallengeName="MFA_SETUP",
        Session=proven.output["Session"],
        ChallengeResponses={"USERNAME": "ana"},
    )
    assert "AuthenticationResult" in reply.output


def test_every_session_of_a_setup_is_good_once(here: People, app: Authenticator) -> None:
    app.offer("ON")
    first = here.sign_in().output["Session"]
    second = app.associate(Session=first).output["Session"]
    third = app.verify(Session=second).output["Session"]
    assert len({first, second, third}) == 3
    used = ("NotAuthorizedException", "Invalid session for the user, session can only be used once.")
    for text in (first, second):
        assert refusal(app.associate(Session=text)) == used
    here.wait(seconds=181)
    assert refusal(app.associate(Session=third))[1] == "Invalid session for the user, session is expired."


def test_a_new_app_takes_the_old_one_away_at_once(here: People, app: Authenticator) -> None:
    token = app.switch_on()
    session = app.asked()
    old = app.secret
    assert app.associate(AccessToken=token).ok
    assert app.secret != old
    assert factors(here) == {}
    assert "AuthenticationResult" in here.sign_in().output
    reply = app.answer(session)
    assert refusal(reply)[0] == "SoftwareTokenMFANotFoundException"
    assert reply.record.refused_by[-1] == "idp.mfa.token"


def test_a_factor_that_is_switched_off_is_asked_no_more_unless_everybody_needs_one(
    here: People, app: Authenticator
) -> None:
    app.switch_on()
    here.administered("AdminSetUserMFAPreference", Username="ana", SoftwareTokenMfaSettings={"Enabled": False})
    assert factors(here) == {}
    assert "AuthenticationResult" in here.sign_in().output
    app.offer("ON")
    assert app.asked()
    here.administered("SetUserPoolMfaConfig", MfaConfiguration="OFF")
    assert "AuthenticationResult" in here.sign_in().output


def test_a_factor_can_be_on_without_being_preferred(here: People, app: Authenticator) -> None:
    app.switch_on()
    here.administered("AdminSetUserMFAPreference", Username="ana", SoftwareTokenMfaSettings=ON)
    assert factors(here) == {"UserMFASettingList": [FACTOR]}
    before = state(here.world)
    here.administered("AdminSetUserMFAPreference", Username="ana")
    assert state(here.world) == before, "what is not named stays"


# ------------------------------------------------------------------------------------------------------------- its codes


def test_a_code_is_good_once_and_the_session_survives_wrong_ones(here: People, app: Authenticator) -> None:
    app.switch_on()
    session = app.asked()
    used = app.answer(session)
    assert refusal(used) == ("ExpiredCodeException", "Your software token has already been used once.")
    assert used.record.refused_by[-1] == "idp.totp.fresh"
    here.wait(seconds=30)
    before = state(here.world)
    for _ in range(6):
        wrong = app.answer(session, app.wrong)
        assert refusal(wrong) == ("CodeMismatchException", "Invalid code received for user")
        assert wrong.record.refused_by[-1] == "idp.totp.correct"
    assert state(here.world) == before
    assert app.answer(session).ok
    again = app.answer(session)
    assert refusal(again)[1] == "Invalid session for the user, session can only be used once."
    other = app.asked()
    assert refusal(app.answer(other))[0] == "ExpiredCodeException", "the code was used in another sign-in"


@pytest.mark.parametrize(("off", "good"), [(-61, False), (-30, True), (30, True), (61, False)])
def test_the_apps_clock_may_be_one_step_off(here: People, app: Authenticator, off: float, good: bool) -> None:
    app.switch_on()
    here.wait(minutes=5)
    session = app.asked()
    app.off = off
    reply = app.answer(session)
    assert reply.ok is good
    assert (reply.record.refused_by or ("",))[-1] == ("" if good else "idp.totp.correct")


def test_used_codes_are_remembered_for_no_longer_than_they_are_good(here: People, app: Authenticator) -> None:
    app.switch_on()
    for _ in range(5):
        here.wait(minutes=2)
        assert app.answer(app.asked()).ok
    assert len(token_of(here).used) == 1


def test_signing_in_is_no_change_of_the_profile(here: People, app: Authenticator) -> None:
    app.switch_on()
    before = here.administered("AdminGetUser", Username="ana")
    here.wait(minutes=1)
    assert app.answer(app.asked()).ok
    assert here.administered("AdminGetUser", Username="ana") == before


# -------------------------------------------------------------------------------------------------------------- refusals


def test_nothing_is_set_up_in_a_pool_without_software_tokens(here: People, app: Authenticator) -> None:
    token = here.tokens()["AccessToken"]
    before = state(here.world)
    for reply in (app.associate(AccessToken=token), app.verify("123456", AccessToken=token)):
        assert refusal(reply) == ("SoftwareTokenMFANotFoundException", NOT_FOR_POOL)
        assert reply.record.refused_by[-1] == "idp.mfa.pool_totp"
    on = here.call("SetUserMFAPreference", AccessToken=token, SoftwareTokenMfaSettings=ON)
    assert refusal(on) == ("InvalidParameterException", NOT_FOR_POOL)
    assert state(here.world) == before


@pytest.mark.parametrize(
    ("whose", "code", "rule"),
    [
        ({}, "NotAuthorizedException", "idp.mfa.named"),
        ({"AccessToken": "a.b.c"}, "NotAuthorizedException", "idp.access_token.valid"),
        ({"Session": "A" * 30}, "InvalidParameterException", "idp.challenge.known"),
    ],
)
def test_who_cannot_be_told_sets_nothing_up(
    here: People, app: Authenticator, whose: dict[str, str], code: str, rule: str
) -> None:
    app.offer()
    before = state(here.world)
    for reply in (app.associate(**whose), app.verify("123456", **whose)):
        assert refusal(reply)[0] == code
        assert rule in reply.record.refused_by
    assert state(here.world) == before


def test_the_session_of_another_challenge_sets_nothing_up(here: People, app: Authenticator) -> None:
    here.invited("ben")
    app.offer("ON")
    reply = app.associate(Session=here.sign_in("ben").output["Session"])
    assert refusal(reply)[0] == "InvalidParameterException"
    assert reply.record.refused_by[-1] == "idp.challenge.own"


def test_a_wrong_code_proves_no_app(here: People, app: Authenticator) -> None:
    token = here.tokens()["AccessToken"]
    app.offer()
    early = app.verify("123456", AccessToken=token)
    assert early.record.refused_by[-1] == "idp.mfa.token"
    app.associate(AccessToken=token)
    before = state(here.world)
    wrong = app.verify(app.wrong, AccessToken=token)
    assert refusal(wrong) == ("EnableSoftwareTokenMFAException", "Code mismatch")
    assert wrong.record.refused_by[-1] == "idp.totp.correct"
    assert state(here.world) == before
    unproven = here.call("SetUserMFAPreference", AccessToken=token, SoftwareTokenMfaSettings=ON)
    assert refusal(unproven) == ("InvalidParameterException", UNPROVEN)
    assert unproven.record.refused_by[-1] == "idp.mfa.verified"


def test_a_setup_that_was_not_proven_leads_nowhere(here: People, app: Authenticator) -> None:
    app.offer("ON")
    asked = here.sign_in().output
    session = app.associate(Session=asked["Session"]).output["Session"]
    before = state(here.world)
    reply = here.call(
        "RespondToAuthChallenge",
        ChallengeName="MFA_SETUP",
        Session=session,
        ChallengeResponses={"USERNAME": "ana"},
    )
    assert refusal(reply) == ("InvalidParameterException", UNPROVEN)
    assert state(here.world) == before


@pytest.mark.parametrize("deed", ["AdminDisableUser", "AdminDeleteUser"])
def test_who_may_not_sign_in_any_more_sets_nothing_up(here: People, app: Authenticator, deed: str) -> None:
    app.offer("ON")
    session = here.sign_in().output["Session"]
    here.administered(deed, Username="ana")
    reply = app.associate(Session=session)
    expected = {
        "AdminDisableUser": ("NotAuthorizedException", "User is disabled."),
        "AdminDeleteUser": ("InvalidParameterException", "Invalid session for the user."),
    }
    assert refusal(reply) == expected[deed]


@pytest.mark.parametrize(
    ("given", "code", "rule"),
    [
        ({"SoftwareTokenMfaSettings": {"PreferredMfa": True}}, "InvalidParameterException", "idp.mfa.preferred_on"),
        ({"SoftwareTokenMfaSettings": ON}, "InvalidParameterException", "idp.mfa.verified"),
        ({"SMSMfaSettings": ON}, "InvalidParameterException", "idp.mfa.pool_sms"),
        (
            {"SMSMfaSettings": PREFERRED, "SoftwareTokenMfaSettings": PREFERRED},
            "InvalidParameterException",
            "idp.mfa.one_preferred",
        ),
        ({"EmailMfaSettings": ON}, "InvalidParameterException", "idp.mfa.pool_email"),
        ({"WebAuthnMfaSettings": ON}, "NotImplemented", "door.simulated"),
    ],
)
def test_a_preference_that_cannot_be_is_refused(
    here: People, app: Authenticator, given: dict[str, Any], code: str, rule: str
) -> None:
    app.offer()
    token = here.tokens()["AccessToken"]
    before = state(here.world)
    for reply in (
        here.call("SetUserMFAPreference", AccessToken=token, **given),
        here.asked("AdminSetUserMFAPreference", Username="ana", **given),
    ):
        assert refusal(reply)[0] == code
        assert reply.record.refused_by[-1] == rule
    assert state(here.world) == before


# -------------------------------------------------------------------------------------------------------- the pool's part

TOTP = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
TOGETHER = "configuration given, can't turn off MFA and configure an MFA together."


@pytest.mark.parametrize(
    ("given", "says", "rule"),
    [
        ({"MfaConfiguration": "OFF", **TOTP}, TOGETHER, "idp.mfa.off"),
        ({"MfaConfiguration": "OFF", "SoftwareTokenMfaConfiguration": {"Enabled": False}}, TOGETHER, "idp.mfa.off"),
        ({"MfaConfiguration": "OFF", "SmsMfaConfiguration": {}}, TOGETHER, "idp.mfa.off"),
        ({"MfaConfiguration": "OFF", "EmailMfaConfiguration": {}}, TOGETHER, "idp.mfa.off"),
        (TOTP, TOGETHER, "idp.mfa.off"),
        (
            {"MfaConfiguration": "ON"},
            "Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.",
            "idp.mfa.some",
        ),
        (
            {"MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": {"Enabled": False}},
            "configuration given, can't disable all MFAs with a required or optional configuration.",
            "idp.mfa.some",
        ),
    ],
)
def test_settings_that_contradict_are_refused(here: People, given: dict[str, Any], says: str, rule: str) -> None:
    before = state(here.world)
    reply = here.asked("SetUserPoolMfaConfig", **given)
    assert refusal(reply) == ("InvalidParameterException", f"Invalid MFA {says}")
    assert reply.record.refused_by[-1] == rule
    assert state(here.world) == before


def test_settings_without_a_mode_switch_second_factors_off(here: People, app: Authenticator) -> None:
    app.offer("ON")
    assert here.administered("SetUserPoolMfaConfig") == {"MfaConfiguration": "OFF"}
    assert here.administered("GetUserPoolMfaConfig") == {"MfaConfiguration": "OFF"}


def test_the_pool_tells_what_is_set(here: People, app: Authenticator) -> None:
    app.offer("ON")
    assert here.administered("GetUserPoolMfaConfig") == {"MfaConfiguration": "ON", **TOTP}
    assert here.administered("DescribeUserPool")["UserPool"]["MfaConfiguration"] == "ON"
    here.administered("UpdateUserPool", MfaConfiguration="OPTIONAL")
    assert here.administered("GetUserPoolMfaConfig") == {"MfaConfiguration": "OPTIONAL", **TOTP}
    here.administered("UpdateUserPool")
    assert here.administered("GetUserPoolMfaConfig") == {"MfaConfiguration": "OFF"}


def test_a_user_who_goes_takes_the_app_along(here: People, app: Authenticator) -> None:
    app.switch_on()
    here.administered("AdminDeleteUser", Username="ana")
    here.user("ana", PASSWORD)
    assert factors(here) == {}
    assert "AuthenticationResult" in here.sign_in().output
