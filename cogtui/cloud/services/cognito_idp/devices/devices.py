"""A user's own devices: ConfirmDevice, GetDevice, ListDevices, UpdateDeviceStatus, ForgetDevice.

Users see what is remembered and nothing else; administrators see every device that was confirmed (`admin_devices`).
Source: the API pages of the operations; Developer Guide, "Working with user devices in your user pool".
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.paging import page_of
from cogtui.cloud.services.cognito_idp.devices import device_errors, tracking
from cogtui.cloud.services.cognito_idp.devices.device_records import DEVICES, Device
from cogtui.cloud.services.cognito_idp.devices.device_shape import described
from cogtui.cloud.services.cognito_idp.paging import BY_PAGINATION_TOKEN
from cogtui.cloud.services.cognito_idp.records import User, UserPool
from cogtui.cloud.services.cognito_idp.signing_in import srp
from cogtui.cloud.services.cognito_idp.tokens.access import SignedIn, signed_in

ON_A_PAGE = 60


def confirm_device(
    call: Call,
    *,
    AccessToken: str,
    DeviceKey: str,
    DeviceSecretVerifierConfig: dict[str, str] | None = None,
    DeviceName: str | None = None,
) -> dict[str, Any]:
    """Give the pool the verifier of a new device's secret; from then on it is tracked, and remembered unless users decide."""
    who = signed_in(call, AccessToken)
    require_tracked(call, who.app.pool)
    device = tracking.device_of(call.tx, who.user, DeviceKey)
    call.require("idp.device.given", device is not None, device_errors.not_given, device=DeviceKey)
    assert device is not None
    call.require("idp.device.new", not device.is_confirmed, device_errors.key_exists, device=DeviceKey)
    salt, verifier = _secret(call, DeviceSecretVerifierConfig or {})
    asks_user = bool((tracking.configuration(who.app.pool) or {}).get("DeviceOnlyRememberedOnUserPrompt"))
    fields: dict[str, Any] = {"name": DeviceName or "", "salt": salt, "verifier": verifier, "expires": None}
    changed = msgspec.structs.replace(device, modified=call.now, remembered=not asks_user, **fields)
    call.tx.put(DEVICES, changed)
    return {"UserConfirmationNecessary": asks_user}


def get_device(call: Call, *, DeviceKey: str, AccessToken: str | None = None) -> dict[str, Any]:
    """Return one of the user's remembered devices."""
    who = _owner(call, AccessToken)
    device = require_confirmed(call, who.user, DeviceKey)
    call.require("idp.device.remembered", device.remembered, device_errors.not_found, place=device.place)
    return {"Device": described(device)}


def list_devices(
    call: Call, *, AccessToken: str, Limit: int = ON_A_PAGE, PaginationToken: str | None = None
) -> dict[str, Any]:
    """List the user's remembered devices."""
    del PaginationToken  # the page reads it
    who = _owner(call, AccessToken)
    found = [device for device in confirmed(call, who.user) if device.remembered]
    page = page_of(call, found, lambda device: device.key, Limit or ON_A_PAGE, BY_PAGINATION_TOKEN)
    return {"Devices": [described(device) for device in page.rows], **page.more}


def update_device_status(
    call: Call, *, AccessToken: str, DeviceKey: str, DeviceRememberedStatus: str | None = None
) -> dict[str, Any]:
    """Remember one of the user's devices, or remember it no more."""
    change_status(call, _owner(call, AccessToken).user, DeviceKey, DeviceRememberedStatus)
    return {}


def forget_device(call: Call, *, DeviceKey: str, AccessToken: str | None = None) -> dict[str, Any]:
    """Take one of the user's devices away: it is tracked no more."""
    forget(call, _owner(call, AccessToken).user, DeviceKey)
    return {}


def require_tracked(call: Call, pool: UserPool) -> None:
    """Refuse what is about devices in a pool that tracks none."""
    tracked = tracking.configuration(pool) is not None
    place = pool.place(tracking.SETTING, "settings")
    call.require("idp.device.tracked", tracked, device_errors.not_tracked, place=place)


def require_confirmed(call: Call, user: User, key: str) -> Device:
    """Return the user's device, remembered or not."""
    device = tracking.device_of(call.tx, user, key)
    there = device is not None and device.is_confirmed
    call.require("idp.device.exists", there, device_errors.not_found, device=key, username=user.username)
    assert device is not None
    return device


def confirmed(call: Call, user: User) -> list[Device]:
    """Return the user's devices, by key."""
    return sorted((row for row in call.tx.scan(DEVICES, user.sub) if row.is_confirmed), key=lambda row: row.key)


def change_status(call: Call, user: User, key: str, status: str | None) -> None:
    """Remember a device or not. DIFFERS: what AWS does where the status is left out is not documented; here it stays."""
    device = require_confirmed(call, user, key)
    remembered = device.remembered if status is None else status == "remembered"
    if remembered != device.remembered:
        call.tx.put(DEVICES, msgspec.structs.replace(device, remembered=remembered, modified=call.now))


def forget(call: Call, user: User, key: str) -> None:
    """Take a device away; sessions that belong to it cannot be refreshed any more."""
    device = require_confirmed(call, user, key)
    call.tx.delete(DEVICES, (device.sub, device.key))


def _owner(call: Call, access_token: str | None) -> SignedIn:
    call.require("idp.device.access_token", bool(access_token), device_errors.nobody_named)
    who = signed_in(call, access_token or "")
    require_tracked(call, who.app.pool)
    return who


def _secret(call: Call, config: dict[str, str]) -> tuple[bytes, bytes]:
    """Return salt and v, each without the zero bytes in front."""
    salt, verifier = (_decoded(config.get(name, "")) for name in ("Salt", "PasswordVerifier"))
    good = bool(salt) and 1 < int.from_bytes(verifier) < srp.N
    bits = int.from_bytes(verifier).bit_length()
    call.require("idp.device.verifier", good, device_errors.verifier_unusable, bits=bits, salt=len(salt))
    return salt, verifier.lstrip(b"\0")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.encode("ascii", "replace"), validate=True)
    except (binascii.Error, ValueError):
        return b""
