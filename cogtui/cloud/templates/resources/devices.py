"""CogTUI's own resource type for devices whose apps synchronise: CloudFormation knows nothing of people's phones."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.device_sync.cache import devices_of
from cogtui.cloud.device_sync.install import add_device
from cogtui.cloud.device_sync.records import DEVICES, MOST_DEVICES, MOST_SKEW
from cogtui.cloud.devices import SAVED_LOGIN, keep
from cogtui.cloud.templates.resources.kind import Kind, Making, Property
from cogtui.cloud.templates.scope import Made
from cogtui.cloud.templates.shapes import fields, flag, number, one_of, text


def create_device(making: Making) -> Made:
    """Make a CogTUI::Device with the app on it, signed in by nobody; Ref gives its name, "phone" or "phone-2".

    What its app is told about pools and clients is found as for every device: see `device.settings`.
    """
    call, given = making.call, making.given
    if len(devices_of(call.tx)) >= MOST_DEVICES:
        raise _at_resource(
            making, f"`{making.resource.logical_id}` is one too many: a world has {MOST_DEVICES} devices at most"
        )
    kind, platform = given["Kind"], _platform(making)
    skew: float = given.get("ClockSkew", 0)
    if abs(skew) > MOST_SKEW:
        raise making.scope.document.error(
            making.pointer("ClockSkew"), "`ClockSkew` is at most 10 years either way, in seconds"
        )
    profile = given.get("Profile", "correct")
    added = add_device(call.tx, call.ids, kind=kind, profile=profile, platform=platform)
    device = msgspec.structs.replace(added, skew=skew, online=given.get("Online", True))
    call.tx.put(DEVICES, device)
    if "Login" in given:
        login = {"username": given["Login"]["Username"], "password": given["Login"]["Password"]}
        keep(call.tx, device.name, {SAVED_LOGIN: login}, now=call.now, record=call.no)
    return making.made(device.name, Kind=device.kind, Platform=device.platform)


def _platform(making: Making) -> Any:
    """Return whose push service reaches the device: Google's where nothing else is said, nobody's for a browser."""
    given = making.given
    if given["Kind"] != "web":
        return given.get("Platform", "GCM")
    if "Platform" in given:
        message = "a browser has no `Platform`: Cognito Sync has no push for it"
        raise making.scope.document.error_at_key(making.pointer("Platform"), message)
    return ""


def _at_resource(making: Making, message: str) -> Exception:
    return making.scope.document.error_at_key(making.resource.pointer, message)


KINDS = (
    Kind(
        "CogTUI::Device",
        {
            "Kind": Property(one_of("phone", "tablet", "web"), required=True),
            "Profile": Property(one_of("correct", "javascript")),
            "Platform": Property(one_of("GCM", "ADM", "APNS", "APNS_SANDBOX")),
            "Login": Property(fields({"Username": text, "Password": text}, required=("Username", "Password"))),
            "ClockSkew": Property(number),
            "Online": Property(flag),
        },
        create_device,
    ),
)
