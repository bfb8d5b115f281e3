"""Virtual MFA devices: from their making to a user's second factor and back."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.accounts import mfa_devices, totp
from cogtui.cloud.world import World
from tests.builders import asked, done, state
from tests.cloud.services.iam.people import HERE, a_user, refusal
from tests.cloud.services.iam.phone import Phone, a_device, a_factor

SERIAL = f"arn:aws:iam::{HERE}:mfa/ana"


@pytest.fixture
def world() -> World:
    made = World(seed="mfa")
    a_user(made, "ana", "iam:*")
    return made


def listed(world: World, **params: Any) -> list[str]:
    found = done(world, "iam", "ListVirtualMFADevices", **params)["VirtualMFADevices"]
    return [device["SerialNumber"] for device in found]


def test_a_device_is_nobody_s_until_two_codes_in_a_row_prove_that_the_user_has_it(world: World) -> None:
    phone = a_device(world, Path="/phones/")
    assert phone.serial == f"arn:aws:iam::{HERE}:mfa/phones/ana"
    assert len(phone.secret) == 40
    held, free = ({"AssignmentStatus": status} for status in ("Assigned", "Unassigned"))
    assert (listed(world, **held), listed(world, **free), listed(world)) == ([], [phone.serial], [phone.serial])
    done(world, "iam", "EnableMFADevice", UserName="ana", SerialNumber=phone.serial, **phone.codes())
    assert (listed(world, **held), listed(world, **free), listed(world)) == ([phone.serial], [], [phone.serial])
    [shown] = done(world, "iam", "ListMFADevices", UserName="ana")["MFADevices"]
    assert (shown["UserName"], shown["SerialNumber"]) == ("ana", phone.serial)
    assert shown["EnableDate"].timestamp() == int(world.now)
    assert done(world, "iam", "GetMFADevice", SerialNumber=phone.serial) == shown
    [device] = done(world, "iam", "ListVirtualMFADevices")["VirtualMFADevices"]
    assert device["User"]["UserName"] == "ana"
    assert "Base32StringSeed" not in device


def test_a_user_lists_and_deactivates_their_own_devices_without_a_name(world: World) -> None:
    ana = a_user(world, "bo", "iam:*")
    phone = a_factor(world, "bo", "bo")
    own = world.call("iam", "ListMFADevices", {}, caller=ana).output["MFADevices"]
    assert [device["SerialNumber"] for device in own] == [phone.serial]
    assert world.call("iam", "DeactivateMFADevice", {"SerialNumber": phone.serial}, caller=ana).ok
    assert done(world, "iam", "ListMFADevices", UserName="bo")["MFADevices"] == []
    done(world, "iam", "DeleteVirtualMFADevice", SerialNumber=phone.serial)
    assert listed(world, AssignmentStatus="Any") == []


def test_a_device_whose_clock_is_far_off_counts_again_once_it_is_resynchronised(world: World) -> None:
    phone = a_factor(world)
    ahead = 8
    device = mfa_devices.by_serial(world.store, phone.serial)
    assert device is not None
    assert mfa_devices.taken(device, phone.code(ahead), world.now) is None
    world.act("clock.advance", seconds=totp.STEP)
    done(world, "iam", "ResyncMFADevice", UserName="ana", SerialNumber=phone.serial, **phone.codes(ahead))
    device = mfa_devices.by_serial(world.store, phone.serial)
    assert device is not None
    assert mfa_devices.taken(device, phone.code(ahead + 1), world.now) is not None
    assert mfa_devices.taken(device, phone.code(ahead), world.now) is None, "used up by the resynchronisation"


def test_tags_of_a_device_are_kept_and_taken_off(world: World) -> None:
    phone = a_device(world, Tags=[{"Key": "team", "Value": "red"}])
    done(world, "iam", "TagMFADevice", SerialNumber=phone.serial, Tags=[{"Key": "kind", "Value": "app"}])
    tags = done(world, "iam", "ListMFADeviceTags", SerialNumber=phone.serial)["Tags"]
    assert tags == [{"Key": "kind", "Value": "app"}, {"Key": "team", "Value": "red"}]
    done(world, "iam", "UntagMFADevice", SerialNumber=phone.serial, TagKeys=["team"])
    assert done(world, "iam", "ListMFADeviceTags", SerialNumber=phone.serial)["Tags"] == tags[:1]


def _enable(phone: Phone, **changes: str) -> dict[str, str]:
    return {"UserName": "ana", "SerialNumber": phone.serial, **phone.codes(), **changes}


NO_DEVICE = f"MFA Device with serial number {SERIAL}x does not exist."
WRONG = "Authentication code for device is not valid."


@pytest.mark.parametrize(
    ("enabled", "operation", "params", "expected"),
    [
        (False, "EnableMFADevice", {"SerialNumber": SERIAL + "x"}, ("NoSuchEntity", 404, NO_DEVICE, ("iam.mfa",))),
        (False, "EnableMFADevice", {"AuthenticationCode1": "000000"}, ("InvalidAuthenticationCode", 403, WRONG, ("iam.mfa.codes",))),
        (False, "EnableMFADevice", {"UserName": "bo"},
         ("NoSuchEntity", 404, "The user with name bo cannot be found.", ("iam.user",))),
        (True, "EnableMFADevice", {}, ("EntityAlreadyExists", 409, "MFA Device is already in use.", ("iam.mfa.free",))),
        (True, "ResyncMFADevice", {"AuthenticationCode2": "000000"}, ("InvalidAuthenticationCode", 403, WRONG, ("iam.mfa.codes",))),
        (False, "ResyncMFADevice", {}, ("NoSuchEntity", 404, "MFA Device invalid for user.", ("iam.mfa.own",))),
    ],
)  # fmt: skip
def test_codes_prove_nothing_unless_all_fits(
    world: World, *, enabled: bool, operation: str, params: dict[str, str], expected: tuple[Any, ...]
) -> None:
    phone = a_factor(world) if enabled else a_device(world)
    before = state(world)
    assert refusal(asked(world, "iam", operation, **_enable(phone, **params))) == expected
    assert state(world) == before


def test_what_is_in_use_or_there_already_is_refused(world: World) -> None:
    phone = a_factor(world)
    before = state(world)
    refusals = {
        ("CreateVirtualMFADevice", "VirtualMFADeviceName", "ana"): (
            "EntityAlreadyExists",
            409,
            "MFA device already exists.",
            ("iam.mfa.name",),
        ),
        ("DeleteVirtualMFADevice", "SerialNumber", phone.serial): (
            "DeleteConflict",
            409,
            "MFA VirtualDevice in use. Must deactivate first.",
            ("iam.mfa.unused",),
        ),
    }
    for (operation, member, value), expected in refusals.items():
        assert refusal(asked(world, "iam", operation, **{member: value})) == expected
    assert state(world) == before


def test_a_user_with_a_device_cannot_be_deleted(world: World) -> None:
    done(world, "iam", "CreateUser", UserName="bo")
    phone = a_factor(world, "bo", "bo")
    code, status, text, rules = refusal(asked(world, "iam", "DeleteUser", UserName="bo"))
    assert (code, status, rules) == ("DeleteConflict", 409, ("iam.user.mfa",))
    assert text == "Cannot delete entity, must delete MFA device first."
    done(world, "iam", "DeactivateMFADevice", UserName="bo", SerialNumber=phone.serial)
    done(world, "iam", "DeleteUser", UserName="bo")


def test_a_user_has_eight_devices_at_most(world: World) -> None:
    for number in range(8):
        a_factor(world, name=f"phone-{number}")
    ninth = a_device(world, "phone-9")
    code, status, text, rules = refusal(asked(world, "iam", "EnableMFADevice", **_enable(ninth)))
    assert (code, status, text) == ("LimitExceeded", 409, "Cannot exceed quota for MFADevicesPerUser: 8")
    assert rules == ("iam.quota",)
