"""The CSV file of a user import as Cognito reads it: which columns a pool wants, and what each line says.

It is no RFC 4180: quotation marks mean nothing, and a comma inside a value has a backslash before it.
Source: Developer Guide, "Creating the user import .csv file".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from cogtui.cloud.services.cognito_idp.records import UserPool

USERNAME = "cognito:username"
MFA = "cognito:mfa_enabled"

LONGEST_ROW = 16_000
MOST_ROWS = 500_000

_ORDER = [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "email_verified",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
    "phone_number_verified",
    "address",
    "updated_at",
]
_FIELD = re.compile(r"((?:\\,|[^,])*)(?:,|$)")


class Unparsable(Exception):
    """The file is none of the pool's: one sentence says why."""


class Line(msgspec.Struct, frozen=True):
    """One line of the file that stands for a user."""

    number: int
    """From 1, which is the header's."""
    values: dict[str, str] | None
    """By column, empty ones too; None for a line that is too long or has another number of columns."""
    problem: str = ""
    """Why there are no values."""


def header(pool: UserPool) -> list[str]:
    """Return the columns that a file for the pool must have."""
    custom = [attribute.name for attribute in pool.schema if attribute.name not in {*_ORDER, "sub"}]
    return [*_ORDER, *custom, MFA, USERNAME]


def read(pool: UserPool, text: str) -> list[Line]:
    """Return the lines that stand for users; Unparsable where the file as a whole does not hold."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise Unparsable("The file is not UTF-8.")
    first, *rest = re.split(r"\r\n|\n|\r", text)
    columns = _fields(first)
    wanted = header(pool)
    if sorted(columns) != sorted(wanted):
        strange = sorted(set(columns) ^ set(wanted)) or ["a column that stands there twice"]
        raise Unparsable(f"The header is not the pool's: {', '.join(strange)}.")
    lines = list(_lines(columns, rest))
    if len(lines) > MOST_ROWS:
        raise Unparsable(f"The file has more than {MOST_ROWS:,} users.")
    return lines


def _lines(columns: list[str], rest: list[str]) -> Iterator[Line]:
    for number, text in enumerate(rest, 2):
        if not text.strip():
            continue
        fields = [] if len(text) > LONGEST_ROW else _fields(text)
        if len(fields) == len(columns):
            yield Line(number, dict(zip(columns, fields, strict=True)))
        elif fields:
            yield Line(number, None, f"The line has {len(fields)} columns, the header {len(columns)}.")
        else:
            yield Line(number, None, f"The line is longer than {LONGEST_ROW:,} characters.")


def _fields(text: str) -> list[str]:
    """Return the values of a line, without the white space around them."""
    found = [match.group(1) for match in _FIELD.finditer(text)]
    # The pattern finds one more empty value after the last one that ends at the end of the line.
    values = found if text.endswith(",") and not text.endswith("\\,") else found[:-1]
    return [value.replace("\\,", ",").strip() for value in values or found]
