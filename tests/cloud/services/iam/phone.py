"""An authenticator app for IAM's virtual MFA devices."""

from __future__ import annotations

from typing import Any, NamedTuple

from cogtui.cloud.accounts import totp
from cogtui.cloud.world import World
from tests.builders import done


class Phone(NamedTuple):
    """The app with one device in it."""

    world: World
    serial: str
    secret: bytes

    def code(self, steps: int = 0) -> str:
        """Return the code that it shows, or the one of so many steps later."""
        return totp.code_at(self.secret, totp.step_at(self.world.now) + steps)

    def codes(self, steps: int = 0) -> dict[str, str]:
        """Return the code before and this one, as IAM asks for two in a row."""
        return {"AuthenticationCode1": self.code(steps - 1), "AuthenticationCode2": self.code(steps)}

    def fresh(self) -> dict[str, Any]:
        """Wait for a code that nobody has used, and return it with the serial number, as STS asks for them."""
        self.world.act("clock.advance", seconds=totp.STEP)
        return {"SerialNumber": self.serial, "TokenCode": self.code()}


def a_device(world: World, name: str = "ana", **params: Any) -> Phone:
    """Make a device that is nobody's."""
    made = done(world, "iam", "CreateVirtualMFADevice", VirtualMFADeviceName=name, **params)["VirtualMFADevice"]
    return Phone(world, made["SerialNumber"], totp.read(made["Base32StringSeed"].decode()))


def a_factor(world: World, user: str = "ana", name: str = "ana") -> Phone:
    """Make a device that is a user's second factor."""
    phone = a_device(world, name)
    done(world, "iam", "EnableMFADevice", UserName=user, SerialNumber=phone.serial, **phone.codes())
    return phone
