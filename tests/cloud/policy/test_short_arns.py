"""ARNs of fewer than six parts: in which kinds of policy they still mean something."""

from __future__ import annotations

import pytest

from cogtui.cloud.policy.evaluate import decide, explain
from cogtui.cloud.policy.request import PolicyKind, PolicySource
from tests.cloud.policy.questions import allow, asks, deny, identity, source, without

WHOLE = identity(allow())

MATCHES: list[tuple[PolicyKind, str, bool]] = [
    ("identity", "arn:aws:s3", True),
    ("identity", "arn:aws:s3:*", True),
    ("identity", "arn:aws:sns", False),
    ("boundary", "arn:aws:s3", True),
    ("session", "arn:aws:s3", True),
    ("resource", "arn:aws:s3", False),
    ("resource", "arn:*:s3", True),
    ("scp", "arn:aws:s3", False),
    ("scp", "arn:*:s3", False),
    ("scp", "arn:aws:s3:*", True),
    ("rcp", "arn:aws:s3:*", False),
]


def denying(kind: PolicyKind, resource: str) -> PolicySource:
    principal = {"Principal": "*"} if kind in ("resource", "rcp") else {}
    return source(kind, allow(**principal), deny(resource=resource, **principal))


@pytest.mark.parametrize(("kind", "resource", "means_it"), MATCHES)
def test_a_short_arn_stands_for_the_parts_it_lacks_where_that_kind_allows(
    kind: PolicyKind, resource: str, means_it: bool
) -> None:
    policies = (WHOLE, denying(kind, resource))
    assert (decide(asks(), policies).decision == "explicitDeny") is means_it
    assert explain(asks(), policies).passed is not means_it


def test_not_resource_spares_nothing_by_an_arn_that_is_too_short() -> None:
    policy = source("scp", allow(), without(deny(NotResource="arn:aws:s3"), "Resource"))
    assert decide(asks(), (WHOLE, policy)).decision == "explicitDeny"


def test_the_other_patterns_of_the_list_still_count() -> None:
    policy = source("scp", allow(), deny(resource=["arn:aws:s3", "arn:aws:s3:::b1/*"]))
    assert decide(asks(), (WHOLE, policy)).decision == "explicitDeny"
