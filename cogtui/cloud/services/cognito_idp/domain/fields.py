"""The inputs of the pages: how each attribute is asked for, and what a browser may fill in by itself.

Autofill names: HTML Standard, "Autofill field names"; WCAG 2.2, success criterion 1.3.5.
"""

from __future__ import annotations

import msgspec

from cogtui.cloud.services.cognito_idp.domain.password_words import words_of
from cogtui.cloud.services.cognito_idp.records import UserPool
from cogtui.cloud.web import Field, InputKind

USERNAME = "username"
PASSWORD = "password"
NEW_PASSWORD = "new_password"
CODE = "code"
HALF = "half"
"""The hidden field that carries the id of a sign-in that waits for one more step."""
FORM_TOKEN = "_csrf"
ATTRIBUTE = "attribute."
"""What the names of attributes' fields begin with."""

SECRETS = frozenset({PASSWORD, NEW_PASSWORD})
"""Fields whose values no page and no save shows."""


class Input(msgspec.Struct, frozen=True):
    """How an attribute is asked for."""

    label: str
    kind: InputKind = "text"
    autocomplete: str = ""
    help: str = ""


INPUTS: dict[str, Input] = {
    "name": Input("Name", autocomplete="name"),
    "given_name": Input("Given name", autocomplete="given-name"),
    "family_name": Input("Family name", autocomplete="family-name"),
    "middle_name": Input("Middle name", autocomplete="additional-name"),
    "nickname": Input("Nickname", autocomplete="nickname"),
    "preferred_username": Input("Preferred user name"),
    "profile": Input("Profile page", "url"),
    "picture": Input("Picture", "url", "photo"),
    "website": Input("Website", "url", "url"),
    "email": Input("Email", "email", "email"),
    "gender": Input("Gender", autocomplete="sex"),
    "birthdate": Input("Birthdate", "date", "bday"),
    "zoneinfo": Input("Time zone", help="For example Europe/Lisbon."),
    "locale": Input("Locale", autocomplete="language", help="For example pt-PT."),
    "phone_number": Input("Phone number", "tel", "tel", help="With + and the country code, for example +351210000000."),
    "address": Input("Address", autocomplete="street-address"),
    "updated_at": Input("Updated at", "number"),
}
"""The standard attributes that people can be asked for."""

_SIGN_IN: dict[tuple[str, ...], Input] = {
    (): Input("User name", autocomplete="username"),
    ("email",): Input("Email", "email", "username"),
    ("phone_number",): Input("Phone number", "tel", "username", INPUTS["phone_number"].help),
    ("email", "phone_number"): Input("Email or phone number", autocomplete="username"),
}
"""What people sign in by, in pools with UsernameAttributes."""


def username(pool: UserPool, value: str = "", error: str = "", *, new: bool = False) -> Field:
    """Return the input for what people sign in by; a new user's never is an alias."""
    asked = _SIGN_IN[tuple(sorted(set(pool.username_attributes)))]
    aliases = [INPUTS[name].label.lower() for name in pool.alias_attributes if name in INPUTS]
    label = asked.label if new or not aliases else " or ".join([asked.label, *aliases])
    field = Field(USERNAME, label, value, kind=asked.kind, autocomplete=asked.autocomplete, required=True)
    return msgspec.structs.replace(field, help=asked.help, error=error)


def password(label: str = "Password", error: str = "") -> Field:
    """Return the input for a password that the user has already."""
    return Field(
        PASSWORD,
        label,
        secret=True,
        kind="password",
        autocomplete="current-password",
        required=True,
        error=error,
    )


def new_password(pool: UserPool, name: str = NEW_PASSWORD, label: str = "New password", error: str = "") -> Field:
    """Return the input for a password that the user chooses now, with the pool's policy in words."""
    return Field(
        name,
        label,
        secret=True,
        kind="password",
        autocomplete="new-password",
        required=True,
        help=words_of(pool.password_policy),
        error=error,
    )


def code(error: str = "") -> Field:
    """Return the input for a code that was sent, or that an authenticator app shows."""
    return Field(CODE, "Code", autocomplete="one-time-code", required=True, error=error)


def attribute(name: str, value: str = "", error: str = "", *, required: bool = False) -> Field:
    """Return the input for an attribute; a custom one is called by its own name."""
    asked = INPUTS.get(name) or Input(name.removeprefix("dev:").removeprefix("custom:"))
    return Field(
        ATTRIBUTE + name,
        asked.label,
        value,
        kind=asked.kind,
        autocomplete=asked.autocomplete,
        required=required,
        help=asked.help,
        error=error,
    )


def hidden(name: str, value: str) -> Field:
    """Return a field that nobody sees."""
    return Field(name, "", value, hidden=True)
