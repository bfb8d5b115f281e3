"""Users' devices, for administrators: AdminGetDevice, AdminListDevices, AdminUpdateDeviceStatus, AdminForgetDevice.

Source: the API pages of the operations.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.paging import page_of
from cogtui.cloud.services.cognito_idp.devices import devices
from cogtui.cloud.services.cognito_idp.devices.device_shape import described_in_full
from cogtui.cloud.services.cognito_idp.lookup import pool_named, user_named
from cogtui.cloud.services.cognito_idp.paging import BY_PAGINATION_TOKEN
from cogtui.cloud.services.cognito_idp.records import User, UserPool


def admin_get_device(call: Call, *, UserPoolId: str, Username: str, DeviceKey: str) -> dict[str, Any]:
    """Return a device of a user, remembered or not."""
    pool, user = _owner(call, UserPoolId, Username)
    return {"Device": described_in_full(pool, user, devices.require_confirmed(call, user, DeviceKey))}


def admin_list_devices(
    call: Call,
    *,
    UserPoolId: str,
    Username: str,
    Limit: int = devices.ON_A_PAGE,
    PaginationToken: str | None = None,
) -> dict[str, Any]:
    """List a user's devices, remembered or not."""
    del PaginationToken  # the page reads it
    pool, user = _owner(call, UserPoolId, Username)
    found = devices.confirmed(call, user)
    page = page_of(call, found, lambda device: device.key, Limit or devices.ON_A_PAGE, BY_PAGINATION_TOKEN)
    return {"Devices": [described_in_full(pool, user, device) for device in page.rows], **page.more}


def admin_update_device_status(
    call: Call, *, UserPoolId: str, Username: str, DeviceKey: str, DeviceRememberedStatus: str | None = None
) -> dict[str, Any]:
    """Remember a user's device, or remember it no more."""
    _, user = _owner(call, UserPoolId, Username)
    devices.change_status(call, user, DeviceKey, DeviceRememberedStatus)
    return {}


def admin_forget_device(call: Call, *, UserPoolId: str, Username: str, DeviceKey: str) -> dict[str, Any]:
    """Take a user's device away."""
    _, user = _owner(call, UserPoolId, Username)
    devices.forget(call, user, DeviceKey)
    return {}


def _owner(call: Call, pool_id: str, username: str) -> tuple[UserPool, User]:
    pool = pool_named(call, pool_id)
    devices.require_tracked(call, pool)
    return pool, user_named(call, pool, username)
