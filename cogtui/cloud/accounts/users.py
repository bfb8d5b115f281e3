"""IAM's people: users, groups and who is in which, as the door, STS and IAM itself read them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from cogtui.cloud.accounts.arns import iam_named
from cogtui.cloud.policy.request import Principal
from cogtui.cloud.store import Reader, Table


class User(msgspec.Struct, frozen=True, gc=False):
    """An IAM user."""

    account: str
    name: str
    path: str
    user_id: str
    """AIDA...; a user of the same name that is made later has another."""
    created: float
    tags: dict[str, str] = {}
    boundary: str = ""
    """ARN of the managed policy that is the permissions boundary; empty without one."""

    @property
    def arn(self) -> str:
        """With the path, as IAM prints it."""
        return f"arn:aws:iam::{self.account}:user{self.path}{self.name}"


class Group(msgspec.Struct, frozen=True, gc=False):
    """An IAM group: policies that several users hold together. It is no principal."""

    account: str
    name: str
    path: str
    group_id: str
    """AGPA..."""
    created: float

    @property
    def arn(self) -> str:
        """With the path, as IAM prints it."""
        return f"arn:aws:iam::{self.account}:group{self.path}{self.name}"


class Membership(msgspec.Struct, frozen=True, gc=False):
    """A user is in a group."""

    account: str
    user_name: str
    group_name: str


def memberships_scope(account: str, user_name: str) -> str:
    """Return the scope of `MEMBERSHIPS` that holds a user's groups."""
    return f"{account}/{user_name}"


USERS = Table("iam.users", User, lambda row: (row.account, row.name))
GROUPS = Table("iam.groups", Group, lambda row: (row.account, row.name))
MEMBERSHIPS = Table(
    "iam.memberships", Membership, lambda row: (memberships_scope(row.account, row.user_name), row.group_name)
)


def user_by_arn(reader: Reader, arn: str) -> User | None:
    """Return the user that a user ARN names, the path included, or None."""
    named = iam_named(arn, "user")
    user = reader.get(USERS, named) if named else None
    return user if user and user.arn == arn else None


def user_behind(reader: Reader, principal: Principal) -> User | None:
    """Return the user that a principal of kind `user` is, None once that user is gone.

    Sessions keep the ARN that their user had when they began, so a user who has got another name is found by the id.
    """
    user = user_by_arn(reader, principal.arn)
    if user is not None and user.user_id == principal.user_id:
        return user
    return next((one for one in reader.scan(USERS, principal.account) if one.user_id == principal.user_id), None)


def user_principal(user: User) -> Principal:
    """Return the principal that holders of a user's keys are (IAM User Guide, "Principal key values")."""
    return Principal("user", arn=user.arn, account=user.account, principal_arn=user.arn, user_id=user.user_id)


def groups_of(reader: Reader, user: User) -> Iterator[str]:
    """Yield the names of a user's groups, in their order."""
    for row in reader.scan(MEMBERSHIPS, memberships_scope(user.account, user.name)):
        yield row.group_name


def members_of(reader: Reader, account: str, group_name: str) -> Iterator[User]:
    """Yield the users of a group, by name."""
    for user in reader.scan(USERS, account):
        if reader.get(MEMBERSHIPS, (memberships_scope(account, user.name), group_name)) is not None:
            yield user
