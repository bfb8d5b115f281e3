"""Managed policies that accounts make for themselves, and the text behind any managed policy's ARN."""

from __future__ import annotations

import msgspec

from cogtui.cloud.accounts.arns import iam_named
from cogtui.cloud.explain import Place
from cogtui.cloud.policy.managed import managed
from cogtui.cloud.store import Reader, Table


class ManagedPolicy(msgspec.Struct, frozen=True, gc=False):
    """A customer managed policy; its texts are its versions."""

    account: str
    name: str
    path: str
    policy_id: str
    """ANPA..."""
    created: float
    updated: float
    default_version: str = "v1"
    """The version that counts."""
    versions_made: int = 1
    """How many there ever were: numbers are not given twice."""
    description: str | None = None
    tags: dict[str, str] = {}

    @property
    def arn(self) -> str:
        """With the path, as IAM prints it."""
        return f"arn:aws:iam::{self.account}:policy{self.path}{self.name}"

    @property
    def scope(self) -> str:
        """The scope of `POLICY_VERSIONS` that holds its versions."""
        return f"{self.account}/{self.name}"


class PolicyVersion(msgspec.Struct, frozen=True, gc=False):
    """One text of a customer managed policy."""

    account: str
    policy_name: str
    version_id: str
    """"v1"."""
    document: str
    """JSON text as given."""
    created: float

    @property
    def number(self) -> int:
        """The number in `version_id`."""
        return int(self.version_id[1:])


MANAGED_POLICIES = Table("iam.managed_policies", ManagedPolicy, lambda row: (row.account, row.name))
POLICY_VERSIONS = Table(
    "iam.policy_versions", PolicyVersion, lambda row: (f"{row.account}/{row.policy_name}", row.version_id)
)


def policy_by_arn(reader: Reader, arn: str) -> ManagedPolicy | None:
    """Return the customer managed policy that an ARN names, the path included, or None."""
    named = iam_named(arn, "policy")
    policy = reader.get(MANAGED_POLICIES, named) if named else None
    return policy if policy and policy.arn == arn else None


class ManagedText(msgspec.Struct, frozen=True):
    """What a managed policy says now, and where that stands."""

    document: str
    place: Place


def managed_text(reader: Reader, arn: str, label: str) -> ManagedText | None:
    """Return the text of a managed policy of AWS, or of the default version of an account's own; None for neither."""
    document = managed(arn)
    if document is not None:
        return ManagedText(document, Place("policy", label))
    policy = policy_by_arn(reader, arn)
    version = reader.get(POLICY_VERSIONS, (policy.scope, policy.default_version)) if policy else None
    if policy is None or version is None:
        return None
    place = Place("policy", label, POLICY_VERSIONS.name, (policy.scope, version.version_id), "document")
    return ManagedText(version.document, place)
