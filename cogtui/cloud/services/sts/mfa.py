"""The second factor of a caller who asks STS for a session: a serial number and the code that the device shows.

IAM User Guide, "Secure API access with MFA".
"""

from __future__ import annotations

from cogtui.cloud.accounts import mfa_devices, totp
from cogtui.cloud.accounts.credentials import MFA_AGE, MFA_PRESENT
from cogtui.cloud.accounts.mfa_devices import MFA_DEVICES, MfaDevice
from cogtui.cloud.call import Call
from cogtui.cloud.policy.request import ContextValue
from cogtui.cloud.services.sts import errors

ABSENT: dict[str, ContextValue] = {MFA_PRESENT: "false"}
"""What a session carries that began without a second factor, and every session of a role: whoever assumed it with MFA
has proved that to its trust policy alone."""

PRESENT: dict[str, ContextValue] = {MFA_PRESENT: "true"}


def asked(call: Call) -> dict[str, ContextValue]:
    """Return the condition keys that a code of this very call brings; refuse one that does not hold.

    Without a code there are none: then those of the caller's own session stand, if it has any.
    """
    return {**PRESENT, MFA_AGE: "0"} if _proved(call) is not None else {}


def used_up(call: Call) -> bool:
    """Use the call's code up, and tell whether there was one."""
    device = _proved(call)
    if device is not None:
        call.tx.put(MFA_DEVICES, device)
    return device is not None


def _proved(call: Call) -> MfaDevice | None:
    """Return the device with the code of the call used up; None where the call has neither of the two parameters."""
    serial, code = call.params.get("SerialNumber"), call.params.get("TokenCode")
    if serial is None and code is None:
        return None
    both = serial is not None and code is not None
    call.require("sts.mfa.both", both, errors.mfa_incomplete, serial=serial, code=code)
    device = mfa_devices.by_serial(call.tx, str(serial))
    own = device is not None and device.holder != "" and device.holder == call.principal.user_id
    call.require("sts.mfa.device", own, errors.mfa_no_device, serial=serial, caller=call.principal.arn)
    assert device is not None
    taken = mfa_devices.taken(device, str(code), call.now)
    step = totp.step_at(call.now)
    call.require("sts.mfa.code", taken is not None, errors.mfa_wrong_code, has=code, step=step, last=device.last_step)
    return taken
