"""Who has a managed policy (IAM API Reference, ListEntitiesForPolicy)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from cogtui.cloud.accounts.principals import ATTACHED_POLICIES, ROLES, HolderKind, holder_scope
from cogtui.cloud.accounts.users import GROUPS, USERS
from cogtui.cloud.call import Call
from cogtui.cloud.services.iam import aws_policies, errors
from cogtui.cloud.services.iam.lookup import page
from cogtui.cloud.services.iam.policies import readable, require_arn

Output = dict[str, Any]


class Entity(NamedTuple):
    """A user, group or role."""

    kind: HolderKind
    name: str
    path: str
    shown: dict[str, str]
    boundary: str = ""


_MEMBERS: dict[HolderKind, str] = {"group": "PolicyGroups", "user": "PolicyUsers", "role": "PolicyRoles"}


def list_entities_for_policy(
    call: Call,
    *,
    PolicyArn: str,
    EntityFilter: str | None = None,
    PathPrefix: str = "/",
    PolicyUsageFilter: str | None = None,
    Marker: str | None = None,
    MaxItems: int = 100,
) -> Output:
    """List the groups, users and roles that a managed policy is attached to, and those that it bounds."""
    del Marker
    require_arn(call, PolicyArn)
    if aws_policies.name_of(PolicyArn) is None:
        readable(call, PolicyArn, errors.not_attachable(PolicyArn))
    found = [
        entity
        for entity in _entities(call)
        if (EntityFilter or entity.kind.capitalize()) == entity.kind.capitalize()
        and entity.path.startswith(PathPrefix)
        and _uses(call, entity, PolicyArn, PolicyUsageFilter)
    ]
    found.sort(key=_key)
    paged = page(call, "", found, _key, MaxItems)
    rows: list[Entity] = paged.pop("")
    listed = {member: [row.shown for row in rows if row.kind == kind] for kind, member in _MEMBERS.items()}
    return {**listed, **paged}


def _uses(call: Call, entity: Entity, arn: str, usage: str | None) -> bool:
    """Tell whether somebody uses a policy in a way: without one, in either."""
    if usage != "PermissionsPolicy" and entity.boundary == arn:
        return True
    attached = call.tx.get(ATTACHED_POLICIES, (holder_scope(call.account, entity.kind, entity.name), arn)) is not None
    return usage != "PermissionsBoundary" and attached


def _key(entity: Entity) -> str:
    return f"{entity.kind} {entity.name}"


def _entities(call: Call) -> Iterator[Entity]:
    for group in call.tx.scan(GROUPS, call.account):
        yield Entity("group", group.name, group.path, {"GroupName": group.name, "GroupId": group.group_id})
    for user in call.tx.scan(USERS, call.account):
        yield Entity("user", user.name, user.path, {"UserName": user.name, "UserId": user.user_id}, user.boundary)
    for role in call.tx.scan(ROLES, call.account):
        yield Entity("role", role.name, role.path, {"RoleName": role.name, "RoleId": role.role_id}, role.boundary)
