"""May it? The policy question of a signed call, built from the authorization table and put to the policy engine."""

from __future__ import annotations

import msgspec

from cogtui.cloud.accounts.credentials import carried
from cogtui.cloud.call import Call
from cogtui.cloud.callers import Service
from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.authorization import Authorization, asked, authorization, given
from cogtui.cloud.door.authenticate import session_of
from cogtui.cloud.door.binding import binding_policies
from cogtui.cloud.door.errors import door_error, sns_denied
from cogtui.cloud.door.request_context import caller_keys, circumstances, merged, resource_keys
from cogtui.cloud.errors import AwsError
from cogtui.cloud.explain import Place
from cogtui.cloud.policy.evaluate import Verdict, decide, denial_message, evaluation
from cogtui.cloud.policy.request import ContextValue, PolicyRequest, PolicySource
from cogtui.cloud.policy.verdict import is_told_why
from cogtui.cloud.services import registry
from cogtui.cloud.services.registry import Resource


class Question(msgspec.Struct, frozen=True):
    """What authorisation asks for one (action, resource) of a call."""

    action: str
    """"s3:GetObject"."""
    arn: str
    """The resource."""
    resource: Resource | None = None
    """What the service knows of it; None where its ARN is all."""
    context: dict[str, ContextValue] = {}
    """Condition keys that the operation's parameters fill."""
    origins: dict[str, Place] = {}
    """Where those stand."""


def authorise(call: Call) -> None:
    """Put every (action, resource) of the call to the policies; raise the protocol's denial."""
    if call.exempt or not reader.operation(call.service, call.operation).signed:
        return
    row = authorization(call.service, call.operation)
    if row is None:
        return
    resource = registry.resource(call)
    context, origins = operation_context(call, row)
    values = {"account": call.account, "region": call.region, **call.params, **registry.named(call)}
    for action, arn in asked(row, values):
        permit(call, Question(action, arn, resource, context, origins))


def permit(call: Call, question: Question) -> None:
    """Put one question to the policies; keep the verdict with its inputs; raise the protocol's denial."""
    request, policies = inputs(call, question)
    verdict = decide(request, policies)
    call.decide(evaluation(request, policies, verdict), lambda: denied(call, request, verdict))


def inputs(call: Call, question: Question) -> tuple[PolicyRequest, tuple[PolicySource, ...]]:
    """Return the policy engine's inputs: the request in its context, and all policies that take part."""
    resource, session = question.resource, session_of(call)
    owner = resource.account if resource else call.account
    held = session.session_policies if session else ()
    request = PolicyRequest(
        principal=call.principal,
        action=question.action,
        resource=question.arn,
        resource_account=owner,
        context=merged(
            global_context(call),
            resource_keys(call.tx, owner),
            question.context,
            carried(session, call.now) if session else {},
            resource.context if resource else {},
        ),
        origins={**question.origins, **(session.origins if session else {})},
    )
    policies = (
        *binding_policies(call.tx, call.principal, question.action, owner, held, resource=question.arn),
        *(resource.policies if resource else ()),
    )
    return request, policies


def global_context(call: Call) -> dict[str, ContextValue]:
    """Return the condition keys of the request that its time, its origin and its caller fill."""
    known = circumstances(call.now, call.region, call.origin) | caller_keys(call.tx, call.principal)
    if isinstance(call.caller, Service) and call.caller.source_arn:
        source = call.caller.source_arn
        known |= {"aws:SourceArn": source, "aws:SourceAccount": source.split(":")[4]}
    return known


def operation_context(call: Call, row: Authorization) -> tuple[dict[str, ContextValue], dict[str, Place]]:
    """Return the condition keys that the operation's parameters fill, and where each stands."""
    found = list(given(row, call.params))
    origins = {one.key: Place("parameter", f"parameter {one.parameter} of {call.operation}") for one in found}
    return {one.key: one.value for one in found}, origins


def denied(call: Call, request: PolicyRequest, verdict: Verdict) -> AwsError:
    """Return the protocol's denial with AWS's message; S3 has none for anonymous callers and for strangers.

    S3 User Guide, "Troubleshoot access denied (403 Forbidden) errors": a stranger is of another account that is not in
    the same organization.
    """
    protocol = reader.service(call.service).protocol
    if call.service == "sns":
        return sns_denied(denial_message(request, verdict))
    if protocol != "rest-xml":
        return door_error(protocol, "denied", denial_message(request, verdict))
    if call.principal.kind == "anonymous" or not is_told_why(request):
        return door_error(protocol, "denied")
    return door_error(protocol, "denied", denial_message(request, verdict, quoted=True))
