"""The user name that SignUp and AdminCreateUser were given: which form it must have, and who is called so already.

Source: Developer Guide, "User pool attributes", on customising sign-in attributes.
"""

from __future__ import annotations

from cogtui.cloud.call import AnyError, Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.records import USERS, UserPool
from cogtui.cloud.services.cognito_idp.users import directory
from cogtui.cloud.services.cognito_idp.users.attributes import looks_like

_WANTED: dict[tuple[str, ...], str] = {
    ("email",): "Username should be an email.",
    ("phone_number",): "Username should be a phone number.",
    ("email", "phone_number"): "Username should be either an email or a phone number.",
}
_NOUNS = {"email": "email", "phone_number": "phone number"}


def address_of(call: Call, pool: UserPool, username: str) -> dict[str, str]:
    """Return the attribute that the given name is, in a pool whose users sign up with an address; else nothing."""
    if not pool.username_attributes:
        _refuse_alias_form(call, pool, username)
        return {}
    wanted = tuple(sorted(set(pool.username_attributes)))
    attribute = next((name for name in wanted if looks_like(name, username)), None)
    call.require(
        "idp.username.form",
        attribute is not None,
        errors.invalid_parameter(_WANTED[wanted]),
        place=pool.place("UsernameAttributes", "username_attributes"),
        wants=wanted,
        has=username,
    )
    assert attribute is not None
    return {attribute: username}


def _refuse_alias_form(call: Call, pool: UserPool, username: str) -> None:
    """Refuse a name that could be taken for somebody's alias."""
    for attribute in pool.alias_attributes:
        if attribute in _NOUNS:
            noun = _NOUNS[attribute]
            text = f"Username cannot be of {noun} format, since user pool is configured for {noun} alias."
            call.require(
                "idp.username.form",
                not looks_like(attribute, username),
                errors.invalid_parameter(text),
                place=pool.place("AliasAttributes", "alias_attributes"),
                has=username,
            )


def require_free(call: Call, pool: UserPool, username: str, taken: AnyError) -> None:
    """Refuse a name that somebody in the pool has, also where PreventUserExistenceErrors hides who exists."""
    key = directory.compared(pool, username)
    call.require(
        "idp.username.free",
        call.tx.get(USERS, (pool.id, key)) is None,
        taken,
        username=username,
        case_sensitive=pool.case_sensitive,
    )
