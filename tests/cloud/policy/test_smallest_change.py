"""The smallest change per side: what it says, where, and that making it turns the denial into an allow."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given

from cogtui.cloud.policy.changes import SIDES, Change
from cogtui.cloud.policy.combine import DENY_ORDER
from cogtui.cloud.policy.document import compiled
from cogtui.cloud.policy.evaluate import decide
from cogtui.cloud.policy.json_text import read
from cogtui.cloud.policy.request import ANONYMOUS_PRINCIPAL, PolicyRequest, PolicySource
from cogtui.cloud.policy.sendable import SENDABLE
from cogtui.cloud.policy.smallest_change import changed, smallest_changes
from tests.cloud.policy.generated import POLICIES, REQUESTS
from tests.cloud.policy.questions import (
    ALICE,
    ALICE_ARN,
    AMR,
    ANA,
    AUD,
    BOB,
    R_ARN,
    R_S1,
    ROOT_A,
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

ROLE_X = f"arn:aws:iam::{B}:role/X"
ASSUME = asks(ALICE, "sts:AssumeRole", ROLE_X, B)
COGNITO = with_context(asks(ANA, "sts:AssumeRoleWithWebIdentity", R_ARN), {AUD: "pool2", AMR: ("authenticated",)})
EXTERNAL = {"StringEquals": {"sts:ExternalId": "x-1"}}
NO_MFA = {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
RED = {"StringEquals": {"aws:PrincipalTag/team": "red"}}
HERE = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
ELSEWHERE = {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
MAY_ASSUME = identity(allow("sts:AssumeRole"))
AWS_MANAGED = msgspec.structs.replace(
    identity(allow("s3:List*")), arn="arn:aws:iam::aws:policy/Listing", label="managed policy Listing"
)


def told(request: PolicyRequest, *policies: PolicySource) -> list[tuple[str, str, str]]:
    """Side, kind and words of each change; making them all flips the verdict."""
    changes = smallest_changes(request, policies)
    assert decide(*changed(request, policies, changes)).allowed
    return [(one.side, one.kind, one.what) for one in changes]


def from_home() -> PolicyRequest:
    return with_context(asks(), {"aws:SourceIp": "198.51.100.7"})


GET = "`s3:GetObject`"
ONE_STEP: list[tuple[str, PolicyRequest, tuple[PolicySource, ...], tuple[str, str, str]]] = [
    (
        "nothing attached",
        asks(),
        (),
        (
            "caller",
            "policy",
            f"attach a policy to `{ALICE_ARN}` that allows {GET} on `arn:aws:s3:::b1/x`: none there does",
        ),
    ),
    (
        "another action of the service",
        asks(),
        (identity(allow("s3:PutObject")),),
        ("caller", "action", f"add {GET} to `Action`"),
    ),
    (
        "another service",
        asks(),
        (identity(allow("ec2:*")),),
        ("caller", "statement", f"add a statement that allows {GET} on `arn:aws:s3:::b1/x`"),
    ),
    (
        "the bucket, not what is in it",
        asks(),
        (identity(allow("s3:*", "arn:aws:s3:::b1")),),
        ("caller", "resource", "add `arn:aws:s3:::b1/*` to `Resource`"),
    ),
    (
        "another bucket",
        asks(),
        (identity(allow("s3:*", "arn:aws:s3:::b2/*")),),
        ("caller", "resource", "add `arn:aws:s3:::b1/x` to `Resource`"),
    ),
    (
        "AWS's own policy stays as it is",
        asks(),
        (AWS_MANAGED,),
        (
            "caller",
            "policy",
            f"attach a policy to `{ALICE_ARN}` that allows {GET} on `arn:aws:s3:::b1/x`: none there does",
        ),
    ),
    (
        "an untagged caller",
        asks(),
        (identity(allow(Condition=RED)),),
        ("caller", "request", "give the caller the tag `team` with the value `red`"),
    ),
    (
        "an address",
        from_home(),
        (identity(allow(Condition=HERE)),),
        ("caller", "condition", "let `aws:SourceIp` also be `198.51.100.7`"),
    ),
    (
        "an address that the request does not tell",
        asks(),
        (identity(allow(Condition=HERE)),),
        ("caller", "condition", "drop the condition IpAddress on `aws:SourceIp`"),
    ),
    (
        "a boundary",
        asks(),
        (identity(allow()), source("boundary", allow("s3:List*"))),
        ("caller", "action", f"add {GET} to `Action`"),
    ),
    (
        "an SCP",
        asks(),
        (identity(allow()), source("scp", allow("s3:List*"))),
        ("caller", "action", f"add {GET} to `Action`"),
    ),
    (
        "an SCP of one level",
        asks(),
        (identity(allow()), source("scp", allow(), level="root"), source("scp", allow("s3:List*"), level="unit")),
        ("caller", "action", f"add {GET} to `Action`"),
    ),
    (
        "a session policy",
        asks(R_S1),
        (identity(allow()), source("session", allow("s3:List*"))),
        ("caller", "action", f"add {GET} to `Action`"),
    ),
    (
        "a federated user without a session policy",
        asks(BOB),
        (identity(allow()),),
        ("caller", "policy", f"pass a session policy that allows {GET} on `arn:aws:s3:::b1/x`"),
    ),
    (
        "the resource's policy is nearer than nothing at all",
        asks(),
        (names(aws(ALICE_ARN), "s3:PutObject"),),
        ("resource", "action", f"add {GET} to `Action`"),
    ),
    (
        "ExternalId not sent",
        ASSUME,
        (MAY_ASSUME, trust(EXTERNAL, "sts:AssumeRole", aws(ROOT_A))),
        ("caller", "request", "send the ExternalId `x-1`"),
    ),
    (
        "another ExternalId",
        with_context(ASSUME, {"sts:ExternalId": "x-2"}),
        (MAY_ASSUME, trust(EXTERNAL, "sts:AssumeRole", aws(ROOT_A))),
        ("caller", "request", "send the ExternalId `x-1`"),
    ),
    (
        "another account is trusted",
        ASSUME,
        (MAY_ASSUME, trust(None, "sts:AssumeRole", aws(f"arn:aws:iam::{B}:root"))),
        ("resource", "principal", f"name `{ALICE_ARN}` in `Principal`"),
    ),
    (
        "a service is trusted",
        ASSUME,
        (MAY_ASSUME, trust(None, "sts:AssumeRole", {"Service": "lambda.amazonaws.com"})),
        ("resource", "principal", f"name `{ALICE_ARN}` in `Principal`"),
    ),
    (
        "another pool's token",
        COGNITO,
        (trust({"StringEquals": {AUD: "pool1"}}),),
        ("resource", "condition", f"let `{AUD}` also be `pool2`"),
    ),
    (
        "a multivalued key without set operator",
        COGNITO,
        (trust({"StringLike": {AMR: "authenticated"}}),),
        ("resource", "condition", f"put `ForAnyValue:` before StringLike on `{AMR}`"),
    ),
    (
        "a Deny without MFA",
        asks(),
        (identity(allow(), deny(Condition=NO_MFA)),),
        ("caller", "request", "sign in with MFA before the call"),
    ),
    (
        "a Deny of several actions",
        asks(),
        (identity(allow()), source("scp", allow(), deny(["iam:*", "s3:Get*"]))),
        ("caller", "deny", "take `s3:Get*` out of the `Action` of the Deny"),
    ),
    (
        "a Deny of all but some",
        asks(),
        (identity(allow(), without(deny(NotAction=["iam:*"]), "Action")),),
        ("caller", "deny", f"let the Deny spare {GET}: add it to `NotAction`"),
    ),
    (
        "a Deny of other addresses",
        from_home(),
        (identity(allow(), deny(Condition=ELSEWHERE)),),
        ("caller", "deny", "let the Deny spare `198.51.100.7`: add it to the condition on `aws:SourceIp`"),
    ),
    ("a Deny among others", asks(), (identity(allow(), deny()),), ("caller", "deny", "take the Deny away")),
    (
        "a Deny alone",
        asks(),
        (identity(allow()), source("rcp", deny(Principal="*"))),
        ("resource", "deny", "take the policy away: all that it does is deny"),
    ),
    (
        "a bucket's Deny",
        asks(),
        (identity(allow()), source("resource", allow(Principal="*"), deny(Principal="*"))),
        ("resource", "deny", "take the Deny away"),
    ),
    (
        "a trust policy that only denies",
        ASSUME,
        (MAY_ASSUME, source("trust", without(deny("sts:*", Principal="*"), "Resource"))),
        ("resource", "deny", "put an Allow in place of the Deny"),
    ),
]


@pytest.mark.parametrize(
    ("request_", "policies", "wanted"), [case[1:] for case in ONE_STEP], ids=[case[0] for case in ONE_STEP]
)
def test_one_step_is_enough_where_one_thing_is_wrong(
    request_: PolicyRequest, policies: tuple[PolicySource, ...], wanted: tuple[str, str, str]
) -> None:
    assert told(request_, *policies) == [wanted]


def test_across_accounts_both_sides_are_listed_and_each_alone_does_not_do() -> None:
    policies = (identity(allow("s3:List*")), names(aws(ROOT_A), "s3:List*"))
    request = asks(owner=B)
    changes = smallest_changes(request, policies)
    assert [(one.side, one.kind, one.label) for one in changes] == [
        ("caller", "action", "the identity policy"),
        ("resource", "action", "the resource policy"),
    ]
    assert decide(*changed(request, policies, changes)).allowed
    for one in changes:
        assert not decide(*changed(request, policies, [one])).allowed


def test_the_sentence_names_the_policy_and_the_place_is_the_element() -> None:
    (change,) = smallest_changes(asks(), (identity(allow("ec2:*"), allow("s3:Put*", Sid="Near")),))
    assert change.text == "In the identity policy, statement 2, add `s3:GetObject` to `Action`."
    assert change.place is not None
    assert change.place.pointer == "/Statement/1/Action"
    assert change.policy == 0


def test_what_the_request_must_bring_says_which_statement_wants_it() -> None:
    (change,) = smallest_changes(ASSUME, (MAY_ASSUME, trust(EXTERNAL, "sts:AssumeRole", aws(ROOT_A))))
    assert change.text == "Send the ExternalId `x-1`: the trust policy, statement 1, wants it."
    assert (change.key, change.value, change.policy, change.document) == ("sts:ExternalId", "x-1", None, "")
    assert change.place is not None
    assert change.place.pointer == "/Statement/0/Condition/StringEquals/sts:ExternalId"


def test_an_allowed_request_has_nothing_to_change() -> None:
    assert smallest_changes(asks(), (identity(allow()),)) == ()


LAYOUT = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": [
        "s3:PutObject"
      ],
      "Resource":   "arn:aws:s3:::b1"
    }
  ]
}
"""


def test_the_author_s_layout_stays() -> None:
    policy = PolicySource("identity", "mine", LAYOUT)
    (change,) = smallest_changes(asks(resource="arn:aws:s3:::b1"), (policy,))
    assert change.document == LAYOUT.replace('"s3:PutObject"\n', '"s3:PutObject",\n        "s3:GetObject"\n')
    (second,) = smallest_changes(asks(action="ec2:RunInstances", resource="*"), (policy,))
    assert second.document == LAYOUT.replace(
        "    }\n  ]",
        '    },\n    {\n      "Effect": "Allow",\n      "Action": "ec2:RunInstances",\n      "Resource": "*"\n    }\n  ]',
    )


def test_a_dropped_condition_leaves_no_empty_braces() -> None:
    (change,) = smallest_changes(asks(), (identity(allow(Condition=HERE)),))
    assert json.loads(change.document)["Statement"] == [allow()]


# ----------------------------------------------------------------------------------------------------------------- laws


@given(REQUESTS, POLICIES)
def test_making_the_changes_of_all_sides_allows(request: PolicyRequest, policies: tuple[PolicySource, ...]) -> None:
    changes = smallest_changes(request, policies)
    assert bool(changes) != decide(request, policies).allowed
    assert decide(*changed(request, policies, changes)).allowed


@given(REQUESTS, POLICIES)
def test_every_change_says_who_what_and_where(request: PolicyRequest, policies: tuple[PolicySource, ...]) -> None:
    for change in smallest_changes(request, policies):
        assert change.what
        assert change.text.endswith(".")
        if change.kind == "request":
            assert any(change.key.lower().startswith(one.begins) for one in SENDABLE)
            assert change.side == "caller"
            continue
        assert change.side == SIDES[change.policy_kind]
        assert change.policy_kind in DENY_ORDER
        assert (change.place is None) == (change.kind == "policy")
        if change.document:
            assert compiled(change.document)
            assert read(change.document)


@given(REQUESTS, POLICIES)
def test_no_policy_and_no_key_is_changed_for_nothing(
    request: PolicyRequest, policies: tuple[PolicySource, ...]
) -> None:
    changes = smallest_changes(request, policies)
    for left_out in changes:
        subject = (left_out.policy, left_out.key)
        rest: list[Change] = [one for one in changes if (one.policy, one.key) != subject]
        assert not decide(*changed(request, policies, rest)).allowed


def test_a_policy_whose_allows_count_for_nothing_is_to_count_again() -> None:
    blocked = msgspec.structs.replace(names("*"), void="public access is blocked")
    anonymous = asks(ANONYMOUS_PRINCIPAL)
    assert told(anonymous, blocked) == [
        ("resource", "policy", "lift what keeps it from counting: public access is blocked")
    ]


def test_the_tables_know_every_kind() -> None:
    assert set(SIDES) == set(DENY_ORDER)


def value_at(text: str, *path: Any) -> Any:
    found = json.loads(text)
    for step in path:
        found = found[step]
    return found


def test_a_caller_of_the_same_account_is_named_by_its_role() -> None:
    (change,) = smallest_changes(
        asks(R_S1, "sts:AssumeRole", f"arn:aws:iam::{A}:role/Y"), (MAY_ASSUME, trust(None, "sts:AssumeRole", aws(B)))
    )
    assert value_at(change.document, "Statement", 0, "Principal", "AWS") == [B, R_ARN]
