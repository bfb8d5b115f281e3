"""Finding users: ListUsers with its filter (API ListUsers; Developer Guide, "Searching for user accounts")."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.paging import page_of
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.lookup import pool_named
from cogtui.cloud.services.cognito_idp.paging import BY_PAGINATION_TOKEN
from cogtui.cloud.services.cognito_idp.records import USERS, User
from cogtui.cloud.services.cognito_idp.users.admin_users import described

MOST_USERS = 60

_FILTER = re.compile(r'\s*(?P<name>[\w:]+)\s*(?P<how>\^?=)\s*"(?P<value>(?:[^"\\]|\\.)*)"\s*')

_STATES = {True: "Enabled", False: "Disabled"}

_SEARCHED: dict[str, Callable[[User], str]] = {
    "username": lambda user: user.username,
    "sub": lambda user: user.sub,
    "cognito:user_status": lambda user: user.status,
    "status": lambda user: _STATES[user.enabled],
    **{
        name: lambda user, name=name: user.attributes.get(name, "")
        for name in ("email", "phone_number", "name", "given_name", "family_name", "preferred_username")
    },
}
"""What a filter may name; custom attributes cannot be searched."""


class Filter(msgspec.Struct, frozen=True):
    """One comparison: `name = "value"`, or `name ^= "begins so"`."""

    name: str
    prefix: bool
    value: str

    def fits(self, user: User) -> bool:
        """Tell whether a user is asked for; capitals and small letters count as the same."""
        has, wants = _SEARCHED[self.name](user).lower(), self.value.lower()
        return has.startswith(wants) if self.prefix else has == wants


def list_users(
    call: Call,
    *,
    UserPoolId: str,
    AttributesToGet: list[str] | None = None,
    Limit: int = MOST_USERS,
    PaginationToken: str | None = None,
    Filter: str = "",
) -> dict[str, Any]:
    """List a pool's users, by name; all attributes unless AttributesToGet names some."""
    del PaginationToken  # the page reads it
    pool = pool_named(call, UserPoolId)
    wanted = _parsed(call, Filter)
    found = [user for user in call.tx.scan(USERS, pool.id) if wanted is None or wanted.fits(user)]
    page = page_of(call, found, lambda user: user.key, Limit or MOST_USERS, BY_PAGINATION_TOKEN)
    return {"Users": [_shown(user, AttributesToGet) for user in page.rows], **page.more}


def _shown(user: User, names: list[str] | None) -> dict[str, Any]:
    shown = described(user)
    if names is not None:
        shown["Attributes"] = [entry for entry in shown["Attributes"] if entry["Name"] in names]
    return shown


def _parsed(call: Call, text: str) -> Filter | None:
    """Return the filter that a text says; None for an empty one."""
    if not text.strip():
        return None
    match = _FILTER.fullmatch(text)
    call.require("idp.filter.form", match is not None, errors.invalid_parameter("Error while parsing filter"), has=text)
    assert match is not None
    name = match["name"]
    strange = errors.invalid_parameter(f"Invalid search attribute: {name}")
    call.require("idp.filter.attribute", name in _SEARCHED, strange, has=name, known=sorted(_SEARCHED))
    return Filter(name, match["how"] == "^=", re.sub(r"\\(.)", r"\1", match["value"]))
