"""What the authenticator apps of a world show now: codes of IAM's virtual MFA devices, as on their owners' phones."""

from __future__ import annotations

from collections.abc import Iterator

from cogtui.cloud.accounts import totp
from cogtui.cloud.accounts.mfa_devices import MFA_DEVICES, MfaDevice
from cogtui.cloud.accounts.users import USERS
from cogtui.cloud.world import World
from cogtui.console.outcome import Line, line


def shown(world: World, name: str = "") -> Iterator[Line]:
    """Yield a line for each device, or for the one of a name: the code before and the one now, for how long, whose it is."""
    for account in world.store.scopes(MFA_DEVICES):
        for device in world.store.scan(MFA_DEVICES, account):
            if name in ("", device.name, device.serial):
                yield _line(world, device)


def _line(world: World, device: MfaDevice) -> Line:
    secret, now = totp.read(device.secret), totp.step_at(world.now) + device.drift
    used = device.last_step is not None and now <= device.last_step
    left = totp.STEP - int(world.now % totp.STEP)
    return line(
        (f"{device.name}  ", "key"),
        (f"{totp.code_at(secret, now - 1)}  ", "dim"),
        (totp.code_at(secret, now), "dim" if used else "mark"),
        (f"  {'used, ' if used else ''}next in {left} s  ", "dim"),
        device.serial,
        (f"  {_owner(world, device)}", "dim"),
    )


def _owner(world: World, device: MfaDevice) -> str:
    users = world.store.scan(USERS, device.account)
    name = next((user.name for user in users if user.user_id == device.holder), "")
    return f"of the user {name}" if name else "nobody's yet: enabling it takes both codes"
