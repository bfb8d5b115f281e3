"""Canonical user ids in policies: another name of an account."""

from __future__ import annotations

import pytest

from cogtui.cloud.accounts.canonical import canonical_user_id
from cogtui.cloud.policy.evaluate import decide
from cogtui.cloud.policy.request import ANONYMOUS_PRINCIPAL, PolicySource, Principal
from cogtui.cloud.policy.validate import diagnose
from tests.cloud.policy.questions import (
    ALICE,
    ALICE_ARN,
    ROOT,
    A,
    B,
    allow,
    asks,
    deny,
    document,
    identity,
    names,
    source,
    without,
)

CANONICAL = [
    ("the bucket's own account: its policies decide as well", ALICE, A, (), "implicitDeny"),
    ("with an identity policy", ALICE, A, (identity(allow()),), "allowed"),
    ("another account, both sides", ALICE, B, (identity(allow()),), "allowed"),
    ("the root user of it", ROOT, B, (), "allowed"),
    ("nobody's account", ANONYMOUS_PRINCIPAL, A, (), "implicitDeny"),
]


@pytest.mark.parametrize(
    ("who", "owner", "policies", "decision"), [case[1:] for case in CANONICAL], ids=[case[0] for case in CANONICAL]
)
def test_a_canonical_user_id_names_an_account(
    who: Principal, owner: str, policies: tuple[PolicySource, ...], decision: str
) -> None:
    resource = names({"CanonicalUser": canonical_user_id(A)})
    assert decide(asks(who, owner=owner), (*policies, resource)).decision == decision
    other = names({"CanonicalUser": canonical_user_id(B)})
    assert not decide(asks(who, owner=B), (*policies, other)).allowed


def test_a_deny_with_not_principal_spares_a_canonical_user() -> None:
    spared = {"CanonicalUser": [canonical_user_id(A)], "AWS": [ALICE_ARN]}
    policy = source("resource", without(deny(NotPrincipal=spared), "Principal"))
    assert decide(asks(), (identity(allow()), policy)).allowed
    stranger = {"CanonicalUser": [canonical_user_id(B)], "AWS": [ALICE_ARN]}
    policy = source("resource", without(deny(NotPrincipal=stranger), "Principal"))
    assert decide(asks(), (identity(allow()), policy)).decision == "explicitDeny"


@pytest.mark.parametrize("value", ["", "abc", "A" * 64, "0" * 63])
def test_a_canonical_user_id_has_64_hexadecimal_digits(value: str) -> None:
    text = document(allow("s3:*", Principal={"CanonicalUser": value}))
    assert [one.message for one in diagnose(text, "resource")] == [
        "expected 64 hexadecimal digits: an account's canonical user id"
    ]
    assert diagnose(document(allow("s3:*", Principal={"CanonicalUser": canonical_user_id(A)})), "resource") == []
