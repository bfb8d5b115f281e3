"""What devices mean in a sign-in: which one it comes from, whether it is trusted, and what a new one is given.

Without DEVICE_KEY a sign-in comes from a new device: its tokens come with a key, for ConfirmDevice. Sign-ins of
administrators and at the pool's domain take no part, and neither does a pool without DeviceConfiguration.
Source: Developer Guide, "Working with user devices in your user pool"; API CreateUserPool, DeviceConfiguration.
"""

from __future__ import annotations

import base64
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.clients.validity import lifetimes
from cogtui.cloud.services.cognito_idp.devices import device_errors
from cogtui.cloud.services.cognito_idp.devices.device_records import DEVICES, Device
from cogtui.cloud.services.cognito_idp.records import User, UserPool
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt, going_on
from cogtui.cloud.services.cognito_idp.traces import Session
from cogtui.cloud.store import Reader

KEY = "DEVICE_KEY"
"""The member of AuthParameters and ChallengeResponses."""

FLOWS = ("USER_PASSWORD_AUTH", "USER_SRP_AUTH")
"""The flows whose sign-ins come from devices.

DIFFERS: AWS takes DEVICE_KEY in CUSTOM_AUTH too, and maybe in USER_AUTH; their sign-ins come from no device here.
"""

SETTING = "DeviceConfiguration"

_GROUP_OCTETS = 6


def configuration(pool: UserPool) -> dict[str, Any] | None:
    """Return DeviceConfiguration, or None for a pool that tracks no devices."""
    return pool.settings.get(SETTING)


def device_of(reader: Reader, user: User, key: str) -> Device | None:
    """Return the user's device of that key, confirmed or not."""
    return reader.get(DEVICES, (user.sub, key)) if key else None


def group_key(call: Call, user: User) -> str:
    """Return DeviceGroupKey: it takes the pool's place in a device's SRP.

    DIFFERS: what AWS makes one group is not documented; here it is the devices of one user.
    """
    octets = call.ids.steady(f"devices|{user.pool_id}|{user.sub}", _GROUP_OCTETS)
    return f"-{base64.urlsafe_b64encode(octets).decode('ascii')}"


def recognised(call: Call, attempt: Attempt) -> Attempt:
    """Return the attempt with the user's device that it comes from, if it is known. Nobody is told yet that it is not."""
    if attempt.user is None or attempt.device is not None or not _takes_part(call, attempt):
        return attempt
    key = attempt.given.get(KEY) or (attempt.pending.device_key if attempt.pending else "")
    found = device_of(call.tx, attempt.user, key)
    return going_on(attempt, device=found if found is not None and found.is_confirmed else None)


def require_known(call: Call, attempt: Attempt) -> None:
    """Refuse a DEVICE_KEY of no device of the user, once the first factor holds; apps then try again without it."""
    if not attempt.given.get(KEY) or not _takes_part(call, attempt):
        return
    device = attempt.device
    call.require("idp.device.exists", device is not None, device_errors.not_found, device=attempt.given[KEY])
    assert device is not None
    call.note("idp.device.remembered", device.remembered, place=device.place)


def is_remembered(attempt: Attempt) -> bool:
    """Tell whether the sign-in comes from a remembered device, which proves itself before the tokens come.

    DIFFERS: that it does so after a second factor too, where the device does not replace one, is taken from what the SDKs
    are ready for; the documentation says "on every user sign-in" and no more.
    """
    return attempt.device is not None and attempt.device.remembered


def replaces_factor(attempt: Attempt) -> bool:
    """Tell whether the device is asked in a second factor's stead (ChallengeRequiredOnNewDevice)."""
    wanted = (configuration(attempt.app.pool) or {}).get("ChallengeRequiredOnNewDevice")
    return bool(wanted) and is_remembered(attempt)


def settled(call: Call, attempt: Attempt) -> tuple[str, dict[str, Any]]:
    """Return the key of the device that the session belongs to, and NewDeviceMetadata for one that is new."""
    if not _takes_part(call, attempt):
        return "", {}
    require_known(call, attempt)
    if attempt.device is not None:
        seen = msgspec.structs.replace(attempt.device, authenticated=call.now, address=call.origin.address)
        call.tx.put(DEVICES, seen)
        return seen.key, {}
    device = _given(call, attempt)
    metadata = {"DeviceKey": device.key, "DeviceGroupKey": group_key(call, attempt.known_user)}
    return device.key, {"NewDeviceMetadata": metadata}


def _given(call: Call, attempt: Attempt) -> Device:
    """Give a new device its key. It is good for ConfirmDevice as long as the session can go on."""
    user, app = attempt.known_user, attempt.app
    device = Device(
        pool_id=user.pool_id,
        user_key=user.key,
        sub=user.sub,
        key=f"{app.pool.region}_{call.ids.uuid()}",
        created=call.now,
        modified=call.now,
        authenticated=call.now,
        address=call.origin.address,
        expires=call.now + lifetimes(app.client).refresh,
    )
    call.tx.put(DEVICES, device)
    return device


def require_session_device(call: Call, pool: UserPool, session: Session, user: User, given: str | None) -> None:
    """Refuse to refresh a session of a device for anybody who does not name the device."""
    if not session.device_key or configuration(pool) is None:
        return
    same = given == session.device_key
    invalid = errors.not_authorized("Invalid Refresh Token.")
    call.require("idp.device.refresh", same, invalid, wants=session.device_key, has=given)
    there = device_of(call.tx, user, session.device_key) is not None
    call.require("idp.device.exists", there, device_errors.not_found, device=session.device_key)


def claim(reader: Reader, user: User, session: Session) -> dict[str, str]:
    """Return `device_key` for the access token of a session on a remembered device."""
    device = device_of(reader, user, session.device_key)
    return {"device_key": device.key} if device is not None and device.remembered else {}


def _takes_part(call: Call, attempt: Attempt) -> bool:
    by_user = attempt.flow in FLOWS and not call.operation.startswith("Admin")
    return by_user and configuration(attempt.app.pool) is not None
