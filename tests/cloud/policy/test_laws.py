"""Laws over generated policies and questions: what beats what, and that verdict and why agree."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from cogtui.cloud.explain import walk
from cogtui.cloud.policy.document import compiled
from cogtui.cloud.policy.evaluate import decide
from cogtui.cloud.policy.explanation import explained, failed_conditions
from cogtui.cloud.policy.request import PolicyKind, PolicyRequest, PolicySource
from tests.cloud.policy.generated import KINDS, POLICIES, REQUESTS, statements
from tests.cloud.policy.questions import deny, document, source, without


@given(REQUESTS, POLICIES)
def test_verdict_and_why_agree(request: PolicyRequest, policies: tuple[PolicySource, ...]) -> None:
    verdict = decide(request, policies)
    why_verdict, why = explained(request, policies)
    assert why_verdict == verdict
    assert why.passed == verdict.allowed
    assert why.fact("decision") == verdict.decision
    assert why.fact("kind") == verdict.reason_kind
    if verdict.deciding:
        policy = policies[verdict.deciding.source]
        assert str(why.fact("deciding")).startswith(f"{policy.label}, statement {verdict.deciding.statement + 1}")


@given(REQUESTS, POLICIES)
def test_a_denial_has_a_failed_check_below_it(request: PolicyRequest, policies: tuple[PolicySource, ...]) -> None:
    why = explained(request, policies)[1]
    assert why.passed == all(kind.passed for kind in why.children)
    assert all(not check.passed for check in failed_conditions(why))


@given(REQUESTS, POLICIES)
def test_an_explicit_deny_beats_every_allow(request: PolicyRequest, policies: tuple[PolicySource, ...]) -> None:
    why = explained(request, policies)[1]
    denies = [check for check in walk(why) if check.rule == "policy.deny" and check.fact("applies")]
    assert bool(denies) == (decide(request, policies).decision == "explicitDeny")


@given(REQUESTS, POLICIES, KINDS, st.lists(statements(), min_size=1, max_size=2))
def test_a_further_deny_never_widens(
    request: PolicyRequest, policies: tuple[PolicySource, ...], kind: PolicyKind, body: list[dict[str, Any]]
) -> None:
    denying = source(kind, *(statement | {"Effect": "Deny"} for statement in body))
    assert decide(request, policies).allowed or not decide(request, (*policies, denying)).allowed


@given(REQUESTS, POLICIES, st.sampled_from(["identity", "session", "boundary", "scp"]))
def test_a_deny_of_everything_denies(
    request: PolicyRequest, policies: tuple[PolicySource, ...], kind: PolicyKind
) -> None:
    assert decide(request, (*policies, source(kind, deny()))).decision == "explicitDeny"


@given(REQUESTS, POLICIES)
def test_the_case_of_keys_and_actions_does_not_count(
    request: PolicyRequest, policies: tuple[PolicySource, ...]
) -> None:
    context = {key.swapcase(): value for key, value in request.context.items()}
    loud = PolicyRequest(request.principal, request.action.upper(), request.resource, request.resource_account, context)
    quiet, shouted = decide(request, policies), decide(loud, policies)
    assert (quiet.decision, quiet.reason_kind, quiet.deciding) == (
        shouted.decision,
        shouted.reason_kind,
        shouted.deciding,
    )


@given(REQUESTS, POLICIES)
def test_the_order_of_policies_does_not_count(request: PolicyRequest, policies: tuple[PolicySource, ...]) -> None:
    there, back = decide(request, policies), decide(request, policies[::-1])
    assert (there.decision, there.reason_kind) == (back.decision, back.reason_kind)


PIECES = st.lists(st.sampled_from(["s3", "S3", "iam", "*", "?", ":", "Get", "get*", "", "s3:", "*:*", "Σ"]), max_size=4)


@given(st.lists(st.tuples(PIECES.map("".join), st.booleans()), min_size=1, max_size=4), PIECES.map("".join))
def test_no_statement_that_covers_an_action_is_passed_over(patterns: list[tuple[str, bool]], action: str) -> None:
    assume(all(pattern for pattern, _ in patterns))
    names = ("NotAction", "Action")
    body = [without(deny(), "Action") | {names[plain]: pattern} for pattern, plain in patterns]
    policy = compiled(document(*body))
    covering = [one.index for one in policy.statements if one.action.test(action.lower(), {})]
    about = [one.index for one in policy.about(action.lower())]
    assert [index for index in about if index in covering] == covering
    assert about == sorted(about)
