"""Find what a call names: roles, users, groups, whoever holds policies; and lists of things in pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from cogtui.cloud.accounts.principals import OPERATOR_ROLE, ROLES, HolderKind, Role, holder_scope
from cogtui.cloud.accounts.users import GROUPS, USERS, Group, User
from cogtui.cloud.call import Call
from cogtui.cloud.paging import Paging, page_of
from cogtui.cloud.services.iam import errors

Row = TypeVar("Row")

_PAGING = Paging("iam.page.marker", errors.bad_marker, token="Marker", size="MaxItems")


class Holder(NamedTuple):
    """Somebody who can hold policies."""

    account: str
    kind: HolderKind
    name: str

    @property
    def scope(self) -> str:
        """The scope of the tables with the holder's policies."""
        return holder_scope(*self)


def role_named(call: Call, name: str) -> Role:
    """Return the role; refuse names that the account does not have."""
    role = call.tx.get(ROLES, (call.account, name))
    call.require("iam.role", role, lambda: errors.no_such("role", name), has=name, account=call.account)
    assert role is not None
    return role


def changeable_role(call: Call, name: str) -> Role:
    """Return a role that may be changed: any but the operator's, which whoever is at the console stands on."""
    role = role_named(call, name)
    call.require("iam.role.own", role.name != OPERATOR_ROLE, lambda: errors.unmodifiable(name), has=name)
    return role


def user_named(call: Call, name: str) -> User:
    """Return the user; refuse names that the account does not have."""
    user = call.tx.get(USERS, (call.account, name))
    call.require("iam.user", user, lambda: errors.no_such("user", name), has=name, account=call.account)
    assert user is not None
    return user


def group_named(call: Call, name: str) -> Group:
    """Return the group; refuse names that the account does not have."""
    group = call.tx.get(GROUPS, (call.account, name))
    call.require("iam.group", group, lambda: errors.no_such("group", name), has=name, account=call.account)
    assert group is not None
    return group


_FIND: dict[HolderKind, Callable[[Call, str], Role | User | Group]] = {
    "role": role_named,
    "user": user_named,
    "group": group_named,
}
_FIND_TO_CHANGE = {**_FIND, "role": changeable_role}


def holder(call: Call, kind: HolderKind, name: str) -> Holder:
    """Return who holds policies under that name; refuse names that the account does not have."""
    return Holder(call.account, kind, _FIND[kind](call, name).name)


def changeable(call: Call, kind: HolderKind, name: str) -> Holder:
    """Return a holder whose policies may be changed."""
    return Holder(call.account, kind, _FIND_TO_CHANGE[kind](call, name).name)


def is_taken(names: Iterable[str], name: str) -> bool:
    """Tell whether a name is taken: two that differ in their capitals alone are the same ("IAM identifiers")."""
    return name.lower() in {one.lower() for one in names}


def page(call: Call, member: str, rows: Sequence[Row], key: Callable[[Row], str], most: int) -> dict[str, Any]:
    """Return one page of a list as IAM gives lists: the rows under `member`, `IsTruncated`, `Marker`."""
    found = page_of(call, rows, key, most, _PAGING)
    return {member: list(found.rows), "IsTruncated": bool(found.more), **found.more}
