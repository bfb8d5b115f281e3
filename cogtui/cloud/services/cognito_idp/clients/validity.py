"""How long a client's tokens live (Developer Guide, "Managing user pool token expiration and caching")."""

from __future__ import annotations

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.pools.settings import TimeUnit, ValidityUnits
from cogtui.cloud.services.cognito_idp.records import Client

SECONDS: dict[TimeUnit, int] = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}

DEFAULT_HOURS = 1
"""Of ID and access tokens."""
DEFAULT_DAYS = 30
"""Of refresh tokens; a RefreshTokenValidity of 0 means the same. Defaults stay what they are whatever the unit."""

_SHORT = (300, 86400)
_LONG = (3600, 3650 * 86400)


class Lifetimes(msgspec.Struct, frozen=True):
    """In seconds."""

    id: int
    access: int
    refresh: int


def lifetimes(client: Client) -> Lifetimes:
    """Return how long the client's tokens live."""
    units = client.units
    return Lifetimes(
        id=_short(client.id_validity, units.id_token),
        access=_short(client.access_validity, units.access_token),
        refresh=client.refresh_validity * SECONDS[units.refresh_token or "days"],
    )


def _short(value: int | None, unit: TimeUnit | None) -> int:
    return DEFAULT_HOURS * SECONDS["hours"] if value is None else value * SECONDS[unit or "hours"]


def refresh_validity(value: int | None, units: ValidityUnits) -> int:
    """Return RefreshTokenValidity as it is kept and described: what was asked for, else the default.

    DIFFERS: what AWS describes for the default beside another unit than days is not confirmed; here it is 30 days in that
    unit, so that the two members together stay true.
    """
    return value or DEFAULT_DAYS * SECONDS["days"] // SECONDS[units.refresh_token or "days"]


def check(call: Call, client: Client) -> None:
    """Refuse validities out of AWS's range, and ID or access tokens that would outlive the refresh token."""
    times = lifetimes(client)
    ranges = {
        "IdToken": (times.id, *_SHORT),
        "AccessToken": (times.access, *_SHORT),
        "RefreshToken": (times.refresh, *_LONG),
    }
    error = errors.invalid_parameter("Invalid range for token validity.")
    for token, (seconds, least, most) in ranges.items():
        inside = least <= seconds <= most
        call.require("idp.validity.range", inside, error, token=token, seconds=seconds, least=least, most=most)
    shorter = max(times.id, times.access) <= times.refresh
    call.require(
        "idp.validity.refresh_longest", shorter, error, id=times.id, access=times.access, refresh=times.refresh
    )
