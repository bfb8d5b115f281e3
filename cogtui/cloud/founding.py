"""What every world begins with: its accounts and, in each, the operator's role."""

from __future__ import annotations

import json

from cogtui.cloud import clock
from cogtui.cloud.accounts.principals import (
    ACCOUNTS,
    ADMINISTRATOR_ACCESS,
    ATTACHED_POLICIES,
    OPERATOR_ROLE,
    ROLES,
    Account,
    AttachedPolicy,
    Role,
)
from cogtui.cloud.ids import Ids
from cogtui.cloud.issuers import COGNITO_IDENTITY, GOOGLE, new_key
from cogtui.cloud.store import Transaction


def found(tx: Transaction, ids: Ids, accounts: tuple[str, ...], region: str) -> None:
    """Set the clock, give the world-wide issuers their keys and make the accounts."""
    clock.move(tx, clock.START)
    new_key(tx, ids, COGNITO_IDENTITY, f"{region}-15", "RS512")
    new_key(tx, ids, GOOGLE, ids.octets(20).hex(), "RS256")
    for account in accounts:
        open_account(tx, ids, account, clock.START)


def open_account(tx: Transaction, ids: Ids, account: str, now: float) -> None:
    """Make an account with its operator's role."""
    tx.put(ACCOUNTS, Account(account, f"account {account}", now, len(tx.scopes(ACCOUNTS))))
    tx.put(ROLES, _operator(account, ids, now))
    tx.put(ATTACHED_POLICIES, AttachedPolicy(account, "role", OPERATOR_ROLE, ADMINISTRATOR_ACCESS))


def _operator(account: str, ids: Ids, now: float) -> Role:
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    return Role(
        account,
        OPERATOR_ROLE,
        "/",
        ids.prefixed("AROA"),
        json.dumps(trust, indent=2),
        now,
        "The person at the console",
    )
