"""Asking policies: `decide` for the verdict, `explain` for the verdict with every check that led to it.

Both put the same compiled statements to the question: `decide` leaves a statement at its first part that does not match,
`explain` asks every part and keeps what it saw. A law in the tests holds the two together.
"""

from __future__ import annotations

import msgspec

from cogtui.cloud.explain import Check, Evaluation
from cogtui.cloud.policy.asked import applies, asked_of
from cogtui.cloud.policy.combine import Found, combine
from cogtui.cloud.policy.document import compiled
from cogtui.cloud.policy.explanation import explain, failed_conditions
from cogtui.cloud.policy.request import PolicyRequest, PolicySource
from cogtui.cloud.policy.verdict import StatementRef, Verdict, denial_message

__all__ = [
    "PolicyEvaluation",
    "StatementRef",
    "Verdict",
    "decide",
    "denial_message",
    "evaluate",
    "evaluation",
    "explain",
    "failed_conditions",
]

VERDICT = "policy.verdict"


class PolicyEvaluation(Evaluation, frozen=True, gc=False, tag="policy"):
    """A verdict with the question and the policies that it answers."""

    request: PolicyRequest
    policies: tuple[PolicySource, ...]

    @property
    def verdict(self) -> Verdict:
        """The verdict, found again."""
        return decide(self.request, self.policies)

    def explain(self) -> Check:
        """Ask again, keeping every check; the top one has this evaluation's rule."""
        return msgspec.structs.replace(explain(self.request, self.policies), rule=self.rule)


def decide(request: PolicyRequest, policies: tuple[PolicySource, ...]) -> Verdict:
    """Return the verdict over one (action, resource) under all policies that take part.

    The caller brings the policies that bind: no SCP of another account, none for the management account.
    `PolicySyntaxError` when a document is no policy.
    """
    asked = asked_of(request, policies)
    found = Found()
    for index, source in enumerate(policies):
        for statement in compiled(source.document).about(asked.action):
            if source.void and statement.effect == "Allow":
                continue
            named = applies(statement, source.kind, asked)
            if named is not None:
                found.add(source, statement.effect, StatementRef(index, statement.index), named)
    return combine(request, policies, asked.kinds, found)


def evaluate(request: PolicyRequest, policies: tuple[PolicySource, ...], rule: str = VERDICT) -> PolicyEvaluation:
    """Decide, and keep question and policies so that the why can be opened later."""
    return evaluation(request, policies, decide(request, policies), rule)


def evaluation(
    request: PolicyRequest, policies: tuple[PolicySource, ...], verdict: Verdict, rule: str = VERDICT
) -> PolicyEvaluation:
    """Keep a verdict that was already found, with its question and policies."""
    return PolicyEvaluation(rule, verdict.allowed, request, policies)
