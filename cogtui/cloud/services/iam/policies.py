"""Managed policies: make, read, list, delete an account's own, and look at AWS's (IAM API Reference)."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.customer_policies import (
    MANAGED_POLICIES,
    POLICY_VERSIONS,
    ManagedPolicy,
    PolicyVersion,
    policy_by_arn,
)
from cogtui.cloud.errors import AwsError
from cogtui.cloud.policy.managed import NAMES
from cogtui.cloud.policy.validate import validate_identity_policy
from cogtui.cloud.principals import ATTACHED_POLICIES
from cogtui.cloud.services.iam import aws_policies, errors
from cogtui.cloud.services.iam.documents import check_document, size_of
from cogtui.cloud.services.iam.lookup import is_taken, page
from cogtui.cloud.services.iam.moments import timestamp
from cogtui.cloud.services.iam.quotas import require_within
from cogtui.cloud.services.iam.tags import CASE_COUNTS, Given, member, tagged
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
    return {"Policy": _listed(policy, 0) | member(policy.tags)}


def get_policy(call: Call, *, PolicyArn: str) -> Output:
    """Return what there is to say of a managed policy; its text is GetPolicyVersion's."""
    require_arn(call, PolicyArn)
    uses = attachments(call)[PolicyArn]
    name = aws_policies.name_of(PolicyArn)
    if name is not None:
        return {"Policy": {**_of_aws(name, uses), "Tags": []}}
    policy = readable(call, PolicyArn, errors.no_such_policy(PolicyArn))
    described = {} if policy.description is None else {"Description": policy.description}
    return {"Policy": {**_listed(policy, uses), **described, "Tags": shown_tags(policy.tags)}}


def list_policies(
    call: Call,
    *,
    Scope: str = "All",
    OnlyAttached: bool = False,
    PathPrefix: str = "/",
    PolicyUsageFilter: str = "PermissionsPolicy",
    Marker: str | None = None,
    MaxItems: int = 100,
) -> Output:
    """List managed policies: the account's own (`Local`), those of AWS that CogTUI has, or both."""
    del Marker
    uses = attachments(call)
    own = [_listed(policy, uses[policy.arn]) for policy in call.tx.scan(MANAGED_POLICIES, call.account)]
    of_aws = [_of_aws(name, uses[aws_policies.PREFIX + name]) for name in NAMES]
    found = {"Local": own, "AWS": of_aws}.get(Scope, own + of_aws)
    # Permissions boundaries are not simulated, so no policy is used as one.
    rows = [
        row
        for row in found
        if row["Path"].startswith(PathPrefix)
        and (row["AttachmentCount"] or not OnlyAttached)
        and PolicyUsageFilter == "PermissionsPolicy"
    ]
    rows.sort(key=lambda row: row["Arn"])
    return page(call, "Policies", rows, lambda row: row["Arn"], MaxItems)


def delete_policy(call: Call, *, PolicyArn: str) -> Output:
    """Delete a policy that nobody has any more and that has no further versions."""
    policy = changeable_policy(call, PolicyArn)
    uses = attachments(call)[policy.arn]
    call.require("iam.managed.unused", not uses, errors.policy_attached, has=uses)
    versions = [row.version_id for row in call.tx.scan(POLICY_VERSIONS, policy.scope)]
    call.require("iam.managed.single", len(versions) == 1, errors.policy_has_versions, has=versions)
    call.tx.delete(POLICY_VERSIONS, (policy.scope, policy.default_version))
    call.tx.delete(MANAGED_POLICIES, MANAGED_POLICIES.key(policy))
    return {}


# ----------------------------------------------------------------------------------------------------- for its siblings


def require_arn(call: Call, arn: str) -> None:
    """Refuse a text that is no policy's ARN."""
    call.require("iam.managed.arn", _ARN.fullmatch(arn), lambda: errors.bad_arn(arn), has=arn)


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
    of_aws = aws_policies.name_of(arn) is not None
    denied = errors.policy_of_aws(call.principal.arn, call.operation, arn)
    call.require("iam.managed.own", not of_aws, denied, has=arn)
    return readable(call, arn, missing or errors.no_such_policy(arn))


def check_policy(call: Call, document: str) -> None:
    """Refuse a document that IAM would not keep as a managed policy."""
    check_document(call, "iam.policy.document", "identity", document, validate_identity_policy)
    require_within(call, "PolicySize", size_of(document))


def attachments(call: Call) -> Counter[str]:
    """Return how many users, groups and roles of the account have each managed policy, by ARN."""
    scopes = [scope for scope in call.tx.scopes(ATTACHED_POLICIES) if scope.startswith(f"{call.account}/")]
    return Counter(row.policy_arn for scope in scopes for row in call.tx.scan(ATTACHED_POLICIES, scope))


def _listed(policy: ManagedPolicy, uses: int) -> Output:
    return {
        "PolicyName": policy.name,
        "PolicyId": policy.policy_id,
        "Arn": policy.arn,
        "Path": policy.path,
        "DefaultVersionId": policy.default_version,
        "AttachmentCount": uses,
        "PermissionsBoundaryUsageCount": 0,
        "IsAttachable": True,
        "CreateDate": timestamp(policy.created),
        "UpdateDate": timestamp(policy.updated),
    }


def _of_aws(name: str, uses: int) -> Output:
    counted = {"AttachmentCount": uses, "PermissionsBoundaryUsageCount": 0, "IsAttachable": True}
    return {**aws_policies.shown(name), **counted}
