"""IAM's tables: who exists in an account and which policies they hold, as the door, STS and IAM itself read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from cogtui.cloud.explain import Place
from cogtui.cloud.policy.request import PolicySource, Principal
from cogtui.cloud.store import Reader, Table

OPERATOR_ROLE = "Operator"
"""The role that the person at the console uses; see `callers.Operator`."""
ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess"

HolderKind = Literal["role", "user"]


class Account(msgspec.Struct, frozen=True, gc=False):
    """An AWS account of the world."""

    id: str
    """12 digits."""
    name: str
    created: float


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

    @property
    def arn(self) -> str:
        """With the path, as IAM prints it."""
        return f"arn:aws:iam::{self.account}:role{self.path}{self.name}"

    @property
    def trust_place(self) -> Place:
        """Where the trust policy stands."""
        return Place("policy", f"role {self.name}, trust policy", ROLES.name, (self.account, self.name), "trust_policy")


class InlinePolicy(msgspec.Struct, frozen=True, gc=False):
    """A policy embedded in a role or user."""

    account: str
    holder: HolderKind
    holder_name: str
    name: str
    document: str
    """JSON text as given."""


class AttachedPolicy(msgspec.Struct, frozen=True, gc=False):
    """A managed policy attached to a role or user."""

    account: str
    holder: HolderKind
    holder_name: str
    policy_arn: str


ACCOUNTS = Table("world.accounts", Account, lambda row: (row.id,))
ROLES = Table("iam.roles", Role, lambda row: (row.account, row.name))
INLINE_POLICIES = Table(
    "iam.inline_policies", InlinePolicy, lambda row: (f"{row.account}/{row.holder}/{row.holder_name}", row.name)
)
ATTACHED_POLICIES = Table(
    "iam.attached_policies",
    AttachedPolicy,
    lambda row: (f"{row.account}/{row.holder}/{row.holder_name}", row.policy_arn),
)


def role_by_arn(reader: Reader, arn: str) -> Role | None:
    """Return the role that a role ARN names, its path included, or None."""
    parts = arn.split(":", 5)
    if len(parts) != 6 or parts[2] != "iam" or not parts[5].startswith("role/"):
        return None
    role = reader.get(ROLES, (parts[4], parts[5].rsplit("/", 1)[1]))
    return role if role and role.arn == arn else None


def is_unknown_principal(reader: Reader, arn: str) -> bool:
    """Tell whether a policy that names `arn` names nobody: a user or role that an account of this world does not have.

    DIFFERS: AWS looks into every account there is; an account outside this world may hold anybody.
    """
    parts = arn.split(":", 5)
    named = len(parts) == 6 and parts[2] == "iam" and parts[5].startswith(("user/", "role/"))
    return named and reader.get(ACCOUNTS, (parts[4],)) is not None and role_by_arn(reader, arn) is None


def trust_source(role: Role) -> PolicySource:
    """Return the role's trust policy as the policy engine takes it."""
    place = role.trust_place
    return PolicySource("trust", place.label, role.trust_policy, place, account=role.account)


def session_principal(role: Role, session_name: str) -> Principal:
    """Return the principal that a session of `role` is (IAM User Guide, "Principal key values")."""
    return Principal(
        "role-session",
        arn=f"arn:aws:sts::{role.account}:assumed-role/{role.name}/{session_name}",
        account=role.account,
        principal_arn=role.arn,
        user_id=f"{role.role_id}:{session_name}",
    )


def identity_policies(reader: Reader, principal: Principal) -> Iterator[PolicySource]:
    """Yield the identity policies that a principal holds now; none once its role is gone or was made anew."""
    if principal.kind != "role-session":
        return
    role = role_by_arn(reader, principal.principal_arn)
    if role is None or not principal.user_id.startswith(role.role_id + ":"):
        return
    yield from _held(reader, role.account, "role", role.name)


def _held(reader: Reader, account: str, holder: HolderKind, name: str) -> Iterator[PolicySource]:
    from cogtui.cloud.policy.managed import managed

    scope = f"{account}/{holder}/{name}"
    for inline in reader.scan(INLINE_POLICIES, scope):
        place = Place(
            "policy",
            f"{holder} {name}, inline policy {inline.name}",
            INLINE_POLICIES.name,
            (scope, inline.name),
            "document",
        )
        yield PolicySource("identity", place.label, inline.document, place, account=account)
    for attached in reader.scan(ATTACHED_POLICIES, scope):
        document = managed(attached.policy_arn)
        if document is not None:
            label = f"{holder} {name}, managed policy {attached.policy_arn.rsplit('/', 1)[1]}"
            yield PolicySource("identity", label, document, Place("policy", label), attached.policy_arn, account)
