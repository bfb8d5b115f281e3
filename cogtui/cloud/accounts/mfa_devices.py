"""Virtual MFA devices: what IAM keeps of them, and whether a code is one that a device shows now.

IAM User Guide, "AWS multi-factor authentication in IAM"; RFC 6238. IAM keeps them; STS asks them for codes.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from cogtui.cloud.accounts import totp
from cogtui.cloud.accounts.arns import iam_named
from cogtui.cloud.store import Reader, Table

WINDOW = 10
"""Steps that a device's clock may be off when it is enabled or resynchronised. DIFFERS: AWS's is not published."""


class MfaDevice(msgspec.Struct, frozen=True, gc=False):
    """A virtual MFA device: a secret that an authenticator app knows too."""

    account: str
    name: str
    path: str
    secret: str
    """Base32, as people type it into their app."""
    created: float
    holder: str = ""
    """`aws:userid` of the user whose second factor it is; empty while it is nobody's."""
    enabled: float = 0
    """When it became somebody's."""
    last_step: int | None = None
    """The step of the last code that was taken: that one and older ones are used up. None: no code was taken yet."""
    drift: int = 0
    """Steps that the app's clock is ahead of the world's, as found when it was enabled or resynchronised."""
    tags: dict[str, str] = {}

    @property
    def serial(self) -> str:
        """Its serial number: for virtual devices an ARN."""
        return f"arn:aws:iam::{self.account}:mfa{self.path}{self.name}"


MFA_DEVICES = Table("iam.mfa_devices", MfaDevice, lambda row: (row.account, row.name))


def by_serial(reader: Reader, serial: str) -> MfaDevice | None:
    """Return the device with a serial number, or None."""
    named = iam_named(serial, "mfa")
    device = reader.get(MFA_DEVICES, named) if named else None
    return device if device is not None and device.serial == serial else None


def devices_of(reader: Reader, account: str, user_id: str) -> Iterator[MfaDevice]:
    """Yield the devices of a user, by name."""
    return (device for device in reader.scan(MFA_DEVICES, account) if device.holder == user_id)


def taken(device: MfaDevice, code: str, now: float) -> MfaDevice | None:
    """Return the device with a code used up; None for a code that it does not show now, or that was used before."""
    step = totp.matching_step(totp.read(device.secret), code, now + device.drift * totp.STEP)
    if step is None or (device.last_step is not None and step <= device.last_step):
        return None
    return msgspec.structs.replace(device, last_step=step)


def tuned(device: MfaDevice, first: str, second: str, now: float) -> MfaDevice | None:
    """Return the device in step with its app, which two codes in a row tell; None where they are not such two."""
    secret, present = totp.read(device.secret), totp.step_at(now)
    for drift in sorted(range(-WINDOW, WINDOW + 1), key=abs):
        step = present + drift
        if (first, second) == (totp.code_at(secret, step - 1), totp.code_at(secret, step)):
            # Within the usual drift nothing is to be made up for.
            off = drift if abs(drift) > totp.DRIFT else 0
            return msgspec.structs.replace(device, last_step=step, drift=off)
    return None
