"""What a policy question is made of: who asks, for what, on what, in which context, and under which policies."""

from __future__ import annotations

from typing import Literal

import msgspec

from cogtui.cloud.explain import Place

PrincipalKind = Literal["anonymous", "root", "user", "role-session", "federated-user", "service", "web-identity"]

PolicyKind = Literal["identity", "resource", "trust", "boundary", "session", "scp", "rcp"]

ContextValue = str | tuple[str, ...]
"""A tuple is a multivalued key, even with one element."""


class Principal(msgspec.Struct, frozen=True, gc=False):
    """Who asks. Field names follow the IAM User Guide, "Principal key values"."""

    kind: PrincipalKind
    arn: str = ""
    """As GetCallerIdentity and denial messages print it; for a role session the sts ARN. Empty for anonymous."""
    account: str = ""
    principal_arn: str = ""
    """`aws:PrincipalArn`: for a role session the role's ARN with its path, else `arn`."""
    user_id: str = ""
    """`aws:userid`: "AROA...:session", "AIDA..."."""
    federated: str = ""
    """web-identity: the provider as trust policies name it, "cognito-identity.amazonaws.com"."""
    service: str = ""
    """service: "cognito-identity.amazonaws.com"."""
    parent: str = ""
    """federated-user: the ARN of the IAM user whose keys made the session."""


ANONYMOUS_PRINCIPAL = Principal("anonymous")


class PolicySource(msgspec.Struct, frozen=True, gc=False):
    """One policy document that takes part, and where it hangs."""

    kind: PolicyKind
    label: str
    """For people: "role Readers, inline policy ReadReports"."""
    document: str
    """The JSON text as stored."""
    place: Place | None = None
    """Where a front end opens the document."""
    arn: str = ""
    """Of a managed policy, else empty."""
    account: str = ""
    """The account that the policy belongs to."""
    level: str = ""
    """scp, rcp: what it hangs on (root, organizational unit, account). Every level must allow; within one, any policy."""
    void: str = ""
    """Why its Allows count for nothing in this question though its Denies count; empty where they count."""


NO_RESOURCE = frozenset({"*", "arn:aws:s3:::*"})
"""What requests without a resource of their own are about; ListBuckets is asked on the ARN of all buckets."""


class PolicyRequest(msgspec.Struct, frozen=True, gc=False):
    """One (action, resource) question with everything the verdict may depend on."""

    principal: Principal
    action: str
    """"s3:GetObject"."""
    resource: str
    """ARN, or "*" for actions without a resource type."""
    resource_account: str
    """The account that owns the resource; decides between same-account and cross-account evaluation."""
    context: dict[str, ContextValue] = {}
    """Condition keys present in the request. Absent means absent: never an empty string instead."""
    origins: dict[str, Place] = {}
    """Where context values came from, for those a front end can point at (a claim of a token)."""
