"""Who is in which group: AdminAddUserToGroup, AdminRemoveUserFromGroup, AdminListGroupsForUser, ListUsersInGroup.

Source: Developer Guide, "Adding groups to a user pool"; "Quotas in Amazon Cognito".
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.paging import page_of
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter
from cogtui.cloud.services.cognito_idp.groups import groups
from cogtui.cloud.services.cognito_idp.groups.group_claims import groups_of
from cogtui.cloud.services.cognito_idp.groups.group_records import MEMBERSHIPS
from cogtui.cloud.services.cognito_idp.lookup import pool_named, user_named
from cogtui.cloud.services.cognito_idp.paging import BY_LIMIT
from cogtui.cloud.services.cognito_idp.records import USERS, User
from cogtui.cloud.services.cognito_idp.users.admin_users import described

MOST_GROUPS = 100
"""That one user may be in."""


def admin_add_user_to_group(call: Call, *, UserPoolId: str, Username: str, GroupName: str) -> dict[str, Any]:
    """Put a user into a group; who is in it already stays in it (API AdminAddUserToGroup)."""
    pool = pool_named(call, UserPoolId)
    user = user_named(call, pool, Username)
    group = groups.group_named(call, pool, GroupName)
    names = _names(call, user)
    if group.name not in names:
        room = len(names) < MOST_GROUPS
        # The operation documents no LimitExceededException; no capture of the text is known.
        error = invalid_parameter(f"A user can be in up to {MOST_GROUPS} groups.")
        call.require("idp.quota", room, error, has=len(names), most=MOST_GROUPS)
        groups.put_into(call.tx, pool.id, user.key, (*names, group.name))
    return {}


def admin_remove_user_from_group(call: Call, *, UserPoolId: str, Username: str, GroupName: str) -> dict[str, Any]:
    """Take a user out of a group; who isn't in it is out already (API AdminRemoveUserFromGroup)."""
    pool = pool_named(call, UserPoolId)
    user = user_named(call, pool, Username)
    group = groups.group_named(call, pool, GroupName)
    names = _names(call, user)
    if group.name in names:
        groups.put_into(call.tx, pool.id, user.key, tuple(name for name in names if name != group.name))
    return {}


def admin_list_groups_for_user(
    call: Call, *, UserPoolId: str, Username: str, Limit: int = groups.ON_A_PAGE, NextToken: str | None = None
) -> dict[str, Any]:
    """List the groups that a user is in, by name (API AdminListGroupsForUser)."""
    del NextToken  # the page reads it
    pool = pool_named(call, UserPoolId)
    user = user_named(call, pool, Username)
    found = sorted(groups_of(call.tx, pool.id, user.key), key=lambda group: group.name)
    page = page_of(call, found, lambda group: group.name, Limit or groups.ON_A_PAGE, BY_LIMIT)
    return {"Groups": [groups.described(group) for group in page.rows], **page.more}


def list_users_in_group(
    call: Call, *, UserPoolId: str, GroupName: str, Limit: int = groups.ON_A_PAGE, NextToken: str | None = None
) -> dict[str, Any]:
    """List the users of a group, by name (API ListUsersInGroup)."""
    del NextToken  # the page reads it
    pool = pool_named(call, UserPoolId)
    group = groups.group_named(call, pool, GroupName)
    members = [row.user_key for row in call.tx.scan(MEMBERSHIPS, pool.id) if group.name in row.groups]
    found = [user for user in (call.tx.get(USERS, (pool.id, key)) for key in members) if user is not None]
    page = page_of(call, found, lambda user: user.key, Limit or groups.ON_A_PAGE, BY_LIMIT)
    return {"Users": [described(user) for user in page.rows], **page.more}


def _names(call: Call, user: User) -> tuple[str, ...]:
    membership = call.tx.get(MEMBERSHIPS, (user.pool_id, user.key))
    return membership.groups if membership else ()
