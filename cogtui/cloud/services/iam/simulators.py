"""The policy simulators, and which context keys policies ask for (IAM API Reference).

As AWS's, they look at neither trust policies nor resource policies that nobody passes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from cogtui.cloud.accounts.organizations import control_policies, organization_of
from cogtui.cloud.accounts.principals import Role, session_principal
from cogtui.cloud.accounts.users import Group, User, user_principal
from cogtui.cloud.call import Call
from cogtui.cloud.door.binding import boundaries, held, identity_policies
from cogtui.cloud.door.request_context import caller_keys
from cogtui.cloud.policy.context_keys import keys_in, once
from cogtui.cloud.policy.request import ContextValue, PolicySource, Principal
from cogtui.cloud.services.iam import simulation_errors as errors
from cogtui.cloud.services.iam import simulation_inputs as inputs
from cogtui.cloud.services.iam.lookup import group_named, page, role_named, user_named
from cogtui.cloud.services.iam.simulating import result
from cogtui.cloud.services.iam.simulation_exclusions import Identifier, without
from cogtui.cloud.services.iam.simulation_inputs import Simulation

Output = dict[str, Any]
Documents = list[str]
Entries = list[dict[str, Any]]

_OF_THE_CALLER = ("aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalType", "aws:userid", "aws:username")
"""Keys that follow from who the caller is. DIFFERS: which of them AWS fills by itself is not published."""


def simulate_principal_policy(
    call: Call,
    *,
    PolicySourceArn: str,
    ActionNames: list[str],
    PolicyInputList: Documents | None = None,
    PermissionsBoundaryPolicyInputList: Documents | None = None,
    PolicyExclusionList: list[Identifier] | None = None,
    ResourceArns: list[str] | None = None,
    ResourcePolicy: str | None = None,
    ResourceOwner: str | None = None,
    CallerArn: str | None = None,
    ContextEntries: Entries | None = None,
    Marker: str | None = None,
    MaxItems: int = 100,
) -> Output:
    """Ask what the policies of a user, group or role allow, together with policies given as text."""
    del Marker
    source = _source(call, PolicySourceArn)
    as_user = CallerArn or (PolicySourceArn if isinstance(source.entity, User) else None)
    caller = inputs.caller(call, as_user, named=ResourcePolicy is not None) or source.principal
    given = inputs.boundary(call, PermissionsBoundaryPolicyInputList)
    hanging = (
        *source.policies,
        *(() if given else boundaries(call.tx, source.principal)),
        *control_policies(call.tx, "SERVICE_CONTROL_POLICY", call.account),
    )
    simulation = Simulation(
        caller,
        (
            *without(call, hanging, PolicyExclusionList),
            *inputs.policies(call, "PolicyInputList", PolicyInputList or (), "identity"),
            *given,
            *_resource_policy(call, ResourcePolicy),
        ),
        inputs.owner(call, ResourceOwner, caller.account),
        _context(call, caller, ContextEntries),
        organization_of(call.tx, call.account) is not None,
    )
    return _results(call, simulation, ActionNames, ResourceArns, MaxItems)


def simulate_custom_policy(
    call: Call,
    *,
    PolicyInputList: Documents,
    ActionNames: list[str],
    PermissionsBoundaryPolicyInputList: Documents | None = None,
    OrderedOrganizationPolicyInputList: list[dict[str, Documents]] | None = None,
    ResourceArns: list[str] | None = None,
    ResourcePolicy: str | None = None,
    ResourceOwner: str | None = None,
    CallerArn: str | None = None,
    ContextEntries: Entries | None = None,
    Marker: str | None = None,
    MaxItems: int = 100,
) -> Output:
    """Ask what policies given as text allow; nothing of the account takes part."""
    del Marker
    caller = inputs.caller(call, CallerArn, named=ResourcePolicy is not None)
    levels = OrderedOrganizationPolicyInputList or []
    simulation = Simulation(
        caller or Principal("user", account=call.account),
        (
            *inputs.policies(call, "PolicyInputList", PolicyInputList, "identity"),
            *inputs.boundary(call, PermissionsBoundaryPolicyInputList),
            *_control_policies(call, levels),
            *_resource_policy(call, ResourcePolicy),
        ),
        inputs.owner(call, ResourceOwner, caller.account if caller else call.account),
        _context(call, caller, ContextEntries),
        bool(levels),
    )
    return _results(call, simulation, ActionNames, ResourceArns, MaxItems)


def get_context_keys_for_custom_policy(call: Call, *, PolicyInputList: Documents) -> Output:
    """List the context keys that policies given as text ask for."""
    sources = inputs.policies(call, "PolicyInputList", PolicyInputList, "identity")
    return {"ContextKeyNames": _keys(sources)}


def get_context_keys_for_principal_policy(
    call: Call, *, PolicySourceArn: str, PolicyInputList: Documents | None = None
) -> Output:
    """List the context keys that the policies of a user, group or role ask for, and policies given as text."""
    source = _source(call, PolicySourceArn)
    more = inputs.policies(call, "PolicyInputList", PolicyInputList or (), "identity")
    return {"ContextKeyNames": _keys([*source.policies, *more])}


# ------------------------------------------------------------------------------------------------------- whose policies


class _Source(NamedTuple):
    """The entity whose policies are asked."""

    entity: User | Group | Role
    principal: Principal
    policies: tuple[PolicySource, ...]


def _source(call: Call, arn: str) -> _Source:
    parts = arn.split(":", 5)
    kind, _, path = parts[-1].partition("/")
    clear = len(parts) == 6 and parts[2] == "iam" and kind in _FIND and bool(path)
    call.require("iam.simulate.entity", clear, lambda: errors.unclear_entity(arn), has=arn)
    of_another = lambda: errors.of_another_account(call.account, parts[4])  # noqa: E731
    call.require("iam.simulate.account", parts[4] == call.account, of_another, wants=call.account, has=parts[4])
    entity = _FIND[kind](call, path.rsplit("/", 1)[-1])
    principal = _principal_of(entity)
    if isinstance(entity, Group):
        return _Source(entity, principal, tuple(held(call.tx, entity.account, "group", entity.name)))
    return _Source(entity, principal, tuple(identity_policies(call.tx, principal)))


_FIND = {"user": user_named, "group": group_named, "role": role_named}


def _principal_of(entity: User | Group | Role) -> Principal:
    """Return who holds an entity's policies: of a group, somebody in it."""
    if isinstance(entity, User):
        return user_principal(entity)
    if isinstance(entity, Role):
        return session_principal(entity, "simulation")
    return Principal("user", account=entity.account)


# ------------------------------------------------------------------------------------------------------ for both of them


def _results(
    call: Call, simulation: Simulation, names: Sequence[str], resources: Sequence[str] | None, most: int
) -> Output:
    """Return the results by action, a page at a time."""
    numbered = list(enumerate(inputs.actions(call, names)))
    paged = page(call, "EvaluationResults", numbered, lambda row: f"{row[0]:06}", most)
    paged["EvaluationResults"] = [result(simulation, name, resources or ()) for _, name in paged["EvaluationResults"]]
    return paged


def _context(call: Call, caller: Principal | None, entries: Entries | None) -> dict[str, ContextValue]:
    """Return the keys that are given, and those that follow from who the caller is."""
    usual = caller_keys(call.tx, caller) if caller is not None and caller.arn else {}
    if caller is not None and caller.kind == "role-session":
        usual.pop("aws:userid", None)  # no session, so nothing that one would be called
    given = inputs.context(call, entries)
    named = {key.lower() for key in given}
    return {key: usual[key] for key in _OF_THE_CALLER if key in usual and key.lower() not in named} | given


def _resource_policy(call: Call, document: str | None) -> list[PolicySource]:
    sources = inputs.policies(call, "ResourcePolicy", [document] if document is not None else (), "resource")
    return [PolicySource("resource", "ResourcePolicy", source.document) for source in sources]


def _control_policies(call: Call, levels: list[dict[str, Documents]]) -> list[PolicySource]:
    """Return SCPs that are given as text, from the root down: each level must allow."""
    name = "OrderedOrganizationPolicyInputList"
    return [
        source
        for level, given in enumerate(levels, 1)
        for source in inputs.policies(
            call, f"{name}.{level}", given.get("ServiceControlPolicyInputList", ()), "scp", str(level)
        )
    ]


def _keys(sources: Sequence[PolicySource]) -> list[str]:
    return once(key for source in sources for key in keys_in(source.document))
