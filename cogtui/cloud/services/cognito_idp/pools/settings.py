"""Groups of settings that AWS's shapes nest in a pool or client, as typed records with AWS's member names."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

DataType = Literal["String", "Number", "DateTime", "Boolean"]

TimeUnit = Literal["seconds", "minutes", "hours", "days"]


class PasswordPolicy(msgspec.Struct, frozen=True, gc=False, rename="pascal"):
    """Policies.PasswordPolicy. The defaults are those of members that a given policy leaves out."""

    minimum_length: int = 8
    require_uppercase: bool = False
    require_lowercase: bool = False
    require_numbers: bool = False
    require_symbols: bool = False
    temporary_password_validity_days: int = 7
    password_history_size: int | None = None
    """How many of the last passwords cannot be set again; None: any can."""


class MfaSettings(msgspec.Struct, frozen=True, gc=False):
    """Whether users need a second factor (MfaConfiguration), and which ones there are."""

    mode: Literal["OFF", "OPTIONAL", "ON"] = "OFF"
    software_token: bool = False
    """SoftwareTokenMfaConfiguration.Enabled: authenticator apps."""
    sms: bool = False
    """Codes are sent to phones (SmsMfaConfiguration)."""
    email: bool = False
    """Codes are sent by e-mail (EmailMfaConfiguration)."""
    email_words: dict[str, str] = {}
    """EmailMfaConfiguration as given: Message and Subject."""


NO_MFA = MfaSettings()
"""What a new pool has."""

STRICT_POLICY = PasswordPolicy(8, True, True, True, True)
"""The policy of a pool that was created without one."""


class StringConstraints(msgspec.Struct, frozen=True, gc=False, rename="pascal", omit_defaults=True):
    """StringAttributeConstraints: numbers, as text."""

    min_length: str | None = None
    max_length: str | None = None


class NumberConstraints(msgspec.Struct, frozen=True, gc=False, rename="pascal", omit_defaults=True):
    """NumberAttributeConstraints: numbers, as text."""

    min_value: str | None = None
    max_value: str | None = None


class SchemaAttribute(msgspec.Struct, frozen=True, gc=False, rename="pascal"):
    """One attribute that users of a pool may have."""

    name: str
    """With the prefix `custom:` where it is one."""
    attribute_data_type: DataType
    developer_only_attribute: bool = False
    mutable: bool = True
    required: bool = False
    string_attribute_constraints: StringConstraints | None = None
    number_attribute_constraints: NumberConstraints | None = None


class MessageTemplates(msgspec.Struct, frozen=True, gc=False):
    """The words of a pool's messages; `{####}` stands for the code or password, `{username}` for the name."""

    email: str = "Your verification code is {####}"
    email_subject: str = "Your verification code"
    sms: str = "Your verification code is {####}. "
    invitation_email: str = "Your username is {username} and temporary password is {####}."
    invitation_subject: str = "Your temporary password"
    invitation_sms: str = "Your username is {username} and temporary password is {####}. "


class ValidityUnits(msgspec.Struct, frozen=True, gc=False, rename="pascal", omit_defaults=True):
    """TokenValidityUnits; None means hours for ID and access tokens, days for refresh tokens."""

    access_token: TimeUnit | None = None
    id_token: TimeUnit | None = None
    refresh_token: TimeUnit | None = None


def aws_shape(record: msgspec.Struct) -> dict[str, Any]:
    """Return a record in AWS's shape: absent members are left out."""
    found: dict[str, Any] = msgspec.to_builtins(record)
    return {name: value for name, value in found.items() if value is not None}


def present(**members: Any) -> dict[str, Any]:
    """Return the members that are there."""
    return {name: value for name, value in members.items() if value is not None}
