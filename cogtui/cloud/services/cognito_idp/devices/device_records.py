"""Devices that users sign in with, as a pool with DeviceConfiguration keeps them."""

from __future__ import annotations

import msgspec

from cogtui.cloud.explain import Place
from cogtui.cloud.store import Table


class Device(msgspec.Struct, frozen=True, gc=False):
    """A phone, a laptop or a browser that somebody signed in with."""

    pool_id: str
    user_key: str
    sub: str
    key: str
    """DeviceKey: the region, an underscore and a UUID."""
    created: float
    modified: float
    authenticated: float
    """When somebody signed in with it last."""
    address: str
    """Where that call came from."""
    name: str = ""
    """DeviceName; empty where the app gave none."""
    salt: bytes = b""
    verifier: bytes = b""
    """v of SRP, big-endian: all that the pool knows of the device's secret. Empty until ConfirmDevice brings it."""
    remembered: bool = False
    expires: float | None = None
    """When a key that nobody confirmed is forgotten; None once it is confirmed."""

    @property
    def is_confirmed(self) -> bool:
        """Tell whether ConfirmDevice was called for it."""
        return bool(self.verifier)

    @property
    def place(self) -> Place:
        """Where the device stands."""
        return Place("setting", f"device {self.name or self.key}", DEVICES.name, (self.sub, self.key), "remembered")


DEVICES = Table("idp.devices", Device, lambda row: (row.sub, row.key), expires=lambda row: row.expires)
