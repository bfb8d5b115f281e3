"""A user's attributes: which may be written and read, and whether values fit the pool's schema.

Source: Developer Guide, "Working with user attributes" and "Attribute permissions and scopes".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.pools.schema import LONGEST, STANDARD_NAMES, number
from cogtui.cloud.services.cognito_idp.pools.settings import SchemaAttribute
from cogtui.cloud.services.cognito_idp.records import Client, User, UserPool

VERIFIED_FLAGS = {"email": "email_verified", "phone_number": "phone_number_verified"}

NOT_FOR_USERS = frozenset({"sub", *VERIFIED_FLAGS.values()})
"""What only the pool, an administrator or a code may set."""

_FORMATS: dict[str, tuple[re.Pattern[str], str]] = {
    "email": (re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"), "Invalid email address format."),
    "phone_number": (re.compile(r"\+[1-9][0-9]{1,14}"), "Invalid phone number format."),
}
"""How addresses must look; phone numbers as E.164 writes them."""


def looks_like(attribute: str, value: str) -> bool:
    """Tell whether a text could be an email address or a phone number."""
    return _FORMATS[attribute][0].fullmatch(value) is not None


def is_writable(client: Client, name: str) -> bool:
    """Tell whether a user may write an attribute through the client."""
    if name in NOT_FOR_USERS:
        return False
    return name in (client.write_attributes or STANDARD_NAMES)


def is_readable(client: Client, name: str) -> bool:
    """Tell whether the client may read an attribute: in GetUser and in ID tokens."""
    return name in (client.read_attributes or STANDARD_NAMES) or name == "sub"


def given_by_user(call: Call, pool: UserPool, client: Client, given: list[dict[str, Any]]) -> dict[str, str]:
    """Return the attributes of a SignUp, once the pool has them, the client may write them and they fit."""
    attributes = by_name(given)
    require_known(call, pool, attributes)
    require_writable(call, client, attributes)
    require_fitting(call, pool, attributes)
    return attributes


def given_by_administrator(call: Call, pool: UserPool, given: list[dict[str, Any]]) -> dict[str, str]:
    """Return the attributes of an AdminCreateUser, once they fit; verified flags are an administrator's to set."""
    attributes = by_name(given)
    require_not_sub(call, attributes)
    unknown = _unknown(pool, attributes)
    problems = [f"Type for attribute {{{name}}} could not be determined" for name in unknown]
    call.require("idp.attribute.known", not unknown, lambda: errors.schema_refused(problems), unknown=unknown)
    require_fitting(call, pool, attributes)
    return attributes


def require_all(call: Call, pool: UserPool, attributes: dict[str, str]) -> None:
    """Refuse a profile that lacks an attribute which the pool requires; an empty one counts as none."""
    missing = lacking(pool, attributes)
    problems = [f"{name}: The attribute is required" for name in missing]
    call.require(
        "idp.attribute.required",
        not missing,
        lambda: errors.schema_refused(problems),
        place=pool.place("Schema", "schema"),
        missing=missing,
    )


def lacking(pool: UserPool, attributes: dict[str, str]) -> list[str]:
    """Return the attributes that the pool requires and a profile lacks."""
    required = [attribute.name for attribute in pool.schema if attribute.required and attribute.name != "sub"]
    return [name for name in required if not attributes.get(name)]


def require_writable(call: Call, client: Client, names: Iterable[str]) -> None:
    """Refuse attributes that a user may not write through the client."""
    refused = [name for name in names if not is_writable(client, name)]
    call.require(
        "idp.attribute.writable",
        not refused,
        errors.write_unauthorized,
        place=client.place("WriteAttributes", "write_attributes"),
        refused=refused,
        wants=client.write_attributes or "the standard attributes",
    )


def require_known(call: Call, pool: UserPool, names: Iterable[str]) -> None:
    """Refuse attributes that the pool's schema lacks."""
    unknown = _unknown(pool, names)
    problems = [f"{name}: Attribute does not exist in the schema." for name in unknown]
    call.require("idp.attribute.known", not unknown, lambda: errors.schema_refused(problems), unknown=unknown)


def require_not_sub(call: Call, names: Iterable[str]) -> None:
    """Refuse to set `sub`, which is the pool's own."""
    call.require("idp.attribute.mutable", "sub" not in names, errors.not_mutable("sub"), attribute="sub")


def require_fitting(call: Call, pool: UserPool, attributes: dict[str, str]) -> None:
    """Refuse values that do not look like what they are, or break the schema; an empty value fits anywhere."""
    for name, (pattern, text) in _FORMATS.items():
        value = attributes.get(name)
        if value:
            fits = pattern.fullmatch(value) is not None
            call.require("idp.attribute.format", fits, errors.invalid_parameter(text), attribute=name, has=value)
    schema = {attribute.name: attribute for attribute in pool.schema}
    problems = [
        f"{name}: {problem}"
        for name, value in attributes.items()
        if value and (problem := _KINDS[schema[name].attribute_data_type](schema[name], value))
    ]
    call.require("idp.attribute.fits", not problems, lambda: errors.schema_refused(problems), problems=problems)


def by_name(given: list[dict[str, Any]]) -> dict[str, str]:
    """Return attributes of AWS's shape as a mapping; the last of two values counts."""
    return {entry["Name"]: entry.get("Value") or "" for entry in given}


def _unknown(pool: UserPool, names: Iterable[str]) -> list[str]:
    known = {attribute.name for attribute in pool.schema}
    return [name for name in names if name not in known]


# Which sentences AWS gives for values that break a constraint is not documented: these are ours.


def _text_problem(attribute: SchemaAttribute, value: str) -> str:
    constraints = attribute.string_attribute_constraints
    least = int((constraints and constraints.min_length) or 0)
    most = int((constraints and constraints.max_length) or LONGEST)
    if len(value) < least:
        return f"String must be at least {least} characters long"
    return f"String must be no longer than {most} characters" if len(value) > most else ""


def _number_problem(attribute: SchemaAttribute, value: str) -> str:
    found = number(value)
    if found is None:
        return "The attribute is not a number"
    constraints = attribute.number_attribute_constraints
    least = number((constraints and constraints.min_value) or "-inf")
    most = number((constraints and constraints.max_value) or "inf")
    inside = least is None or most is None or least <= found <= most
    return "" if inside else "The number is out of range"


def _flag_problem(_: SchemaAttribute, value: str) -> str:
    return "" if value.lower() in {"true", "false"} else "The attribute is neither true nor false"


def _time_problem(_: SchemaAttribute, value: str) -> str:
    return "" if len(value) <= LONGEST else "The value is too long"


_KINDS: dict[str, Callable[[SchemaAttribute, str], str]] = {
    "String": _text_problem,
    "Number": _number_problem,
    "Boolean": _flag_problem,
    "DateTime": _time_problem,
}


def listed(user: User) -> list[dict[str, str]]:
    """Return all of a user's attributes in AWS's shape, `sub` first."""
    return [{"Name": "sub", "Value": user.sub}, *({"Name": k, "Value": v} for k, v in user.attributes.items())]
