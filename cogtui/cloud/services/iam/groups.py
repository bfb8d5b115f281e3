"""Groups and who is in them (IAM API Reference)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.accounts.users import GROUPS, MEMBERSHIPS, Group, Membership, groups_of, members_of
from cogtui.cloud.call import Call
from cogtui.cloud.services.iam import errors
from cogtui.cloud.services.iam.holdings import move_policies, require_no_policies
from cogtui.cloud.services.iam.lookup import Holder, group_named, is_taken, page, user_named
from cogtui.cloud.services.iam.moments import timestamp
from cogtui.cloud.services.iam.quotas import require_within
from cogtui.cloud.services.iam.users import shown as shown_user

Output = dict[str, Any]


def create_group(call: Call, *, GroupName: str, Path: str = "/") -> Output:
    """Make a group without members."""
    _require_free(call, GroupName)
    group = Group(call.account, GroupName, Path, call.ids.prefixed("AGPA"), call.now)
    call.tx.put(GROUPS, group)
    return {"Group": shown(group)}


def get_group(call: Call, *, GroupName: str, Marker: str | None = None, MaxItems: int = 100) -> Output:
    """Return a group with its members, a page of them at a time."""
    del Marker
    group = group_named(call, GroupName)
    users = [shown_user(user) for user in members_of(call.tx, call.account, group.name)]
    return {"Group": shown(group), **page(call, "Users", users, lambda user: user["UserName"], MaxItems)}


def list_groups(call: Call, *, PathPrefix: str = "/", Marker: str | None = None, MaxItems: int = 100) -> Output:
    """List the account's groups by name."""
    del Marker
    groups = [shown(group) for group in call.tx.scan(GROUPS, call.account) if group.path.startswith(PathPrefix)]
    return page(call, "Groups", groups, lambda group: group["GroupName"], MaxItems)


def update_group(call: Call, *, GroupName: str, NewPath: str | None = None, NewGroupName: str | None = None) -> Output:
    """Give a group another name or path; members and policies stay.

    DIFFERS: permission is asked for the group as it is; AWS asks for the new ARN as well.
    """
    group = group_named(call, GroupName)
    name = NewGroupName or group.name
    if name.lower() != group.name.lower():
        _require_free(call, name)
    members = list(members_of(call.tx, call.account, group.name))
    move_policies(call, Holder(group.account, "group", group.name), name)
    for user in members:
        old = Membership(call.account, user.name, group.name)
        call.tx.delete(MEMBERSHIPS, MEMBERSHIPS.key(old))
        call.tx.put(MEMBERSHIPS, msgspec.structs.replace(old, group_name=name))
    call.tx.delete(GROUPS, GROUPS.key(group))
    call.tx.put(GROUPS, msgspec.structs.replace(group, name=name, path=NewPath or group.path))
    return {}


def delete_group(call: Call, *, GroupName: str) -> Output:
    """Delete a group that has neither members nor policies any more."""
    group = group_named(call, GroupName)
    members = [user.name for user in members_of(call.tx, call.account, group.name)]
    call.require("iam.group.members", not members, lambda: errors.still_has("remove users from group"), has=members)
    require_no_policies(call, Holder(group.account, "group", group.name))
    call.tx.delete(GROUPS, GROUPS.key(group))
    return {}


def add_user_to_group(call: Call, *, GroupName: str, UserName: str) -> Output:
    """Put a user into a group; doing it again changes nothing."""
    user, group = user_named(call, UserName), group_named(call, GroupName)
    require_within(call, "GroupsPerUser", len({*groups_of(call.tx, user), group.name}))
    call.tx.put(MEMBERSHIPS, Membership(call.account, user.name, group.name))
    return {}


def remove_user_from_group(call: Call, *, GroupName: str, UserName: str) -> Output:
    """Take a user out of a group; one who is not in it is no matter."""
    user, group = user_named(call, UserName), group_named(call, GroupName)
    call.tx.delete(MEMBERSHIPS, MEMBERSHIPS.key(Membership(call.account, user.name, group.name)))
    return {}


def list_groups_for_user(call: Call, *, UserName: str, Marker: str | None = None, MaxItems: int = 100) -> Output:
    """List the groups that a user is in."""
    del Marker
    groups = [shown(group_named(call, name)) for name in groups_of(call.tx, user_named(call, UserName))]
    return page(call, "Groups", groups, lambda group: group["GroupName"], MaxItems)


def shown(group: Group) -> Output:
    """Return a group as every answer shows it."""
    return {
        "Path": group.path,
        "GroupName": group.name,
        "GroupId": group.group_id,
        "Arn": group.arn,
        "CreateDate": timestamp(group.created),
    }


def _require_free(call: Call, name: str) -> None:
    names = [group.name for group in call.tx.scan(GROUPS, call.account)]
    call.require("iam.group.name", not is_taken(names, name), lambda: errors.already_there("Group", name), has=name)
    require_within(call, "GroupsPerAccount", len(names) + 1)
