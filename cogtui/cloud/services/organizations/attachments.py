"""Where policies hang: attach, detach, list by either side (AWS Organizations API Reference)."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.accounts.organizations import (
    HANGING,
    MEMBERS,
    UNITS,
    ControlKind,
    ControlPolicy,
    Hanging,
    Organization,
    hangs_on,
)
from cogtui.cloud.accounts.principals import ACCOUNTS
from cogtui.cloud.call import Call
from cogtui.cloud.services.organizations import errors, shown
from cogtui.cloud.services.organizations.control_policies import known_policy, policy_of, simulated_kind
from cogtui.cloud.services.organizations.standing import managed, paged
from cogtui.cloud.store import Reader

Output = dict[str, Any]

MOST = 5
"""Policies of one type at one place (Organizations User Guide, "Quotas")."""

_LAST = "SERVICE_CONTROL_POLICY"
_FIXED = "p-RCPFullAWSAccess"


def attach_policy(call: Call, *, PolicyId: str, TargetId: str) -> Output:
    """Hang a policy on the root, a unit or an account."""
    whole, policy = _asked(call, PolicyId, TargetId)
    enabled = policy.kind in whole.enabled
    call.require("orgs.type.on", enabled, errors.type_not_enabled, wants=policy.kind, has=list(whole.enabled))
    there = call.tx.get(HANGING, (TargetId, PolicyId)) is not None
    call.require("orgs.attached.not", not there, errors.attached_already, has=TargetId)
    count = len(_at(call.tx, whole, TargetId, policy.kind))
    call.require("orgs.attached.room", count < MOST, errors.too_many_policies, wants=MOST, has=count)
    call.tx.put(HANGING, Hanging(TargetId, PolicyId))
    return {}


def detach_policy(call: Call, *, PolicyId: str, TargetId: str) -> Output:
    """Take a policy down; one service control policy stays everywhere, and AWS's resource control policy always."""
    whole, policy = _asked(call, PolicyId, TargetId)
    there = call.tx.get(HANGING, (TargetId, PolicyId)) is not None
    call.require("orgs.attached", there, errors.not_attached, has=TargetId)
    call.require("orgs.attached.fixed", PolicyId != _FIXED, errors.stays_attached, has=PolicyId)
    others = [one.id for one in _at(call.tx, whole, TargetId, policy.kind) if one.id != PolicyId]
    call.require("orgs.attached.last", others or policy.kind != _LAST, errors.last_policy, has=others)
    call.tx.delete(HANGING, (TargetId, PolicyId))
    return {}


def list_policies_for_target(
    call: Call, *, TargetId: str, Filter: str, NextToken: str | None = None, MaxResults: int = 20
) -> Output:
    """List the policies of a type that hang directly on the root, a unit or an account."""
    del NextToken
    whole = managed(call)
    _require_target(call, whole, TargetId)
    rows = _at(call.tx, whole, TargetId, simulated_kind(call, Filter))
    return paged(call, "Policies", rows, lambda one: one.id, MaxResults, show=lambda one: shown.summary(whole, one))


def list_targets_for_policy(call: Call, *, PolicyId: str, NextToken: str | None = None, MaxResults: int = 20) -> Output:
    """List where a policy hangs."""
    del NextToken
    whole = managed(call)
    found = known_policy(call, whole, PolicyId)
    rows = hangs_on(call.tx, whole, found.id)
    return paged(call, "Targets", rows, str, MaxResults, show=lambda one: _target(call.tx, whole, one))


def _asked(call: Call, policy_id: str, target: str) -> tuple[Organization, ControlPolicy]:
    whole = managed(call)
    policy = known_policy(call, whole, policy_id)
    _require_target(call, whole, target)
    return whole, policy


def _require_target(call: Call, whole: Organization, target: str) -> None:
    account = call.tx.get(MEMBERS, (target,))
    own = account is not None and account.organization == whole.id
    known = own or target == whole.root_id or call.tx.get(UNITS, (whole.id, target)) is not None
    call.require("orgs.target", known, errors.no_target, has=target)


def _at(reader: Reader, whole: Organization, target: str, kind: ControlKind) -> list[ControlPolicy]:
    """Return the policies of a type that hang on a target."""
    found = [policy_of(reader, whole, hanging.policy_id) for hanging in reader.scan(HANGING, target)]
    return [one for one in found if one is not None and one.kind == kind]


def _target(reader: Reader, whole: Organization, target: str) -> Output:
    unit, account = reader.get(UNITS, (whole.id, target)), reader.get(ACCOUNTS, (target,))
    kind, name = ("ROOT", "Root") if target == whole.root_id else ("ACCOUNT", account.name if account else target)
    if unit is not None:
        kind, name = "ORGANIZATIONAL_UNIT", unit.name
    return {"TargetId": target, "Arn": shown.target_arn(whole, target), "Name": name, "Type": kind}
