"""Roles: create, read, list, change, delete (IAM API Reference)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.principals import ATTACHED_POLICIES, INLINE_POLICIES, ROLES, Role
from cogtui.cloud.services.iam import errors
from cogtui.cloud.services.iam.documents import encoded
from cogtui.cloud.services.iam.lookup import changeable_role, page, role_named, scope_of
from cogtui.cloud.services.iam.trust import check_trust

Output = dict[str, Any]


def create_role(
    call: Call,
    *,
    RoleName: str,
    AssumeRolePolicyDocument: str,
    Path: str = "/",
    Description: str | None = None,
    MaxSessionDuration: int = 3600,
) -> Output:
    """Make a role and say whom it trusts."""
    # Two names that differ in their capitals alone are the same name (IAM User Guide, "IAM identifiers").
    taken = [role.name for role in call.tx.scan(ROLES, call.account) if role.name.lower() == RoleName.lower()]
    call.require("iam.role.name", not taken, lambda: errors.role_exists(RoleName), has=RoleName)
    check_trust(call, "AssumeRolePolicyDocument", AssumeRolePolicyDocument)
    role = Role(
        account=call.account,
        name=RoleName,
        path=Path,
        role_id=call.ids.prefixed("AROA"),
        trust_policy=AssumeRolePolicyDocument,
        created=call.now,
        description=Description,
        max_session=MaxSessionDuration,
    )
    call.tx.put(ROLES, role)
    shown = _listed(role)
    # The answer to CreateRole leaves the longest session out; GetRole has it.
    shown.pop("MaxSessionDuration")
    return {"Role": shown}


def get_role(call: Call, *, RoleName: str) -> Output:
    """Return a role with its trust policy. DIFFERS: `RoleLastUsed` is never there."""
    return {"Role": _listed(role_named(call, RoleName))}


def list_roles(call: Call, *, PathPrefix: str = "/", Marker: str | None = None, MaxItems: int = 100) -> Output:
    """List the account's roles by name."""
    del Marker
    roles = [_listed(role) for role in call.tx.scan(ROLES, call.account) if role.path.startswith(PathPrefix)]
    return page(call, "Roles", roles, lambda role: role["RoleName"], MaxItems)


def update_assume_role_policy(call: Call, *, RoleName: str, PolicyDocument: str) -> Output:
    """Say anew whom a role trusts. Sessions that are open stay open."""
    role = changeable_role(call, RoleName)
    check_trust(call, "PolicyDocument", PolicyDocument)
    call.tx.put(ROLES, msgspec.structs.replace(role, trust_policy=PolicyDocument))
    return {}


def update_role(
    call: Call, *, RoleName: str, Description: str | None = None, MaxSessionDuration: int | None = None
) -> Output:
    """Change a role's description or longest session; what is left out stays."""
    role = changeable_role(call, RoleName)
    changed = msgspec.structs.replace(
        role,
        description=role.description if Description is None else Description,
        max_session=role.max_session if MaxSessionDuration is None else MaxSessionDuration,
    )
    call.tx.put(ROLES, changed)
    return {}


def delete_role(call: Call, *, RoleName: str) -> Output:
    """Delete a role that holds no policies any more."""
    role = changeable_role(call, RoleName)
    attached = [row.policy_arn for row in call.tx.scan(ATTACHED_POLICIES, scope_of(role))]
    call.require("iam.role.attached", not attached, lambda: errors.still_has("detach all policies"), has=attached)
    inline = [row.name for row in call.tx.scan(INLINE_POLICIES, scope_of(role))]
    call.require("iam.role.inline", not inline, lambda: errors.still_has("delete policies"), has=inline)
    call.tx.delete(ROLES, (role.account, role.name))
    return {}


def _listed(role: Role) -> Output:
    shown: Output = {
        "Path": role.path,
        "RoleName": role.name,
        "RoleId": role.role_id,
        "Arn": role.arn,
        "CreateDate": timestamp(role.created),
        "AssumeRolePolicyDocument": encoded(role.trust_policy),
        "MaxSessionDuration": role.max_session,
    }
    return shown if role.description is None else shown | {"Description": role.description}
