"""The verdict over a policy question, and AWS's words for it.

IAM User Guide, "Troubleshoot access denied error messages".
"""

from __future__ import annotations

from typing import Literal

import msgspec

from cogtui.cloud.policy.request import PolicyKind, PolicyRequest, Principal

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
    """Of the managed policy that denied."""

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
        suffix = f": {self.policy_arn}" if self.policy_arn else ""
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


def is_cross_account(request: PolicyRequest) -> bool:
    """Say whether the caller has an account and the resource is another's."""
    account = request.principal.account
    return bool(account and request.resource_account and account != request.resource_account)


def who(principal: Principal) -> str:
    """Return the principal as messages name it."""
    return principal.arn or principal.federated or principal.service or "anonymous"


def denial_message(request: PolicyRequest, verdict: Verdict, *, quoted: bool = False) -> str:
    """Return AWS's sentence for a denial; S3 has the resource in double quotes (`quoted`).

    Across accounts the reason is left out, as AWS does for callers outside the organization; where a trust policy is the
    reason, the resource is.
    """
    principal = request.principal
    resource = f'"{request.resource}"' if quoted else request.resource
    base = f"User: {who(principal)} is not authorized to perform: {request.action}"
    if is_cross_account(request):
        return f"{base} on resource: {resource}"
    if verdict.reason_kind == "trust":
        return f"{base} {verdict.message_reason}".rstrip()
    return f"{base} on resource: {resource} {verdict.message_reason}".rstrip()
