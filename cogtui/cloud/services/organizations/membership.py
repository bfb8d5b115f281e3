"""Joining and leaving: what hangs on an account from the first moment, and what goes with it."""

from __future__ import annotations

from cogtui.cloud.accounts.organizations import AWS_MANAGED, HANGING, MEMBERS, Hanging, Member, Organization
from cogtui.cloud.store import Transaction


def hang_defaults(tx: Transaction, organization: Organization, target: str) -> None:
    """Hang AWS's own policy of each type that is on at a root, unit or account that is new there."""
    for policy_id, (kind, _, _) in AWS_MANAGED.items():
        if kind in organization.enabled:
            tx.put(HANGING, Hanging(target, policy_id))


def join(tx: Transaction, organization: Organization, account: str, now: float) -> None:
    """Let an account in at the root; whatever organization it was in, it leaves."""
    depart(tx, account)
    tx.put(MEMBERS, Member(account, organization.id, organization.root_id, now, how="INVITED"))
    hang_defaults(tx, organization, account)


def depart(tx: Transaction, account: str) -> None:
    """Take an account out of its organization, where it is in one."""
    forget_target(tx, account)
    if tx.get(MEMBERS, (account,)) is not None:
        tx.delete(MEMBERS, (account,))


def forget_target(tx: Transaction, target: str) -> None:
    """Take away all that hangs on a root, unit or account."""
    for hanging in tuple(tx.scan(HANGING, target)):
        tx.delete(HANGING, HANGING.key(hanging))
