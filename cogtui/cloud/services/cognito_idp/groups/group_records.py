"""Groups of a user pool, and who is in them."""

from __future__ import annotations

import msgspec

from cogtui.cloud.store import Table


class Group(msgspec.Struct, frozen=True, gc=False):
    """A group of users, perhaps with an IAM role for its members."""

    pool_id: str
    name: str
    created: float
    modified: float
    description: str | None = None
    role_arn: str | None = None
    precedence: int | None = None
    """Lower wins; None is the lowest of all."""


class Membership(msgspec.Struct, frozen=True, gc=False):
    """The groups that a user is in: one record per user, because every sign-in asks for it."""

    pool_id: str
    user_key: str
    groups: tuple[str, ...]
    """Names, in the order in which the user came into them."""


GROUPS = Table("idp.groups", Group, lambda row: (row.pool_id, row.name))
MEMBERSHIPS = Table("idp.memberships", Membership, lambda row: (row.pool_id, row.user_key))
