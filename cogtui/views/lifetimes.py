"""How long the things live that a device holds: tokens and credentials with their expiry."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

import msgspec

from cogtui.cloud.devices import held
from cogtui.cloud.holdings import (
    ACCESS_TOKEN,
    APPLE_ID_TOKEN,
    CREDENTIALS,
    GOOGLE_ID_TOKEN,
    ID_TOKEN,
    OIDC_ID_TOKEN,
    OPENID_TOKEN,
    TITLES,
)
from cogtui.cloud.store import Reader
from cogtui.cloud.tokens.decode import decode


class Lifetime(msgspec.Struct, frozen=True):
    """Something that a device holds and that ends."""

    held_as: str
    """Its name on the device: "openid_token"."""
    name: str
    """For people: "the OpenID token"."""
    expires: float
    """Epoch seconds."""


EXPIRING = (GOOGLE_ID_TOKEN, APPLE_ID_TOKEN, OIDC_ID_TOKEN, ID_TOKEN, ACCESS_TOKEN, OPENID_TOKEN, CREDENTIALS)
"""What tells its own end as a JWT or as credentials do; the tokens of Facebook and Amazon are opaque."""


def lifetimes(reader: Reader, device: str) -> tuple[Lifetime, ...]:
    """Return everything with an expiry that the device holds, soonest end first."""
    values = held(reader, device)
    found = (Lifetime(name, f"the {TITLES[name]}", _expiry(values[name])) for name in EXPIRING if values.get(name))
    return tuple(sorted((life for life in found if life.expires), key=lambda life: life.expires))


def lifetime_of(reader: Reader, device: str, held_as: str) -> Lifetime | None:
    """Return how long one thing lives; None when the device does not hold it, or it never ends."""
    return next((life for life in lifetimes(reader, device) if life.held_as == held_as), None)


def next_expiry(reader: Reader, device: str, now: float) -> Lifetime | None:
    """Return what expires next, or None when nothing that is held is still alive."""
    return next((life for life in lifetimes(reader, device) if life.expires > now), None)


def _expiry(value: Any) -> float:
    """Return the expiry of a JWT or of credentials; 0 where there is none to read."""
    if isinstance(value, dict):
        credentials = cast("dict[str, Any]", value)
        ends = credentials.get("Expiration")
        return datetime.fromisoformat(str(ends)).timestamp() if ends else 0
    exp = decode(str(value)).claims.get("exp")
    return float(exp) if isinstance(exp, int | float) else 0


def left(seconds: float) -> str:
    """Return a span of time in words as short as can be: "59:12", "2 h 05", "expired"."""
    if seconds <= 0:
        return "expired"
    whole = int(seconds)
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02}"
    if whole < 86400:
        return f"{whole // 3600} h {whole % 3600 // 60:02}"
    return f"{whole // 86400} d"
