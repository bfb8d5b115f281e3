"""Whether attribute values fit a pool's schema."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cloud.services.cognito_idp.people import as_attributes, people, refusal

SCHEMA: list[dict[str, Any]] = [
    {
        "Name": "short",
        "AttributeDataType": "String",
        "StringAttributeConstraints": {"MinLength": "2", "MaxLength": "4"},
    },
    {"Name": "any", "AttributeDataType": "String"},
    {
        "Name": "level",
        "AttributeDataType": "Number",
        "NumberAttributeConstraints": {"MinValue": "1", "MaxValue": "9"},
    },
    {"Name": "open", "AttributeDataType": "Number", "NumberAttributeConstraints": {"MinValue": "0"}},
    {"Name": "admin", "AttributeDataType": "Boolean"},
    {"Name": "since", "AttributeDataType": "DateTime"},
]


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("custom:short", "ab", True),
        ("custom:short", "abcd", True),
        ("custom:short", "a", False),
        ("custom:short", "abcde", False),
        ("custom:any", "x" * 2048, True),
        ("custom:level", "1", True),
        ("custom:level", "9", True),
        ("custom:level", "0", False),
        ("custom:level", "10", False),
        ("custom:level", "many", False),
        ("custom:level", "nan", False),
        ("custom:open", "1e3", True),
        ("custom:open", "-1", False),
        ("custom:admin", "true", True),
        ("custom:admin", "False", True),
        ("custom:admin", "yes", False),
        ("custom:since", "2026-01-05", True),
        ("birthdate", "1990-12-31", True),
        ("birthdate", "1990-1-1", False),
        ("custom:level", "", True),
    ],
)
def test_a_value_fits_its_attribute_s_type_and_limits(name: str, value: str, fits: bool) -> None:
    here = people(Schema=SCHEMA)
    reply = here.asked("AdminCreateUser", Username="ana", UserAttributes=[{"Name": name, "Value": value}])
    assert reply.ok is fits
    if not fits:
        code, text = refusal(reply)
        assert code == "InvalidParameterException"
        assert text.startswith(f"Attributes did not conform to the schema: {name}: ")
        assert reply.record.refused_by == ("idp.attribute.fits",)


@pytest.mark.parametrize(
    ("email", "fits"),
    [
        ("ana@example.com", True),
        ("a.b+c@sub.example.org", True),
        ("ana", False),
        ("ana@example", False),
        ("@example.com", False),
        ("an a@example.com", False),
        ("ana@@example.com", False),
    ],
)
def test_an_email_address_looks_like_one(email: str, fits: bool) -> None:
    assert people().sign_up(email=email).ok is fits


@pytest.mark.parametrize(
    ("number", "fits"),
    [("+4917012345678", True), ("+15550001234", True), ("017012345678", False), ("+0123", False), ("+1 555", False)],
)
def test_a_phone_number_is_in_e_164_form(number: str, fits: bool) -> None:
    assert people().sign_up(phone_number=number).ok is fits


def test_several_problems_are_told_at_once() -> None:
    here = people(Schema=SCHEMA)
    attributes = as_attributes(custom__short="a", custom__admin="yes")
    reply = here.asked("AdminCreateUser", Username="ana", UserAttributes=attributes)
    assert refusal(reply)[1] == (
        "Attributes did not conform to the schema: custom:short: String must be at least 2 characters long\n"
        " custom:admin: The attribute is neither true nor false\n"
    )
