"""Acts: what happens in a world without being an API call. Each can be undone like a call."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from cogtui.cloud import clock, devices
from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError

Output = dict[str, Any]

MOST_SECONDS = 20 * 366 * 86400
"""Farthest that one act moves the clock."""


def advance_clock(call: Call, *, seconds: float) -> Output:
    """Move the world's clock forward (or back, with a negative number)."""
    if not -MOST_SECONDS <= seconds <= MOST_SECONDS:
        raise AwsError("InvalidAct", "`seconds` is out of range: at most 20 years either way")
    to = call.now + seconds
    if not 0 <= to <= 253402300799:
        raise AwsError("InvalidAct", "the clock would leave the years 1970 to 9999")
    clock.move(call.tx, to, call.host)
    return {"now": to}


def run_clock(call: Call) -> Output:
    """Have the world's clock show the host's time and go with it, as real clients expect."""
    if call.host is None:
        raise AwsError("InvalidAct", "no endpoint is running whose host's clock the world's could go with")
    clock.run(call.tx, call.host)
    return {"now": call.host}


def stop_clock(call: Call) -> Output:
    """Have the world's clock stand still where it is."""
    clock.stop(call.tx, call.now)
    return {"now": call.now}


def device_keep(call: Call, *, values: dict[str, Any]) -> Output:
    """Let the calling device keep some values; None makes it forget one."""
    devices.keep(call.tx, call.device, values, now=call.now, record=call.no)
    return {"kept": sorted(name for name, value in values.items() if value is not None)}


def set_issuer(call: Call, *, base: str) -> Output:
    """Let user pools issue tokens under an endpoint's own address instead of AWS's; an empty `base` undoes it."""
    from cogtui.cloud import issuers

    address = base.rstrip("/")
    if address and not _ADDRESS.fullmatch(address):
        raise AwsError("InvalidAct", f"`{base}` is no address like http://127.0.0.1:8000")
    issuers.set_local_issuer(call.tx, address)
    return {"issuer": address}


_ADDRESS = re.compile(r"https?://[^\s/?#@\x00-\x1f]+")


def root_key(call: Call, *, access_key_id: str, secret_access_key: str) -> Output:
    """Accept a key pair that somebody brings along, as the root of the account."""
    from cogtui.cloud.accounts.credentials import root_key as accept

    accept(call.tx, call.account, access_key_id, secret_access_key, now=call.now)
    return {"access_key_id": access_key_id}


def open_account(call: Call, *, number: str) -> Output:
    """Open one more AWS account in the world."""
    from cogtui.cloud.accounts.principals import ACCOUNTS
    from cogtui.cloud.founding import open_account as found

    if not _ACCOUNT.fullmatch(number):
        raise AwsError("InvalidAct", f"`{number}` is no account number: 12 digits are expected")
    if call.tx.get(ACCOUNTS, (number,)) is not None:
        raise AwsError("InvalidAct", f"the world has an account {number} already")
    found(call.tx, call.ids, number, call.now)
    return {"account": number}


_ACCOUNT = re.compile(r"[0-9]{12}")


def add_app(call: Call, **parameters: Any) -> Output:
    """Register an app with an outside provider; see `providers.directory`."""
    from cogtui.cloud.providers.directory import act_add_app

    return act_add_app(call, **parameters)


def add_issuer(call: Call, **parameters: Any) -> Output:
    """Let one more OpenID provider be part of the world; see `providers.directory`."""
    from cogtui.cloud.providers.directory import act_add_issuer

    return act_add_issuer(call, **parameters)


def add_user(call: Call, **parameters: Any) -> Output:
    """Give somebody an account at an outside provider; see `providers.directory`."""
    from cogtui.cloud.providers.directory import act_add_user

    return act_add_user(call, **parameters)


def apply_template(call: Call, **parameters: Any) -> Output:
    """Make the resources of a CloudFormation template; see `templates.apply`."""
    from cogtui.cloud.templates.apply import apply_in

    return apply_in(call, **parameters)


def put_function(call: Call, **parameters: Any) -> Output:
    """Make a function for triggers of user pools or of Cognito Sync, or give one other rules; see `functions.directory`."""
    from cogtui.cloud.functions.directory import act_put

    return act_put(call, **parameters)


def put_stream(call: Call, **parameters: Any) -> Output:
    """Make a Kinesis data stream; see `streams.directory`."""
    from cogtui.cloud.streams.directory import act_put

    return act_put(call, **parameters)


def delete_stream(call: Call, **parameters: Any) -> Output:
    """Take a Kinesis data stream out of the world; see `streams.directory`."""
    from cogtui.cloud.streams.directory import act_delete

    return act_delete(call, **parameters)


def _of_device(name: str) -> Callable[..., Output]:
    def act_of_device(call: Call, **parameters: Any) -> Output:
        from cogtui.cloud.device_sync.acts import SYNC_ACTS

        return SYNC_ACTS[name](call, **parameters)

    return act_of_device


_OF_DEVICES = (
    "add remove set install uninstall attempt write open delete_dataset store purge refresh relabel registered queue unqueue "
    "judge_push lose_pushes"
)
"""Acts of the devices that synchronise: see `device_sync.acts`."""

ACTS: dict[str, Callable[..., Output]] = {
    "clock.advance": advance_clock,
    "clock.run": run_clock,
    "clock.stop": stop_clock,
    "account.open": open_account,
    "endpoint.root_key": root_key,
    "device.keep": device_keep,
    "endpoint.issuer": set_issuer,
    "provider.add_app": add_app,
    "provider.add_issuer": add_issuer,
    "provider.add_user": add_user,
    "template.apply": apply_template,
    "function.put": put_function,
    "stream.put": put_stream,
    "stream.delete": delete_stream,
    **{f"sync.{name}": _of_device(name) for name in _OF_DEVICES.split()},
}


def perform(call: Call) -> Output:
    """Do the act that the call names."""
    return ACTS[f"{call.service}.{call.operation}"](call, **call.params)
