"""Telling an identity's other devices that a dataset changed: silent notifications through SNS.

Source: Developer Guide, "Push sync". A notification carries no data, and none that fails is sent again.
"""

from __future__ import annotations

import json
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.callers import Keys
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_sync.push_records import (
    REGISTERED,
    PoolConfiguration,
    PushSync,
    RegisteredDevice,
    subscribed,
)
from cogtui.cloud.services.cognito_sync.records import Dataset
from cogtui.cloud.services.cognito_sync.role_sessions import keys_for

SILENT = {"content-available": 1}
"""What `aps` says in a notification that nobody sees."""


def send(call: Call, configuration: PoolConfiguration, dataset: Dataset, writer: str) -> None:
    """Send a notification to each device that is subscribed, but for the one that made the change.

    DIFFERS: whether AWS leaves that one out is not known: the API's words say so, somebody saw it told nevertheless. Without a
    DeviceId in UpdateRecords everybody is told here, also of what a developer's credentials wrote; that is not published either.
    """
    rows = subscribed(call.tx, dataset.identity_id, dataset.name)
    told = [row.device_id for row in rows if row.device_id != writer]
    if len(told) < len(rows):
        call.note("sync.push.others", True, device=writer)
    keys = _keys(call, configuration) if told else None
    for device_id in told if keys is not None else ():
        device = call.tx.get(REGISTERED, (dataset.identity_id, device_id))
        if device is not None and keys is not None:
            _send_to(call, device, dataset, keys)


def _keys(call: Call, configuration: PoolConfiguration) -> Keys | None:
    """Return the credentials to publish with; None where the pool has none to publish with any more."""
    push, place = configuration.push, configuration.place("PushSync", "push")
    call.note("sync.push.configured", push is not None, place=place, pool=configuration.pool_id)
    return _assumed(call, configuration, push) if push is not None else None


def _assumed(call: Call, configuration: PoolConfiguration, push: PushSync) -> Keys | None:
    try:
        return keys_for(call, configuration.pool_id, push.role_arn)
    except AwsError as problem:
        place = configuration.place("PushSync", "push")
        call.note("sync.push.role", False, place=place, role=push.role_arn, problem=problem.message)
        return None


def _send_to(call: Call, device: RegisteredDevice, dataset: Dataset, keys: Keys) -> None:
    to, endpoint = device.device_id, device.endpoint_arn
    asked = {
        "TargetArn": endpoint,
        "MessageStructure": "json",
        "Message": message_for(device.platform, dataset),
    }
    try:
        call.invoke("sns", "Publish", asked, keys)
    except AwsError as problem:
        call.note("sync.push.sent", False, device=to, endpoint=endpoint, code=problem.code, problem=problem.message)
    else:
        call.note("sync.push.sent", True, device=to, endpoint=endpoint)


def message_for(platform: str, dataset: Dataset) -> str:
    """Return the message for SNS: the form of the platform, in which the count is text as everything else.

    DIFFERS: what AWS sends to Apple's platforms beside the Developer Guide's `data` is not published; here it is the `aps` that
    Apple wants of every silent notification.
    """
    data = {
        "source": "cognito-sync",
        "identityPoolId": dataset.pool_id,
        "identityId": dataset.identity_id,
        "datasetName": dataset.name,
        "syncCount": str(dataset.sync_count),
    }
    form: dict[str, Any] = {"data": data}
    if platform.startswith("APNS"):
        form = {"aps": SILENT, "data": data}
    return json.dumps({"default": json.dumps(data), platform: json.dumps(form)})
