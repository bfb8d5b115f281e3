"""Managed policies on roles: attach, detach, list (IAM API Reference)."""

from __future__ import annotations

import re
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.policy.managed import managed
from cogtui.cloud.principals import ATTACHED_POLICIES, AttachedPolicy
from cogtui.cloud.services.iam import errors
from cogtui.cloud.services.iam.lookup import changeable_role, page, role_named, scope_of

Output = dict[str, Any]

_ARN = re.compile(r"arn:aws:iam::([0-9]{12}|aws):policy/.+")


def attach_role_policy(call: Call, *, RoleName: str, PolicyArn: str) -> Output:
    """Attach a managed policy to a role; attaching it again changes nothing.

    DIFFERS: CogTUI knows a few of AWS's managed policies, and no account has any of its own yet.
    """
    role = changeable_role(call, RoleName)
    call.require("iam.managed.arn", _ARN.fullmatch(PolicyArn), lambda: errors.bad_arn(PolicyArn), has=PolicyArn)
    known = managed(PolicyArn) is not None
    call.require("iam.managed", known, lambda: errors.not_attachable(PolicyArn), has=PolicyArn)
    call.tx.put(ATTACHED_POLICIES, AttachedPolicy(role.account, "role", role.name, PolicyArn))
    return {}


def detach_role_policy(call: Call, *, RoleName: str, PolicyArn: str) -> Output:
    """Detach a managed policy."""
    role = changeable_role(call, RoleName)
    key = (scope_of(role), PolicyArn)
    attached = call.tx.get(ATTACHED_POLICIES, key) is not None
    call.require("iam.managed.attached", attached, lambda: errors.not_attached(PolicyArn), has=PolicyArn)
    call.tx.delete(ATTACHED_POLICIES, key)
    return {}


def list_attached_role_policies(call: Call, *, RoleName: str, Marker: str | None = None, MaxItems: int = 100) -> Output:
    """List the managed policies that are attached to a role."""
    del Marker
    policies = [
        _listed(row.policy_arn) for row in call.tx.scan(ATTACHED_POLICIES, scope_of(role_named(call, RoleName)))
    ]
    return page(call, "AttachedPolicies", policies, lambda policy: policy["PolicyArn"], MaxItems)


def _listed(arn: str) -> Output:
    return {"PolicyName": arn.rsplit("/", 1)[1], "PolicyArn": arn}
