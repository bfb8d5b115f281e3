"""Where a code goes, and what may be told about it (API CodeDeliveryDetailsType)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.services.cognito_idp.records import UserPool
from cogtui.cloud.services.cognito_idp.traces import Medium

MEDIA: dict[str, Medium] = {"phone_number": "SMS", "email": "EMAIL"}
"""The attributes that can receive, the preferred one first: with both, a sign-up code goes to the phone alone."""


class Target(msgspec.Struct, frozen=True):
    """Who receives a code."""

    attribute: str
    medium: Medium
    to: str

    @property
    def details(self) -> dict[str, Any]:
        """What an answer tells of it, with the address masked."""
        return {"Destination": masked(self.to), "DeliveryMedium": self.medium, "AttributeName": self.attribute}


def sign_up_target(pool: UserPool, attributes: dict[str, str]) -> Target | None:
    """Return who receives the code of a sign-up (AutoVerifiedAttributes); None where nothing can be verified."""
    for attribute, medium in MEDIA.items():
        to = attributes.get(attribute)
        if to and attribute in pool.auto_verified:
            return Target(attribute, medium, to)
    return None


def invented_target(pool: UserPool, username: str) -> Target:
    """Return a plausible receiver for a user that does not exist (PreventUserExistenceErrors).

    DIFFERS: how AWS invents the address is not documented; here it follows from the name, so that asking twice tells
    nothing either.
    """
    attribute = next((name for name in MEDIA if name in pool.auto_verified), "email")
    return Target(attribute, MEDIA[attribute], invented(attribute, username))


def invented(attribute: str, username: str) -> str:
    """Return a plausible address of a user that does not exist."""
    if attribute == "phone_number":
        return f"+1555000{sum(username.encode(errors='surrogatepass')) % 10000:04d}"
    return username if "@" in username else f"{username}@{username[::-1]}"


def masked(to: str) -> str:
    """Return an address as AWS shows it: `a***@e***`, `+*******1234`."""
    if "@" in to:
        local, domain = to.split("@", 1)
        return f"{local[:1]}***@{domain[:1]}***"
    return f"+*******{to[-4:]}"
