"""Laws over generated policies and questions: what makes no difference, and in which direction a change can go."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cogtui.cloud.policy.combine import RESOURCE_SIDE
from cogtui.cloud.policy.conditions.condition import condition
from cogtui.cloud.policy.conditions.table import OPERATORS, spelled
from cogtui.cloud.policy.evaluate import decide
from cogtui.cloud.policy.request import ContextValue, PolicyKind, PolicyRequest, PolicySource, Principal
from tests.cloud.policy.generated import ACTIONS, POLICIES, REQUESTS, RESOURCES, VALUES, statements
from tests.cloud.policy.questions import (
    ALICE,
    ALICE_ARN,
    BOB,
    R_S1,
    A,
    B,
    allow,
    aws,
    deny,
    document,
    identity,
    names,
    source,
    without,
)

Policies = tuple[PolicySource, ...]
Edit = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]


def outcome(request: PolicyRequest, policies: Policies) -> tuple[str, str]:
    verdict = decide(request, policies)
    return verdict.decision, verdict.reason_kind


def edited(policy: PolicySource, edit: Edit) -> PolicySource:
    """The policy with other statements."""
    data = json.loads(policy.document)
    text = document(*edit(data["Statement"]), version=data["Version"])
    return msgspec.structs.replace(policy, document=text)


def of_kinds(policies: Policies, *kinds: PolicyKind) -> Policies:
    return tuple(policy for policy in policies if policy.kind in kinds)


def backwards(value: Any) -> Any:
    """The same element with every list of values the other way round."""
    if isinstance(value, list):
        return value[::-1]
    return {key: backwards(one) for key, one in value.items()} if isinstance(value, dict) else value


def apart(element: str) -> Edit:
    """Make a statement per value of an element."""

    def split(body: list[dict[str, Any]]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for one in body:
            values = one.get(element)
            found.extend([one | {element: value} for value in values] if isinstance(values, list) else [one])
        return found

    return split


SAME: dict[str, Edit] = {
    "the order of statements": lambda body: body[::-1],
    "the order of values": lambda body: [backwards(one) for one in body],
    "the order of elements": lambda body: [dict(reversed(one.items())) for one in body],
    "a statement that stands twice": lambda body: [*body, *body],
    "a Sid": lambda body: [one | {"Sid": f"S{index}"} for index, one in enumerate(body)],
    "one statement for several actions": apart("Action"),
    "one statement for several resources": apart("Resource"),
}


@pytest.mark.parametrize("edit", SAME.values(), ids=SAME)
@given(request_=REQUESTS, policies=POLICIES)
def test_makes_no_difference(request_: PolicyRequest, policies: Policies, edit: Edit) -> None:
    assert outcome(request_, tuple(edited(policy, edit) for policy in policies)) == outcome(request_, policies)


@given(REQUESTS, POLICIES)
def test_a_policy_that_takes_part_twice_makes_no_difference(request: PolicyRequest, policies: Policies) -> None:
    assert outcome(request, policies + policies) == outcome(request, policies)


@given(REQUESTS, POLICIES)
def test_keys_that_no_policy_asks_for_make_no_difference(request: PolicyRequest, policies: Policies) -> None:
    more = msgspec.structs.replace(request, context=request.context | {"aws:UserAgent": "alice", "s3:prefix": ("a",)})
    assert outcome(more, policies) == outcome(request, policies)


# Same length and first letter, which the generated patterns count on.
NAMES = {A: "121212121212", B: "343434343434", "alice": "annie", "ALICE": "ANNIE", "b1": "b7", "role/R": "role/Q"}
NAMES |= {"assumed-role/R": "assumed-role/Q", "AROARRRR": "AROAQQQQ", "AIDAALICE": "AIDAANNIE", "bob": "ben"}


def renamed(thing: Any, kind: Any) -> Any:
    text = json.dumps(msgspec.to_builtins(thing), ensure_ascii=False)
    for old, new in NAMES.items():
        text = text.replace(old, new)
    return msgspec.convert(json.loads(text), kind)


@given(REQUESTS, POLICIES)
def test_names_make_no_difference(request: PolicyRequest, policies: Policies) -> None:
    context: dict[str, ContextValue] = {
        key: renamed(value, str) if isinstance(value, str) else tuple(renamed(value, list[str]))
        for key, value in request.context.items()
    }
    other = PolicyRequest(
        renamed(request.principal, Principal),
        request.action,
        renamed(request.resource, str),
        renamed(request.resource_account, str),
        context,
    )
    assert outcome(other, tuple(renamed(policy, PolicySource) for policy in policies)) == outcome(request, policies)


@given(REQUESTS, POLICIES, st.integers(0, 4), statements())
def test_a_further_allow_of_a_kind_that_takes_part_never_narrows(
    request: PolicyRequest, policies: Policies, index: int, further: dict[str, Any]
) -> None:
    assume(index < len(policies))
    wider = list(policies)
    wider[index] = edited(policies[index], lambda body: [*body, further | {"Effect": "Allow"}])
    assert not decide(request, policies).allowed or decide(request, tuple(wider)).allowed


@given(REQUESTS, POLICIES, st.sampled_from(["boundary", "scp", "rcp"]), statements())
def test_a_further_limit_never_widens(
    request: PolicyRequest, policies: Policies, kind: PolicyKind, body: dict[str, Any]
) -> None:
    assume(not of_kinds(policies, kind))
    assert decide(request, policies).allowed or not decide(request, (*policies, source(kind, body))).allowed


@given(REQUESTS, POLICIES)
def test_denying_what_is_allowed_denies_it(request: PolicyRequest, policies: Policies) -> None:
    denies = identity(deny(request.action, request.resource))
    assert outcome(request, (denies,)) == ("explicitDeny", "identity")
    assert decide(request, (*policies, denies)).decision == "explicitDeny"


@given(REQUESTS, POLICIES, st.sampled_from([ALICE, R_S1, BOB]))
def test_across_accounts_both_sides_must_allow(request: PolicyRequest, policies: Policies, who: Principal) -> None:
    asked = msgspec.structs.replace(request, principal=who, resource_account=B)
    full = (*policies, identity(allow()), names(aws(ALICE_ARN, A), "*"), source("session", allow()))
    assume(decide(asked, full).allowed)
    assert not decide(asked, tuple(policy for policy in full if policy.kind != "identity")).allowed
    assert not decide(asked, tuple(policy for policy in full if policy.kind not in RESOURCE_SIDE)).allowed


LETTERS = st.text("abcXYZ019-_/.:*?", max_size=20)


@given(LETTERS, LETTERS)
def test_a_star_contains_every_resource_and_every_action(action: str, resource: str) -> None:
    request = PolicyRequest(ALICE, f"s3:{action}", f"arn:aws:s3:::{resource}", A)
    assert decide(request, (identity(allow("*", "*")),)).allowed
    assert decide(request, (identity(allow("s3:*", "arn:*")),)).allowed
    assert not decide(request, (identity(without(allow(NotAction="*"), "Action")),)).allowed


@given(REQUESTS, ACTIONS, RESOURCES)
def test_an_element_and_its_negation_part_the_world(request: PolicyRequest, actions: Any, resources: Any) -> None:
    asked = PolicyRequest(ALICE, request.action, request.resource, A, request.context)
    action, rest = allow(actions), without(allow(NotAction=actions), "Action")
    assert decide(asked, (identity(action),)).allowed != decide(asked, (identity(rest),)).allowed
    resource, others = allow("*", resources), without(allow(NotResource=resources), "Resource")
    assert decide(asked, (identity(resource),)).allowed != decide(asked, (identity(others),)).allowed


BASES = sorted(set(OPERATORS) - {"Null"})
WANTED = st.lists(st.sampled_from([*VALUES, "arn:aws:iam::*:user/a*", "10.0.0.1"]), min_size=1, max_size=3)
FOUND = st.sampled_from(["alice", "ALICE", "true", "5", "10.0.0.1", "2025-01-01", "arn:aws:iam::1:user/alice", "AQID"])


def holds(operator: str, wanted: list[str], found: ContextValue | None) -> bool:
    spelling = spelled(operator)
    assert spelling is not None
    context: dict[str, ContextValue] = {"aws:username": "alice"} | ({} if found is None else {"k": found})
    return condition(spelling, "K", "", wanted, variables=True).test(context)


@given(st.sampled_from(BASES), WANTED, st.none() | FOUND | st.lists(FOUND, max_size=3).map(tuple))
def test_if_exists_is_the_operator_or_a_missing_key(operator: str, wanted: list[str], found: Any) -> None:
    for prefix in ("", "ForAnyValue:", "ForAllValues:"):
        plain = holds(prefix + operator, wanted, found)
        assert holds(f"{prefix}{operator}IfExists", wanted, found) == (found is None or plain)


@given(st.sampled_from(BASES), WANTED, FOUND)
def test_set_operators_on_one_value_are_the_operator(operator: str, wanted: list[str], found: str) -> None:
    plain = holds(operator, wanted, found)
    for quantifier in ("ForAnyValue", "ForAllValues"):
        assert holds(f"{quantifier}:{operator}", wanted, found) == plain
        assert holds(f"{quantifier}:{operator}", wanted, (found,)) == plain


PAIRS = {"StringEquals": "StringNotEquals", "StringLike": "StringNotLike"}
PAIRS |= {"StringEqualsIgnoreCase": "StringNotEqualsIgnoreCase"}


@given(st.sampled_from(sorted(PAIRS)), WANTED, st.lists(FOUND, min_size=1, max_size=3).map(tuple))
def test_some_and_every_are_each_other_s_negation(operator: str, wanted: list[str], found: tuple[str, ...]) -> None:
    assert holds(f"ForAnyValue:{PAIRS[operator]}", wanted, found) != holds(f"ForAllValues:{operator}", wanted, found)
    assert holds(f"ForAllValues:{PAIRS[operator]}", wanted, found) != holds(f"ForAnyValue:{operator}", wanted, found)
    assert holds(PAIRS[operator], wanted, found[0]) != holds(operator, wanted, found[0])


@given(st.sampled_from(BASES), WANTED, st.permutations(["alice", "5", "true"]))
def test_the_order_of_values_in_the_request_makes_no_difference(operator: str, wanted: list[str], found: Any) -> None:
    for quantifier in ("ForAnyValue", "ForAllValues"):
        name = f"{quantifier}:{operator}"
        assert holds(name, wanted, tuple(found)) == holds(name, wanted[::-1], ("alice", "5", "true"))
