"""Forgotten passwords: which address a user gets the code at that lets a new password be set.

Source: Developer Guide, "Recovering user accounts"; API CreateUserPool, AccountRecoverySetting.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.messages.delivery import MEDIA, Target
from cogtui.cloud.services.cognito_idp.records import User, UserPool
from cogtui.cloud.services.cognito_idp.signing_in import second_factors
from cogtui.cloud.services.cognito_idp.users.attributes import VERIFIED_FLAGS

ADMIN_ONLY = "admin_only"

_ATTRIBUTES = {"verified_email": "email", "verified_phone_number": "phone_number"}

_LEGACY = ("verified_phone_number", "verified_email")
"""Where the pool says nothing."""

_RESETTABLE = frozenset({"CONFIRMED", "RESET_REQUIRED", "UNCONFIRMED"})
"""The states in which a user has, or had, a password of the own."""


def mechanisms(pool: UserPool) -> tuple[str, ...]:
    """Return the pool's ways of recovery, the first choice first."""
    setting: dict[str, Any] = pool.settings.get("AccountRecoverySetting") or {}
    listed: list[dict[str, Any]] = setting.get("RecoveryMechanisms") or []
    return tuple(entry["Name"] for entry in sorted(listed, key=lambda entry: entry["Priority"])) or _LEGACY


def require_self_service(call: Call, pool: UserPool) -> None:
    """Refuse where only administrators reset passwords."""
    allowed = mechanisms(pool) != (ADMIN_ONLY,)
    error = errors.not_authorized("Contact administrator to reset password.")
    call.require("idp.recovery.self_service", allowed, error, place=pool.place("AccountRecoverySetting", "settings"))


def require_resettable(call: Call, user: User) -> None:
    """Refuse for a user without a password of the own: one with a temporary password, one from an outside provider."""
    fits = user.status in _RESETTABLE
    call.require("idp.recovery.state", fits, errors.cannot_be_reset, place=user.place, has=user.status)


def target(call: Call, pool: UserPool, user: User) -> Target:
    """Return who receives the code: the first address of the pool's choice that the user has proven."""
    ways = mechanisms(pool) if mechanisms(pool) != (ADMIN_ONLY,) else _LEGACY
    barred = _second_channels(pool, user)
    proven = [_ATTRIBUTES[way] for way in ways if user.attributes.get(VERIFIED_FLAGS[_ATTRIBUTES[way]]) == "true"]
    usable = [name for name in proven if name not in barred]
    attribute = next((name for name in usable if user.attributes.get(name)), "")
    place = pool.place("AccountRecoverySetting", "settings")
    call.require(
        "idp.recovery.target", attribute, errors.nowhere_to_send, place=place, wants=ways, has=usable, mfa=barred
    )
    return Target(attribute, MEDIA[attribute], user.attributes[attribute])


def _second_channels(pool: UserPool, user: User) -> list[str]:
    """Return the addresses whose codes are the user's second factor: who holds one must not get past both factors.

    Source: API CreateUserPool, AccountRecoverySetting; a pool that has none of it keeps to the older behaviour.
    """
    if not pool.settings.get("AccountRecoverySetting"):
        return []
    active = second_factors.active(pool, user)
    return [attribute for factor, attribute in second_factors.ADDRESSES.items() if factor in active]
