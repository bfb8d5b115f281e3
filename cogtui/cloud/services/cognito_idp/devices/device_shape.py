"""A device in AWS's shape.

Source: API DeviceType. The names of the attributes are from captures: those with `dev:` are for administrators alone.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.clock import timestamp
from cogtui.cloud.services.cognito_idp.devices.device_records import Device
from cogtui.cloud.services.cognito_idp.records import User, UserPool

SDK = "aws-sdk-unknown-unknown"
"""DIFFERS: AWS reads `dev:device_sdk` out of the app's User-Agent; here it is what AWS says of apps it does not know."""


def described(device: Device, **for_administrators: str) -> dict[str, Any]:
    """Return a device as its user sees it, and with more attributes as administrators do."""
    attributes = {"device_status": "valid", "device_name": device.name, "last_ip_used": device.address}
    given = {name: value for name, value in {**attributes, **for_administrators}.items() if value}
    return {
        "DeviceKey": device.key,
        "DeviceAttributes": [{"Name": name, "Value": value} for name, value in given.items()],
        "DeviceCreateDate": timestamp(device.created),
        "DeviceLastModifiedDate": timestamp(device.modified),
        "DeviceLastAuthenticatedDate": timestamp(device.authenticated),
    }


def described_in_full(pool: UserPool, user: User, device: Device) -> dict[str, Any]:
    """Return a device as administrators see it."""
    owner = f"{user.username}.{pool.id}"
    more = {
        "dev:device_arn": f"arn:aws:cognito-idp:{pool.region}:{pool.account}:owner/{owner}/device/{device.key}",
        "dev:device_owner": owner,
        "dev:device_remembered_status": "remembered" if device.remembered else "not_remembered",
        "dev:device_sdk": SDK,
    }
    return described(device, **more)
