"""Virtual MFA devices: make, enable, resynchronise, list, deactivate, delete (IAM API Reference).

Hardware keys and passkeys are none: they need something that one can touch.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.accounts import mfa_devices, totp
from cogtui.cloud.accounts.mfa_devices import MFA_DEVICES, MfaDevice
from cogtui.cloud.accounts.users import USERS, User
from cogtui.cloud.call import Call
from cogtui.cloud.services.iam import mfa_errors as errors
from cogtui.cloud.services.iam.lookup import page, user_named
from cogtui.cloud.services.iam.moments import timestamp
from cogtui.cloud.services.iam.quotas import require_within
from cogtui.cloud.services.iam.tags import CASE_COUNTS, Given, member, shown, tagged, untagged
from cogtui.cloud.services.iam.users import shown as user_shown
from cogtui.cloud.services.iam.users import user_or_caller

Output = dict[str, Any]

_OCTETS = 40
"""Of a device's secret: 64 characters in base32."""

_ASSIGNED = {"Assigned": (True,), "Unassigned": (False,), "Any": (True, False)}
"""AssignmentStatus -> whether devices that have a holder are listed, and those that have none."""


def create_virtual_mfa_device(
    call: Call, *, VirtualMFADeviceName: str, Path: str = "/", Tags: Given | None = None
) -> Output:
    """Make a device; this answer is the only one that has its secret.

    DIFFERS: QRCodePNG is left out; Base32StringSeed is what it would show.
    """
    taken = call.tx.get(MFA_DEVICES, (call.account, VirtualMFADeviceName)) is not None
    call.require("iam.mfa.name", not taken, errors.already_there, has=VirtualMFADeviceName)
    secret = totp.written(call.ids.octets(_OCTETS))
    tags = tagged(call, {}, Tags, CASE_COUNTS)
    device = MfaDevice(call.account, VirtualMFADeviceName, Path, secret, call.now, tags=tags)
    call.tx.put(MFA_DEVICES, device)
    seed = {"SerialNumber": device.serial, "Base32StringSeed": secret.encode("ascii")}
    return {"VirtualMFADevice": seed | member(tags)}


def enable_mfa_device(
    call: Call, *, UserName: str, SerialNumber: str, AuthenticationCode1: str, AuthenticationCode2: str
) -> Output:
    """Make a device a user's second factor, once two codes in a row prove that the user's app knows its secret."""
    user = user_named(call, UserName)
    device = _named(call, SerialNumber)
    call.require("iam.mfa.free", not device.holder, errors.already_enabled, serial=SerialNumber)
    require_within(call, "MFADevicesPerUser", len(list(_devices_of(call, user))) + 1)
    ready = _tuned(call, device, AuthenticationCode1, AuthenticationCode2)
    call.tx.put(MFA_DEVICES, msgspec.structs.replace(ready, holder=user.user_id, enabled=call.now))
    return {}


def resync_mfa_device(
    call: Call, *, UserName: str, SerialNumber: str, AuthenticationCode1: str, AuthenticationCode2: str
) -> Output:
    """Find out by two codes in a row how far the clock of a device is off, and make up for it from now on."""
    device = _of_user(call, UserName, SerialNumber)
    call.tx.put(MFA_DEVICES, _tuned(call, device, AuthenticationCode1, AuthenticationCode2))
    return {}


def deactivate_mfa_device(call: Call, *, SerialNumber: str, UserName: str | None = None) -> Output:
    """Take a device from its user; it stays, as nobody's."""
    device = _of_user(call, UserName, SerialNumber)
    call.tx.put(MFA_DEVICES, msgspec.structs.replace(device, holder="", enabled=0))
    return {}


def delete_virtual_mfa_device(call: Call, *, SerialNumber: str) -> Output:
    """Delete a device that is nobody's."""
    device = _named(call, SerialNumber)
    call.require("iam.mfa.unused", not device.holder, errors.still_enabled, serial=SerialNumber)
    call.tx.delete(MFA_DEVICES, MFA_DEVICES.key(device))
    return {}


def get_mfa_device(call: Call, *, SerialNumber: str, UserName: str | None = None) -> Output:
    """Return whose device it is; without a user name any user's of the account."""
    if UserName is not None:
        user = user_named(call, UserName)
        return _held(_of_user(call, user.name, SerialNumber), user)
    device = _named(call, SerialNumber)
    user = _holder(call, device)
    call.require("iam.mfa.own", user is not None, errors.not_of_user, serial=SerialNumber)
    assert user is not None
    return _held(device, user)


def list_mfa_devices(
    call: Call, *, UserName: str | None = None, Marker: str | None = None, MaxItems: int = 100
) -> Output:
    """List the devices of a user; without a name the caller's own."""
    del Marker
    user = user_or_caller(call, UserName)
    listed = [_held(device, user) for device in _devices_of(call, user)]
    return page(call, "MFADevices", listed, lambda row: row["SerialNumber"], MaxItems)


def list_virtual_mfa_devices(
    call: Call, *, AssignmentStatus: str = "Any", Marker: str | None = None, MaxItems: int = 100
) -> Output:
    """List the account's devices: all of them unless asked for those of somebody, or of nobody."""
    del Marker
    wanted = _ASSIGNED[AssignmentStatus]
    rows = [_listed(call, one) for one in call.tx.scan(MFA_DEVICES, call.account) if bool(one.holder) in wanted]
    return page(call, "VirtualMFADevices", rows, lambda row: row["SerialNumber"], MaxItems)


def tag_mfa_device(call: Call, *, SerialNumber: str, Tags: Given) -> Output:
    """Put tags on a device; a tag with the very same key is replaced."""
    device = _named(call, SerialNumber)
    tags = tagged(call, device.tags, Tags, CASE_COUNTS)
    call.tx.put(MFA_DEVICES, msgspec.structs.replace(device, tags=tags))
    return {}


def untag_mfa_device(call: Call, *, SerialNumber: str, TagKeys: list[str]) -> Output:
    """Take tags off a device."""
    device = _named(call, SerialNumber)
    tags = untagged(device.tags, TagKeys, CASE_COUNTS)
    call.tx.put(MFA_DEVICES, msgspec.structs.replace(device, tags=tags))
    return {}


def list_mfa_device_tags(call: Call, *, SerialNumber: str, Marker: str | None = None, MaxItems: int = 100) -> Output:
    """List a device's tags by key."""
    del Marker
    return page(call, "Tags", shown(_named(call, SerialNumber).tags), lambda tag: tag["Key"], MaxItems)


def _named(call: Call, serial: str) -> MfaDevice:
    device = mfa_devices.by_serial(call.tx, serial)
    own = device is not None and device.account == call.account
    call.require("iam.mfa", own, lambda: errors.no_such_device(serial), has=serial, account=call.account)
    assert device is not None
    return device


def _of_user(call: Call, name: str | None, serial: str) -> MfaDevice:
    """Return a device that is a user's; without a name the caller's."""
    user = user_or_caller(call, name)
    device = _named(call, serial)
    call.require("iam.mfa.own", device.holder == user.user_id, errors.not_of_user, serial=serial, user=user.name)
    return device


def _tuned(call: Call, device: MfaDevice, first: str, second: str) -> MfaDevice:
    ready = mfa_devices.tuned(device, first, second, call.now)
    has = [first, second]
    call.require("iam.mfa.codes", ready is not None, errors.wrong_codes, has=has, step=totp.step_at(call.now))
    assert ready is not None
    return ready


def _devices_of(call: Call, user: User) -> list[MfaDevice]:
    return list(mfa_devices.devices_of(call.tx, user.account, user.user_id))


def _holder(call: Call, device: MfaDevice) -> User | None:
    users = call.tx.scan(USERS, device.account)
    return next((user for user in users if device.holder == user.user_id), None)


def _held(device: MfaDevice, user: User) -> Output:
    return {"UserName": user.name, "SerialNumber": device.serial, "EnableDate": timestamp(device.enabled)}


def _listed(call: Call, device: MfaDevice) -> Output:
    user = _holder(call, device)
    held = {"User": user_shown(user), "EnableDate": timestamp(device.enabled)} if user else {}
    return {"SerialNumber": device.serial, **held}
