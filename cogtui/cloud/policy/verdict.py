"""The verdict over a policy question, and AWS's words for it.

IAM User Guide, "Troubleshoot access denied error messages"; AWS Security Blog, "Enhanced access denied error messages with
policy ARNs" (2026).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from cogtui.cloud.policy.request import NO_RESOURCE, PolicyKind, PolicyRequest, Principal
from cogtui.cloud.policy.told_resource import told_resource

Decision = Literal["allowed", "explicitDeny", "implicitDeny"]
"""As IAM's SimulatePrincipalPolicy says it."""


class StatementRef(msgspec.Struct, frozen=True):
    """Which statement of which policy."""

    source: int
    """Index in the policies that took part."""
    statement: int
    """Index in that policy."""


class Verdict(msgspec.Struct, frozen=True):
    """The answer to a policy question."""

    decision: Decision
    reason_kind: PolicyKind
    """Which kind of policy allowed, denied, or was silent."""
    action: str
    deciding: StatementRef | None = None
    """The statement that allowed or denied; None when nothing did."""
    policy_arn: str = ""
    """Of the policy that denied, where it has one."""

    @property
    def allowed(self) -> bool:
        """The request may go on."""
        return self.decision == "allowed"

    @property
    def message_reason(self) -> str:
        """The reason as a denial's message ends with it; empty for an allow."""
        if self.allowed:
            return ""
        silent, denying = _PHRASES[self.reason_kind]
        if self.decision == "implicitDeny":
            return f"because no {silent} allows the {self.action} action"
        suffix = f": {self.policy_arn}" if self.policy_arn and self.reason_kind in _NAMED else ""
        return f"with an explicit deny in {denying}{suffix}"


_PHRASES: dict[PolicyKind, tuple[str, str]] = {
    "identity": ("identity-based policy", "an identity-based policy"),
    "resource": ("resource-based policy", "a resource-based policy"),
    "boundary": ("permissions boundary", "a permissions boundary"),
    "session": ("session policy", "a session policy"),
    "scp": ("service control policy", "a service control policy"),
    "rcp": ("resource control policy", "a resource control policy"),
    "trust": ("role trust policy", "the role trust policy"),
}
"""Per kind: how its silence is named, how its deny."""

_NAMED: frozenset[PolicyKind] = frozenset({"scp", "rcp", "boundary", "session", "identity"})
"""Kinds whose policy an explicit deny names by its ARN; inline policies have none."""


def is_cross_account(request: PolicyRequest) -> bool:
    """Say whether the caller has an account and the resource is another's."""
    account = request.principal.account
    return bool(account and request.resource_account and account != request.resource_account)


def is_told_why(request: PolicyRequest) -> bool:
    """Say whether AWS tells the caller the reason: of the same account, or of the same organization."""
    organization = request.context.get("aws:PrincipalOrgID")
    if organization is not None and organization == request.context.get("aws:ResourceOrgID"):
        return True
    return not is_cross_account(request)


def who(principal: Principal) -> str:
    """Return the principal as messages name it."""
    return principal.arn or principal.federated or principal.service or "anonymous"


def denial_message(request: PolicyRequest, verdict: Verdict, *, quoted: bool = False) -> str:
    """Return AWS's sentence for a denial; S3 has the resource in double quotes (`quoted`), and none for ListBuckets.

    The reason is for callers of the same account or organization; where a trust policy is the reason, the resource is
    left out.
    """
    base = f"User: {who(request.principal)} is not authorized to perform: {request.action}"
    resource = f'"{request.resource}"' if quoted else told_resource(request.action, request.resource)
    on = "" if not resource or (quoted and request.resource in NO_RESOURCE) else f" on resource: {resource}"
    if not is_told_why(request):
        return f"{base}{on}"
    if verdict.reason_kind == "trust":
        return f"{base} {verdict.message_reason}".rstrip()
    return f"{base}{on} {verdict.message_reason}".rstrip()
