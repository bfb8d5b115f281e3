"""Which role an exchange came to, and the reason in one sentence, read from what the identity pool recorded."""

from __future__ import annotations

from collections.abc import Callable

from cogtui.cloud.explain import Check
from cogtui.cloud.rules import rule
from cogtui.cloud.trail import Record
from cogtui.views.why import shown

CHOICE = "identity.role.choice"


def choice_of(record: Record) -> Check | None:
    """Return the choice of a role by mappings or CustomRoleArn, None where there was none to make."""
    return next((check for check in record.why() if check.rule == CHOICE), None)


def role_of(record: Record) -> str:
    """Return the ARN of the role that the exchange asked STS for; empty where it did not come to that."""
    asked = record if record.service == "sts" else next((one for one in record.children if one.service == "sts"), None)
    return str(asked.request.get("RoleArn", "")) if asked is not None else ""


def role_name(arn: str) -> str:
    """Return a role's name without its path, and any other text as it is."""
    return arn.rsplit("/", 1)[-1] if ":role/" in arn else arn


def reason_of(record: Record) -> str:
    """Return why GetCredentialsForIdentity asked for this role, or why it asked for none."""
    choice = choice_of(record)
    if choice is None:
        return _without_choice(record)
    if choice.passed is False:
        return _refused(choice)
    for step in choice.children:
        if step.passed and step.rule in _CHOSE:
            return _CHOSE[step.rule](step, choice)
    notes = [step.note for step in choice.children if step.note]
    return f"no role mapping for this provider: the default role{'; ' + notes[0] if notes else ''}"


def _without_choice(record: Record) -> str:
    known = next((check for check in record.why() if check.rule == "identity.role.set"), None)
    if known is None:
        return refusal_of(record)
    kind = known.fact("kind")
    if not known.passed:
        return f"the pool has no role for {_KINDS[str(kind)]}"
    guests = "; mappings don't count for guests" if kind == "unauthenticated" else ""
    return f"the pool's role for {_KINDS[str(kind)]}{guests}"


_KINDS = {"authenticated": "people who signed in", "unauthenticated": "guests"}


def _by_rule(step: Check, choice: Check) -> str:
    rules = [one for one in choice.children if one.rule == step.rule]
    number = next(index for index, one in enumerate(rules, 1) if one is step)
    return f"rule {number} matches: {step.fact('claim')} {step.fact('match')} {shown(step.fact('wants'))}"


def _by_token(step: Check, choice: Check) -> str:
    del choice
    named = step.fact("preferred") is not None
    return "the token's cognito:preferred_role" if named else "the only role in the token's cognito:roles"


_CHOSE: dict[str, Callable[[Check, Check], str]] = {
    "identity.role.custom": lambda step, choice: "asked for by CustomRoleArn, and one that the login may have",
    "identity.role.rule": _by_rule,
    "identity.role.token": _by_token,
    "identity.role.ambiguous": lambda step, choice: (
        "nothing chooses, and AuthenticatedRole then gives the default role"
    ),
}
"""Step that chose -> the reason."""


def _refused(choice: Check) -> str:
    """Return what left the login without a role: how the tokens or rules missed, and that Deny follows."""
    step = next(one for one in reversed(choice.children) if one.passed is False)
    if step.rule == "identity.role.custom":
        return step.note or "the role asked for is none that this login may have"
    token = next((one for one in choice.children if one.rule == "identity.role.token"), None)
    missed = token.note if token is not None else "no rule matches"
    return f"{missed}, and AmbiguousRoleResolution is Deny"


def refusal_of(record: Record) -> str:
    """Return the words of the finest rule that refused; of a policy's many questions only the coarsest."""
    coarse, *finer = record.refused_by or ("",)
    chosen = next((one for one in reversed(finer) if not one.startswith("policy.")), coarse)
    return (rule(chosen).refused or f"not: {rule(chosen).asks}") if chosen else ""
