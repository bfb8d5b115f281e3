"""Policies embedded in roles: put, read, list, delete (IAM API Reference)."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.policy.validate import validate_identity_policy
from cogtui.cloud.principals import INLINE_POLICIES, InlinePolicy, Role
from cogtui.cloud.services.iam import errors
from cogtui.cloud.services.iam.documents import check_document, encoded, size_of
from cogtui.cloud.services.iam.lookup import changeable_role, page, role_named, scope_of

Output = dict[str, Any]

MOST_CHARACTERS = 10_240
"""What the inline policies of one role may have together, white space aside."""


def put_role_policy(call: Call, *, RoleName: str, PolicyName: str, PolicyDocument: str) -> Output:
    """Add an inline policy to a role, or put it in place of the one with its name."""
    role = changeable_role(call, RoleName)
    check_document(call, "iam.policy.document", "identity", PolicyDocument, validate_identity_policy)
    others = [row for row in call.tx.scan(INLINE_POLICIES, scope_of(role)) if row.name != PolicyName]
    size = size_of(PolicyDocument) + sum(size_of(row.document) for row in others)
    too_long = errors.inline_too_long(MOST_CHARACTERS, role.name)
    call.require("iam.policy.size", size <= MOST_CHARACTERS, too_long, most=MOST_CHARACTERS, has=size)
    call.tx.put(INLINE_POLICIES, InlinePolicy(role.account, "role", role.name, PolicyName, PolicyDocument))
    return {}


def get_role_policy(call: Call, *, RoleName: str, PolicyName: str) -> Output:
    """Return one inline policy."""
    policy = _named(call, role_named(call, RoleName), PolicyName)
    return {"RoleName": RoleName, "PolicyName": policy.name, "PolicyDocument": encoded(policy.document)}


def list_role_policies(call: Call, *, RoleName: str, Marker: str | None = None, MaxItems: int = 100) -> Output:
    """List the names of a role's inline policies."""
    del Marker
    names = [row.name for row in call.tx.scan(INLINE_POLICIES, scope_of(role_named(call, RoleName)))]
    return page(call, "PolicyNames", names, str, MaxItems)


def delete_role_policy(call: Call, *, RoleName: str, PolicyName: str) -> Output:
    """Take an inline policy away."""
    role = changeable_role(call, RoleName)
    policy = _named(call, role, PolicyName)
    call.tx.delete(INLINE_POLICIES, (scope_of(role), policy.name))
    return {}


def _named(call: Call, role: Role, name: str) -> InlinePolicy:
    policy = call.tx.get(INLINE_POLICIES, (scope_of(role), name))
    call.require("iam.policy", policy, lambda: errors.no_such_inline_policy(name), has=name)
    assert policy is not None
    return policy
