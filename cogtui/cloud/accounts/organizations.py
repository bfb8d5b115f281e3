"""AWS Organizations as policies see it: which accounts belong together, and what hangs on them from above.

AWS Organizations User Guide, "SCP evaluation" and "RCP evaluation". The operations that change these tables are those of
the service `organizations`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from cogtui.cloud.explain import Place
from cogtui.cloud.policy.request import PolicyKind, PolicySource
from cogtui.cloud.store import Reader, Table, rows_of

ControlKind = Literal["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]

FULL_ACCESS = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
RCP_FULL_ACCESS = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}'
)

KINDS: dict[ControlKind, tuple[PolicyKind, str]] = {
    "SERVICE_CONTROL_POLICY": ("scp", "service_control_policy"),
    "RESOURCE_CONTROL_POLICY": ("rcp", "resource_control_policy"),
}
"""What the policy engine calls each kind, and what ARNs do."""

AWS_MANAGED: dict[str, tuple[ControlKind, str, str]] = {
    "p-FullAWSAccess": ("SERVICE_CONTROL_POLICY", "FullAWSAccess", FULL_ACCESS),
    "p-RCPFullAWSAccess": ("RESOURCE_CONTROL_POLICY", "RCPFullAWSAccess", RCP_FULL_ACCESS),
}
"""Policies that every organization finds there: their kind, name and text. They let everything through."""


class Organization(msgspec.Struct, frozen=True, gc=False):
    """An organization of accounts."""

    id: str
    """o- and ten letters or digits."""
    management: str
    """The account that it began with; no SCP and no RCP binds it."""
    root_id: str
    """r- and four letters or digits."""
    created: float
    enabled: tuple[ControlKind, ...] = ()
    """Policy types that its root has switched on."""

    @property
    def arn(self) -> str:
        """As Organizations prints it."""
        return f"arn:aws:organizations::{self.management}:organization/{self.id}"


class OrganizationalUnit(msgspec.Struct, frozen=True, gc=False):
    """A group of accounts."""

    organization: str
    id: str
    """ou-, the root's four characters, - and eight more."""
    name: str
    parent: str
    """The root's id or another unit's."""


class Member(msgspec.Struct, frozen=True, gc=False):
    """An account is in an organization."""

    account: str
    organization: str
    parent: str
    """The root's id or a unit's."""
    joined: float
    email: str = ""
    how: Literal["INVITED", "CREATED"] = "CREATED"
    name: str = ""


class ControlPolicy(msgspec.Struct, frozen=True, gc=False):
    """A service control policy or a resource control policy of an organization."""

    organization: str
    id: str
    """p- and eight letters or digits."""
    name: str
    kind: ControlKind
    document: str
    """JSON text as given."""
    description: str = ""


class Hanging(msgspec.Struct, frozen=True, gc=False):
    """A control policy hangs on a root, a unit or an account."""

    target: str
    policy_id: str


ORGANIZATIONS = Table("organizations.organizations", Organization, lambda row: (row.id,))
UNITS = Table("organizations.units", OrganizationalUnit, lambda row: (row.organization, row.id))
MEMBERS = Table("organizations.members", Member, lambda row: (row.account,))
CONTROL_POLICIES = Table("organizations.policies", ControlPolicy, lambda row: (row.organization, row.id))
HANGING = Table("organizations.targets", Hanging, lambda row: (row.target, row.policy_id))


def organization_of(reader: Reader, account: str) -> Organization | None:
    """Return the organization that an account belongs to, or None."""
    member = reader.get(MEMBERS, (account,))
    return reader.get(ORGANIZATIONS, (member.organization,)) if member else None


def members_of(reader: Reader, organization: str) -> list[Member]:
    """Return the accounts of an organization, by its id."""
    return [member for member in rows_of(reader, MEMBERS) if member.organization == organization]


def targets_of(reader: Reader, organization: Organization) -> tuple[str, ...]:
    """Return all that policies can hang on: the ids of the root, of the units and of the accounts."""
    units = [unit.id for unit in reader.scan(UNITS, organization.id)]
    accounts = [member.account for member in members_of(reader, organization.id)]
    return (organization.root_id, *units, *accounts)


def hangs_on(reader: Reader, organization: Organization, policy_id: str) -> tuple[str, ...]:
    """Return the ids of whatever a policy hangs on in an organization."""
    targets = targets_of(reader, organization)
    return tuple(target for target in targets if reader.get(HANGING, (target, policy_id)) is not None)


def way_down(reader: Reader, account: str) -> tuple[str, ...]:
    """Return the ids from the root down to an account, both included; nothing for an account by itself."""
    member = reader.get(MEMBERS, (account,))
    return (*way_to(reader, member.organization, member.parent), account) if member else ()


def way_to(reader: Reader, organization: str, place: str) -> tuple[str, ...]:
    """Return the ids from an organization's root down to a unit, or to the root itself; both included."""
    way: list[str] = []
    while place:
        way.append(place)
        unit = reader.get(UNITS, (organization, place))
        place = unit.parent if unit else ""
    return tuple(reversed(way))


def path_of(reader: Reader, account: str) -> str:
    """Return an account's path as aws:PrincipalOrgPaths has it: o-.../r-.../ou-.../, without the account."""
    member = reader.get(MEMBERS, (account,))
    way = way_down(reader, account)[:-1]
    return "/".join((member.organization, *way, "")) if member else ""


def same_organization(reader: Reader, one: str, other: str) -> bool:
    """Say whether two accounts are in one organization."""
    first, second = reader.get(MEMBERS, (one,)), reader.get(MEMBERS, (other,))
    return first is not None and second is not None and first.organization == second.organization


def control_policies(reader: Reader, kind: ControlKind, account: str) -> Iterator[PolicySource]:
    """Yield the SCPs or RCPs that bind an account, level by level: none for the management account or a lone one."""
    organization = organization_of(reader, account)
    if organization is None or organization.management == account or kind not in organization.enabled:
        return
    for target in way_down(reader, account):
        for hanging in reader.scan(HANGING, target):
            source = _source(reader, organization, kind, hanging)
            if source is not None:
                yield source


def control_policy_arn(organization: Organization, kind: ControlKind, policy_id: str) -> str:
    """Return a control policy's ARN; AWS's own belong to no account."""
    if policy_id in AWS_MANAGED:
        return f"arn:aws:organizations::aws:policy/{KINDS[kind][1]}/{policy_id}"
    return f"arn:aws:organizations::{organization.management}:policy/{organization.id}/{KINDS[kind][1]}/{policy_id}"


def _source(reader: Reader, organization: Organization, kind: ControlKind, hanging: Hanging) -> PolicySource | None:
    """Return a hanging policy as the policy engine takes it; None for one of the other kind."""
    short, _ = KINDS[kind]
    arn = control_policy_arn(organization, kind, hanging.policy_id)
    ours = AWS_MANAGED.get(hanging.policy_id)
    if ours is not None:
        label = f"{short.upper()} {ours[1]} on {hanging.target}"
        source = PolicySource(short, label, ours[2], Place("policy", label), arn, level=hanging.target)
        return source if ours[0] == kind else None
    policy = reader.get(CONTROL_POLICIES, (organization.id, hanging.policy_id))
    if policy is None or policy.kind != kind:
        return None
    label = f"{short.upper()} {policy.name} on {hanging.target}"
    place = Place("policy", label, CONTROL_POLICIES.name, (organization.id, policy.id), "document")
    return PolicySource(short, label, policy.document, place, arn, organization.management, hanging.target)
