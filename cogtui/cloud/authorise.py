"""May it? The policy question of a signed call, built from the authorization table and put to the policy engine."""

from __future__ import annotations

import re
from typing import Any

from cogtui.cloud.authenticate import session_of
from cogtui.cloud.call import Call
from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.authorization import Authorization, authorization
from cogtui.cloud.clock import timestamp
from cogtui.cloud.door_errors import door_error
from cogtui.cloud.errors import AwsError
from cogtui.cloud.explain import Place
from cogtui.cloud.policy.evaluate import Verdict, decide, denial_message, evaluation
from cogtui.cloud.policy.request import ContextValue, PolicyRequest, PolicySource
from cogtui.cloud.principals import identity_policies
from cogtui.cloud.services import registry
from cogtui.cloud.services.registry import Resource

_NAME = re.compile(r"\{(\w+)\}")


def authorise(call: Call) -> None:
    """Put every (action, resource) of the call to the policies; raise the protocol's denial."""
    if call.exempt or not reader.operation(call.service, call.operation).signed:
        return
    row = authorization(call.service, call.operation)
    if row is None:
        return
    resource = registry.resource(call)
    for action in row.actions:
        for template in row.resources:
            permit(call, action, resource_arn(call, template), row, resource)


def permit(call: Call, action: str, arn: str, row: Authorization | None = None, resource: Resource | None = None) -> None:
    """Ask whether the caller may do `action` on `arn`; keep the verdict with its inputs; raise the denial."""
    request, policies = question(call, action, arn, row, resource)
    verdict = decide(request, policies)
    call.decide(evaluation(request, policies, verdict), lambda: denied(call, request, verdict))


def may(call: Call, action: str, arn: str, resource: Resource | None = None) -> bool:
    """Ask without refusing and without a note: whether S3 may tell that an object does not exist."""
    return decide(*question(call, action, arn, None, resource)).allowed


def question(
    call: Call, action: str, arn: str, row: Authorization | None, resource: Resource | None
) -> tuple[PolicyRequest, tuple[PolicySource, ...]]:
    """Return the policy question and all policies that take part."""
    session = session_of(call)
    context, origins = request_context(call, row)
    if session is not None:
        context.update(session.context)
        origins.update(session.origins)
    if resource is not None:
        context.update(resource.context)
    request = PolicyRequest(
        principal=call.principal,
        action=action,
        resource=arn,
        resource_account=resource.account if resource else call.account,
        context=context,
        origins=origins,
    )
    policies = (
        *identity_policies(call.tx, call.principal),
        *(session.session_policies if session else ()),
        *(resource.policies if resource else ()),
    )
    return request, policies


def request_context(call: Call, row: Authorization | None) -> tuple[dict[str, ContextValue], dict[str, Place]]:
    """Return the global condition keys (IAM User Guide, "AWS global condition context keys") and those of the operation."""
    principal = call.principal
    context: dict[str, ContextValue] = {
        "aws:CurrentTime": timestamp(call.now).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "aws:EpochTime": str(int(call.now)),
        "aws:SecureTransport": str(call.origin.secure).lower(),
        "aws:RequestedRegion": call.region,
        "aws:UserAgent": call.origin.agent,
        "aws:SourceIp": call.origin.address,
        "aws:ViaAWSService": "false",
        "aws:PrincipalType": _PRINCIPAL_TYPES.get(principal.kind, "Anonymous"),
    }
    if principal.account:
        context["aws:PrincipalAccount"] = principal.account
        context["aws:PrincipalArn"] = principal.principal_arn or principal.arn
        context["aws:userid"] = principal.user_id
    origins: dict[str, Place] = {}
    for key, parameter in (row.context if row else {}).items():
        value = call.params.get(parameter)
        if value is not None:
            context[key] = str(value)
            origins[key] = Place("parameter", f"parameter {parameter} of {call.operation}")
    return context, origins


_PRINCIPAL_TYPES = {
    "root": "Account",
    "user": "User",
    "role-session": "AssumedRole",
    "federated-user": "FederatedUser",
    "service": "Service",
}


def resource_arn(call: Call, template: str) -> str:
    """Fill an ARN template of the authorization table from the call's account, region and parameters."""
    known: dict[str, Any] = {"account": call.account, "region": call.region, **call.params}
    return _NAME.sub(lambda name: str(known.get(name.group(1), "*")), template)


def denied(call: Call, request: PolicyRequest, verdict: Verdict) -> AwsError:
    """Return the protocol's denial with AWS's message."""
    protocol = reader.service(call.service).protocol
    same_account = call.principal.account == request.resource_account
    if protocol == "rest-xml" and (call.principal.kind == "anonymous" or not same_account):
        return door_error(protocol, "denied")
    return door_error(protocol, "denied", denial_message(request, verdict, quoted=protocol == "rest-xml"))
