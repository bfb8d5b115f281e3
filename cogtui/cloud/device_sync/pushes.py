"""The phones' push services (FCM, ADM, APNs): they bring a silent notification to the device with a token, or keep it for it.

Sources: Firebase, "About FCM messages" and "Collapsible message types"; Apple, "Sending notification requests to APNs".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.device_sync.cache import devices_of
from cogtui.cloud.device_sync.records import DEVICES, PUSHES, Platform, Push, SyncDevice
from cogtui.cloud.errors import AwsError
from cogtui.cloud.store import Transaction

KEPT: Final = 100
"""Pushes that a device remembers; older ones go."""

INVALID_TOKEN: Final[dict[Platform, str]] = {
    "GCM": "InvalidRegistration",
    "ADM": "InvalidRegistration",
    "APNS": "BadDeviceToken",
    "APNS_SANDBOX": "BadDeviceToken",
}
"""Platform -> how it tells that it knows no app with the token."""


def hand_over(call: Call) -> dict[str, Any]:
    """Bring a notification to the device with a token: the call's parameters are `token` and `message`.

    An offline device gets it once it is online: the platforms keep the newest message of a kind, here of a dataset.
    """
    platform, token = cast("Platform", call.service), str(call.params.get("token", ""))
    devices = devices_of(call.tx)
    device = next((one for one in devices if token and (one.platform, one.token) == (platform, token)), None)
    if device is None:
        raise AwsError(INVALID_TOKEN[platform], "no app is installed that has this token")
    push = _sent(call, device, content_of(call.params["message"]))
    if push.state == "waiting":
        _supersede(call.tx, push)
    call.tx.put(PUSHES, push)
    call.tx.delete(PUSHES, (device.name, f"{device.pushes + 1 - KEPT:04}"))
    return {"device": device.name, "number": push.number, "state": push.state}


def content_of(notification: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members that an app reads: GCM and ADM bring them as `data`, APNs as `data` beside `aps`."""
    inner = notification.get("data", notification)
    return dict(cast("Mapping[str, Any]", inner)) if isinstance(inner, Mapping) else {"data": inner}


def _sent(call: Call, device: SyncDevice, content: dict[str, Any]) -> Push:
    counted = msgspec.structs.replace(device, pushes=device.pushes + 1)
    call.tx.put(DEVICES, counted)
    state = "arrived" if device.online else "waiting"
    return Push(device.name, f"{counted.pushes:04}", content, sent=call.now, state=state)


def _supersede(tx: Transaction, newer: Push) -> None:
    """Drop what waits for the same dataset."""
    for push in list(tx.scan(PUSHES, newer.device)):
        if push.state == "waiting" and push.content.get("datasetName") == newer.content.get("datasetName"):
            tx.put(PUSHES, msgspec.structs.replace(push, state="lost", note="a newer one took its place"))
