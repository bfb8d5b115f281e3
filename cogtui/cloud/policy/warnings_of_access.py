"""Warnings about who gets in: policies that are more open than their authors tend to think."""

from __future__ import annotations

from collections.abc import Iterator

from cogtui.cloud.policy.principals import ACCOUNT_ENTRY
from cogtui.cloud.policy.warning_checks import Check, StatementView, Warned

LIMITING = (
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceip",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:vpcsourceip",
    "aws:userid",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
)
"""Keys that keep a policy for everybody from being public, when a condition wants a value of them.

Amazon S3 User Guide, "Blocking public access", the meaning of public.
"""

_WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity"
_AUDIENCES = (":aud", ":oaud", ":app_id")


def _everybody(view: StatementView) -> Iterator[Warned]:
    if not view.grants or "AWS:*" not in view.principals or view.demands(*LIMITING):
        return
    place = view.statement.principal.pointer if view.statement.principal else view.statement.pointer
    if view.kind == "trust":
        yield Warned("security", "public-trust", place, "anybody in any AWS account may become this role: name who may")
    else:
        yield Warned("security", "public-resource", place, "everybody is let in, without a signature too: name who may")


def _audience(view: StatementView) -> Iterator[Warned]:
    if view.kind != "trust" or not view.allows or not view.covers(_WEB_IDENTITY) or view.demands(*_AUDIENCES):
        return
    federated = [one.partition(":")[2] for one in view.principals if one.startswith("Federated:")]
    for name in federated:
        if ":saml-provider/" not in name:
            place = view.statement.principal.pointer if view.statement.principal else view.statement.pointer
            provider = name.rpartition("oidc-provider/")[2]
            message = (
                f"tokens that {provider} made for other apps are good here too: ask for the audience, `{provider}:aud`"
            )
            yield Warned("security", "no-audience", place, message)


def _third_party(view: StatementView) -> Iterator[Warned]:
    accounts = [one for one in view.principals if ACCOUNT_ENTRY.fullmatch(one)]
    if view.kind != "trust" or not view.allows or not accounts or not view.covers("sts:AssumeRole"):
        return
    if view.demands("sts:externalid", "aws:multifactorauthpresent", "aws:principalarn", "aws:principalorgid"):
        return
    place = view.statement.principal.pointer if view.statement.principal else view.statement.pointer
    message = "if that account is another company's, agree on an `sts:ExternalId` with it and ask for it here"
    yield Warned("suggestion", "no-external-id", place, message)


def _everything(view: StatementView) -> Iterator[Warned]:
    if view.kind == "identity" and view.allows and "*" in view.actions and "*" in view.resources:
        message = "every action on every resource: whoever holds this is an administrator"
        yield Warned("security", "everything", view.statement.action.pointer, message)


def _all_but(view: StatementView) -> Iterator[Warned]:
    statement = view.statement
    if not view.grants:
        return
    if statement.action.name == "NotAction":
        message = "allows all actions but these, those of services to come as well"
        yield Warned("security", "not-action-allowed", statement.action.pointer, message, at_key=True)
    if statement.principal is not None and statement.principal.name == "NotPrincipal":
        message = "allows everybody but these, anonymous callers as well"
        yield Warned("security", "not-principal-allowed", statement.principal.pointer, message, at_key=True)
    if statement.resource is not None and statement.resource.name == "NotResource":
        message = "allows it on all resources but these, those to come as well"
        yield Warned("security", "not-resource-allowed", statement.resource.pointer, message, at_key=True)


def _pass_role(view: StatementView) -> Iterator[Warned]:
    """Any role can be handed to a service by whoever holds this, an administrator's too."""
    if view.kind != "identity" or not view.allows or "*" in view.actions or not view.covers("iam:PassRole"):
        return
    if "*" in view.resources and view.statement.action.name == "Action" and not view.demands("iam:passedtoservice"):
        message = "any role, a mightier one too, can be given to any service: name the roles, or ask for `iam:PassedToService`"
        place = view.statement.resource.pointer if view.statement.resource else view.statement.pointer
        yield Warned("security", "pass-any-role", place, message)


ACCESS_CHECKS: tuple[Check, ...] = (_everybody, _audience, _third_party, _everything, _all_but, _pass_role)
