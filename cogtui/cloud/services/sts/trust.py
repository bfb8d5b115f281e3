"""Does the role trust them? A role's trust policy put to whoever a web identity token or a SAML assertion is about.

IAM User Guide, "How to use trust policies with IAM roles"; Amazon Cognito Developer Guide, "Role trust and permissions".
"""

from __future__ import annotations

import msgspec

from cogtui.cloud.accounts.principals import ROLES, Role, role_by_arn, trust_source
from cogtui.cloud.call import Call
from cogtui.cloud.door.binding import resource_controls
from cogtui.cloud.door.request_context import circumstances, resource_keys
from cogtui.cloud.explain import Check, Evaluation, Fact, Place, walk
from cogtui.cloud.policy.evaluate import decide, explain
from cogtui.cloud.policy.request import ContextValue, PolicyRequest, PolicySource, Principal
from cogtui.cloud.services.sts import errors
from cogtui.cloud.services.sts.identity import OutsideIdentity

ACTION = "sts:AssumeRoleWithWebIdentity"
SAML_ACTION = "sts:AssumeRoleWithSAML"

RULE = "sts.trust"

TAGGING = "sts:TagSession"
"""What a trust policy must allow besides when the token brings session tags (IAM User Guide, "Passing session tags in AWS STS")."""

TAGS_RULE = "sts.trust.tags"

SETTING_SOURCE = "sts:SetSourceIdentity"
"""What it must allow besides when the token brings a source identity."""

SOURCE_RULE = "sts.trust.source"

_ELEMENTS = {"policy.principal": "sts.trust.principal", "policy.action": "sts.trust.action"}
_CONDITIONS = {
    "aud": "sts.trust.aud",
    "oaud": "sts.trust.aud",
    "azp": "sts.trust.aud",
    "app_id": "sts.trust.aud",
    "amr": "sts.trust.amr",
    "sub": "sts.trust.sub",
    "id": "sts.trust.sub",
    "user_id": "sts.trust.sub",
}
"""What the condition key of a provider asks about, by its last word."""


_BESIDES = {TAGS_RULE: "sts.trust.tag_session", SOURCE_RULE: "sts.trust.set_source"}
"""What the action is called where it is one of the two that ride along."""


class TrustEvaluation(Evaluation, frozen=True, gc=False, tag="trust"):
    """The verdict of a trust policy, with the question that it answers."""

    request: PolicyRequest
    policies: tuple[PolicySource, ...]

    def explain(self) -> Check:
        """Ask again with notes: the statement that decided, or came nearest, question by question; then all of it."""
        tree = explain(self.request, self.policies)
        statement = _decisive(tree)
        questions = tuple(_question(self.rule, element) for element in statement.children) if statement else ()
        if statement is not None and statement.rule == "policy.deny":
            denies = "sts.trust.deny" if _is_of_role(statement.place) else "sts.trust.control"
            questions = (msgspec.structs.replace(statement, rule=denies, children=()),)
        place = statement.place if statement else self.policies[0].place
        return Check(self.rule, tree.passed, tree.facts, (*questions, *tree.children), place, tree.note)


def role_for(call: Call, arn: str, named: Fact, action: str = ACTION) -> Role:
    """Return the role that is asked for; whoever asks is not told whether there is none or it does not trust."""
    role = role_by_arn(call.tx, arn)
    call.require("sts.role.exists", role is not None, lambda: errors.not_let_in(action), role=named)
    assert role is not None
    return role


def require_trust(call: Call, role: Role, identity: OutsideIdentity, action: str = ACTION) -> None:
    """Refuse whom the role's trust policy does not let in; AWS's answer has one line, the why has the condition.

    They have no policies of their own; RCPs of the role's account bind them, SCPs don't.
    """
    request = PolicyRequest(
        principal=Principal("web-identity", federated=identity.federated),
        action=action,
        resource=role.arn,
        resource_account=role.account,
        context=_context(call, role, identity),
        origins=identity.origins,
    )
    policies = (trust_source(call.tx, role), *resource_controls(call.tx, action, role.account))
    evaluation = _asked(call, RULE, request, policies)
    if identity.tags.values:
        _asked(call, TAGS_RULE, msgspec.structs.replace(request, action=TAGGING), policies)
    if identity.source:
        _asked(call, SOURCE_RULE, msgspec.structs.replace(request, action=SETTING_SOURCE), policies)
    if identity.account not in ("", role.account):
        _require_audience(call, evaluation.explain(), role, identity)


def _asked(call: Call, rule: str, request: PolicyRequest, policies: tuple[PolicySource, ...]) -> TrustEvaluation:
    evaluation = TrustEvaluation(rule, decide(request, policies).allowed, request, policies)
    call.decide(evaluation, lambda: errors.not_let_in(request.action))
    return evaluation


def _require_audience(call: Call, why: Check, role: Role, identity: OutsideIdentity) -> None:
    """Refuse an identity of another account's pool when the statement that let it in does not ask which pool it is of.

    STS API reference, AssumeRoleWithWebIdentity: `RoleArn`.
    """
    asks = any(one.rule == "sts.trust.aud" for one in why.children)
    call.require(
        "sts.trust.cross_account",
        asks,
        errors.not_let_in,
        place=why.place,
        wants=f"a condition on {identity.federated}:aud",
        role_account=role.account,
        pool_account=identity.account,
    )


def _context(call: Call, role: Role, identity: OutsideIdentity) -> dict[str, ContextValue]:
    """Return the condition keys while the role is assumed: there is no AWS principal yet, so none that speak of one."""
    context = circumstances(call.now, call.region, call.origin) | resource_keys(call.tx, role.account)
    context.update((f"aws:ResourceTag/{key}", value) for key, value in role.tags.items())
    for key, parameter in (("sts:RoleSessionName", "RoleSessionName"), ("sts:DurationSeconds", "DurationSeconds")):
        if parameter in call.params:
            context[key] = str(call.params[parameter])
    context.update(identity.context)
    return context


def _decisive(tree: Check) -> Check | None:
    """Return the statement that let them in, the one that denied, or the one that came nearest."""
    place = _place_of(tree, "deciding") or _place_of(tree, "nearest")
    return next((one for one in walk(tree) if one.rule in _STATEMENTS and one.place == place), None) if place else None


_STATEMENTS = ("policy.statement", "policy.deny")


def _place_of(tree: Check, name: str) -> Place | None:
    return next((fact.place for fact in tree.facts if fact.name == name), None)


def _is_of_role(place: Place | None) -> bool:
    """Tell whether a statement stands in the trust policy, and not in an RCP."""
    return place is not None and place.table == ROLES.name


def _question(rule: str, element: Check) -> Check:
    """Return a check of the engine under the name that tells what a trust policy asks there."""
    if element.rule == "policy.condition":
        last_word = str(element.fact("key")).rpartition(":")[2].lower()
        return msgspec.structs.replace(element, rule=_CONDITIONS.get(last_word, "sts.trust.condition"))
    if rule in _BESIDES and element.rule == "policy.action":
        return msgspec.structs.replace(element, rule=_BESIDES[rule])
    return msgspec.structs.replace(element, rule=_ELEMENTS.get(element.rule, element.rule))
