"""Putting the questions of a simulation to the policies, and telling the outcome as IAM does (IAM API Reference)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cogtui.cloud.accounts.arns import account_in
from cogtui.cloud.policy.asked import Asked, applies, asked_of
from cogtui.cloud.policy.combine import Found, is_silent
from cogtui.cloud.policy.context_keys import keys_of, once
from cogtui.cloud.policy.document import Statement, compiled
from cogtui.cloud.policy.evaluate import decide
from cogtui.cloud.policy.request import PolicyKind, PolicyRequest, PolicySource
from cogtui.cloud.policy.statement_spans import span_of
from cogtui.cloud.policy.verdict import Decision, StatementRef, is_cross_account
from cogtui.cloud.services.iam.resource_forms import form_of
from cogtui.cloud.services.iam.simulation_exclusions import attachment_of
from cogtui.cloud.services.iam.simulation_inputs import Simulation

Output = dict[str, Any]

ANYTHING = "*"
"""The resource of a simulation that names none."""

_TOLD: tuple[PolicyKind, ...] = ("identity", "resource")
"""Kinds whose statements and keys an answer shows."""

_CALLED: dict[PolicyKind, str] = {
    "identity": "IAM Policy",
    "resource": "Resource Policy",
    "boundary": "Permissions Boundary Policy",
}
"""SourcePolicyType, and who says what across accounts: AWS's words, not those of its model.

DIFFERS: what AWS calls a boundary here is not known.
"""


def result(simulation: Simulation, action: str, resources: Sequence[str]) -> Output:
    """Return the EvaluationResult of an action: on anything, or on each of some resources.

    What sums up a single resource bears its ARN, as recorded by LocalStack's test_simulate_principle_policy.
    """
    if not resources or list(resources) == [ANYTHING]:
        return {"EvalActionName": action, "EvalResourceName": ANYTHING, **_one(simulation, action, ANYTHING)}
    each = [(resource, _one(simulation, action, resource)) for resource in resources]
    return {
        "EvalActionName": action,
        "EvalResourceName": form_of(action) if len(resources) > 1 else resources[0],
        **_summary([outcome for _, outcome in each]),
        "ResourceSpecificResults": [_specific(resource, outcome) for resource, outcome in each],
    }


def _one(simulation: Simulation, action: str, resource: str) -> Output:
    """Return decision, statements and details for one resource."""
    request = _request(simulation, action, resource)
    verdict = decide(request, simulation.policies)
    asked = asked_of(request, simulation.policies)
    outcome: Output = {
        "EvalDecision": verdict.decision,
        "MatchedStatements": list(_matched(simulation.policies, asked, verdict.decision)),
        "MissingContextValues": once(_missing(simulation.policies, asked)),
    }
    organization = _allowed_by("scp", simulation, asked)
    if is_cross_account(request) and organization:
        outcome["EvalDecisionDetails"] = _details(simulation.policies, asked)
    if simulation.in_organization:
        outcome["OrganizationsDecisionDetail"] = {"AllowedByOrganizations": organization}
    if "boundary" in asked.kinds:
        outcome["PermissionsBoundaryDecisionDetail"] = {
            "AllowedByPermissionsBoundary": _allowed_by("boundary", simulation, asked)
        }
    return outcome


def _request(simulation: Simulation, action: str, resource: str) -> PolicyRequest:
    account = account_in(resource) or simulation.owner
    return PolicyRequest(simulation.principal, action, resource, account, simulation.context)


_STRICTEST: tuple[Decision, ...] = ("explicitDeny", "implicitDeny", "allowed")


def _summary(outcomes: Sequence[Output]) -> Output:
    """Return the result above those of several resources: a deny of one counts, then an allow of one."""
    order: tuple[Decision, ...] = ("explicitDeny", "allowed", "implicitDeny")
    decision = min((one["EvalDecision"] for one in outcomes), key=order.index)
    statements = [row for one in outcomes if one["EvalDecision"] == decision for row in one["MatchedStatements"]]
    details: dict[str, Decision] = {}
    for one in outcomes:
        for side, says in one.get("EvalDecisionDetails", {}).items():
            details[side] = min(says, details.get(side, says), key=_STRICTEST.index)
    return {
        "EvalDecision": decision,
        "MatchedStatements": [row for index, row in enumerate(statements) if row not in statements[:index]],
        "MissingContextValues": once(key for one in outcomes for key in one["MissingContextValues"]),
        "EvalDecisionDetails": details,
        **_all_allow(outcomes, "OrganizationsDecisionDetail", "AllowedByOrganizations"),
        **_all_allow(outcomes, "PermissionsBoundaryDecisionDetail", "AllowedByPermissionsBoundary"),
    }


def _all_allow(outcomes: Sequence[Output], member: str, says: str) -> Output:
    found = [one[member][says] for one in outcomes if member in one]
    return {member: {says: all(found)}} if found else {}


def _specific(resource: str, outcome: Output) -> Output:
    told = {
        name: value for name, value in outcome.items() if name not in ("EvalDecision", "OrganizationsDecisionDetail")
    }
    return {"EvalResourceName": resource, "EvalResourceDecision": outcome["EvalDecision"], **told}


# ----------------------------------------------------------------------------------------------- what the policies said


def _matched(policies: Sequence[PolicySource], asked: Asked, decision: Decision) -> Iterator[Output]:
    """Yield the statements that determine the outcome: the denies where there are any, else the allows."""
    effect = {"explicitDeny": "Deny", "allowed": "Allow"}.get(decision, "")
    for source, statement in _statements(policies):
        if source.kind in _TOLD and statement.effect == effect and applies(statement, source.kind, asked):
            start, end = span_of(source.document, statement.pointer)
            yield {
                "SourcePolicyId": _id_of(source),
                "SourcePolicyType": _CALLED[source.kind],
                "StartPosition": {"Line": start[0], "Column": start[1]},
                "EndPosition": {"Line": end[0], "Column": end[1]},
            }


def _missing(policies: Iterable[PolicySource], asked: Asked) -> Iterator[str]:
    """Yield the keys that statements about the action ask for and nobody gave."""
    for source, statement in _statements(policies):
        if source.kind in _TOLD and statement.action.test(asked.action, asked.context):
            yield from (key for key in keys_of(statement) if key.lower() not in asked.context)


def _details(policies: Sequence[PolicySource], asked: Asked) -> dict[str, Decision]:
    """Return what each side says by itself, for a question across accounts."""
    found = _found(policies, asked)
    kinds = {"identity", "resource", *asked.kinds}
    return {called: _says(kind, policies, found) for kind, called in _CALLED.items() if kind in kinds}


def _says(kind: PolicyKind, policies: Sequence[PolicySource], found: Found) -> Decision:
    if kind in found.denies:
        return "explicitDeny"
    return "implicitDeny" if is_silent(kind, found, tuple(policies)) else "allowed"


def _allowed_by(kind: PolicyKind, simulation: Simulation, asked: Asked) -> bool:
    return _says(kind, simulation.policies, _found(simulation.policies, asked)) == "allowed"


def _found(policies: Sequence[PolicySource], asked: Asked) -> Found:
    found = Found()
    for index, source in enumerate(policies):
        for statement in compiled(source.document).statements:
            named = applies(statement, source.kind, asked)
            if named is not None:
                found.add(source, statement.effect, StatementRef(index, statement.index), named)
    return found


def _statements(policies: Iterable[PolicySource]) -> Iterator[tuple[PolicySource, Statement]]:
    for source in policies:
        for statement in compiled(source.document).statements:
            yield source, statement


def _id_of(source: PolicySource) -> str:
    """Return what a policy goes by: managed by name, embedded as `user_ana_own`, given by input."""
    if source.arn:
        return source.arn.rsplit("/", 1)[1]
    return "_".join(attachment_of(source) or (source.label,))
