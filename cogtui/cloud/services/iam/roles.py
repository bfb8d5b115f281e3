"""Roles: create, read, list, change, delete (IAM API Reference)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.accounts.named_principals import with_roots
from cogtui.cloud.accounts.principals import ROLES, Role, as_it_reads, principal_ids
from cogtui.cloud.call import Call
from cogtui.cloud.services.iam import boundaries, errors
from cogtui.cloud.services.iam.documents import encoded
from cogtui.cloud.services.iam.holdings import require_no_policies
from cogtui.cloud.services.iam.lookup import Holder, changeable_role, is_taken, page, role_named
from cogtui.cloud.services.iam.moments import timestamp
from cogtui.cloud.services.iam.quotas import require_within
from cogtui.cloud.services.iam.tags import CASE_IS_IGNORED, Given, member, tagged
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
    PermissionsBoundary: str | None = None,
    Tags: Given | None = None,
) -> Output:
    """Make a role and say whom it trusts."""
    names = [role.name for role in call.tx.scan(ROLES, call.account)]
    taken = is_taken(names, RoleName)
    call.require("iam.role.name", not taken, lambda: errors.already_there("Role", RoleName), has=RoleName)
    require_within(call, "RolesPerAccount", len(names) + 1)
    check_trust(call, "AssumeRolePolicyDocument", AssumeRolePolicyDocument)
    trust = with_roots(AssumeRolePolicyDocument)
    role = Role(
        account=call.account,
        name=RoleName,
        path=Path,
        role_id=call.ids.prefixed("AROA"),
        trust_policy=trust,
        trusted=principal_ids(call.tx, trust),
        created=call.now,
        description=Description,
        max_session=MaxSessionDuration,
        tags=tagged(call, {}, Tags, CASE_IS_IGNORED),
        boundary=boundaries.usable(call, PermissionsBoundary),
    )
    call.tx.put(ROLES, role)
    shown = _changed(call, role) | boundaries.shown(role) | member(role.tags)
    shown.pop("Description", None)  # AWS keeps it and does not repeat it here: an answer recorded by LocalStack's tests
    return {"Role": shown}


def get_role(call: Call, *, RoleName: str) -> Output:
    """Return a role with its trust policy.

    DIFFERS: nothing is written when a role is used, so that reading changes nothing; every role looks unused.
    """
    role = role_named(call, RoleName)
    return {"Role": {**listed(call, role), **boundaries.shown(role), **member(role.tags), "RoleLastUsed": {}}}


def list_roles(call: Call, *, PathPrefix: str = "/", Marker: str | None = None, MaxItems: int = 100) -> Output:
    """List the account's roles by name."""
    del Marker
    roles = [listed(call, role) for role in call.tx.scan(ROLES, call.account) if role.path.startswith(PathPrefix)]
    return page(call, "Roles", roles, lambda role: role["RoleName"], MaxItems)


def update_assume_role_policy(call: Call, *, RoleName: str, PolicyDocument: str) -> Output:
    """Say anew whom a role trusts. Sessions that are open stay open."""
    role = changeable_role(call, RoleName)
    check_trust(call, "PolicyDocument", PolicyDocument)
    trust = with_roots(PolicyDocument)
    changed = msgspec.structs.replace(role, trust_policy=trust, trusted=principal_ids(call.tx, trust))
    call.tx.put(ROLES, changed)
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


def update_role_description(call: Call, *, RoleName: str, Description: str) -> Output:
    """Change a role's description, the older way."""
    role = msgspec.structs.replace(changeable_role(call, RoleName), description=Description)
    call.tx.put(ROLES, role)
    return {"Role": _changed(call, role)}


def delete_role(call: Call, *, RoleName: str) -> Output:
    """Delete a role that holds no policies any more."""
    role = changeable_role(call, RoleName)
    require_no_policies(call, Holder(role.account, "role", role.name))
    call.tx.delete(ROLES, (role.account, role.name))
    return {}


def listed(call: Call, role: Role) -> Output:
    """Return a role as lists show it."""
    shown: Output = {
        "Path": role.path,
        "RoleName": role.name,
        "RoleId": role.role_id,
        "Arn": role.arn,
        "CreateDate": timestamp(role.created),
        "AssumeRolePolicyDocument": encoded(as_it_reads(call.tx, role.trust_policy, role.trusted)),
        "MaxSessionDuration": role.max_session,
    }
    return shown if role.description is None else shown | {"Description": role.description}


def _changed(call: Call, role: Role) -> Output:
    """Return a role as the answers of operations that write show it: without its longest session."""
    shown = listed(call, role)
    shown.pop("MaxSessionDuration")
    return shown
