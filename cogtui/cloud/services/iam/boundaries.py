"""Permissions boundaries of users and roles: set, take away, show (IAM API Reference).

A boundary is a managed policy that says how far the holder's other policies may reach; it allows nothing by itself (IAM
User Guide, "Permissions boundaries for IAM entities").
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.accounts.principals import ROLES, Role
from cogtui.cloud.accounts.users import USERS, User
from cogtui.cloud.call import Call
from cogtui.cloud.services.iam import errors
from cogtui.cloud.services.iam.lookup import changeable_role, user_named
from cogtui.cloud.services.iam.policies import is_attachable, require_arn

Output = dict[str, Any]


def put_user_permissions_boundary(call: Call, *, UserName: str, PermissionsBoundary: str) -> Output:
    """Give a user a boundary, in place of the one there was."""
    user = user_named(call, UserName)
    call.tx.put(USERS, msgspec.structs.replace(user, boundary=usable(call, PermissionsBoundary)))
    return {}


def put_role_permissions_boundary(call: Call, *, RoleName: str, PermissionsBoundary: str) -> Output:
    """Give a role a boundary, in place of the one there was; sessions that are open are bound by it at once."""
    role = changeable_role(call, RoleName)
    call.tx.put(ROLES, msgspec.structs.replace(role, boundary=usable(call, PermissionsBoundary)))
    return {}


def delete_user_permissions_boundary(call: Call, *, UserName: str) -> Output:
    """Take a user's boundary away; having none is no matter."""
    call.tx.put(USERS, msgspec.structs.replace(user_named(call, UserName), boundary=""))
    return {}


def delete_role_permissions_boundary(call: Call, *, RoleName: str) -> Output:
    """Take a role's boundary away; having none is no matter."""
    call.tx.put(ROLES, msgspec.structs.replace(changeable_role(call, RoleName), boundary=""))
    return {}


def usable(call: Call, arn: str | None) -> str:
    """Return the ARN of the boundary that a call gives, empty without one; refuse what is no managed policy here."""
    if arn is None:
        return ""
    require_arn(call, arn, errors.bad_boundary_arn)
    call.require("iam.boundary", is_attachable(call, arn), lambda: errors.no_boundary(arn), has=arn)
    return arn


def shown(holder: User | Role) -> Output:
    """Return the member `PermissionsBoundary` of a user or role; nothing where there is none.

    Its type is `Policy` in AWS's answers, whatever the model says.
    """
    if not holder.boundary:
        return {}
    return {
        "PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": holder.boundary},
    }
