"""What becomes of the pushes that were sent to a device: they arrive, are judged by the app, or are lost."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.device_sync.records import PUSHES
from cogtui.cloud.errors import AwsError
from cogtui.cloud.store import Transaction


def arrive(tx: Transaction, device: str) -> int:
    """Let the pushes that waited for a device reach it; return how many there were."""
    waiting = [push for push in tx.scan(PUSHES, device) if push.state == "waiting"]
    for push in waiting:
        tx.put(PUSHES, msgspec.structs.replace(push, state="arrived"))
    return len(waiting)


def judge(call: Call, *, number: str, state: str, note: str = "") -> dict[str, Any]:
    """Keep what the app made of a push: it synchronises (`followed`), or does not care (`ignored`)."""
    push = call.tx.get(PUSHES, (call.device, number))
    if push is None or push.state != "arrived" or state not in ("followed", "ignored"):
        raise AwsError("InvalidAct", f"`{call.device}` has no push {number} that it could judge")
    call.tx.put(PUSHES, msgspec.structs.replace(push, state=state, note=note))
    return {}


def lose(call: Call) -> dict[str, Any]:
    """Lose the pushes that wait for a device or lie there unread: platforms promise nothing."""
    lost = [push for push in call.tx.scan(PUSHES, call.device) if push.state in ("waiting", "arrived")]
    for push in lost:
        gone = msgspec.structs.replace(push, state="lost", note="the platform dropped it: nobody tries again")
        call.tx.put(PUSHES, gone)
    return {"lost": len(lost)}
