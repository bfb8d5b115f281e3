"""ARNs in requests: what SNS makes of them before it looks for what they name."""

from __future__ import annotations

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.sns import errors

_LEAST_PARTS = 6


class Named(msgspec.Struct, frozen=True):
    """The parts of an ARN that say where something is and what it is called."""

    region: str
    account: str
    rest: str
    """"alerts", "app/GCM/notes"."""

    @property
    def steps(self) -> list[str]:
        """What stands between the slashes."""
        return self.rest.split("/")


def read(arn: str) -> Named | None:
    """Return an ARN's parts; None for what is none."""
    parts = arn.split(":", _LEAST_PARTS - 1)
    return Named(parts[3], parts[4], parts[5]) if len(parts) == _LEAST_PARTS else None


def named(call: Call, parameter: str, arn: str) -> Named:
    """Return an ARN's parts; refuse what is none."""
    found = read(arn)
    parts = arn.count(":") + 1
    call.require("sns.arn", found, lambda: errors.short_arn(parameter, parts), has=arn, parts=parts)
    assert found is not None
    return found
