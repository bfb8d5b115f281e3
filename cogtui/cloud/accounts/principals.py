"""Principals and their policies: roles, who holds which policy, and who somebody with a session or a key is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from cogtui.cloud.accounts.arns import iam_named
from cogtui.cloud.accounts.named_principals import named_in, renamed
from cogtui.cloud.accounts.users import USERS, User, user_by_arn
from cogtui.cloud.explain import Place
from cogtui.cloud.policy.principals import is_unique_id
from cogtui.cloud.policy.request import PolicySource, Principal
from cogtui.cloud.store import Reader, Table, rows_of

OPERATOR_ROLE = "Operator"
"""The role that the person at the console uses; see `callers.Operator`."""
ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess"

HolderKind = Literal["role", "user", "group"]


class Account(msgspec.Struct, frozen=True, gc=False):
    """An AWS account of the world."""

    id: str
    """12 digits."""
    name: str
    created: float
    number: int = 0
    """How many accounts the world had before it."""


class Role(msgspec.Struct, frozen=True, gc=False):
    """An IAM role."""

    account: str
    name: str
    path: str
    role_id: str
    """AROA..."""
    trust_policy: str
    """AssumeRolePolicyDocument: the JSON text as given."""
    created: float
    description: str | None = None
    max_session: int = 3600
    """MaxSessionDuration, seconds."""
    tags: dict[str, str] = {}
    boundary: str = ""
    """ARN of the managed policy that is the permissions boundary; empty without one."""
    trusted: dict[str, str] = {}
    """The unique ids of the users and roles that the trust policy names, by what its text calls them."""

    @property
    def arn(self) -> str:
        """With the path, as IAM prints it."""
        return f"arn:aws:iam::{self.account}:role{self.path}{self.name}"

    @property
    def trust_place(self) -> Place:
        """Where the trust policy stands."""
        return Place("policy", f"role {self.name}, trust policy", ROLES.name, (self.account, self.name), "trust_policy")


class InlinePolicy(msgspec.Struct, frozen=True, gc=False):
    """A policy embedded in a role, user or group."""

    account: str
    holder: HolderKind
    holder_name: str
    name: str
    document: str
    """JSON text as given."""


class AttachedPolicy(msgspec.Struct, frozen=True, gc=False):
    """A managed policy attached to a role, user or group."""

    account: str
    holder: HolderKind
    holder_name: str
    policy_arn: str


def holder_scope(account: str, holder: HolderKind, name: str) -> str:
    """Return the scope of the tables that hold somebody's policies."""
    return f"{account}/{holder}/{name}"


ACCOUNTS = Table("world.accounts", Account, lambda row: (row.id,))
ROLES = Table("iam.roles", Role, lambda row: (row.account, row.name))
INLINE_POLICIES = Table(
    "iam.inline_policies", InlinePolicy, lambda row: (holder_scope(row.account, row.holder, row.holder_name), row.name)
)
ATTACHED_POLICIES = Table(
    "iam.attached_policies",
    AttachedPolicy,
    lambda row: (holder_scope(row.account, row.holder, row.holder_name), row.policy_arn),
)


def accounts_of(reader: Reader) -> tuple[str, ...]:
    """Return the accounts in the order in which the world got them: those that people call A, B, C."""
    found = sorted(rows_of(reader, ACCOUNTS), key=lambda one: (one.number, one.created, one.id))
    return tuple(one.id for one in found)


def role_by_arn(reader: Reader, arn: str) -> Role | None:
    """Return the role that a role ARN names, its path included, or None."""
    named = iam_named(arn, "role")
    role = reader.get(ROLES, named) if named else None
    return role if role and role.arn == arn else None


def is_unknown_principal(reader: Reader, name: str) -> bool:
    """Tell whether a policy names nobody: a user or role that an account of this world does not have, a dead unique id.

    DIFFERS: AWS looks into every account there is; an account outside this world may hold anybody.
    """
    if is_unique_id(name):
        return _holder_of(reader, name) is None
    named = iam_named(name, "user") or iam_named(name, "role")
    if named is None or reader.get(ACCOUNTS, named[:1]) is None:
        return False
    return _named(reader, name) is None


def principal_ids(reader: Reader, document: str) -> dict[str, str]:
    """Return the unique ids of the users and roles that a policy names, by what its text calls them."""
    found = {name: _named(reader, name) for name, _ in named_in(document)}
    return {name: _id_of(one) for name, one in found.items() if one is not None}


def as_it_reads(reader: Reader, document: str, ids: Mapping[str, str]) -> str:
    """Return a policy with the present ARNs of the users and roles that it named when it was saved.

    IAM User Guide, "Principal": whoever was deleted leaves the bare unique id, which a new one of the name doesn't have.
    """
    names: dict[str, str] = {}
    for name, unique_id in ids.items():
        present = _named(reader, name)
        if present is None or _id_of(present) != unique_id:
            present = _holder_of(reader, unique_id)
        reads = present.arn if present else unique_id
        if reads != name:
            names[name] = reads
    return renamed(document, names)


def _named(reader: Reader, name: str) -> User | Role | None:
    """Return the user or role that an ARN or a unique id means."""
    if is_unique_id(name):
        return _holder_of(reader, name)
    return role_by_arn(reader, name) or user_by_arn(reader, name)


def _holder_of(reader: Reader, unique_id: str) -> User | Role | None:
    return next((one for one in (*rows_of(reader, USERS), *rows_of(reader, ROLES)) if _id_of(one) == unique_id), None)


def _id_of(one: User | Role) -> str:
    return one.user_id if isinstance(one, User) else one.role_id


def trust_source(reader: Reader, role: Role) -> PolicySource:
    """Return the role's trust policy, as it reads now, for the policy engine."""
    place = role.trust_place
    document = as_it_reads(reader, role.trust_policy, role.trusted)
    return PolicySource("trust", place.label, document, place, account=role.account)


def session_principal(role: Role, session_name: str) -> Principal:
    """Return the principal that a session of `role` is (IAM User Guide, "Principal key values")."""
    return Principal(
        "role-session",
        arn=f"arn:aws:sts::{role.account}:assumed-role/{role.name}/{session_name}",
        account=role.account,
        principal_arn=role.arn,
        user_id=f"{role.role_id}:{session_name}",
    )


def root_principal(account: str) -> Principal:
    """Return an account's root user."""
    arn = f"arn:aws:iam::{account}:root"
    return Principal("root", arn=arn, account=account, principal_arn=arn, user_id=account)


def role_behind(reader: Reader, principal: Principal) -> Role | None:
    """Return the role of a role session, None once it is gone or was made anew."""
    role = role_by_arn(reader, principal.principal_arn)
    return role if role is not None and principal.user_id.startswith(role.role_id + ":") else None
