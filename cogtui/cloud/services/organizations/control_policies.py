"""Service control policies and resource control policies: make, change, show, list, delete (API Reference)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.accounts.organizations import (
    AWS_MANAGED,
    CONTROL_POLICIES,
    KINDS,
    ControlKind,
    ControlPolicy,
    Organization,
    hangs_on,
)
from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError, NotSimulated
from cogtui.cloud.ids import LOWER_ALNUM
from cogtui.cloud.policy.validate import diagnose, validate_control_policy
from cogtui.cloud.services.organizations import errors, shown
from cogtui.cloud.services.organizations.standing import managed, paged
from cogtui.cloud.store import Reader

Output = dict[str, Any]

LONGEST = 5120
"""Characters of a policy, white space included (Organizations User Guide, "Quotas")."""


def create_policy(call: Call, *, Content: str, Description: str, Name: str, Type: str) -> Output:
    """Make a policy; it binds nobody until it hangs somewhere."""
    whole = managed(call)
    kind = simulated_kind(call, Type)
    _check_text(call, kind, Content)
    _require_free(call, whole, kind, Name)
    policy_id = f"p-{call.ids.text(8, LOWER_ALNUM)}"
    made = ControlPolicy(whole.id, policy_id, Name, kind, Content, Description)
    call.tx.put(CONTROL_POLICIES, made)
    return _described(whole, made)


def update_policy(
    call: Call, *, PolicyId: str, Name: str | None = None, Description: str | None = None, Content: str | None = None
) -> Output:
    """Change what is given of a policy."""
    whole = managed(call)
    found = changeable(call, whole, PolicyId)
    if Content is not None:
        _check_text(call, found.kind, Content)
    if Name is not None and Name != found.name:
        _require_free(call, whole, found.kind, Name)
    given = {"name": Name, "description": Description, "document": Content}
    changed = msgspec.structs.replace(found, **{key: value for key, value in given.items() if value is not None})
    call.tx.put(CONTROL_POLICIES, changed)
    return _described(whole, changed)


def delete_policy(call: Call, *, PolicyId: str) -> Output:
    """Delete a policy that hangs nowhere any more."""
    whole = managed(call)
    found = changeable(call, whole, PolicyId)
    targets = hangs_on(call.tx, whole, found.id)
    call.require("orgs.policy.unused", not targets, errors.in_use, has=list(targets))
    call.tx.delete(CONTROL_POLICIES, CONTROL_POLICIES.key(found))
    return {}


def describe_policy(call: Call, *, PolicyId: str) -> Output:
    """Return a policy with its text."""
    whole = managed(call)
    return _described(whole, known_policy(call, whole, PolicyId))


def list_policies(call: Call, *, Filter: str, NextToken: str | None = None, MaxResults: int = 20) -> Output:
    """List the policies of a type: AWS's own and the organization's."""
    del NextToken
    whole = managed(call)
    kind = simulated_kind(call, Filter)
    rows = [shown.of_aws(whole, policy_id) for policy_id, ours in AWS_MANAGED.items() if ours[0] == kind]
    rows += [one for one in call.tx.scan(CONTROL_POLICIES, whole.id) if one.kind == kind]
    return paged(call, "Policies", rows, lambda one: one.id, MaxResults, show=lambda one: shown.summary(whole, one))


# ----------------------------------------------------------------------------------------------------- for its siblings


def kind_named(policy_type: str) -> ControlKind | None:
    """Return a type of policies that is simulated, None for the others."""
    return next((kind for kind in KINDS if kind == policy_type), None)


def simulated_kind(call: Call, policy_type: str) -> ControlKind:
    """Return a type of policies; those that do not authorise anything are not simulated."""
    kind = kind_named(policy_type)
    if kind is None:
        call.refuse("door.simulated", NotSimulated(f"the policy type {policy_type}"), has=policy_type)
    return kind


def policy_of(reader: Reader, whole: Organization, policy_id: str) -> ControlPolicy | None:
    """Return a policy of AWS or of the organization, None for neither."""
    if policy_id in AWS_MANAGED:
        return shown.of_aws(whole, policy_id)
    return reader.get(CONTROL_POLICIES, (whole.id, policy_id))


def known_policy(call: Call, whole: Organization, policy_id: str) -> ControlPolicy:
    """Return a policy of AWS or of the organization; refuse any other."""
    found = policy_of(call.tx, whole, policy_id)
    call.require("orgs.policy", found, errors.no_policy, has=policy_id)
    assert found is not None
    return found


def changeable(call: Call, whole: Organization, policy_id: str) -> ControlPolicy:
    """Return a policy of the organization; refuse AWS's own."""
    found = known_policy(call, whole, policy_id)
    call.require("orgs.policy.own", policy_id not in AWS_MANAGED, errors.of_aws, has=policy_id)
    return found


def _check_text(call: Call, kind: ControlKind, content: str) -> None:
    """Hold a policy against the rules of its type; the check says where the first mistake is."""
    size = len(content)
    call.require("orgs.policy.size", size <= LONGEST, errors.too_long, wants=LONGEST, has=size)
    short = KINDS[kind][0]
    try:
        validate_control_policy(content, short)
    except AwsError:
        mistakes = diagnose(content, short)
        note = f"line {mistakes[0].line}, column {mistakes[0].column}: {mistakes[0].message}" if mistakes else ""
        call.note("orgs.policy.document", passed=False, note=note)
        raise errors.malformed() from None
    call.note("orgs.policy.document", passed=True)


def _require_free(call: Call, whole: Organization, kind: ControlKind, name: str) -> None:
    ours = [shown.of_aws(whole, policy_id) for policy_id in AWS_MANAGED]
    names = {one.name for one in (*ours, *call.tx.scan(CONTROL_POLICIES, whole.id)) if one.kind == kind}
    call.require("orgs.policy.name", name not in names, errors.policy_exists, has=name)


def _described(whole: Organization, found: ControlPolicy) -> Output:
    return {"Policy": {"PolicySummary": shown.summary(whole, found), "Content": found.document}}
