"""How long a client's tokens live (Developer Guide, "Managing user pool token expiration and caching")."""

from __future__ import annotations

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.pools.settings import TimeUnit
from cogtui.cloud.services.cognito_idp.records import Client

SECONDS: dict[TimeUnit, int] = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}

DEFAULT_HOURS = 1
"""Of ID and access tokens."""
DEFAULT_DAYS = 30
"""Of refresh tokens; a RefreshTokenValidity of 0 means the same."""

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
        id=(client.id_validity or DEFAULT_HOURS) * SECONDS[units.id_token or "hours"],
        access=(client.access_validity or DEFAULT_HOURS) * SECONDS[units.access_token or "hours"],
        refresh=_refresh(client),
    )


def _refresh(client: Client) -> int:
    if not client.refresh_validity:
        return DEFAULT_DAYS * SECONDS["days"]
    return client.refresh_validity * SECONDS[client.units.refresh_token or "days"]


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
