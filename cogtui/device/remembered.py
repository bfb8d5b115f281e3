"""The app's device as a user pool knows it: the secret that proves it, the verifier that the pool is given, the proof.

Source: Developer Guide, "Working with user devices in your user pool". It is the SRP of a password with the group of devices in
the pool's place, the device's key in the user's, and a random secret in the password's.
"""

from __future__ import annotations

import base64

import msgspec

from cogtui.cloud.ids import derived
from cogtui.cloud.services.cognito_idp.signing_in import srp

_SECRET_SIZE = 40
"""Bytes of a device's secret: as many as the SDKs draw."""
_SALT_SIZE = 16


class RememberedDevice(msgspec.Struct, frozen=True):
    """What the app keeps for good about its device, for one user: signing out leaves it."""

    username: str
    """The name that the user signs in by."""
    key: str
    """DeviceKey."""
    group: str
    """DeviceGroupKey."""

    @property
    def secret(self) -> str:
        """The device's secret. DIFFERS: a real app draws it at random and keeps it; this one derives it, so that it needn't."""
        return base64.b64encode(derived(self.key.encode(), 0, "device secret", _SECRET_SIZE)).decode()

    def verifier(self) -> dict[str, str]:
        """Return DeviceSecretVerifierConfig: all that the pool learns of the secret, as base64 over the numbers' bytes."""
        salt = derived(self.key.encode(), 0, "device salt", _SALT_SIZE)
        x = srp.hash_password(self.group, self.key, self.secret, salt)
        return {"PasswordVerifier": _text(srp.verifier(x)), "Salt": _text(int.from_bytes(salt))}


def _text(number: int) -> str:
    return base64.b64encode(srp.pad(number)).decode()
