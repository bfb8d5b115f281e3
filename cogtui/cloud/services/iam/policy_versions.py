"""The versions of a managed policy: at most five, one of which counts (IAM API Reference)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.accounts.customer_policies import MANAGED_POLICIES, POLICY_VERSIONS, ManagedPolicy, PolicyVersion
from cogtui.cloud.call import Call
from cogtui.cloud.policy.managed import managed
from cogtui.cloud.services.iam import aws_policies, errors
from cogtui.cloud.services.iam.documents import encoded
from cogtui.cloud.services.iam.lookup import page
from cogtui.cloud.services.iam.moments import timestamp
from cogtui.cloud.services.iam.policies import changeable_policy, check_policy, readable, require_arn
from cogtui.cloud.services.iam.quotas import VERSIONS_PER_POLICY

Output = dict[str, Any]


def create_policy_version(call: Call, *, PolicyArn: str, PolicyDocument: str, SetAsDefault: bool = False) -> Output:
    """Add a version; it counts at once only when asked to."""
    policy = changeable_policy(call, PolicyArn)
    check_policy(call, PolicyDocument)
    has = len(list(call.tx.scan(POLICY_VERSIONS, policy.scope)))
    too_many = errors.too_many_versions(VERSIONS_PER_POLICY)
    call.require("iam.version.room", has < VERSIONS_PER_POLICY, too_many, most=VERSIONS_PER_POLICY, has=has)
    number = policy.versions_made + 1
    version = PolicyVersion(policy.account, policy.name, f"v{number}", PolicyDocument, call.now)
    call.tx.put(POLICY_VERSIONS, version)
    default = version.version_id if SetAsDefault else policy.default_version
    changed = msgspec.structs.replace(policy, versions_made=number, default_version=default, updated=call.now)
    call.tx.put(MANAGED_POLICIES, changed)
    return {"PolicyVersion": listed(version.version_id, default, version.created)}


def get_policy_version(call: Call, *, PolicyArn: str, VersionId: str) -> Output:
    """Return a version with its document."""
    require_arn(call, PolicyArn)
    name = aws_policies.name_of(PolicyArn)
    if name is not None:
        same = VersionId == aws_policies.version_of(name)
        call.require("iam.version", same, errors.no_such_version(PolicyArn, VersionId), has=VersionId)
        return {"PolicyVersion": {"Document": encoded(managed(PolicyArn) or ""), **of_aws(name)}}
    policy = readable(call, PolicyArn, errors.no_such_version(PolicyArn, VersionId))
    version = _named(call, policy, VersionId)
    shown = listed(version.version_id, policy.default_version, version.created)
    return {"PolicyVersion": {"Document": encoded(version.document), **shown}}


def list_policy_versions(call: Call, *, PolicyArn: str, Marker: str | None = None, MaxItems: int = 100) -> Output:
    """List the versions, the newest first, without their documents."""
    del Marker
    require_arn(call, PolicyArn)
    name = aws_policies.name_of(PolicyArn)
    if name is not None:
        return {"Versions": [of_aws(name)], "IsTruncated": False}
    policy = readable(call, PolicyArn, errors.no_such_policy(PolicyArn))
    versions = sorted(call.tx.scan(POLICY_VERSIONS, policy.scope), key=lambda row: -row.number)
    rows = [listed(row.version_id, policy.default_version, row.created) for row in versions]
    return page(call, "Versions", rows, _newest_first, MaxItems)


def set_default_policy_version(call: Call, *, PolicyArn: str, VersionId: str) -> Output:
    """Let another version count, for everybody who has the policy and at once."""
    policy = changeable_policy(call, PolicyArn, errors.no_such_version(PolicyArn, VersionId))
    version = _named(call, policy, VersionId)
    changed = msgspec.structs.replace(policy, default_version=version.version_id, updated=call.now)
    call.tx.put(MANAGED_POLICIES, changed)
    return {}


def delete_policy_version(call: Call, *, PolicyArn: str, VersionId: str) -> Output:
    """Delete a version that does not count."""
    policy = changeable_policy(call, PolicyArn, errors.no_such_version(PolicyArn, VersionId))
    version = _named(call, policy, VersionId)
    call.require("iam.version.spare", version.version_id != policy.default_version, errors.default_version)
    call.tx.delete(POLICY_VERSIONS, POLICY_VERSIONS.key(version))
    return {}


def _named(call: Call, policy: ManagedPolicy, version_id: str) -> PolicyVersion:
    version = call.tx.get(POLICY_VERSIONS, (policy.scope, version_id))
    call.require("iam.version", version, lambda: errors.no_such_version(policy.arn, version_id), has=version_id)
    assert version is not None
    return version


def listed(version_id: str, default: str, created: float) -> Output:
    """Return a version as lists show it, without its document."""
    return {"VersionId": version_id, "IsDefaultVersion": version_id == default, "CreateDate": timestamp(created)}


def of_aws(name: str) -> Output:
    """Return the version of a policy of AWS, without its document."""
    version = aws_policies.version_of(name)
    return listed(version, version, aws_policies.created(name))


def _newest_first(version: Output) -> str:
    """Return a key that sorts higher numbers first."""
    return f"{10**9 - int(version['VersionId'][1:]):010}"
