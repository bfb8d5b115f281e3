"""Groups: CreateGroup, GetGroup, UpdateGroup, DeleteGroup, ListGroups.

Source: Developer Guide, "Adding groups to a user pool"; "Quotas in Amazon Cognito".
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.paging import page_of
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter
from cogtui.cloud.services.cognito_idp.groups.group_records import GROUPS, MEMBERSHIPS, Group, Membership
from cogtui.cloud.services.cognito_idp.lookup import pool_named
from cogtui.cloud.services.cognito_idp.paging import BY_LIMIT
from cogtui.cloud.services.cognito_idp.pools import setting_errors as errors
from cogtui.cloud.services.cognito_idp.pools.settings import present
from cogtui.cloud.services.cognito_idp.records import UserPool
from cogtui.cloud.store import Transaction

MOST_GROUPS = 10_000
"""In a pool."""
ON_A_PAGE = 60
HIGHEST_PRECEDENCE = 2**31 - 1


def create_group(
    call: Call,
    *,
    UserPoolId: str,
    GroupName: str,
    Description: str | None = None,
    RoleArn: str | None = None,
    Precedence: int | None = None,
) -> dict[str, Any]:
    """Make a group; a name can be taken once in a pool (API CreateGroup)."""
    pool = pool_named(call, UserPoolId)
    free = call.tx.get(GROUPS, (pool.id, GroupName)) is None
    call.require("idp.group.free", free, errors.group_exists(GroupName), group=GroupName, pool=pool.id)
    _check_precedence(call, Precedence)
    has = sum(1 for _ in call.tx.scan(GROUPS, pool.id))
    call.require(
        "idp.quota", has < MOST_GROUPS, errors.quota_exceeded("groups", MOST_GROUPS), has=has, most=MOST_GROUPS
    )
    group = Group(pool.id, GroupName, call.now, call.now, Description, RoleArn, Precedence)
    call.tx.put(GROUPS, group)
    return {"Group": described(group)}


def get_group(call: Call, *, UserPoolId: str, GroupName: str) -> dict[str, Any]:
    """Return a group's settings (API GetGroup)."""
    return {"Group": described(group_named(call, pool_named(call, UserPoolId), GroupName))}


def update_group(
    call: Call,
    *,
    UserPoolId: str,
    GroupName: str,
    Description: str | None = None,
    RoleArn: str | None = None,
    Precedence: int | None = None,
) -> dict[str, Any]:
    """Change what is given of a group (API UpdateGroup).

    DIFFERS: the API does not document what becomes of a property that is left out; here it stays.
    """
    group = group_named(call, pool_named(call, UserPoolId), GroupName)
    _check_precedence(call, Precedence)
    given = present(description=Description, role_arn=RoleArn, precedence=Precedence)
    changed = msgspec.structs.replace(group, modified=call.now, **given)
    call.tx.put(GROUPS, changed)
    return {"Group": described(changed)}


def delete_group(call: Call, *, UserPoolId: str, GroupName: str) -> dict[str, Any]:
    """Take a group away; its members stay in the pool (API DeleteGroup)."""
    group = group_named(call, pool_named(call, UserPoolId), GroupName)
    for membership in list(call.tx.scan(MEMBERSHIPS, group.pool_id)):
        if group.name in membership.groups:
            left = tuple(name for name in membership.groups if name != group.name)
            put_into(call.tx, group.pool_id, membership.user_key, left)
    call.tx.delete(GROUPS, (group.pool_id, group.name))
    return {}


def list_groups(call: Call, *, UserPoolId: str, Limit: int = ON_A_PAGE, NextToken: str | None = None) -> dict[str, Any]:
    """List a pool's groups by name (API ListGroups)."""
    del NextToken  # the page reads it
    pool = pool_named(call, UserPoolId)
    page = page_of(call, list(call.tx.scan(GROUPS, pool.id)), lambda group: group.name, Limit or ON_A_PAGE, BY_LIMIT)
    return {"Groups": [described(group) for group in page.rows], **page.more}


def put_into(tx: Transaction, pool_id: str, user_key: str, names: tuple[str, ...]) -> None:
    """Let a user be in these groups and no others; nothing is kept of somebody who is in none."""
    if names:
        tx.put(MEMBERSHIPS, Membership(pool_id, user_key, names))
    else:
        tx.delete(MEMBERSHIPS, (pool_id, user_key))


def group_named(call: Call, pool: UserPool, name: str) -> Group:
    """Return the pool's group of that name."""
    group = call.tx.get(GROUPS, (pool.id, name))
    call.require("idp.group.exists", group is not None, errors.group_not_found(), group=name, pool=pool.id)
    assert group is not None
    return group


def described(group: Group) -> dict[str, Any]:
    """Return a group in AWS's shape (GroupType)."""
    return {
        "GroupName": group.name,
        "UserPoolId": group.pool_id,
        **present(Description=group.description, RoleArn=group.role_arn, Precedence=group.precedence),
        "LastModifiedDate": timestamp(group.modified),
        "CreationDate": timestamp(group.created),
    }


def _check_precedence(call: Call, precedence: int | None) -> None:
    # The API's prose has the upper bound, its model hasn't.
    constraint = f"Member must have value less than or equal to {HIGHEST_PRECEDENCE}"
    text = (
        f"1 validation error detected: Value '{precedence}' at 'precedence' failed to satisfy constraint: {constraint}"
    )
    fits = precedence is None or precedence <= HIGHEST_PRECEDENCE
    call.require("idp.group.precedence", fits, invalid_parameter(text), has=precedence, most=HIGHEST_PRECEDENCE)
