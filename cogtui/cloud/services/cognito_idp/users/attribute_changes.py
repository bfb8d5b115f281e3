"""Changing a profile: what may change, when a new address counts, and which codes go out.

Source: Developer Guide, "Verifying updates to email addresses and phone numbers"; API UpdateUserAttributes,
AdminUpdateUserAttributes, UserAttributeUpdateSettingsType.
"""

from __future__ import annotations

from collections.abc import Iterable

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.messages import codes
from cogtui.cloud.services.cognito_idp.messages.delivery import MEDIA, Target
from cogtui.cloud.services.cognito_idp.records import ALIASES, User, UserPool
from cogtui.cloud.services.cognito_idp.traces import CODES, Purpose
from cogtui.cloud.services.cognito_idp.users import attributes, directory
from cogtui.cloud.services.cognito_idp.users.attributes import VERIFIED_FLAGS

PURPOSES: dict[str, Purpose] = {"email": "verify_email", "phone_number": "verify_phone_number"}
"""What a code is for that proves an address of a profile that is there already."""


def unproven(user: User, new: dict[str, str]) -> dict[str, str]:
    """Return the verified flags of the addresses that change: nobody has proven those yet."""
    return {
        flag: "false"
        for attribute, flag in VERIFIED_FLAGS.items()
        if new.get(attribute, user.attributes.get(attribute)) != user.attributes.get(attribute)
    }


def require_changeable(call: Call, pool: UserPool, names: Iterable[str]) -> None:
    """Refuse attributes that the schema lacks, or that can be set at a user's creation alone."""
    schema = {attribute.name: attribute for attribute in pool.schema}
    unknown = [name for name in names if name not in schema]
    problems = [f"{name}: Attribute does not exist in the schema." for name in unknown]
    call.require("idp.attribute.known", not unknown, lambda: errors.attributes_refused(problems), unknown=unknown)
    attributes.require_not_sub(call, names)
    fixed = [name for name in names if not schema[name].mutable]
    error = errors.not_updatable(fixed)
    call.require("idp.attribute.mutable", not fixed, error, place=pool.place("Schema", "schema"), attribute=fixed)


def require_kept(call: Call, pool: UserPool, profile: dict[str, str], names: Iterable[str]) -> None:
    """Refuse to empty or delete an attribute that the pool requires."""
    lost = [name for name in attributes.lacking(pool, profile) if name in names]
    error = errors.not_deletable(lost)
    call.require("idp.attribute.required", not lost, error, place=pool.place("Schema", "schema"), missing=lost)


def change(call: Call, pool: UserPool, user: User, new: dict[str, str]) -> list[Target]:
    """Change a profile and return where codes went: one for each new address that the pool verifies.

    An address whose flag comes with it is taken as it is. One that must be proven before it counts
    (AttributesRequireVerificationBeforeUpdate) waits in its code, and the old one stays until then.
    """
    profile, receivers = _applied(pool, user, new)
    require_kept(call, pool, profile, new)
    _require_nobodys(call, pool, user, new)
    changed = directory.change(call.tx, user, call.now, attributes=profile)
    directory.move_addresses(call, pool, user, changed, errors.alias_exists)
    for attribute in new.keys() & PURPOSES.keys():
        call.tx.delete(CODES, (pool.id, user.key, PURPOSES[attribute]))
    for target in receivers:
        codes.issue(call, pool, changed, PURPOSES[target.attribute], target)
    return receivers


def delete(call: Call, pool: UserPool, user: User, names: list[str]) -> None:
    """Take attributes out of a profile; an address goes with its flag and its code."""
    gone = {*names, *(VERIFIED_FLAGS[name] for name in names if name in VERIFIED_FLAGS)}
    profile = {name: value for name, value in user.attributes.items() if name not in gone}
    require_kept(call, pool, profile, names)
    changed = directory.change(call.tx, user, call.now, attributes=profile)
    directory.move_addresses(call, pool, user, changed, errors.alias_exists)
    for attribute in PURPOSES.keys() & gone:
        call.tx.delete(CODES, (pool.id, user.key, PURPOSES[attribute]))


def _applied(pool: UserPool, user: User, new: dict[str, str]) -> tuple[dict[str, str], list[Target]]:
    """Return the changed profile, and who has to prove a new address."""
    profile = user.attributes | unproven(user, new) | new
    receivers: list[Target] = []
    for attribute, medium in MEDIA.items():
        before, after = user.attributes.get(attribute, ""), new.get(attribute, "")
        if not after or after == before or VERIFIED_FLAGS[attribute] in new:
            continue
        if attribute in pool.auto_verified:
            receivers.append(Target(attribute, medium, after))
        if before and attribute in _proven_first(pool):
            flag = VERIFIED_FLAGS[attribute]
            profile |= {attribute: before, flag: user.attributes.get(flag, "false")}
    return profile, receivers


def _proven_first(pool: UserPool) -> list[str]:
    setting: dict[str, list[str]] = pool.settings.get("UserAttributeUpdateSettings") or {}
    return [name for name in setting.get("AttributesRequireVerificationBeforeUpdate", []) if name in pool.auto_verified]


def _require_nobodys(call: Call, pool: UserPool, user: User, new: dict[str, str]) -> None:
    """Refuse an address by which somebody else signs in, even before it is proven."""
    for attribute in pool.sign_in_attributes:
        value = new.get(attribute)
        owner = call.tx.get(ALIASES, (pool.id, attribute, directory.compared(pool, value))) if value else None
        free = owner is None or owner.user_key == user.key
        error = errors.alias_exists(attribute)
        call.require("idp.alias.free", free, error, attribute=attribute, value=value or "")
