"""Managed policies on users, groups and roles: attach, detach, list (IAM API Reference)."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.accounts.principals import ATTACHED_POLICIES, AttachedPolicy
from cogtui.cloud.call import Call
from cogtui.cloud.services.iam import errors
from cogtui.cloud.services.iam.lookup import Holder, changeable, holder, page
from cogtui.cloud.services.iam.policies import is_attachable, require_arn
from cogtui.cloud.services.iam.quotas import ATTACHED, require_within

Output = dict[str, Any]


def attach_role_policy(call: Call, *, RoleName: str, PolicyArn: str) -> Output:
    """Attach a managed policy to a role; attaching it again changes nothing."""
    return _attach(call, changeable(call, "role", RoleName), PolicyArn)


def attach_user_policy(call: Call, *, UserName: str, PolicyArn: str) -> Output:
    """Attach a managed policy to a user; attaching it again changes nothing."""
    return _attach(call, changeable(call, "user", UserName), PolicyArn)


def attach_group_policy(call: Call, *, GroupName: str, PolicyArn: str) -> Output:
    """Attach a managed policy to a group; attaching it again changes nothing."""
    return _attach(call, changeable(call, "group", GroupName), PolicyArn)


def detach_role_policy(call: Call, *, RoleName: str, PolicyArn: str) -> Output:
    """Detach a managed policy from a role."""
    return _detach(call, changeable(call, "role", RoleName), PolicyArn)


def detach_user_policy(call: Call, *, UserName: str, PolicyArn: str) -> Output:
    """Detach a managed policy from a user."""
    return _detach(call, changeable(call, "user", UserName), PolicyArn)


def detach_group_policy(call: Call, *, GroupName: str, PolicyArn: str) -> Output:
    """Detach a managed policy from a group."""
    return _detach(call, changeable(call, "group", GroupName), PolicyArn)


def list_attached_role_policies(
    call: Call, *, RoleName: str, PathPrefix: str = "/", Marker: str | None = None, MaxItems: int = 100
) -> Output:
    """List the managed policies that are attached to a role."""
    del Marker
    return _attached(call, holder(call, "role", RoleName), PathPrefix, MaxItems)


def list_attached_user_policies(
    call: Call, *, UserName: str, PathPrefix: str = "/", Marker: str | None = None, MaxItems: int = 100
) -> Output:
    """List the managed policies that are attached to a user itself."""
    del Marker
    return _attached(call, holder(call, "user", UserName), PathPrefix, MaxItems)


def list_attached_group_policies(
    call: Call, *, GroupName: str, PathPrefix: str = "/", Marker: str | None = None, MaxItems: int = 100
) -> Output:
    """List the managed policies that are attached to a group."""
    del Marker
    return _attached(call, holder(call, "group", GroupName), PathPrefix, MaxItems)


# --------------------------------------------------------------------------------------------- for every kind of holder


def _attach(call: Call, to: Holder, arn: str) -> Output:
    """Attach a policy of AWS or of the account's own."""
    require_arn(call, arn)
    call.require("iam.managed", is_attachable(call, arn), lambda: errors.not_attachable(arn), has=arn)
    attached = {row.policy_arn for row in call.tx.scan(ATTACHED_POLICIES, to.scope)}
    require_within(call, ATTACHED[to.kind], len({*attached, arn}))
    call.tx.put(ATTACHED_POLICIES, AttachedPolicy(to.account, to.kind, to.name, arn))
    return {}


def _detach(call: Call, of: Holder, arn: str) -> Output:
    require_arn(call, arn)
    attached = call.tx.get(ATTACHED_POLICIES, (of.scope, arn)) is not None
    call.require("iam.managed.attached", attached, lambda: errors.no_such_policy(arn), has=arn)
    call.tx.delete(ATTACHED_POLICIES, (of.scope, arn))
    return {}


def _attached(call: Call, of: Holder, prefix: str, most: int) -> Output:
    rows = [_listed(row.policy_arn) for row in call.tx.scan(ATTACHED_POLICIES, of.scope)]
    rows = [row for row in rows if _path(row["PolicyArn"]).startswith(prefix)]
    return page(call, "AttachedPolicies", rows, lambda policy: policy["PolicyArn"], most)


def _listed(arn: str) -> Output:
    return {"PolicyName": arn.rsplit("/", 1)[1], "PolicyArn": arn}


def _path(arn: str) -> str:
    """Return the path in a policy's ARN: "/" or "/division/"."""
    return arn.rsplit("/", 1)[0].partition(":policy")[2] + "/"
