"""What the policies of every kind decide together: a table of set-up, question and verdict."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from cogtui.cloud.policy.evaluate import decide, denial_message, evaluate
from cogtui.cloud.policy.explanation import explained
from cogtui.cloud.policy.request import ANONYMOUS_PRINCIPAL, PolicyKind, PolicyRequest, PolicySource
from tests.cloud.policy.questions import (
    ALICE,
    ALICE_ARN,
    AMR,
    ANA,
    AUD,
    BOB,
    BOB_ARN,
    LAMBDA,
    R_ARN,
    R_S1,
    R_S2,
    ROOT,
    ROOT_A,
    S1_ARN,
    A,
    B,
    allow,
    asks,
    aws,
    deny,
    identity,
    names,
    source,
    trust,
    with_context,
    without,
)

ALLOWED, DENIED, SILENT = "allowed", "explicitDeny", "implicitDeny"
TEAM = "aws:PrincipalTag/team"
MFA = "aws:MultiFactorAuthPresent"

EVERYTHING = identity(allow())
S3_OF_ALICE = identity(allow("s3:*"))
NO_S3 = source("boundary", allow("ec2:*"))
LIST_ONLY = source("session", allow("s3:ListBucket"))
OBJECTS = identity(allow("s3:GetObject", "arn:aws:s3:::b1/*"))
GET = asks()
LIST = asks(action="s3:ListBucket", resource="arn:aws:s3:::b1")
TAGGED = with_context(asks(action="ec2:CreateTags"), {"aws:TagKeys": ("env", "owner")})
UNTAGGED = asks(action="ec2:CreateTags")
BY_S1 = asks(R_S1)
IN_B = asks(resource="arn:aws:s3:::b2/x", owner=B)
COGNITO = asks(ANA, "sts:AssumeRoleWithWebIdentity", R_ARN)
SIGNED_IN = {AUD: "pool1", AMR: ("authenticated", "graph.facebook.com", "graph.facebook.com:app:user")}


class Case(NamedTuple):
    name: str
    policies: tuple[PolicySource, ...]
    request: PolicyRequest
    decision: str
    kind: PolicyKind = "identity"


def when(operator: str, key: str, value: Any) -> dict[str, Any]:
    return {"Condition": {operator: {key: value}}}


def role(*policies: PolicySource) -> tuple[PolicySource, ...]:
    """The policies of role R, which allows S3."""
    return (identity(allow("s3:*")), *policies)


def cognito(condition: dict[str, Any], context: dict[str, Any] = SIGNED_IN) -> tuple[Any, Any]:
    return (trust(condition),), with_context(COGNITO, context)


IDENTITY = [
    Case("01 an allow", (OBJECTS,), GET, ALLOWED),
    Case("02 the bucket is not its objects", (OBJECTS,), LIST, SILENT),
    Case("03 actions ignore case", (identity(allow("S3:getobject")),), GET, ALLOWED),
    Case("04 resources do not", (identity(allow("s3:GetObject", "arn:aws:s3:::B1/*")),), GET, SILENT),
    Case(
        "05 a wildcard reaches other buckets",
        (identity(allow("s3:GetObject", "arn:aws:s3:::b1*")),),
        asks(resource="arn:aws:s3:::b1-private/k"),
        ALLOWED,
    ),
    Case(
        "06 a wildcard spans slashes",
        (identity(allow("s3:GetObject", "arn:aws:s3:::*/secret")),),
        asks(resource="arn:aws:s3:::b1/a/b/secret"),
        ALLOWED,
    ),
    Case(
        "07 NotAction does not deny, nor allow, what it lists",
        (identity(without(allow(NotAction="iam:*"), "Action")),),
        asks(action="iam:GetUser", resource=ALICE_ARN),
        SILENT,
    ),
    Case(
        "08 Deny NotAction denies all else",
        (identity(allow(), without(deny(NotAction="iam:*"), "Action")),),
        GET,
        DENIED,
    ),
    Case(
        "09 Deny NotResource denies the bucket itself",
        (identity(allow("s3:*"), without(deny("s3:*", NotResource="arn:aws:s3:::b1/*"), "Resource")),),
        LIST,
        DENIED,
    ),
    Case("10 a group's deny counts for its user", (S3_OF_ALICE, identity(deny("s3:*"))), GET, DENIED),
    Case("no policy at all", (), GET, SILENT),
    Case(
        "an action without resource matches `*`",
        (EVERYTHING,),
        asks(action="s3:ListAllMyBuckets", resource="*"),
        ALLOWED,
    ),
    Case("and no ARN", (OBJECTS,), asks(action="s3:GetObject", resource="*"), SILENT),
    Case("the root user needs no policy", (), asks(ROOT), ALLOWED),
    Case("a short ARN is filled up", (identity(allow("s3:*", "arn:aws:s3")),), GET, ALLOWED),
    Case("an action's service has no wildcard", (identity(allow("s*:GetObject")),), GET, SILENT),
    Case("a statement about nothing", (identity(allow("s3:*", [])),), GET, SILENT),
]

CONDITIONS = [
    Case("11 a missing key is no match", (identity(allow(**when("StringEquals", TEAM, "red"))),), GET, SILENT),
    Case(
        "12 but a match for a negated operator",
        (identity(allow(), deny(**when("StringNotEquals", TEAM, "red"))),),
        GET,
        DENIED,
    ),
    Case(
        "13 IfExists: a match as well",
        (identity(allow(), deny(**when("StringNotEqualsIfExists", TEAM, "red"))),),
        GET,
        DENIED,
    ),
    Case(
        "14 Null tells the two apart",
        (identity(allow(), deny(Condition={"StringNotEquals": {TEAM: "red"}, "Null": {TEAM: "false"}})),),
        GET,
        ALLOWED,
    ),
    Case(
        "15 a negated operator wants none of its values",
        (identity(allow(), deny(**when("StringNotEquals", "aws:RequestedRegion", ["eu-west-1", "eu-central-1"]))),),
        with_context(GET, {"aws:RequestedRegion": "eu-west-1"}),
        ALLOWED,
    ),
    Case("16 long-term keys have no MFA key", (identity(allow(**when("Bool", MFA, "true"))),), GET, SILENT),
    Case("17 so a Deny on false sleeps", (identity(allow(), deny(**when("Bool", MFA, False))),), GET, ALLOWED),
    Case("18 until it says IfExists", (identity(allow(), deny(**when("BoolIfExists", MFA, "false"))),), GET, DENIED),
    Case(
        "19 ForAllValues of nothing is true",
        (identity(allow(**when("ForAllValues:StringEquals", "aws:TagKeys", ["env"]))),),
        UNTAGGED,
        ALLOWED,
    ),
    Case(
        "20 ForAllValues wants every value",
        (identity(allow(**when("ForAllValues:StringEquals", "aws:TagKeys", ["env"]))),),
        TAGGED,
        SILENT,
    ),
    Case(
        "21 ForAnyValue wants one",
        (identity(allow(**when("ForAnyValue:StringEquals", "aws:TagKeys", ["env"]))),),
        TAGGED,
        ALLOWED,
    ),
    Case(
        "22 ForAnyValue negated: one that differs",
        (identity(allow(), deny(**when("ForAnyValue:StringNotEquals", "aws:TagKeys", ["env"]))),),
        TAGGED,
        DENIED,
    ),
    Case(
        "23 a multivalued key wants a set operator", *cognito({"StringLike": {AMR: "authenticated"}}), SILENT, "trust"
    ),
    Case(
        "24 StringEquals knows no wildcards",
        (identity(allow("s3:ListBucket", **when("StringEquals", "s3:prefix", "home/*"))),),
        with_context(LIST, {"s3:prefix": "home/x"}),
        SILENT,
    ),
    Case(
        "25 StringLike `*` wants the key to be there",
        (identity(allow("s3:ListBucket", **when("StringLike", "s3:prefix", "*"))),),
        LIST,
        SILENT,
    ),
    Case(
        "26 an ARN's parts are compared one by one",
        (identity(allow(**when("ArnLike", "aws:SourceArn", f"arn:aws:svc:*:{A}:finance/*"))),),
        with_context(GET, {"aws:SourceArn": f"arn:aws:svc:r:999:store/abc:{A}:finance/d"}),
        SILENT,
    ),
    Case(
        "26 where StringLike would match",
        (identity(allow(**when("StringLike", "aws:SourceArn", f"arn:aws:svc:*:{A}:finance/*"))),),
        with_context(GET, {"aws:SourceArn": f"arn:aws:svc:r:999:store/abc:{A}:finance/d"}),
        ALLOWED,
    ),
    Case(
        "27 an IPv6 caller is outside every IPv4 range",
        (identity(allow(), deny(**when("NotIpAddress", "aws:SourceIp", "203.0.113.0/24"))),),
        with_context(GET, {"aws:SourceIp": "2001:db8::7"}),
        DENIED,
    ),
    Case("28 no address, no match", (identity(allow(**when("IpAddress", "aws:SourceIp", "10.0.0.0/8"))),), GET, SILENT),
    Case(
        "keys ignore case",
        (identity(allow(**when("StringEquals", "AWS:principaltag/TEAM", "red"))),),
        with_context(GET, {TEAM: "red"}),
        ALLOWED,
    ),
    Case(
        "keys of one operator all count",
        (identity(allow(Condition={"StringEquals": {TEAM: "red", "aws:RequestedRegion": "eu-west-1"}})),),
        with_context(GET, {TEAM: "red", "aws:RequestedRegion": "us-east-1"}),
        SILENT,
    ),
]

HOME = "arn:aws:s3:::b1/${aws:username}/*"
AS_ALICE = {"aws:username": "alice"}

VARIABLES = [
    Case(
        "a variable's value",
        (identity(allow("s3:*", HOME)),),
        with_context(asks(resource="arn:aws:s3:::b1/alice/x"), AS_ALICE),
        ALLOWED,
    ),
    Case(
        "somebody else's folder",
        (identity(allow("s3:*", HOME)),),
        with_context(asks(resource="arn:aws:s3:::b1/bob/x"), AS_ALICE),
        SILENT,
    ),
    Case(
        "29 no value, no match", (identity(allow("s3:*", HOME)),), asks(R_S1, resource="arn:aws:s3:::b1/s1/x"), SILENT
    ),
    Case(
        "actions have no variables",
        (identity(allow("s3:${aws:username}")),),
        with_context(GET, {"aws:username": "GetObject"}),
        SILENT,
    ),
    Case(
        "30 the old version has no variables",
        (identity(allow("s3:*", HOME), version="2008-10-17"),),
        with_context(asks(resource="arn:aws:s3:::b1/alice/x"), AS_ALICE),
        SILENT,
    ),
    Case(
        "31 a default",
        (identity(allow("s3:*", "arn:aws:s3:::b1/${aws:username, 'anon'}/*")),),
        asks(R_S1, resource="arn:aws:s3:::b1/anon/x"),
        ALLOWED,
    ),
    Case(
        "32 a Deny without a value sleeps",
        (identity(allow("s3:*"), deny("s3:*", f"arn:aws:s3:::b1/${{{TEAM}}}/*")),),
        asks(resource="arn:aws:s3:::b1/red/x"),
        ALLOWED,
    ),
]

SAME_ACCOUNT = [
    Case("33 the resource names the user", (names(aws(ALICE_ARN)),), GET, ALLOWED, "resource"),
    Case("34 naming the account delegates only", (names(aws(ROOT_A)),), GET, SILENT),
    Case("34 and so by number", (names({"AWS": A}),), GET, SILENT),
    Case("34 to the account's own allow", (names({"AWS": A}), S3_OF_ALICE), GET, ALLOWED),
    Case("35 either side suffices", (S3_OF_ALICE, names(aws(BOB_ARN))), GET, ALLOWED),
    Case("36 the resource names everyone", (names("*"),), GET, ALLOWED, "resource"),
    Case(
        "37 a Deny of the account hits its users",
        (S3_OF_ALICE, source("resource", deny("s3:*", Principal=aws(ROOT_A)))),
        GET,
        DENIED,
        "resource",
    ),
    Case("38 the user's ARN beats a silent boundary", (NO_S3, names(aws(ALICE_ARN))), GET, ALLOWED, "resource"),
    Case("38 the account does not", (S3_OF_ALICE, NO_S3, names({"AWS": A})), GET, SILENT, "boundary"),
    Case("38 a boundary leaves no room", (S3_OF_ALICE, NO_S3), GET, SILENT, "boundary"),
    Case("39 the role's ARN does not beat it", (NO_S3, names(aws(R_ARN))), BY_S1, SILENT, "boundary"),
    Case("39 it beats silent identity policies", (names(aws(R_ARN)),), BY_S1, ALLOWED, "resource"),
    Case("40 the session's ARN does", (NO_S3, names(aws(S1_ARN))), BY_S1, ALLOWED, "resource"),
    Case("40 for that session only", (NO_S3, names(aws(S1_ARN))), asks(R_S2), SILENT, "boundary"),
    Case("41 a session policy bounds the role", (LIST_ONLY, names(aws(R_ARN))), BY_S1, SILENT, "session"),
    Case("42 but not the session named", (LIST_ONLY, names(aws(S1_ARN))), BY_S1, ALLOWED, "resource"),
    Case(
        "43 everyone, narrowed by a condition",
        (NO_S3, names("*", **when("ArnEquals", "aws:PrincipalArn", R_ARN))),
        with_context(BY_S1, {"aws:PrincipalArn": R_ARN}),
        ALLOWED,
        "resource",
    ),
    Case(
        "44 a session policy never grants",
        role(source("session", allow(["s3:*", "ec2:*"]))),
        asks(R_S1, "ec2:DescribeInstances", "*"),
        SILENT,
    ),
    Case("44 session policies are united", role(LIST_ONLY, source("session", allow("s3:GetObject"))), BY_S1, ALLOWED),
    Case(
        "44 and each can deny",
        role(source("session", allow("s3:*")), source("session", deny("s3:GetObject"))),
        BY_S1,
        DENIED,
        "session",
    ),
    Case("45 no session policy, no rights of the user's", (S3_OF_ALICE,), asks(BOB), SILENT, "session"),
    Case("45 with one, what both allow", (S3_OF_ALICE, source("session", allow())), asks(BOB), ALLOWED),
    Case(
        "45 the user's boundary binds the session too",
        (S3_OF_ALICE, source("session", allow()), source("boundary", allow("ec2:*"))),
        asks(BOB),
        SILENT,
        "boundary",
    ),
    Case("46 the session of the user named", (S3_OF_ALICE, names(aws(BOB_ARN))), asks(BOB), ALLOWED, "resource"),
    Case(
        "47 the user's ARN does not do",
        (source("session", allow("ec2:*")), names(aws(ALICE_ARN))),
        asks(BOB),
        SILENT,
        "session",
    ),
    Case(
        "47 where the session leaves room it does",
        (source("session", allow()), names(aws(ALICE_ARN))),
        asks(BOB),
        ALLOWED,
        "resource",
    ),
    Case("48 a boundary can deny", (source("boundary", deny("s3:*")), names(aws(ALICE_ARN))), GET, DENIED, "boundary"),
    Case(
        "53 NotPrincipal and a boundary: always denied",
        (
            S3_OF_ALICE,
            source("boundary", allow("s3:*")),
            source("resource", deny("s3:*", NotPrincipal=aws(ROOT_A, ALICE_ARN))),
        ),
        GET,
        DENIED,
        "resource",
    ),
    Case(
        "53 without a boundary the listed are spared",
        (S3_OF_ALICE, source("resource", deny("s3:*", NotPrincipal=aws(ROOT_A, ALICE_ARN)))),
        GET,
        ALLOWED,
    ),
    Case(
        "53 but only with their account",
        (S3_OF_ALICE, source("resource", deny("s3:*", NotPrincipal=aws(ALICE_ARN)))),
        GET,
        DENIED,
        "resource",
    ),
    Case(
        "53 a session needs role and session listed",
        (*role(), source("resource", deny("s3:*", NotPrincipal=aws(ROOT_A, R_ARN)))),
        BY_S1,
        DENIED,
        "resource",
    ),
    Case(
        "NotPrincipal in an Allow",
        (source("resource", allow("s3:*", NotPrincipal=aws(S1_ARN))),),
        GET,
        ALLOWED,
        "resource",
    ),
    Case("a resource's policy without principals", (source("resource", allow("s3:*")),), GET, SILENT),
    Case("a principal that is gone is an id", (names(aws("AROAGONE")),), BY_S1, SILENT),
    Case("the id of the role still there", (names(aws("AROARRRR")),), BY_S1, ALLOWED, "resource"),
    Case("a service", (names({"Service": ["lambda.amazonaws.com"]}),), asks(LAMBDA), ALLOWED, "resource"),
    Case("another service", (names({"Service": "s3.amazonaws.com"}),), asks(LAMBDA), SILENT, "resource"),
]

ORGANIZATIONS = [
    Case(
        "49 an SCP that is silent",
        (S3_OF_ALICE, names(aws(ALICE_ARN)), source("scp", allow("ec2:*"))),
        GET,
        SILENT,
        "scp",
    ),
    Case(
        "51 every level must allow",
        (S3_OF_ALICE, source("scp", allow(), level="root"), source("scp", allow("ec2:*"), level="unit")),
        GET,
        SILENT,
        "scp",
    ),
    Case(
        "51 within a level any policy",
        (S3_OF_ALICE, source("scp", allow(), level="root"), source("scp", allow("ec2:*"), level="root")),
        GET,
        ALLOWED,
    ),
    Case("52 an SCP binds the root user", (source("scp", deny("s3:*")),), asks(ROOT), DENIED, "scp"),
    Case(
        "61 an RCP denies outsiders",
        (
            S3_OF_ALICE,
            names(aws(ALICE_ARN)),
            source(
                "rcp", allow(Principal="*"), deny(Principal="*", **when("StringNotEquals", "aws:PrincipalOrgID", "o-b"))
            ),
        ),
        IN_B,
        DENIED,
        "rcp",
    ),
]

CROSS_ACCOUNT = [
    Case("54 the caller's side alone", (identity(allow("s3:*")),), IN_B, SILENT, "resource"),
    Case("55 the resource's side alone", (names(aws(ALICE_ARN)),), IN_B, SILENT),
    Case("56 both", (S3_OF_ALICE, names(aws(ALICE_ARN))), IN_B, ALLOWED),
    Case("57 the resource names the account", (S3_OF_ALICE, names(aws(ROOT_A))), IN_B, ALLOWED),
    Case(
        "58 a boundary always counts",
        role(NO_S3, names(aws(S1_ARN))),
        asks(R_S1, resource="arn:aws:s3:::b2/x", owner=B),
        SILENT,
        "boundary",
    ),
    Case(
        "58 a session policy too",
        role(LIST_ONLY, names(aws(S1_ARN))),
        asks(R_S1, resource="arn:aws:s3:::b2/x", owner=B),
        SILENT,
        "session",
    ),
    Case("59 everyone, but signed", (names("*"),), IN_B, SILENT),
    Case("59 everyone, unsigned", (names("*"),), asks(ANONYMOUS_PRINCIPAL, owner=B), ALLOWED, "resource"),
    Case("59 unsigned and not named", (names(aws(ROOT_A)),), asks(ANONYMOUS_PRINCIPAL, owner=B), SILENT, "resource"),
]


def assuming(who: Any) -> PolicySource:
    return trust(action="sts:AssumeRole", who=who)


ASSUME = asks(ALICE, "sts:AssumeRole", R_ARN)
POOL_1 = {"StringEquals": {AUD: "pool1"}, "ForAnyValue:StringLike": {AMR: "authenticated"}}

TRUST = [
    Case("62 trust names the user", (assuming(aws(ALICE_ARN)),), ASSUME, ALLOWED, "trust"),
    Case("63 trust names the account", (assuming(aws(ROOT_A)),), ASSUME, SILENT),
    Case("63 and the user may", (assuming(aws(ROOT_A)), identity(allow("sts:AssumeRole"))), ASSUME, ALLOWED),
    Case("64 trust must allow", (assuming(aws(BOB_ARN)), identity(allow("sts:AssumeRole"))), ASSUME, SILENT, "trust"),
    Case(
        "65 across accounts both must",
        (assuming(aws(ALICE_ARN)),),
        asks(ALICE, "sts:AssumeRole", R_ARN, owner=B),
        SILENT,
    ),
    Case("a signed-in identity", *cognito(POOL_1), ALLOWED, "trust"),
    Case("71 a token of another pool", *cognito(POOL_1, {**SIGNED_IN, AUD: "pool2"}), SILENT, "trust"),
    Case("a guest", *cognito(POOL_1, {AUD: "pool1", AMR: ("unauthenticated",)}), SILENT, "trust"),
    Case("several pools", *cognito({"StringEquals": {AUD: ["pool2", "pool1"]}}), ALLOWED, "trust"),
    Case(
        "72 ForAllValues wants the other entries too",
        *cognito({"ForAllValues:StringLike": {AMR: "authenticated"}}),
        SILENT,
        "trust",
    ),
    Case("another provider", (trust(who={"Federated": "accounts.google.com"}),), COGNITO, SILENT, "trust"),
    Case("no trust policy", (), COGNITO, SILENT, "resource"),
    Case(
        "an identity policy is no trust policy", (EVERYTHING, trust(action="sts:TagSession")), COGNITO, SILENT, "trust"
    ),
]

CASES = [*IDENTITY, *CONDITIONS, *VARIABLES, *SAME_ACCOUNT, *ORGANIZATIONS, *CROSS_ACCOUNT, *TRUST]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_verdict_and_why_agree_with_the_table(case: Case) -> None:
    verdict = decide(case.request, case.policies)
    why_verdict, why = explained(case.request, case.policies)
    assert (verdict.decision, verdict.reason_kind) == (case.decision, case.kind)
    assert why_verdict == verdict
    assert why.passed == verdict.allowed
    assert (verdict.deciding is None) == (
        case.decision == SILENT or (case.request.principal == ROOT and verdict.allowed)
    )


def test_the_deciding_statement_is_named() -> None:
    policies = (identity(allow("ec2:*")), identity(allow("iam:*"), allow("s3:*")))
    deciding = decide(GET, policies).deciding
    assert deciding is not None
    assert (deciding.source, deciding.statement) == (1, 1)


def test_a_denial_names_the_kind_that_was_silent() -> None:
    assert denial_message(GET, decide(GET, ())) == (
        f"User: {ALICE_ARN} is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b1/x "
        "because no identity-based policy allows the s3:GetObject action"
    )


MESSAGES = [
    ((S3_OF_ALICE, NO_S3), "because no permissions boundary allows the s3:GetObject action"),
    (role(LIST_ONLY), "because no session policy allows the s3:GetObject action"),
    ((S3_OF_ALICE, source("scp", allow("ec2:*"))), "because no service control policy allows the s3:GetObject action"),
    ((trust(),), "because no role trust policy allows the s3:GetObject action"),
    ((identity(deny()),), "with an explicit deny in an identity-based policy"),
    ((source("resource", deny(Principal="*")),), "with an explicit deny in a resource-based policy"),
    ((source("boundary", deny()),), "with an explicit deny in a permissions boundary"),
    ((source("session", deny()),), "with an explicit deny in a session policy"),
    ((source("scp", deny()),), "with an explicit deny in a service control policy"),
    ((source("rcp", deny(Principal="*")),), "with an explicit deny in a resource control policy"),
    ((trust(action="s3:*", who="*"), identity(deny())), "with an explicit deny in an identity-based policy"),
]


@pytest.mark.parametrize(("policies", "reason"), MESSAGES, ids=[reason for _, reason in MESSAGES])
def test_every_reason_has_aws_s_words(policies: tuple[PolicySource, ...], reason: str) -> None:
    assert decide(GET, policies).message_reason == reason


def test_a_managed_policy_that_denies_is_named() -> None:
    arn = "arn:aws:iam::111111111111:policy/NoS3"
    policy = PolicySource("identity", "NoS3", identity(deny()).document, arn=arn)
    assert decide(GET, (policy,)).message_reason == f"with an explicit deny in an identity-based policy: {arn}"


def test_s3_quotes_the_resource() -> None:
    message = denial_message(GET, decide(GET, ()), quoted=True)
    assert 'on resource: "arn:aws:s3:::b1/x" because' in message


def test_a_stranger_hears_no_reason() -> None:
    message = denial_message(IN_B, decide(IN_B, (S3_OF_ALICE,)))
    assert message == f"User: {ALICE_ARN} is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b2/x"


def test_an_allow_has_no_reason() -> None:
    assert decide(GET, (OBJECTS,)).message_reason == ""


def test_an_evaluation_keeps_question_and_policies_and_its_own_rule() -> None:
    evaluation = evaluate(GET, (OBJECTS,), "s3.authorised")
    assert evaluation.passed
    assert evaluation.verdict == decide(GET, (OBJECTS,))
    assert evaluation.explain().rule == "s3.authorised"
