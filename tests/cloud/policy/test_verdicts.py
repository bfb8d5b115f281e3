"""What a verdict says: the statement that decided, the reason in AWS's words, and what an evaluation keeps. Cases: `cases/`."""

from __future__ import annotations

import pytest

from cogtui.cloud.policy.evaluate import decide, denial_message, evaluate
from cogtui.cloud.policy.request import PolicySource
from tests.cloud.policy.questions import (
    ALICE_ARN,
    B,
    allow,
    asks,
    deny,
    identity,
    source,
    trust,
)

S3_OF_ALICE = identity(allow("s3:*"))
NO_S3 = source("boundary", allow("ec2:*"))
LIST_ONLY = source("session", allow("s3:ListBucket"))
OBJECTS = identity(allow("s3:GetObject", "arn:aws:s3:::b1/*"))
GET = asks()
IN_B = asks(resource="arn:aws:s3:::b2/x", owner=B)


def role(*policies: PolicySource) -> tuple[PolicySource, ...]:
    """The policies of role R, which allows S3."""
    return (identity(allow("s3:*")), *policies)


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
