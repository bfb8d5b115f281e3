"""How Organizations shows what it has: ARNs, and the structures of its answers."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.accounts.organizations import (
    AWS_MANAGED,
    ControlPolicy,
    Member,
    Organization,
    OrganizationalUnit,
    control_policy_arn,
    path_of,
    way_to,
)
from cogtui.cloud.accounts.principals import ACCOUNTS
from cogtui.cloud.clock import timestamp
from cogtui.cloud.services.organizations.records import GOOD_FOR, Invitation
from cogtui.cloud.store import Reader

Output = dict[str, Any]

_DESCRIBED = {
    "p-FullAWSAccess": "Allows access to every operation",
    "p-RCPFullAWSAccess": "Allows access to every resource",
}


def root_arn(organization: Organization) -> str:
    """Return the root's ARN."""
    return f"arn:aws:organizations::{organization.management}:root/{organization.id}/{organization.root_id}"


def unit_arn(organization: Organization, unit_id: str) -> str:
    """Return a unit's ARN."""
    return f"arn:aws:organizations::{organization.management}:ou/{organization.id}/{unit_id}"


def account_arn(organization: Organization, account: str) -> str:
    """Return an account's ARN as a member."""
    return f"arn:aws:organizations::{organization.management}:account/{organization.id}/{account}"


def target_arn(organization: Organization, target: str) -> str:
    """Return the ARN of a root, unit or account by its id."""
    if target.startswith("r-"):
        return root_arn(organization)
    return unit_arn(organization, target) if target.startswith("ou-") else account_arn(organization, target)


def email_of(account: str) -> str:
    """Return an account's address. DIFFERS: a world's accounts have none, so it is made of the number."""
    return f"aws-{account}@example.com"


def organization(found: Organization) -> Output:
    """Return an organization."""
    return {
        "Id": found.id,
        "Arn": found.arn,
        "FeatureSet": "ALL",
        "MasterAccountArn": account_arn(found, found.management),
        "MasterAccountId": found.management,
        "MasterAccountEmail": email_of(found.management),
        # The API Reference: not to be used, ListRoots tells the truth. AWS always puts this here.
        "AvailablePolicyTypes": [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}],
    }


def root(found: Organization) -> Output:
    """Return an organization's root."""
    types = [{"Type": kind, "Status": "ENABLED"} for kind in found.enabled]
    return {"Id": found.root_id, "Arn": root_arn(found), "Name": "Root", "PolicyTypes": types}


def unit(reader: Reader, whole: Organization, found: OrganizationalUnit) -> Output:
    """Return a unit."""
    path = "/".join((whole.id, *way_to(reader, whole.id, found.id), ""))
    return {"Id": found.id, "Arn": unit_arn(whole, found.id), "Name": found.name, "Path": path}


def account(reader: Reader, whole: Organization, found: Member) -> Output:
    """Return an account of an organization."""
    known = reader.get(ACCOUNTS, (found.account,))
    return {
        "Id": found.account,
        "Arn": account_arn(whole, found.account),
        "Email": found.email or email_of(found.account),
        "Name": found.name or (known.name if known else found.account),
        "Status": "ACTIVE",
        "State": "ACTIVE",
        "Paths": [f"{path_of(reader, found.account)}{found.account}/"],
        "JoinedMethod": found.how,
        "JoinedTimestamp": timestamp(found.joined),
    }


def invitation(reader: Reader, found: Invitation, now: float) -> Output:
    """Return an invitation."""
    known = reader.get(ACCOUNTS, (found.management,))
    target = {"EMAIL": email_of(found.account)} if found.by_email else {"ACCOUNT": found.account}
    ((kind, value),) = target.items()
    sender = [
        {"Type": "MASTER_EMAIL", "Value": email_of(found.management)},
        {"Type": "MASTER_NAME", "Value": known.name if known else found.management},
        {"Type": "ORGANIZATION_FEATURE_SET", "Value": "ALL"},
    ]
    notes = [{"Type": "NOTES", "Value": found.notes}] if found.notes else []
    return {
        "Id": found.id,
        "Arn": found.arn,
        "Parties": [{"Id": found.organization, "Type": "ORGANIZATION"}, {"Id": value, "Type": kind}],
        "State": found.state_at(now),
        "RequestedTimestamp": timestamp(found.requested),
        "ExpirationTimestamp": timestamp(found.requested + GOOD_FOR),
        "Action": "INVITE",
        "Resources": [
            {"Type": "ORGANIZATION", "Value": found.organization, "Resources": sender},
            {"Type": kind, "Value": value},
            *notes,
        ],
    }


def summary(whole: Organization, found: ControlPolicy) -> Output:
    """Return a policy without its text; AWS's own as everybody's."""
    return {
        "Id": found.id,
        "Arn": control_policy_arn(whole, found.kind, found.id),
        "Name": found.name,
        "Description": found.description,
        "Type": found.kind,
        "AwsManaged": found.id in AWS_MANAGED,
    }


def of_aws(whole: Organization, policy_id: str) -> ControlPolicy:
    """Return one of AWS's policies as if it were the organization's."""
    kind, name, document = AWS_MANAGED[policy_id]
    return ControlPolicy(whole.id, policy_id, name, kind, document, _DESCRIBED[policy_id])
