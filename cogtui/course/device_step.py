"""What a step of a device is: how it is taken, what the guide calls it, and how a learner does it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

Taker = Callable[..., object]
"""Takes a world, a device, and by name what the step is given. A text that it returns says what went otherwise than expected."""


class DeviceStep(msgspec.Struct, frozen=True):
    """Something that an app, or whoever has the device, does."""

    take: Taker
    name: str
    """What the guide calls it."""
    by_hand: str
    """How the learner does it, one sentence; {device} is which."""
    takes: tuple[str, ...] = ()
    """What it can be given."""
    needs: tuple[str, ...] = ()
    """What of it must be given."""
    among: dict[str, tuple[str, ...]] = {}
    """What can be given -> the texts that it may be."""
