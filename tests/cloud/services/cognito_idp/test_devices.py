"""Devices (Developer Guide, "Working with user devices in your user pool"): tracked, remembered, proven, forgotten."""

from __future__ import annotations

import re
from typing import Any

import jwt
import pytest

from cogtui.cloud.services.cognito_idp.devices.device_records import DEVICES
from cogtui.cloud.services.cognito_idp.signing_in import srp
from cogtui.cloud.trail import Reply
from tests.builders import state
from tests.cloud.services.cognito_idp.authenticator import Authenticator
from tests.cloud.services.cognito_idp.people import People, by_name, people, refusal
from tests.cloud.services.cognito_idp.phone import ALWAYS, FLOWS, INSTEAD, OPT_IN, Phone, as_text, tracked
from tests.cloud.services.cognito_idp.srp_client import SrpClient
from tests.cloud.services.cognito_idp.triggers.lambdas import NOTHING, events, running

NONE = ("ResourceNotFoundException", "Device does not exist.")
INCORRECT = ("NotAuthorizedException", "Incorrect username or password.")
NO_REFRESH = ("NotAuthorizedException", "Invalid Refresh Token.")
FIELDS = ("device_status", "device_name", "last_ip_used")


def claims(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def why(reply: Reply) -> tuple[str, ...]:
    return reply.record.refused_by


def listed(here: People, phone: Phone) -> list[str]:
    found = here.done("ListDevices", AccessToken=phone.access_token)["Devices"]
    return [device["DeviceKey"] for device in found]


def remember(phone: Phone, status: str) -> Reply:
    given = {"DeviceKey": phone.key, "DeviceRememberedStatus": status}
    return phone.here.call("UpdateDeviceStatus", AccessToken=phone.access_token, **given)


# ---------------------------------------------------------------------------------------------------- a new device is told


@pytest.mark.parametrize("way", ["USER_PASSWORD_AUTH", "USER_SRP_AUTH"])
def test_a_first_sign_in_brings_the_key_of_a_new_device(way: str) -> None:
    here = tracked()
    reply = here.sign_in() if way == "USER_PASSWORD_AUTH" else SrpClient(here).sign_in()
    metadata = reply.output["AuthenticationResult"]["NewDeviceMetadata"]
    assert re.fullmatch(r"us-east-1_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", metadata["DeviceKey"])
    assert metadata["DeviceGroupKey"].startswith("-")
    assert "device_key" not in claims(reply.output["AuthenticationResult"]["AccessToken"])


def test_a_pool_without_device_configuration_tracks_nothing() -> None:
    here = people({"ExplicitAuthFlows": FLOWS})
    here.user("ana")
    result = here.sign_in(DEVICE_KEY="us-east-1_0").output["AuthenticationResult"]
    assert "NewDeviceMetadata" not in result
    reply = here.call("ListDevices", AccessToken=result["AccessToken"])
    assert reply.error is not None
    assert reply.error.code == "InvalidUserPoolConfigurationException"
    assert why(reply) == ("idp.device.tracked",)
    assert here.refresh(result["RefreshToken"]).ok


def test_sign_ins_of_administrators_take_no_part() -> None:
    here = tracked(ExplicitAuthFlows=[*FLOWS, "ALLOW_ADMIN_USER_PASSWORD_AUTH"])
    parameters = {"USERNAME": "ana", "PASSWORD": "Correct-Horse-9"}
    given = {"AuthFlow": "ADMIN_USER_PASSWORD_AUTH", "AuthParameters": parameters}
    result = here.administered("AdminInitiateAuth", ClientId=here.client, **given)["AuthenticationResult"]
    assert "NewDeviceMetadata" not in result
    assert here.refresh(result["RefreshToken"]).ok


def test_the_pool_describes_its_configuration() -> None:
    here = tracked(OPT_IN)
    assert here.administered("DescribeUserPool")["UserPool"]["DeviceConfiguration"] == OPT_IN
    here.administered("UpdateUserPool")
    assert "DeviceConfiguration" not in here.administered("DescribeUserPool")["UserPool"]


# -------------------------------------------------------------------------------------------------------------- confirming


@pytest.mark.parametrize(("configuration", "asks"), [(ALWAYS, False), (INSTEAD, False), (OPT_IN, True)])
def test_confirming_remembers_unless_the_user_is_to_be_asked(configuration: dict[str, bool], asks: bool) -> None:
    here = tracked(configuration)
    phone = Phone(here)
    phone.keep(here.tokens())
    assert listed(here, phone) == []
    reply = phone.confirm()
    assert reply.output == {"UserConfirmationNecessary": asks}
    assert listed(here, phone) == ([] if asks else [phone.key])
    assert remember(phone, "remembered").ok
    assert listed(here, phone) == [phone.key]


@pytest.mark.parametrize(
    ("changes", "code", "rule"),
    [
        ({"DeviceKey": "us-east-1_0-0"}, "InvalidParameterException", "idp.device.given"),
        ({"DeviceSecretVerifierConfig": {}}, "InvalidParameterException", "idp.device.verifier"),
        (
            {"DeviceSecretVerifierConfig": {"PasswordVerifier": "é!", "Salt": "AAAA"}},
            "InvalidParameterException",
            "idp.device.verifier",
        ),
        (
            {"DeviceSecretVerifierConfig": {"PasswordVerifier": as_text(srp.N), "Salt": "AAAA"}},
            "InvalidParameterException",
            "idp.device.verifier",
        ),
    ],
)
def test_what_cannot_be_a_device_is_not_confirmed(changes: dict[str, Any], code: str, rule: str) -> None:
    phone = Phone(tracked())
    phone.keep(phone.here.tokens())
    before = state(phone.here.world)
    reply = phone.confirm(**changes)
    assert (reply.error.code if reply.error else "", why(reply)) == (code, (rule,))
    assert state(phone.here.world) == before


def test_a_key_is_confirmed_once() -> None:
    phone = Phone(tracked()).settle()
    reply = phone.confirm()
    assert reply.error is not None
    assert (reply.error.code, why(reply)) == ("DeviceKeyExistsException", ("idp.device.new",))


def test_a_key_of_somebody_else_is_not_confirmed() -> None:
    here = tracked()
    here.user("ben")
    bens, anas = Phone(here, "ben"), Phone(here)
    bens.keep(here.tokens("ben"))
    anas.keep(here.tokens())
    reply = anas.confirm(DeviceKey=bens.key)
    assert refusal(reply) == ("InvalidParameterException", "Invalid device key given.")


# ------------------------------------------------------------------------------------------------------- what is to be seen


def test_a_user_sees_a_remembered_device_and_an_administrator_sees_more() -> None:
    phone = Phone(tracked()).settle()
    here = phone.here
    device = here.done("GetDevice", AccessToken=phone.access_token, DeviceKey=phone.key)["Device"]
    assert by_name(device["DeviceAttributes"]) == dict(zip(FIELDS, ("valid", "her phone", "127.0.0.1"), strict=True))
    assert device["DeviceCreateDate"].timestamp() == here.world.now
    full = here.administered("AdminGetDevice", Username="ana", DeviceKey=phone.key)["Device"]
    attributes = by_name(full["DeviceAttributes"])
    assert attributes["dev:device_remembered_status"] == "remembered"
    assert attributes["dev:device_owner"] == f"ana.{here.pool}"
    assert attributes["dev:device_arn"].endswith(f":owner/ana.{here.pool}/device/{phone.key}")
    assert here.administered("AdminListDevices", Username="ana")["Devices"] == [full]


def test_a_device_that_is_not_remembered_is_for_administrators_alone() -> None:
    phone = Phone(tracked()).settle()
    here = phone.here
    assert remember(phone, "not_remembered").ok
    reply = here.call("GetDevice", AccessToken=phone.access_token, DeviceKey=phone.key)
    assert (refusal(reply), why(reply)) == (NONE, ("idp.device.remembered",))
    full = here.administered("AdminListDevices", Username="ana")["Devices"][0]
    assert by_name(full["DeviceAttributes"])["dev:device_remembered_status"] == "not_remembered"
    here.administered(
        "AdminUpdateDeviceStatus", Username="ana", DeviceKey=phone.key, DeviceRememberedStatus="remembered"
    )
    assert listed(here, phone) == [phone.key]


def test_lists_page() -> None:
    here = tracked()
    phones = [Phone(here).settle() for _ in range(3)]
    token, seen, more = phones[0].access_token, [], {}
    while True:
        page = here.done("ListDevices", AccessToken=token, Limit=2, **more)
        seen += [device["DeviceKey"] for device in page["Devices"]]
        if "PaginationToken" not in page:
            break
        more = {"PaginationToken": page["PaginationToken"]}
    assert seen == sorted(phone.key for phone in phones)


@pytest.mark.parametrize("by", ["ForgetDevice", "AdminForgetDevice"])
def test_a_forgotten_device_is_gone_with_its_sessions(by: str) -> None:
    phone = Phone(tracked()).settle()
    here = phone.here
    if by == "ForgetDevice":
        here.done(by, AccessToken=phone.access_token, DeviceKey=phone.key)
    else:
        here.administered(by, Username="ana", DeviceKey=phone.key)
    assert here.administered("AdminListDevices", Username="ana")["Devices"] == []
    assert refusal(here.refresh(phone.refresh_token, DEVICE_KEY=phone.key)) == NONE
    reply = phone.sign_in()
    assert (refusal(reply), why(reply)) == (NONE, ("idp.device.exists",))
    again = here.asked("AdminForgetDevice", Username="ana", DeviceKey=phone.key)
    assert refusal(again) == NONE


@pytest.mark.parametrize("operation", ["GetDevice", "ForgetDevice"])
def test_without_an_access_token_nothing_is_shown(operation: str) -> None:
    here = tracked()
    reply = here.world.call("cognito-idp", operation, {"DeviceKey": "us-east-1_0"})
    assert refusal(reply) == ("NotAuthorizedException", "Invalid Access Token")
    assert why(reply) == ("idp.device.access_token",)


def test_devices_go_with_their_user() -> None:
    phone = Phone(tracked()).settle()
    phone.here.administered("AdminDeleteUser", Username="ana")
    assert [
        scope for scope in phone.here.world.store.scopes(DEVICES) if [*phone.here.world.store.scan(DEVICES, scope)]
    ] == []


# ------------------------------------------------------------------------------------------------- signing in with a device


@pytest.mark.parametrize("way", ["password", "srp"])
@pytest.mark.parametrize("with_session", [True, False])
def test_a_remembered_device_proves_itself_and_the_access_token_names_it(way: str, with_session: bool) -> None:
    phone = Phone(tracked(ALWAYS)).settle()
    asked = phone.sign_in() if way == "password" else phone.srp_sign_in()
    assert asked.output["ChallengeName"] == "DEVICE_SRP_AUTH"
    assert asked.output["ChallengeParameters"] == {}
    begun = phone.start(asked.output["Session"] if with_session else "")
    assert begun.output["ChallengeName"] == "DEVICE_PASSWORD_VERIFIER"
    assert begun.output["ChallengeParameters"].keys() == {"SALT", "SRP_B", "SECRET_BLOCK", "DEVICE_KEY", "USERNAME"}
    assert "Session" not in begun.output
    result = phone.prove(begun.output["ChallengeParameters"]).output["AuthenticationResult"]
    assert "NewDeviceMetadata" not in result
    assert claims(result["AccessToken"])["device_key"] == phone.key
    assert "device_key" not in claims(result["IdToken"])


@pytest.mark.parametrize("configuration", [INSTEAD, ALWAYS])
def test_whether_a_remembered_device_replaces_the_second_factor_is_the_pools_to_say(
    configuration: dict[str, bool],
) -> None:
    phone = Phone(tracked(configuration)).settle()
    app = Authenticator(phone.here)
    app.offer()
    assert app.set_up(AccessToken=phone.access_token).ok
    on = {"Enabled": True, "PreferredMfa": True}
    phone.here.done("SetUserMFAPreference", AccessToken=phone.access_token, SoftwareTokenMfaSettings=on)
    phone.here.wait(seconds=30)
    asked = phone.sign_in()
    if not configuration["ChallengeRequiredOnNewDevice"]:
        assert asked.output["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
        asked = app.answer(asked.output["Session"])
    assert phone.signed_in(asked)
    assert phone.here.sign_in().output["ChallengeName"] == "SOFTWARE_TOKEN_MFA", "a new device is asked in any case"
    assert remember(phone, "not_remembered").ok
    assert phone.sign_in().output["ChallengeName"] == "SOFTWARE_TOKEN_MFA"


def test_a_device_that_is_not_remembered_signs_in_by_the_password_alone_and_gets_no_other_key() -> None:
    phone = Phone(tracked(OPT_IN)).settle()
    result = phone.sign_in().output["AuthenticationResult"]
    assert "NewDeviceMetadata" not in result
    assert "device_key" not in claims(result["AccessToken"])


def test_an_unknown_device_is_told_only_to_who_knows_the_password() -> None:
    here = tracked()
    stranger = {"DEVICE_KEY": "us-east-1_00000000-0000-0000-0000-000000000000"}
    assert refusal(here.sign_in(password="Wrong-Horse-9", **stranger)) == INCORRECT
    client = SrpClient(here)
    begun = client.start(**stranger)
    asked = begun.output["ChallengeParameters"]
    assert refusal(client.prove(asked, **stranger)) == NONE
    assert "NewDeviceMetadata" in client.prove(asked).output["AuthenticationResult"], "apps try again without it"


@pytest.mark.parametrize(
    ("changes", "expected", "rule"),
    [
        ({"PASSWORD_CLAIM_SIGNATURE": "AAAA"}, INCORRECT, "idp.srp.proof"),
        ({"TIMESTAMP": "Mon Jan 05 09:00:00 UTC 2026"}, INCORRECT, "idp.srp.timestamp"),
        ({"PASSWORD_CLAIM_SECRET_BLOCK": "AAAA"}, INCORRECT, "idp.challenge.known"),
        ({"DEVICE_KEY": "us-east-1_0"}, NONE, "idp.device.own"),
    ],
)
def test_a_proof_that_does_not_hold_brings_no_tokens(
    changes: dict[str, str], expected: tuple[str, str], rule: str
) -> None:
    phone = Phone(tracked()).settle()
    begun = phone.start(phone.sign_in().output["Session"])
    asked = begun.output["ChallengeParameters"]
    reply = phone.prove(asked, **changes)
    assert (refusal(reply), why(reply)[-1:]) == (expected, (rule,))
    assert phone.prove(asked).ok, "a wrong proof uses up nothing"
    assert refusal(phone.prove(asked)) == INCORRECT, "a right one does"


def test_another_phones_secret_proves_nothing() -> None:
    phone = Phone(tracked()).settle()
    begun = phone.start(phone.sign_in().output["Session"])
    phone.secret = "of another phone"
    assert refusal(phone.prove(begun.output["ChallengeParameters"])) == INCORRECT


def test_a_device_alone_signs_nobody_in() -> None:
    phone = Phone(tracked()).settle()
    reply = phone.start()
    assert refusal(reply) == ("NotAuthorizedException", "Invalid session for the user.")
    assert why(reply) == ("idp.challenge.known",)


@pytest.mark.parametrize("meanwhile", ["forgotten", "not remembered"])
def test_a_device_that_is_remembered_no_more_cannot_go_on(meanwhile: str) -> None:
    phone = Phone(tracked()).settle()
    begun = phone.start(phone.sign_in().output["Session"])
    if meanwhile == "forgotten":
        phone.here.administered("AdminForgetDevice", Username="ana", DeviceKey=phone.key)
    else:
        remember(phone, "not_remembered")
    assert refusal(phone.prove(begun.output["ChallengeParameters"])) == NONE


def test_triggers_are_told_of_a_new_device_and_of_one_that_proved_itself() -> None:
    here = running(None, {"DeviceConfiguration": INSTEAD}, PostAuthentication=NOTHING, PreTokenGeneration=NOTHING)
    here.user("ana")
    first = here.sign_in()
    assert events(first)["PostAuthentication_Authentication"]["request"]["newDeviceUsed"] is True
    phone = Phone(here)
    phone.keep(first.output["AuthenticationResult"])
    assert phone.confirm().ok
    begun = phone.start(phone.sign_in().output["Session"])
    found = events(phone.prove(begun.output["ChallengeParameters"]))
    assert list(found) == ["PostAuthentication_Authentication", "TokenGeneration_AuthenticateDevice"]
    assert found["PostAuthentication_Authentication"]["request"]["newDeviceUsed"] is False


# -------------------------------------------------------------------------------------------------------------- refreshing


@pytest.mark.parametrize("operation", ["InitiateAuth", "GetTokensFromRefreshToken"])
@pytest.mark.parametrize("named", ["", "us-east-1_0", "own"])
def test_a_refresh_names_the_device_of_its_session(operation: str, named: str) -> None:
    phone = Phone(tracked()).settle()
    key = phone.key if named == "own" else named
    if operation == "InitiateAuth":
        reply = phone.here.refresh(phone.refresh_token, **({"DEVICE_KEY": key} if key else {}))
    else:
        given = {"RefreshToken": phone.refresh_token, **({"DeviceKey": key} if key else {})}
        reply = phone.here.call(operation, **given)
    if named == "own":
        assert claims(reply.output["AuthenticationResult"]["AccessToken"])["device_key"] == phone.key
    else:
        assert (refusal(reply), why(reply)) == (NO_REFRESH, ("idp.device.refresh",))


def test_once_the_pool_tracks_nothing_a_refresh_names_no_device() -> None:
    phone = Phone(tracked()).settle()
    phone.here.administered("UpdateUserPool")
    assert phone.here.refresh(phone.refresh_token).ok
