"""The why of a verdict: what each check says, wants and has, and where it stands."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from cogtui.cloud.explain import Check, Place, walk
from cogtui.cloud.policy.document import locate
from cogtui.cloud.policy.evaluate import PolicyEvaluation, decide, evaluate, explain, failed_conditions
from cogtui.cloud.policy.managed import GUEST_SESSION_POLICY_ARN, guest_session_policy, managed
from cogtui.cloud.policy.request import ANONYMOUS_PRINCIPAL, PolicyRequest, PolicySource, Principal
from cogtui.cloud.policy.rules import RULES
from tests.cloud.policy.questions import (
    ALICE,
    ALICE_ARN,
    AMR,
    ANA,
    AUD,
    LAMBDA,
    R_ARN,
    R_S1,
    ROOT,
    ROOT_A,
    A,
    allow,
    asks,
    aws,
    deny,
    document,
    identity,
    names,
    source,
    trust,
    with_context,
    without,
)

POOL_1 = {"StringEquals": {AUD: "pool1"}, "ForAnyValue:StringLike": {AMR: "authenticated"}}
TOKEN = {AUD: "pool2", AMR: ("authenticated", "graph.facebook.com")}
COGNITO = with_context(asks(ANA, "sts:AssumeRoleWithWebIdentity", R_ARN), TOKEN)
GET = asks()


def named(check: Check, rule: str) -> Check:
    """The only check with this rule."""
    (found,) = [one for one in walk(check) if one.rule == rule]
    return found


def place_of(check: Check, fact: str) -> Place | None:
    return next(one.place for one in check.facts if one.name == fact)


def test_a_failed_condition_says_what_it_wants_and_has_and_where() -> None:
    label = "role Readers, trust policy"
    policy = msgspec.structs.replace(
        trust(POOL_1), label=label, place=Place("policy", label, "iam.roles", (A, "Readers"), "trust_policy")
    )
    claim = Place("claim", "claim aud of the JWT")
    request = msgspec.structs.replace(COGNITO, origins={AUD.upper(): claim})
    (failed,) = failed_conditions(explain(request, (policy,)))
    assert failed.rule == "policy.condition"
    assert (failed.fact("operator"), failed.fact("key")) == ("StringEquals", AUD)
    assert (failed.fact("wants"), failed.fact("has"), failed.fact("written")) == (["pool1"], "pool2", None)
    assert place_of(failed, "has") == claim
    wants = place_of(failed, "wants")
    assert wants is not None
    assert (wants.table, wants.key, wants.pointer) == (
        "iam.roles",
        (A, "Readers"),
        f"/Statement/0/Condition/StringEquals/{AUD}",
    )
    assert locate(policy.document, wants.pointer)[0] == 1
    assert failed.place is not None
    assert failed.place.pointer == "/Statement/0"


def test_all_failed_conditions_are_found_inside_a_bigger_why() -> None:
    request = with_context(COGNITO, {AUD: "pool2", AMR: ("unauthenticated",)})
    whole = Check("sts.trust", passed=False, children=(explain(request, (trust(POOL_1),)),))
    assert [check.fact("key") for check in failed_conditions(whole)] == [AUD, AMR]


def test_no_condition_failed_when_nothing_came_near() -> None:
    assert failed_conditions(explain(GET, ())) == []
    assert failed_conditions(explain(GET, (identity(allow("ec2:*")),))) == []
    assert failed_conditions(explain(GET, (identity(allow()),))) == []


def test_the_nearest_statement_is_the_one_with_fewest_failing_elements() -> None:
    policy = identity(
        allow("ec2:*", "arn:aws:s3:::other/*", Sid="Far"),
        allow("ec2:*", Sid="Action"),
        allow("s3:*", Condition={"StringEquals": {"aws:a": "1", "aws:b": "2"}}, Sid="Conditions"),
        allow("ec2:*", Condition={"StringEquals": {"aws:a": "1", "aws:b": "2"}}, Sid="Both"),
        allow("s3:*", "arn:aws:s3:::other/*", Sid="Resource"),
        deny("ec2:*", Sid="Deny"),
    )
    why = explain(GET, (policy,))
    assert why.fact("nearest") == "the identity policy, statement 3 (Conditions)"
    assert [check.fact("statement") for check in walk(why) if check.fact("nearest") is True] == [why.fact("nearest")]
    assert len(failed_conditions(why)) == 2


def test_the_nearest_statement_is_sought_in_the_kind_that_was_silent() -> None:
    policies = (identity(allow("s3:*")), source("session", allow("ec2:*")))
    assert explain(asks(R_S1), policies).fact("nearest") == "the session policy, statement 1"


def test_statements_that_do_not_apply_are_kept() -> None:
    why = explain(GET, (identity(allow("ec2:*"), allow("s3:*"), deny("iam:*")),))
    statements = [check for check in walk(why) if check.rule in {"policy.statement", "policy.deny"}]
    assert [(check.rule, check.passed, check.fact("applies")) for check in statements] == [
        ("policy.statement", False, False),
        ("policy.statement", True, True),
        ("policy.deny", True, False),
    ]


def test_a_deny_that_applies_is_the_reason() -> None:
    why = explain(GET, (identity(allow(), deny("s3:*", Sid="NoS3")),))
    failed = named(why, "policy.deny")
    assert (why.passed, why.fact("decision"), why.fact("deciding")) == (
        False,
        "explicitDeny",
        "the identity policy, statement 2 (NoS3)",
    )
    assert why.note == "with an explicit deny in an identity-based policy"
    assert failed.passed is False
    assert why.place == failed.place
    assert why.place is not None
    assert why.place.pointer == "/Statement/1"
    assert why.fact("nearest") is None


def test_variables_are_shown_with_their_value_and_as_written() -> None:
    policy = identity(allow("s3:*", "arn:aws:s3:::b1/${aws:username}/*"))
    check = named(explain(with_context(GET, {"aws:username": "bob"}), (policy,)), "policy.resource")
    assert check.fact("wants") == ["arn:aws:s3:::b1/bob/*"]
    assert check.fact("written") == ["arn:aws:s3:::b1/${aws:username}/*"]
    assert check.fact("has") == "arn:aws:s3:::b1/x"


KIND_CASES = [
    (GET, (), {"policy.kind.identity": (False, "silent", True)}),
    (
        GET,
        (identity(allow()), names(aws(ROOT_A), "ec2:*")),
        {"policy.kind.resource": (True, "silent", False), "policy.kind.identity": (True, "allow", True)},
    ),
    (
        GET,
        (source("boundary", allow("ec2:*")), names(aws(ALICE_ARN))),
        {
            "policy.kind.resource": (True, "allow", False),
            "policy.kind.boundary": (True, "silent", False),
        },
    ),
    (
        asks(R_S1),
        (identity(allow()), source("session", allow("ec2:*"))),
        {"policy.kind.identity": (True, "allow", True), "policy.kind.session": (False, "silent", True)},
    ),
    (
        GET,
        (source("scp", deny()),),
        {"policy.kind.scp": (False, "deny", True), "policy.kind.identity": (False, "silent", True)},
    ),
    (asks(ROOT), (), {}),
]


@pytest.mark.parametrize(("request_", "policies", "expected"), KIND_CASES)
def test_every_kind_says_whether_it_was_needed(
    request_: PolicyRequest, policies: tuple[PolicySource, ...], expected: dict[str, tuple[bool, str, bool]]
) -> None:
    kinds = explain(request_, policies).children
    assert {kind.rule: (kind.passed, kind.fact("says"), kind.fact("needed")) for kind in kinds} == expected


KIND_NOTES = [
    (GET, (), "policy.kind.identity", "no identity-based policy is attached to the caller"),
    (COGNITO, (), "policy.kind.resource", "the resource has no policy of its own"),
    (
        GET,
        (identity(allow()), names("*", "ec2:*")),
        "policy.kind.resource",
        "silent, which is enough in the same account: the caller's own policies decide",
    ),
    (
        GET,
        (names(aws(ALICE_ARN)), identity(allow("ec2:*"))),
        "policy.kind.identity",
        "silent, but the resource's policy names the caller in a way that needs no more",
    ),
    (GET, (identity(allow("ec2:*")),), "policy.kind.identity", ""),
    (asks(ROOT), (), "policy.verdict", "the root user needs no policy"),
    (GET, (identity(allow()),), "policy.verdict", ""),
]


@pytest.mark.parametrize(("request_", "policies", "rule", "note"), KIND_NOTES)
def test_notes_say_what_a_silence_means(
    request_: PolicyRequest, policies: tuple[PolicySource, ...], rule: str, note: str
) -> None:
    assert named(explain(request_, policies), rule).note == note


NOTES = [
    (
        identity(allow(Condition={"StringEquals": {"aws:x": "1"}})),
        "policy.condition",
        "the key aws:x is not in the request",
    ),
    (
        identity(allow(Condition={"StringNotEquals": {"aws:x": "1"}})),
        "policy.condition",
        "the key aws:x is not in the request, which StringNotEquals takes for a match",
    ),
    (
        identity(allow(Condition={"StringLike": {"aws:many": "1"}})),
        "policy.condition",
        "aws:many can have several values: put ForAnyValue: or ForAllValues: before the operator",
    ),
    (
        identity(allow(Condition={"ForAllValues:StringLike": {"aws:many": "1"}})),
        "policy.condition",
        "some values match and some do not; ForAnyValue asks for one only",
    ),
    (identity(allow(Condition={"ForAllValues:StringLike": {"aws:many": "3"}})), "policy.condition", ""),
    (
        identity(allow(Condition={"StringEquals": {"aws:one": "A*"}})),
        "policy.condition",
        "StringEquals knows no wildcards; StringLike does",
    ),
    (identity(allow(Condition={"StringEquals": {"aws:one": "${*}"}})), "policy.condition", ""),
    (
        identity(allow(Condition={"StringEquals": {"aws:one": "ABC"}})),
        "policy.condition",
        "upper and lower case count; StringEqualsIgnoreCase ignores them",
    ),
    (
        identity(allow(Condition={"StringEquals": {"aws:one": "${aws:username}"}})),
        "policy.condition",
        "${aws:username} has no value in this request, so nothing matches it",
    ),
    (identity(allow(Condition={"Null": {"aws:x": "false"}})), "policy.condition", ""),
    (identity(allow(Condition={"NumericEquals": {"aws:one": "*"}})), "policy.condition", ""),
    (identity(allow(resource="arn:aws:s3:::B1/x")), "policy.resource", "upper and lower case count in resources"),
    (
        identity(allow(resource="arn:aws:s3:::b1/${aws:username}")),
        "policy.resource",
        "${aws:username} has no value in this request, so nothing matches it",
    ),
    (
        identity(without(allow(), "Resource")),
        "policy.resource",
        "the statement has no Resource, so it is about nothing",
    ),
    (
        identity(without(allow(NotAction="iam:*"), "Action")),
        "policy.action",
        "NotAction is about every action but those it lists",
    ),
    (
        names(aws(ROOT_A)),
        "policy.principal",
        "naming the account leaves it to the account's own policies: one of them must allow as well",
    ),
    (source("resource", allow()), "policy.principal", "the statement names no principal, so it is about nobody"),
    (
        source("resource", allow(NotPrincipal=aws(ALICE_ARN))),
        "policy.principal",
        "NotPrincipal is about everyone but those it lists",
    ),
]


@pytest.mark.parametrize(("policy", "rule", "note"), NOTES)
def test_notes_say_why_two_values_do_not_meet(policy: PolicySource, rule: str, note: str) -> None:
    request = with_context(GET, {"aws:one": "Abc", "aws:many": ("1", "2")})
    assert named(explain(request, (policy,)), rule).note == note


PRINCIPALS = [
    (ANA, "Federated cognito-identity.amazonaws.com"),
    (LAMBDA, "Service lambda.amazonaws.com"),
    (ALICE, f"AWS {ALICE_ARN}"),
    (ANONYMOUS_PRINCIPAL, "anonymous"),
]


@pytest.mark.parametrize(("principal", "shown"), PRINCIPALS)
def test_a_principal_is_shown_in_the_words_of_policies(principal: Principal, shown: str) -> None:
    policy = names({"Federated": "accounts.google.com", "AWS": R_ARN})
    check = named(explain(asks(principal), (policy,)), "policy.principal")
    assert (check.passed, check.fact("has")) == (False, shown)
    assert check.fact("wants") == ["Federated accounts.google.com", f"AWS {R_ARN}"]


def test_a_guest_s_why_names_the_session_policies() -> None:
    policies = (
        identity(allow("ssm:*")),
        PolicySource("session", "scope-down", guest_session_policy()),
        PolicySource("session", "scope-down, managed", managed(GUEST_SESSION_POLICY_ARN) or ""),
    )
    request = asks(R_S1, "ssm:GetParameter", f"arn:aws:ssm:us-east-1:{A}:parameter/x")
    why = explain(request, policies)
    assert (why.passed, why.note) == (False, "because no session policy allows the ssm:GetParameter action")
    assert decide(asks(R_S1, "geo:ListMaps", "*"), (identity(allow("geo:*")), *policies)).allowed


def test_every_rule_has_words() -> None:
    policies = (
        trust(POOL_1),
        *(source(kind, allow(), deny()) for kind in ("scp", "rcp", "resource", "identity", "boundary", "session")),
        msgspec.structs.replace(source("resource", allow()), void="another's"),
    )
    assert {check.rule for check in walk(explain(COGNITO, policies))} == set(RULES)


@pytest.mark.parametrize(("statement", "decision"), [(allow(), "implicitDeny"), (deny(), "explicitDeny")])
def test_what_a_void_policy_allows_counts_for_nothing_and_what_it_denies_counts(
    statement: dict[str, Any], decision: str
) -> None:
    everybody = {**statement, "Principal": "*"}
    policies = (PolicySource("resource", "theirs", document(everybody), void="another's"),)
    evaluation = evaluate(asks(ALICE), policies)
    assert evaluation.verdict.decision == decision
    voids = [check for check in walk(evaluation) if check.rule == "policy.void"]
    assert [check.note for check in voids] == (["another's"] if decision == "implicitDeny" else [])
    assert evaluation.explain().passed is False


def test_an_evaluation_survives_being_saved() -> None:
    evaluation = evaluate(
        with_context(asks(ALICE), TOKEN), (identity(allow()), PolicySource("identity", "x", document(deny("iam:*"))))
    )
    packed = msgspec.msgpack.encode(evaluation)
    assert msgspec.msgpack.decode(packed, type=PolicyEvaluation) == evaluation
