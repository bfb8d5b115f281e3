"""Find what a call names: roles, and lists of things in pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from cogtui.cloud.call import Call
from cogtui.cloud.paging import Paging, page_of
from cogtui.cloud.principals import OPERATOR_ROLE, ROLES, Role
from cogtui.cloud.services.iam import errors

Row = TypeVar("Row")

_PAGING = Paging("iam.page.marker", errors.bad_marker, token="Marker", size="MaxItems")


def role_named(call: Call, name: str) -> Role:
    """Return the role; refuse names that the account does not have."""
    role = call.tx.get(ROLES, (call.account, name))
    call.require("iam.role", role, lambda: errors.no_such_role(name), has=name, account=call.account)
    assert role is not None
    return role


def changeable_role(call: Call, name: str) -> Role:
    """Return a role that may be changed: any but the operator's, which whoever is at the console stands on."""
    role = role_named(call, name)
    call.require("iam.role.own", role.name != OPERATOR_ROLE, lambda: errors.unmodifiable(name), has=name)
    return role


def scope_of(role: Role) -> str:
    """Return the scope of the tables that hold a role's policies."""
    return f"{role.account}/role/{role.name}"


def page(call: Call, member: str, rows: Sequence[Row], key: Callable[[Row], str], most: int) -> dict[str, Any]:
    """Return one page of a list as IAM gives lists: the rows under `member`, `IsTruncated`, `Marker`."""
    found = page_of(call, rows, key, most, _PAGING)
    return {member: list(found.rows), "IsTruncated": bool(found.more), **found.more}
