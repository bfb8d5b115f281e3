"""What the door must know of the organization that a call is about: its parts of ARNs, and the type of a policy."""

from __future__ import annotations

from cogtui.cloud.accounts.organizations import control_policy_arn, organization_of
from cogtui.cloud.call import Call
from cogtui.cloud.policy.request import ContextValue
from cogtui.cloud.services.organizations.control_policies import kind_named, policy_of
from cogtui.cloud.services.organizations.invitations import invitation_named
from cogtui.cloud.services.organizations.shown import target_arn
from cogtui.cloud.services.registry import Resource

_TARGETS = (
    "TargetId",
    "ParentId",
    "AccountId",
    "RootId",
    "OrganizationalUnitId",
    "ChildId",
    "SourceParentId",
    "DestinationParentId",
)
"""Parameters that are the id of a root, unit or account. ARNs have the organization's id in them too."""

_TYPES = ("Type", "PolicyType", "Filter")
"""Parameters that are a type of policies."""


def named(call: Call) -> dict[str, str]:
    """Return the ARNs of what the call names, under the names of the parameters that have its ids; `*` for strangers."""
    whole = organization_of(call.tx, call.account)
    given = {name: str(call.params[name]) for name in _TARGETS if name in call.params}
    found = {name: target_arn(whole, target) if whole else "*" for name, target in given.items()}
    if "PolicyId" in call.params:
        policy = policy_of(call.tx, whole, str(call.params["PolicyId"])) if whole else None
        found["PolicyId"] = control_policy_arn(whole, policy.kind, policy.id) if whole and policy else "*"
    if "HandshakeId" in call.params:
        invitation = invitation_named(call.tx, str(call.params["HandshakeId"]))
        found["HandshakeId"] = invitation.arn if invitation else "*"
    return found


def resource(call: Call) -> Resource:
    """Return what policies see beside the ARN: the type of the policy or policies that the call is about.

    A caller asks its own account's policies alone: no organization has a resource policy here.
    """
    context: dict[str, ContextValue] = {}
    whole = organization_of(call.tx, call.account)
    policy = policy_of(call.tx, whole, str(call.params.get("PolicyId", ""))) if whole else None
    asked = next((kind for name in _TYPES if (kind := kind_named(str(call.params.get(name, ""))))), None)
    kind = policy.kind if policy else asked
    if kind is not None:
        context["organizations:PolicyType"] = kind
    return Resource(call.account, context=context)
