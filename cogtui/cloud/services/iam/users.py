"""Users: create, read, list, rename, delete (IAM API Reference)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.accounts import credentials, mfa_devices
from cogtui.cloud.accounts.principals import ACCOUNTS
from cogtui.cloud.accounts.users import (
    MEMBERSHIPS,
    USERS,
    User,
    groups_of,
    memberships_scope,
    user_behind,
    user_principal,
)
from cogtui.cloud.call import Call
from cogtui.cloud.policy.request import Principal
from cogtui.cloud.services.iam import boundaries, errors
from cogtui.cloud.services.iam.holdings import move_policies, require_no_policies
from cogtui.cloud.services.iam.lookup import Holder, is_taken, page, user_named
from cogtui.cloud.services.iam.moments import timestamp
from cogtui.cloud.services.iam.quotas import require_within
from cogtui.cloud.services.iam.tags import CASE_IS_IGNORED, Given, member, tagged

Output = dict[str, Any]


def create_user(
    call: Call,
    *,
    UserName: str,
    Path: str = "/",
    PermissionsBoundary: str | None = None,
    Tags: Given | None = None,
) -> Output:
    """Make a user, who may do nothing yet."""
    _require_free(call, UserName)
    tags = tagged(call, {}, Tags, CASE_IS_IGNORED)
    boundary = boundaries.usable(call, PermissionsBoundary)
    user = User(call.account, UserName, Path, call.ids.prefixed("AIDA"), call.now, tags, boundary)
    call.tx.put(USERS, user)
    return {"User": shown(user) | boundaries.shown(user) | member(tags)}


def get_user(call: Call, *, UserName: str | None = None) -> Output:
    """Return a user; without a name the one whose keys sign the call. DIFFERS: nobody has `PasswordLastUsed`."""
    if UserName is None and call.principal.kind == "root":
        return {"User": _root(call, call.principal)}
    user = user_or_caller(call, UserName)
    return {"User": shown(user) | boundaries.shown(user) | member(user.tags)}


def list_users(call: Call, *, PathPrefix: str = "/", Marker: str | None = None, MaxItems: int = 100) -> Output:
    """List the account's users by name, without their tags."""
    del Marker
    users = [shown(user) for user in call.tx.scan(USERS, call.account) if user.path.startswith(PathPrefix)]
    return page(call, "Users", users, lambda user: user["UserName"], MaxItems)


def update_user(call: Call, *, UserName: str, NewPath: str | None = None, NewUserName: str | None = None) -> Output:
    """Give a user another name or path: keys, policies and groups stay, the id too.

    DIFFERS: permission is asked for the user as it is; AWS asks for the new ARN as well.
    """
    user = user_named(call, UserName)
    name = NewUserName or user.name
    if name.lower() != user.name.lower():
        _require_free(call, name)
    renamed = msgspec.structs.replace(user, name=name, path=NewPath or user.path)
    move_policies(call, Holder(user.account, "user", user.name), name)
    for row in call.tx.scan(MEMBERSHIPS, memberships_scope(user.account, user.name)):
        call.tx.delete(MEMBERSHIPS, MEMBERSHIPS.key(row))
        call.tx.put(MEMBERSHIPS, msgspec.structs.replace(row, user_name=name))
    call.tx.delete(USERS, USERS.key(user))
    call.tx.put(USERS, renamed)
    for key in credentials.keys_of(call.tx, user_principal(user)):
        call.tx.put(credentials.ACCESS_KEYS, msgspec.structs.replace(key, principal=user_principal(renamed)))
    return {}


def delete_user(call: Call, *, UserName: str) -> Output:
    """Delete a user who has nothing left: no policies, groups, keys or MFA devices.

    DIFFERS: sessions that were opened with the user's keys go on to answer GetCallerIdentity, and may do nothing else.
    """
    user = user_named(call, UserName)
    require_no_policies(call, Holder(user.account, "user", user.name))
    groups = list(groups_of(call.tx, user))
    call.require("iam.user.groups", not groups, lambda: errors.still_has("remove users from group"), has=groups)
    keys = [key.access_key_id for key in credentials.keys_of(call.tx, user_principal(user))]
    call.require("iam.user.keys", not keys, lambda: errors.still_has("delete access keys"), has=keys)
    factors = [device.serial for device in mfa_devices.devices_of(call.tx, user.account, user.user_id)]
    call.require("iam.user.mfa", not factors, lambda: errors.still_has("delete MFA device"), has=factors)
    call.tx.delete(USERS, USERS.key(user))
    return {}


def user_or_caller(call: Call, name: str | None) -> User:
    """Return the user named, or the one whose keys sign the call; nobody else can leave the name out."""
    if name is not None:
        return user_named(call, name)
    caller = user_behind(call.tx, call.principal) if call.principal.kind == "user" else None
    call.require("iam.caller.user", caller, errors.name_needed, caller=call.principal.arn)
    assert caller is not None
    return caller


def shown(user: User) -> Output:
    """Return a user as lists show it."""
    return {
        "Path": user.path,
        "UserName": user.name,
        "UserId": user.user_id,
        "Arn": user.arn,
        "CreateDate": timestamp(user.created),
    }


def _root(call: Call, principal: Principal) -> Output:
    """Return an account's root user, which has neither name nor path."""
    account = call.tx.get(ACCOUNTS, (principal.account,))
    assert account is not None
    return {"UserId": principal.account, "Arn": principal.arn, "CreateDate": timestamp(account.created)}


def _require_free(call: Call, name: str) -> None:
    names = [user.name for user in call.tx.scan(USERS, call.account)]
    call.require("iam.user.name", not is_taken(names, name), lambda: errors.already_there("User", name), has=name)
    require_within(call, "UsersPerAccount", len(names) + 1)
