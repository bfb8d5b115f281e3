"""Putting the questions of a simulation to the policies, and telling the outcome as IAM does (IAM API Reference)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cogtui.cloud.policy.asked import Asked, applies, asked_of
from cogtui.cloud.policy.combine import Found, is_silent
from cogtui.cloud.policy.context_keys import keys_of, once
from cogtui.cloud.policy.document import Statement, compiled
from cogtui.cloud.policy.evaluate import decide
from cogtui.cloud.policy.request import PolicyKind, PolicyRequest, PolicySource
from cogtui.cloud.policy.statement_spans import span_of
from cogtui.cloud.policy.verdict import Decision, StatementRef, is_cross_account
from cogtui.cloud.principals import INLINE_POLICIES
from cogtui.cloud.services.iam.simulation_inputs import Simulation

Output = dict[str, Any]

ANYTHING = "*"
"""The resource of a simulation that names none."""

_TOLD: tuple[PolicyKind, ...] = ("identity", "resource", "boundary")
"""Kinds whose statements an answer shows; what an organization's policies say is its management account's to know."""

_CALLED: dict[PolicyKind, str] = {
    "identity": "IAM Policy",
    "resource": "Resource Policy",
    "boundary": "Permissions Boundary Policy",
}
"""SourcePolicyType, and who says what across accounts: AWS's words, not those of its model.

DIFFERS: what AWS calls a boundary here is not known.
"""


def result(simulation: Simulation, action: str, resources: Sequence[str]) -> Output:
    """Return the EvaluationResult of an action: on anything, or on each of some resources."""
    if not resources:
        return {"EvalActionName": action, "EvalResourceName": ANYTHING, **_one(simulation, action, ANYTHING)}
    each = [(resource, _one(simulation, action, resource)) for resource in resources]
    return {
        "EvalActionName": action,
        # DIFFERS: for several resources AWS prints the form of the action's ARNs, such as arn:aws:s3:::${BucketName}.
        "EvalResourceName": resources[0] if len(resources) == 1 else ANYTHING,
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
    if is_cross_account(request):
        outcome["EvalDecisionDetails"] = _details(simulation.policies, asked)
    if simulation.in_organization:
        outcome["OrganizationsDecisionDetail"] = {"AllowedByOrganizations": _allowed_by("scp", simulation, asked)}
    if "boundary" in asked.kinds:
        outcome["PermissionsBoundaryDecisionDetail"] = {
            "AllowedByPermissionsBoundary": _allowed_by("boundary", simulation, asked)
        }
    return outcome


def _request(simulation: Simulation, action: str, resource: str) -> PolicyRequest:
    parts = resource.split(":", 5)
    account = parts[4] if len(parts) == 6 else ""
    return PolicyRequest(simulation.principal, action, resource, account or simulation.owner, simulation.context)


def _summary(outcomes: Sequence[Output]) -> Output:
    """Return the result above those of several resources: a deny of one counts, then an allow of one."""
    order: tuple[Decision, ...] = ("explicitDeny", "allowed", "implicitDeny")
    outcome = min(outcomes, key=lambda one: order.index(one["EvalDecision"]))
    return {**outcome, "MissingContextValues": []}


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
        shown = source.kind in _TOLD and not (source.kind == "boundary" and effect == "Allow")
        if shown and statement.effect == effect and applies(statement, source.kind, asked):
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
    return {_CALLED[kind]: _says(kind, policies, found) for kind in _TOLD if kind in kinds}


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
    place = source.place
    if place is not None and place.table == INLINE_POLICIES.name and place.key is not None:
        scope, name = place.key
        _, kind, holder = scope.split("/")
        return f"{kind}_{holder}_{name}"
    return source.label
