"""What simulated devices hold: the tokens, ids and credentials that an app on a phone would keep in its memory.

Tables of the world, so that undo, replay and saves cover them. The code that runs on devices is in `cogtui.device`.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.store import Reader, Store, Table, Transaction

APP = "app"
"""The learner's app, the device that every world has."""

SAVED_LOGIN = "saved_login"
"""Under this name a device's password store keeps {"username", "password"} for the app's user pool; worlds put it there."""


class Held(msgspec.Struct, frozen=True, gc=False):
    """One value that a device keeps."""

    device: str
    """"app"."""
    name: str
    """"identity_id", "openid_token", "credentials"."""
    value: Any
    """JSON-able; times as ISO 8601 text."""
    since: float
    record: str = ""
    """Number of the trail record that brought it: "12", or "12.1" for a call that another made."""

    @property
    def call(self) -> int:
        """Number of the call of the trail that brought it, with all its children; 0 for what was always there."""
        return int(self.record.split(".", 1)[0] or 0)


HELD = Table("device.held", Held, lambda row: (row.device, row.name))


def held(reader: Reader, device: str) -> dict[str, Any]:
    """Return all that the device holds, by name."""
    return {row.name: row.value for row in reader.scan(HELD, device)}


def keep(tx: Transaction, device: str, values: dict[str, Any], *, now: float, record: str) -> None:
    """Let the device keep `values`; None makes it forget one."""
    for name, value in values.items():
        if value is None:
            tx.delete(HELD, (device, name))
        else:
            tx.put(HELD, Held(device, name, msgspec.to_builtins(value), now, record))


def keep_parts(tx: Transaction, device: str, answer: Any, paths: dict[str, str], *, now: float, record: str) -> None:
    """Let the device keep parts of an answer: its name -> JMESPath; a path that leads nowhere makes it forget."""
    import jmespath

    whole = msgspec.to_builtins(answer)
    keep(tx, device, {name: jmespath.search(path, whole) for name, path in paths.items()}, now=now, record=record)


def forget_records(store: Store) -> None:
    """Let no held value name the call that brought it: that call is on no trail any more."""
    for device in store.scopes(HELD):
        for row in store.scan(HELD, device):
            store.set(HELD.name, HELD.key(row), msgspec.structs.replace(row, record=""))
