"""Deliveries: messages to parties that have no API in this world, such as a push to a phone or a record into a stream.

Each is a child of the call that sent it, and fails on its own: whoever sent it judges what became of it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, Final

from cogtui.cloud.call import Call

Output = dict[str, Any]

_PUSHES: Final = "cogtui.cloud.device_sync.pushes"
_CARRIERS: Final = {
    "GCM": _PUSHES,
    "ADM": _PUSHES,
    "APNS": _PUSHES,
    "APNS_SANDBOX": _PUSHES,
    "kinesis": "cogtui.cloud.streams.delivery",
}
"""Carrier -> the module whose `hand_over(call)` takes what it carries. They load when something is sent."""


def hand_over(call: Call) -> Output:
    """Let the carrier of the message hand it over; AwsError when it can't."""
    taking: Callable[[Call], Output] = importlib.import_module(_CARRIERS[call.service]).hand_over
    return taking(call)
