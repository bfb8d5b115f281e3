"""AWS::IAM::VirtualMFADevice: a user of a template has a second factor from the beginning."""

from __future__ import annotations

import pytest

from cogtui.cloud.accounts import totp
from cogtui.cloud.callers import Keys
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from tests.builders import done, state

TEMPLATE = """
Resources:
  Ana: {Type: AWS::IAM::User, Properties: {UserName: ana}}
  Key: {Type: AWS::IAM::AccessKey, Properties: {UserName: !Ref Ana}}
  Phone:
    Type: AWS::IAM::VirtualMFADevice
    Properties: {VirtualMfaDeviceName: ana, Path: /phones/, Users: [!Ref Ana], Tags: [{Key: kind, Value: app}]}
Outputs:
  Serial: {Value: !Ref Phone}
  Seed: {Value: !GetAtt Phone.Base32StringSeed}
  KeyId: {Value: !Ref Key}
  Secret: {Value: !GetAtt Key.SecretAccessKey}
"""


def test_a_device_of_a_template_is_its_user_s_and_shows_codes_that_count() -> None:
    world = World()
    made = {name: str(value) for name, value in apply(world, TEMPLATE, "w.yaml").outputs.items()}
    assert made["Serial"] == f"arn:aws:iam::{world.account}:mfa/phones/ana"
    [device] = done(world, "iam", "ListMFADevices", UserName="ana")["MFADevices"]
    assert device["SerialNumber"] == made["Serial"]
    code = totp.code_at(totp.read(made["Seed"]), totp.step_at(world.now))
    proof = {"SerialNumber": made["Serial"], "TokenCode": code}
    assert world.call("sts", "GetSessionToken", proof, caller=Keys(made["KeyId"], made["Secret"])).ok


@pytest.mark.parametrize(
    ("users", "says"),
    [("[nobody]", "The user with name nobody cannot be found."), ("[ana, bo]", "MFA Device is already in use.")],
)
def test_a_mistake_is_shown_at_the_user(users: str, says: str) -> None:
    world = World()
    for user in ("ana", "bo"):
        done(world, "iam", "CreateUser", UserName=user)
    before = state(world)
    text = f"Resources:\n  P:\n    Type: AWS::IAM::VirtualMFADevice\n    Properties:\n      Users: {users}\n"
    with pytest.raises(AuthoringError) as refused:
        apply(world, text, "w.yaml")
    assert says in refused.value.message
    assert refused.value.line == 5
    assert state(world) == before
