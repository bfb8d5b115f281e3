"""Room for one more version of a managed policy, which is how its text is changed (IAM User Guide, "Versioning IAM policies")."""

from __future__ import annotations

from cogtui.cloud.accounts.customer_policies import POLICY_VERSIONS, ManagedPolicy
from cogtui.cloud.services.iam.quotas import VERSIONS_PER_POLICY
from cogtui.cloud.store import Reader


def version_in_the_way(reader: Reader, policy: ManagedPolicy) -> str:
    """Return the id of the oldest version that does not count, where there are as many as there may be; else nothing."""
    versions = sorted(reader.scan(POLICY_VERSIONS, policy.scope), key=lambda row: row.number)
    spare = (row.version_id for row in versions if row.version_id != policy.default_version)
    return next(spare, "") if len(versions) >= VERSIONS_PER_POLICY else ""
