"""pycognito signs in with a remembered device: its own device SRP, against the pool's."""

from __future__ import annotations

from typing import Any

import pytest
from pycognito.aws_srp import AWSSRP, generate_hash_device

from cogtui.cloud.accounts import totp
from tests.clients.command import Running
from tests.clients.sdk import Sdk
from tests.clients.test_pycognito import FLOWS, PASSWORD, People, confirmed

TRACKING = {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False}


@pytest.fixture
def people(own_issuer: Running, sdk: Sdk) -> People:
    # A client without a secret: pycognito answers DEVICE_SRP_AUTH without SECRET_HASH, which a secret client must send
    # (API RespondToAuthChallenge, "DEVICE_SRP_AUTH requires ... SECRET_HASH").
    made = People(own_issuer, sdk, ExplicitAuthFlows=FLOWS)
    made.admin.update_user_pool(UserPoolId=made.pool, AutoVerifiedAttributes=["email"], DeviceConfiguration=TRACKING)
    return made


class Laptop:
    """Ana's laptop, as pycognito sees it."""

    def __init__(self, people: People, sdk: Sdk) -> None:
        self.people = people
        self.app = sdk.client("cognito-idp", people.running.url, None)
        self.known: dict[str, str] = {}

    def sign_in(self) -> dict[str, Any]:
        """Sign in with SRP, and with the device's secret where there is one."""
        people = self.people
        aws = AWSSRP(
            "ana", PASSWORD, people.pool, people.client, client=self.app, client_secret=people.secret, **self.known
        )
        return aws.authenticate_user()

    def confirm(self) -> str:
        """Sign in for the first time and confirm the device as pycognito does; return the access token."""
        result = self.sign_in()["AuthenticationResult"]
        given = result["NewDeviceMetadata"]
        secret, config = generate_hash_device(given["DeviceGroupKey"], given["DeviceKey"])
        answer = self.app.confirm_device(
            AccessToken=result["AccessToken"],
            DeviceKey=given["DeviceKey"],
            DeviceName="laptop",
            DeviceSecretVerifierConfig=config,
        )
        assert answer["UserConfirmationNecessary"] is False
        self.known = {
            "device_key": given["DeviceKey"],
            "device_group_key": given["DeviceGroupKey"],
            "device_password": secret,
        }
        return result["AccessToken"]


@pytest.fixture
def laptop(people: People, sdk: Sdk) -> Laptop:
    confirmed(people)
    return Laptop(people, sdk)


def test_a_remembered_device_signs_in(laptop: Laptop) -> None:
    laptop.confirm()
    result = laptop.sign_in()["AuthenticationResult"]
    assert "NewDeviceMetadata" not in result
    device = laptop.app.get_device(AccessToken=result["AccessToken"], DeviceKey=laptop.known["device_key"])["Device"]
    assert {"Name": "device_name", "Value": "laptop"} in device["DeviceAttributes"]


def test_a_remembered_device_stands_in_for_a_code(laptop: Laptop) -> None:
    token, people = laptop.confirm(), laptop.people
    people.admin.set_user_pool_mfa_config(
        UserPoolId=people.pool, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True}
    )
    secret = laptop.app.associate_software_token(AccessToken=token)["SecretCode"]
    now = people.admin.admin_get_user(UserPoolId=people.pool, Username="ana")["UserLastModifiedDate"].timestamp()
    laptop.app.verify_software_token(AccessToken=token, UserCode=totp.code_at(totp.read(secret), totp.step_at(now)))
    on = {"Enabled": True, "PreferredMfa": True}
    laptop.app.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings=on)
    assert "AccessToken" in laptop.sign_in()["AuthenticationResult"]


@pytest.mark.parametrize("wrong", ["another secret", "a forgotten device"])
def test_a_device_that_cannot_prove_itself_gets_no_tokens(laptop: Laptop, wrong: str) -> None:
    token = laptop.confirm()
    if wrong == "another secret":
        laptop.known["device_password"] = "another"
        expected, text = laptop.app.exceptions.NotAuthorizedException, "Incorrect username or password"
    else:
        laptop.app.forget_device(AccessToken=token, DeviceKey=laptop.known["device_key"])
        expected, text = laptop.app.exceptions.ResourceNotFoundException, "Device does not exist"
    with pytest.raises(expected, match=text):
        laptop.sign_in()
