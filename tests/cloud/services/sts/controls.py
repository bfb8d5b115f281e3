"""An organization with a control policy over the first account of a world, put there without asking anybody."""

from __future__ import annotations

from cogtui.cloud.accounts.organizations import (
    CONTROL_POLICIES,
    HANGING,
    MEMBERS,
    ORGANIZATIONS,
    ControlKind,
    ControlPolicy,
    Hanging,
    Member,
    Organization,
)
from cogtui.cloud.store import Transaction
from cogtui.cloud.world import World

_FULL = {"SERVICE_CONTROL_POLICY": "p-FullAWSAccess", "RESOURCE_CONTROL_POLICY": "p-RCPFullAWSAccess"}


def control(world: World, kind: ControlKind, document: str) -> None:
    """Hang a policy on the root above the world's first account, beside the one that allows everything."""
    organization = Organization("o-aaaaaaaaaa", "999988887777", "r-aaaa", world.now, (kind,))
    tx = Transaction(world.store)
    tx.put(ORGANIZATIONS, organization)
    tx.put(MEMBERS, Member(world.account, organization.id, organization.root_id, world.now))
    tx.put(CONTROL_POLICIES, ControlPolicy(organization.id, "p-aaaaaaaa", "Guard", kind, document))
    for target, policy_id in (("r-aaaa", "p-aaaaaaaa"), ("r-aaaa", _FULL[kind]), (world.account, _FULL[kind])):
        tx.put(HANGING, Hanging(target, policy_id))
    tx.commit()
