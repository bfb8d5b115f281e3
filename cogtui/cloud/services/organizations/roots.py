"""The root, and which types of policies it has switched on (AWS Organizations API Reference)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.accounts.organizations import HANGING, ORGANIZATIONS, ControlKind, Organization, targets_of
from cogtui.cloud.call import Call
from cogtui.cloud.services.organizations import errors, shown
from cogtui.cloud.services.organizations.control_policies import policy_of, simulated_kind
from cogtui.cloud.services.organizations.membership import hang_defaults
from cogtui.cloud.services.organizations.standing import managed, paged

Output = dict[str, Any]


def list_roots(call: Call, *, NextToken: str | None = None, MaxResults: int = 20) -> Output:
    """List the organization's roots; there is one."""
    del NextToken
    return paged(call, "Roots", [managed(call)], lambda one: one.root_id, MaxResults, show=shown.root)


def enable_policy_type(call: Call, *, RootId: str, PolicyType: str) -> Output:
    """Switch a type of policies on: from now on AWS's own, which lets everything through, hangs everywhere."""
    found, kind = _asked(call, RootId, PolicyType)
    call.require("orgs.type.off", kind not in found.enabled, errors.type_enabled, has=kind)
    enabled = msgspec.structs.replace(found, enabled=(*found.enabled, kind))
    call.tx.put(ORGANIZATIONS, enabled)
    only = msgspec.structs.replace(found, enabled=(kind,))
    for target in targets_of(call.tx, found):
        hang_defaults(call.tx, only, target)
    return {"Root": shown.root(enabled)}


def disable_policy_type(call: Call, *, RootId: str, PolicyType: str) -> Output:
    """Switch a type of policies off: all of that type are taken down, and stay down when it is switched on again.

    Organizations User Guide, "Disabling a policy type".
    """
    found, kind = _asked(call, RootId, PolicyType)
    call.require("orgs.type.on", kind in found.enabled, errors.type_not_enabled, has=list(found.enabled))
    disabled = msgspec.structs.replace(found, enabled=tuple(one for one in found.enabled if one != kind))
    call.tx.put(ORGANIZATIONS, disabled)
    for target in targets_of(call.tx, found):
        for hanging in tuple(call.tx.scan(HANGING, target)):
            policy = policy_of(call.tx, found, hanging.policy_id)
            if policy is not None and policy.kind == kind:
                call.tx.delete(HANGING, HANGING.key(hanging))
    return {"Root": shown.root(disabled)}


def _asked(call: Call, root_id: str, policy_type: str) -> tuple[Organization, ControlKind]:
    found = managed(call)
    call.require("orgs.root", found.root_id == root_id, errors.no_root, has=root_id)
    return found, simulated_kind(call, policy_type)
