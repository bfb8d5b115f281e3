"""Which attributes the users of a pool may have: the standard ones of every pool and a pool's own.

Source: Developer Guide, "Working with user attributes"; API SchemaAttributeType.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.pools.settings import (
    DataType,
    NumberConstraints,
    SchemaAttribute,
    StringConstraints,
)

LONGEST = 2048
"""Characters of the longest attribute value."""

_TEXT = StringConstraints("0", str(LONGEST))


def _text(name: str) -> SchemaAttribute:
    return SchemaAttribute(name, "String", string_attribute_constraints=_TEXT)


STANDARD: tuple[SchemaAttribute, ...] = (
    SchemaAttribute(
        "sub", "String", mutable=False, required=True, string_attribute_constraints=StringConstraints("1", str(LONGEST))
    ),
    _text("name"),
    _text("given_name"),
    _text("family_name"),
    _text("middle_name"),
    _text("nickname"),
    _text("preferred_username"),
    _text("profile"),
    _text("picture"),
    _text("website"),
    _text("email"),
    SchemaAttribute("email_verified", "Boolean"),
    _text("gender"),
    SchemaAttribute("birthdate", "String", string_attribute_constraints=StringConstraints("10", "10")),
    _text("zoneinfo"),
    _text("locale"),
    _text("phone_number"),
    SchemaAttribute("phone_number_verified", "Boolean"),
    _text("address"),
    SchemaAttribute("updated_at", "Number", number_attribute_constraints=NumberConstraints("0")),
)
"""The attributes of every pool, in the order in which AWS lists them."""

STANDARD_NAMES = frozenset(attribute.name for attribute in STANDARD)

MOST_CUSTOM = 50
"""Custom attributes of a pool."""

DATA_TYPES = frozenset({"String", "Number", "DateTime", "Boolean"})


def pool_schema(call: Call, given: list[dict[str, Any]]) -> tuple[SchemaAttribute, ...]:
    """Return a new pool's whole schema, from what CreateUserPool was given of it."""
    attributes = {attribute.name: attribute for attribute in STANDARD}
    for entry in given:
        name = entry.get("Name", "")
        kind = entry.get("AttributeDataType")
        check_name(call, name)
        if name in STANDARD_NAMES:
            attribute = _standard(call, attributes[name], entry, kind)
            _check_constraints(call, attribute)
            attributes[name] = attribute
        else:
            add(call, attributes, entry)
    check_quota(call, attributes)
    return tuple(attributes.values())


def add(call: Call, attributes: dict[str, SchemaAttribute], entry: dict[str, Any]) -> None:
    """Put a custom attribute to the others, once it holds and its name is free."""
    attribute = _own(call, entry, entry.get("AttributeDataType"))
    name = attribute.name
    taken = errors.invalid_parameter(f"{name}: Existing attribute already has name {name}.")
    call.require("idp.schema.free", name not in attributes, taken, attribute=name)
    _check_constraints(call, attribute)
    attributes[name] = attribute


def check_quota(call: Call, attributes: dict[str, SchemaAttribute]) -> None:
    """Refuse a schema that has too many custom attributes."""
    has = len(attributes) - len(STANDARD)
    error = errors.invalid_parameter(f"A user pool can have up to {MOST_CUSTOM} custom attributes.")  # not captured
    call.require("idp.schema.quota", has <= MOST_CUSTOM, error, has=has, most=MOST_CUSTOM)


def check_name(call: Call, name: str) -> None:
    """Refuse an attribute without a name."""
    call.require("idp.schema.name", name, errors.invalid_parameter(_NO_NAME), has=name)


_NO_NAME = "1 validation error detected: Value at 'schema.name' failed to satisfy constraint: Member must not be null"


def _standard(call: Call, known: SchemaAttribute, entry: dict[str, Any], kind: DataType | None) -> SchemaAttribute:
    """Return a standard attribute as the pool wants it: required or not, and what lengths it may have."""
    kept = kind in {None, known.attribute_data_type} and not entry.get("DeveloperOnlyAttribute")
    problem = (
        f"You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute {known.name}"
    )
    call.require(
        "idp.schema.standard",
        kept,
        errors.invalid_parameter(problem),
        attribute=known.name,
        wants=known.attribute_data_type,
    )
    return msgspec.structs.replace(
        known,
        required=entry.get("Required", known.required),
        mutable=entry.get("Mutable", known.mutable),
        string_attribute_constraints=_strings(entry) or known.string_attribute_constraints,
        number_attribute_constraints=_numbers(entry) or known.number_attribute_constraints,
    )


def _own(call: Call, entry: dict[str, Any], kind: DataType | None) -> SchemaAttribute:
    """Return a custom attribute under its full name."""
    developer = bool(entry.get("DeveloperOnlyAttribute"))
    name = f"{'dev:' if developer else ''}custom:{entry['Name']}"
    problem = "Invalid AttributeDataType input, consider using the provided AttributeDataType enum."
    call.require("idp.schema.type", kind in DATA_TYPES, errors.invalid_parameter(problem), attribute=name, has=kind)
    problem = "Required custom attributes are not supported currently."
    call.require("idp.schema.optional", not entry.get("Required"), errors.invalid_parameter(problem), attribute=name)
    return SchemaAttribute(
        name,
        kind or "String",
        developer_only_attribute=developer,
        mutable=entry.get("Mutable", True),
        string_attribute_constraints=(_strings(entry) or StringConstraints()) if kind == "String" else None,
        number_attribute_constraints=(_numbers(entry) or NumberConstraints()) if kind == "Number" else None,
    )


def _strings(entry: dict[str, Any]) -> StringConstraints | None:
    given = entry.get("StringAttributeConstraints")
    return msgspec.convert(given, StringConstraints) if given else None


def _numbers(entry: dict[str, Any]) -> NumberConstraints | None:
    given = entry.get("NumberAttributeConstraints")
    return msgspec.convert(given, NumberConstraints) if given else None


def _check_constraints(call: Call, attribute: SchemaAttribute) -> None:
    problem = _length_problem(attribute.string_attribute_constraints) or _value_problem(
        attribute.number_attribute_constraints
    )
    error = errors.invalid_parameter(f"user.{attribute.name}: {problem}")
    call.require("idp.schema.constraints", not problem, error, attribute=attribute.name)


def _length_problem(constraints: StringConstraints | None) -> str:
    if constraints is None:
        return ""
    least, most = _whole(constraints.min_length, 0), _whole(constraints.max_length, LONGEST)
    if least is None or most is None:
        return "Invalid number in the string constraints."  # no capture of AWS's text is known
    if max(least, most) > LONGEST:
        return f"String attributes cannot have a length of more than {LONGEST}"
    return "Max length cannot be less than min length." if most < least else ""


def _value_problem(constraints: NumberConstraints | None) -> str:
    if constraints is None or constraints.min_value is None or constraints.max_value is None:
        return ""
    least, most = number(constraints.min_value), number(constraints.max_value)
    if least is None or most is None:
        return "Invalid number in the number constraints."  # no capture of AWS's text is known
    return "Max value cannot be less than min value." if most < least else ""


def _whole(text: str | None, absent: int) -> int | None:
    if text is None:
        return absent
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def number(text: str) -> float | None:
    """Return the number that a text says, or None."""
    try:
        return float(text) if len(text) < 64 and "_" not in text else None
    except ValueError:
        return None
