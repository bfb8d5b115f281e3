"""Policies embedded in users, groups and roles: put, read, list, delete (IAM API Reference)."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.accounts.principals import INLINE_POLICIES, InlinePolicy
from cogtui.cloud.call import Call
from cogtui.cloud.policy.validate import validate_identity_policy
from cogtui.cloud.services.iam import errors
from cogtui.cloud.services.iam.documents import check_document, encoded, size_of
from cogtui.cloud.services.iam.lookup import Holder, changeable, holder, page
from cogtui.cloud.services.iam.quotas import INLINE_CHARACTERS

Output = dict[str, Any]


def put_role_policy(call: Call, *, RoleName: str, PolicyName: str, PolicyDocument: str) -> Output:
    """Add an inline policy to a role, or put it in place of the one with its name."""
    return _put(call, changeable(call, "role", RoleName), PolicyName, PolicyDocument)


def put_user_policy(call: Call, *, UserName: str, PolicyName: str, PolicyDocument: str) -> Output:
    """Add an inline policy to a user, or put it in place of the one with its name."""
    return _put(call, changeable(call, "user", UserName), PolicyName, PolicyDocument)


def put_group_policy(call: Call, *, GroupName: str, PolicyName: str, PolicyDocument: str) -> Output:
    """Add an inline policy to a group, or put it in place of the one with its name."""
    return _put(call, changeable(call, "group", GroupName), PolicyName, PolicyDocument)


def get_role_policy(call: Call, *, RoleName: str, PolicyName: str) -> Output:
    """Return one inline policy of a role."""
    return {"RoleName": RoleName, **_shown(call, holder(call, "role", RoleName), PolicyName)}


def get_user_policy(call: Call, *, UserName: str, PolicyName: str) -> Output:
    """Return one inline policy of a user."""
    return {"UserName": UserName, **_shown(call, holder(call, "user", UserName), PolicyName)}


def get_group_policy(call: Call, *, GroupName: str, PolicyName: str) -> Output:
    """Return one inline policy of a group."""
    return {"GroupName": GroupName, **_shown(call, holder(call, "group", GroupName), PolicyName)}


def list_role_policies(call: Call, *, RoleName: str, Marker: str | None = None, MaxItems: int = 100) -> Output:
    """List the names of a role's inline policies."""
    del Marker
    return _names(call, holder(call, "role", RoleName), MaxItems)


def list_user_policies(call: Call, *, UserName: str, Marker: str | None = None, MaxItems: int = 100) -> Output:
    """List the names of a user's inline policies."""
    del Marker
    return _names(call, holder(call, "user", UserName), MaxItems)


def list_group_policies(call: Call, *, GroupName: str, Marker: str | None = None, MaxItems: int = 100) -> Output:
    """List the names of a group's inline policies."""
    del Marker
    return _names(call, holder(call, "group", GroupName), MaxItems)


def delete_role_policy(call: Call, *, RoleName: str, PolicyName: str) -> Output:
    """Take an inline policy away from a role."""
    return _delete(call, changeable(call, "role", RoleName), PolicyName)


def delete_user_policy(call: Call, *, UserName: str, PolicyName: str) -> Output:
    """Take an inline policy away from a user."""
    return _delete(call, changeable(call, "user", UserName), PolicyName)


def delete_group_policy(call: Call, *, GroupName: str, PolicyName: str) -> Output:
    """Take an inline policy away from a group."""
    return _delete(call, changeable(call, "group", GroupName), PolicyName)


# --------------------------------------------------------------------------------------------- for every kind of holder


def _put(call: Call, to: Holder, name: str, document: str) -> Output:
    check_document(call, "iam.policy.document", "identity", document, validate_identity_policy)
    others = [row for row in call.tx.scan(INLINE_POLICIES, to.scope) if row.name != name]
    size, most = size_of(document) + sum(size_of(row.document) for row in others), INLINE_CHARACTERS[to.kind]
    too_long = errors.inline_too_long(most, to.kind, to.name)
    call.require("iam.policy.size", size <= most, too_long, most=most, has=size)
    call.tx.put(INLINE_POLICIES, InlinePolicy(to.account, to.kind, to.name, name, document))
    return {}


def _shown(call: Call, of: Holder, name: str) -> Output:
    policy = _named(call, of, name)
    return {"PolicyName": policy.name, "PolicyDocument": encoded(policy.document)}


def _names(call: Call, of: Holder, most: int) -> Output:
    return page(call, "PolicyNames", [row.name for row in call.tx.scan(INLINE_POLICIES, of.scope)], str, most)


def _delete(call: Call, of: Holder, name: str) -> Output:
    call.tx.delete(INLINE_POLICIES, INLINE_POLICIES.key(_named(call, of, name)))
    return {}


def _named(call: Call, of: Holder, name: str) -> InlinePolicy:
    policy = call.tx.get(INLINE_POLICIES, (of.scope, name))
    call.require("iam.policy", policy, lambda: errors.no_such(f"{of.kind} policy", name), has=name)
    assert policy is not None
    return policy
