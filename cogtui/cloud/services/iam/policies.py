"""Managed policies: make, read, list, delete an account's own, and look at AWS's (IAM API Reference)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from cogtui.cloud.accounts.customer_policies import (
    MANAGED_POLICIES,
    POLICY_VERSIONS,
    ManagedPolicy,
    PolicyVersion,
    policy_by_arn,
)
from cogtui.cloud.accounts.principals import ATTACHED_POLICIES, ROLES
from cogtui.cloud.accounts.users import USERS
from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.policy.managed import NAMES
from cogtui.cloud.policy.validate import validate_identity_policy
from cogtui.cloud.services.iam import aws_policies, errors
from cogtui.cloud.services.iam.documents import check_document, size_of
from cogtui.cloud.services.iam.lookup import is_taken, page
from cogtui.cloud.services.iam.moments import timestamp
from cogtui.cloud.services.iam.quotas import require_within
from cogtui.cloud.services.iam.tags import CASE_COUNTS, Given, shortest_first, tagged
from cogtui.cloud.services.iam.tags import shown as shown_tags

Output = dict[str, Any]

_ARN = re.compile(r"arn:aws:iam::([0-9]{12}|aws):policy/.+")


def create_policy(
    call: Call,
    *,
    PolicyName: str,
    PolicyDocument: str,
    Path: str = "/",
    Description: str | None = None,
    Tags: Given | None = None,
) -> Output:
    """Make a managed policy of the account's own; its document becomes version v1."""
    check_policy(call, PolicyDocument)
    names = [policy.name for policy in call.tx.scan(MANAGED_POLICIES, call.account)]
    taken = is_taken(names, PolicyName)
    call.require("iam.managed.name", not taken, lambda: errors.policy_exists(PolicyName), has=PolicyName)
    require_within(call, "PoliciesPerAccount", len(names) + 1)
    policy = ManagedPolicy(
        call.account,
        PolicyName,
        Path,
        call.ids.prefixed("ANPA"),
        call.now,
        call.now,
        description=Description or None,
        tags=tagged(call, {}, Tags, CASE_COUNTS),
    )
    call.tx.put(MANAGED_POLICIES, policy)
    call.tx.put(POLICY_VERSIONS, PolicyVersion(call.account, PolicyName, "v1", PolicyDocument, call.now))
    return {"Policy": listed(policy, uses_of(call)) | ({"Tags": Tags} if Tags else {})}


def get_policy(call: Call, *, PolicyArn: str) -> Output:
    """Return what there is to say of a managed policy; its text is GetPolicyVersion's."""
    require_arn(call, PolicyArn)
    uses = uses_of(call)
    name = aws_policies.name_of(PolicyArn)
    if name is not None:
        return {"Policy": {**of_aws(name, uses), "Tags": []}}
    policy = readable(call, PolicyArn, errors.no_such_policy(PolicyArn))
    described = {} if policy.description is None else {"Description": policy.description}
    return {"Policy": {**listed(policy, uses), **described, "Tags": shown_tags(policy.tags, shortest_first)}}


def list_policies(
    call: Call,
    *,
    Scope: str = "All",
    OnlyAttached: bool = False,
    PathPrefix: str = "/",
    PolicyUsageFilter: str | None = None,
    Marker: str | None = None,
    MaxItems: int = 100,
) -> Output:
    """List managed policies: the account's own (`Local`), those of AWS that CogTUI has, or both.

    `PolicyUsageFilter` leaves those that somebody has, as a permissions policy or as a boundary.
    """
    del Marker
    uses = uses_of(call)
    own = [listed(policy, uses) for policy in call.tx.scan(MANAGED_POLICIES, call.account)]
    theirs = [of_aws(name, uses) for name in NAMES]
    found = {"Local": own, "AWS": theirs}.get(Scope, own + theirs)
    counted = _COUNTED_AS.get(PolicyUsageFilter or "")
    rows = [
        row
        for row in found
        if row["Path"].startswith(PathPrefix)
        and (row["AttachmentCount"] or row["PermissionsBoundaryUsageCount"] or not OnlyAttached)
        and (counted is None or row[counted])
    ]
    rows.sort(key=lambda row: row["Arn"])
    return page(call, "Policies", rows, lambda row: row["Arn"], MaxItems)


def delete_policy(call: Call, *, PolicyArn: str) -> Output:
    """Delete a policy that nobody has any more and that has no further versions."""
    policy = changeable_policy(call, PolicyArn)
    uses = uses_of(call)
    call.require("iam.managed.unused", not uses.total(policy.arn), errors.policy_attached, has=uses.total(policy.arn))
    versions = [row.version_id for row in call.tx.scan(POLICY_VERSIONS, policy.scope)]
    call.require("iam.managed.single", len(versions) == 1, errors.policy_has_versions, has=versions)
    call.tx.delete(POLICY_VERSIONS, (policy.scope, policy.default_version))
    call.tx.delete(MANAGED_POLICIES, MANAGED_POLICIES.key(policy))
    return {}


# ----------------------------------------------------------------------------------------------------- for its siblings


def require_arn(call: Call, arn: str, bad: Callable[[str], AwsError] = errors.bad_arn) -> None:
    """Refuse a text that is no policy's ARN."""
    call.require("iam.managed.arn", _ARN.fullmatch(arn), lambda: bad(arn), has=arn)


def readable(call: Call, arn: str, missing: AwsError) -> ManagedPolicy:
    """Return a policy of the account's own."""
    policy = policy_by_arn(call.tx, arn)
    own = policy is not None and policy.account == call.account
    call.require("iam.managed", own, missing, has=arn)
    assert policy is not None
    return policy


def changeable_policy(call: Call, arn: str, missing: AwsError | None = None) -> ManagedPolicy:
    """Return a policy that may be changed: none of AWS's."""
    require_arn(call, arn)
    own = aws_policies.name_of(arn) is None
    call.require("iam.managed.own", own, lambda: errors.policy_of_aws(call.operation), has=arn)
    return readable(call, arn, missing or errors.no_such_policy(arn))


def check_policy(call: Call, document: str) -> None:
    """Refuse a document that IAM would not keep as a managed policy."""
    check_document(call, "iam.policy.document", "identity", document, validate_identity_policy)
    require_within(call, "PolicySize", size_of(document))


def is_attachable(call: Call, arn: str) -> bool:
    """Tell whether the account can use a policy: one of its own, or of AWS's.

    DIFFERS: CogTUI knows a few of AWS's managed policies.
    """
    own = policy_by_arn(call.tx, arn)
    return aws_policies.name_of(arn) is not None or (own is not None and own.account == call.account)


class Uses(NamedTuple):
    """How many users, groups and roles of an account use each managed policy, by ARN."""

    attached: Counter[str]
    bounding: Counter[str]
    """As permissions boundary."""

    def total(self, arn: str) -> int:
        """How often a policy is used in either way."""
        return self.attached[arn] + self.bounding[arn]


def uses_of(call: Call) -> Uses:
    """Count the uses of the account's managed policies."""
    scopes = [scope for scope in call.tx.scopes(ATTACHED_POLICIES) if scope.startswith(f"{call.account}/")]
    holders = (*call.tx.scan(USERS, call.account), *call.tx.scan(ROLES, call.account))
    return Uses(
        Counter(row.policy_arn for scope in scopes for row in call.tx.scan(ATTACHED_POLICIES, scope)),
        Counter(holder.boundary for holder in holders if holder.boundary),
    )


_COUNTED_AS = {"PermissionsPolicy": "AttachmentCount", "PermissionsBoundary": "PermissionsBoundaryUsageCount"}
"""PolicyUsageFilter -> the member that counts such uses."""


def listed(policy: ManagedPolicy, uses: Uses) -> Output:
    """Return a policy of the account's own as lists show it."""
    return {
        "PolicyName": policy.name,
        "PolicyId": policy.policy_id,
        "Arn": policy.arn,
        "Path": policy.path,
        "DefaultVersionId": policy.default_version,
        **_counted(policy.arn, uses),
        "CreateDate": timestamp(policy.created),
        "UpdateDate": timestamp(policy.updated),
    }


def of_aws(name: str, uses: Uses) -> Output:
    """Return a policy of AWS as lists show it."""
    return {**aws_policies.shown(name), **_counted(aws_policies.PREFIX + name, uses)}


def _counted(arn: str, uses: Uses) -> Output:
    return {
        "AttachmentCount": uses.attached[arn],
        "PermissionsBoundaryUsageCount": uses.bounding[arn],
        "IsAttachable": True,
    }
