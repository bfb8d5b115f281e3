"""Put tags on users, roles and policies, take them off, list them (IAM API Reference)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.accounts.customer_policies import MANAGED_POLICIES
from cogtui.cloud.accounts.principals import ROLES
from cogtui.cloud.accounts.users import USERS
from cogtui.cloud.call import Call
from cogtui.cloud.services.iam import aws_policies, errors
from cogtui.cloud.services.iam.lookup import changeable_role, page, role_named, user_named
from cogtui.cloud.services.iam.policies import changeable_policy, readable, require_arn
from cogtui.cloud.services.iam.tags import (
    CASE_COUNTS,
    CASE_IS_IGNORED,
    Fold,
    Given,
    shortest_first,
    shown,
    tagged,
    untagged,
)

Output = dict[str, Any]


def tag_user(call: Call, *, UserName: str, Tags: Given) -> Output:
    """Put tags on a user; a tag with the same key, capitals aside, is replaced."""
    user = user_named(call, UserName)
    call.tx.put(USERS, msgspec.structs.replace(user, tags=tagged(call, user.tags, Tags, CASE_IS_IGNORED)))
    return {}


def tag_role(call: Call, *, RoleName: str, Tags: Given) -> Output:
    """Put tags on a role; a tag with the same key, capitals aside, is replaced."""
    role = changeable_role(call, RoleName)
    call.tx.put(ROLES, msgspec.structs.replace(role, tags=tagged(call, role.tags, Tags, CASE_IS_IGNORED)))
    return {}


def tag_policy(call: Call, *, PolicyArn: str, Tags: Given) -> Output:
    """Put tags on a policy; a tag with the very same key is replaced."""
    policy = changeable_policy(call, PolicyArn)
    call.tx.put(MANAGED_POLICIES, msgspec.structs.replace(policy, tags=tagged(call, policy.tags, Tags, CASE_COUNTS)))
    return {}


def untag_user(call: Call, *, UserName: str, TagKeys: list[str]) -> Output:
    """Take tags off a user."""
    user = user_named(call, UserName)
    call.tx.put(USERS, msgspec.structs.replace(user, tags=untagged(user.tags, TagKeys, CASE_IS_IGNORED)))
    return {}


def untag_role(call: Call, *, RoleName: str, TagKeys: list[str]) -> Output:
    """Take tags off a role."""
    role = changeable_role(call, RoleName)
    call.tx.put(ROLES, msgspec.structs.replace(role, tags=untagged(role.tags, TagKeys, CASE_IS_IGNORED)))
    return {}


def untag_policy(call: Call, *, PolicyArn: str, TagKeys: list[str]) -> Output:
    """Take tags off a policy."""
    policy = changeable_policy(call, PolicyArn)
    call.tx.put(MANAGED_POLICIES, msgspec.structs.replace(policy, tags=untagged(policy.tags, TagKeys, CASE_COUNTS)))
    return {}


def list_user_tags(call: Call, *, UserName: str, Marker: str | None = None, MaxItems: int = 100) -> Output:
    """List a user's tags by key."""
    del Marker
    return _page(call, user_named(call, UserName).tags, MaxItems)


def list_role_tags(call: Call, *, RoleName: str, Marker: str | None = None, MaxItems: int = 100) -> Output:
    """List a role's tags by key."""
    del Marker
    return _page(call, role_named(call, RoleName).tags, MaxItems)


def list_policy_tags(call: Call, *, PolicyArn: str, Marker: str | None = None, MaxItems: int = 100) -> Output:
    """List a policy's tags by key; AWS's own policies have none."""
    del Marker
    require_arn(call, PolicyArn)
    if aws_policies.name_of(PolicyArn) is not None:
        return _page(call, {}, MaxItems)
    tags = readable(call, PolicyArn, errors.no_such_policy(PolicyArn)).tags
    return _page(call, tags, MaxItems, shortest_first)


def _page(call: Call, tags: dict[str, str], most: int, order: Fold = str) -> Output:
    return page(call, "Tags", shown(tags, order), lambda tag: order(tag["Key"]), most)
