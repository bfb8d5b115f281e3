"""Who and what a cross-account story is about: a user of one account, a bucket of another, and the role between them.

Nothing is known by its name: whatever a world holds, made by form, by JSON or on the command line, is looked up by what
it does.
"""

from __future__ import annotations

import msgspec

from cogtui.cloud.accounts.customer_policies import MANAGED_POLICIES, ManagedPolicy
from cogtui.cloud.accounts.principals import OPERATOR_ROLE, ROLES, Role
from cogtui.cloud.accounts.users import GROUPS, USERS, Group, User, groups_of
from cogtui.cloud.services.s3.records import BUCKETS, OBJECTS, PARTITION, Bucket
from cogtui.cloud.store import Reader


class Choice(msgspec.Struct, frozen=True):
    """What the reader picked; empty where the pane is to find it by itself."""

    near: str = ""
    """The account whose people ask."""
    far: str = ""
    """The account whose bucket they want."""
    user: str = ""
    role: str = ""
    bucket: str = ""


class Cast(msgspec.Struct, frozen=True):
    """Who takes part; None for what is not there yet."""

    accounts: tuple[str, ...]
    near: str
    far: str
    """Empty in a world of one account."""
    user: User | None
    group: Group | None
    """The user's group; one that could become it where the user is in none."""
    is_member: bool
    """Whether the user is in `group`."""
    bucket: Bucket | None
    key: str
    """The bucket's first object, empty without one."""
    role: Role | None
    near_policies: tuple[ManagedPolicy, ...]
    far_policies: tuple[ManagedPolicy, ...]

    @property
    def third(self) -> str:
        """The account that is neither: the attacker's in the story of the confused deputy; empty without one."""
        return next((one for one in self.accounts if one not in (self.near, self.far)), "")

    @property
    def object_arn(self) -> str:
        """The object that the user wants, or one that the bucket may get."""
        return f"{self.bucket_arn}/{self.key or 'app.log'}"

    @property
    def bucket_arn(self) -> str:
        """The bucket, or the name that one may get."""
        return self.bucket.arn if self.bucket else "arn:aws:s3:::logs"

    @property
    def role_arn(self) -> str:
        """The role between the accounts; empty without one."""
        return self.role.arn if self.role else ""


def cast_of(reader: Reader, accounts: tuple[str, ...], choice: Choice) -> Cast:
    """Return who takes part in a world as it is now."""
    near = choice.near if choice.near in accounts else accounts[0]
    others = [one for one in accounts if one != near]
    far = choice.far if choice.far in others else (others[0] if others else "")
    user = _user(reader, near, choice.user)
    names = list(groups_of(reader, user)) if user else []
    groups = list(reader.scan(GROUPS, near))
    group = next((one for one in groups if one.name in names), groups[-1] if groups else None)
    bucket = _bucket(reader, far, choice.bucket)
    return Cast(
        accounts=accounts,
        near=near,
        far=far,
        user=user,
        group=group,
        is_member=group is not None and group.name in names,
        bucket=bucket,
        key=_key(reader, bucket) if bucket else "",
        role=_role(reader, near, far, choice.role),
        near_policies=tuple(reader.scan(MANAGED_POLICIES, near)),
        far_policies=tuple(reader.scan(MANAGED_POLICIES, far)) if far else (),
    )


def users_of(reader: Reader, account: str) -> list[User]:
    """Return an account's users, those in the console's way last: `demo` is for clients at the endpoint."""
    return sorted(reader.scan(USERS, account), key=lambda one: (one.name == "demo", one.created, one.name))


def buckets_of(reader: Reader, account: str) -> list[Bucket]:
    """Return an account's buckets, the newest first."""
    found = [one for one in reader.scan(BUCKETS, PARTITION) if one.account == account]
    return sorted(found, key=lambda one: (-one.created, one.name))


def roles_of(reader: Reader, near: str, far: str) -> list[Role]:
    """Return an account's roles, those first whose trust policy names the other account, then the newest."""
    found = [one for one in reader.scan(ROLES, far) if one.name != OPERATOR_ROLE]
    return sorted(found, key=lambda one: (near not in one.trust_policy, -one.created, one.name))


def _user(reader: Reader, near: str, wanted: str) -> User | None:
    found = users_of(reader, near)
    return next((one for one in found if one.name == wanted), found[0] if found else None)


def _bucket(reader: Reader, far: str, wanted: str) -> Bucket | None:
    found = buckets_of(reader, far) if far else []
    return next((one for one in found if one.name == wanted), found[0] if found else None)


def _role(reader: Reader, near: str, far: str, wanted: str) -> Role | None:
    found = roles_of(reader, near, far) if far else []
    return next((one for one in found if one.name == wanted), found[0] if found else None)


def _key(reader: Reader, bucket: Bucket) -> str:
    return next((one.key for one in reader.scan(OBJECTS, bucket.name)), "")
