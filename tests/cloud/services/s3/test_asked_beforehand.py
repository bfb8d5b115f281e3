"""A question put to the policies without a call is answered as the call is: whoever asks, whatever the bucket says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.accounts.credentials import AccessKey, find
from cogtui.cloud.callers import ANONYMOUS, Keys, Operator
from cogtui.cloud.door import asking
from cogtui.cloud.door.asking import Asker
from cogtui.cloud.policy.request import ANONYMOUS_PRINCIPAL
from cogtui.cloud.world import World
from tests.builders import policy
from tests.cloud.services.s3.buckets import ACCOUNT, OTHER, s3
from tests.cloud.services.s3.cast import THIRD, a_user, owned_by, world_of_three

OBJECT = "arn:aws:s3:::reports/k"
CALLS = {
    "s3:GetObject": ("GetObject", OBJECT, {"Key": "k"}),
    "s3:DeleteObject": ("DeleteObject", OBJECT, {"Key": "k"}),
    "s3:ListBucket": ("ListObjectsV2", "arn:aws:s3:::reports", {}),
    "s3:GetBucketAcl": ("GetBucketAcl", "arn:aws:s3:::reports", {}),
}
POLICIES: dict[str, list[dict[str, Any]]] = {
    "none": [],
    "public": [{"Principal": "*", "Action": "s3:GetObject"}],
    "named": [{"Principal": {"AWS": OTHER}, "Action": "s3:GetObject"}],
    "public and named": [
        {"Principal": "*", "Action": "s3:GetObject"},
        {"Principal": {"AWS": OTHER}, "Action": "s3:GetObject"},
    ],
    "denies": [{"Effect": "Deny", "Principal": {"AWS": OTHER}, "Action": "s3:GetObject"}],
}


def holder_of(key: AccessKey) -> Asker:
    return Asker(key.principal, dict(key.context), key.session_policies)


def prepared(ownership: str, bucket_policy: str, lists: tuple[str, str], blocks: list[str]) -> tuple[World, list[Keys]]:
    """Return a world where the other account has put the object `k`, and the keys of a user of each account."""
    world = world_of_three("ObjectWriter")
    users = [a_user(world, account, "u", {"Action": "s3:*", "Resource": "*"}) for account in (ACCOUNT, OTHER, THIRD)]
    s3(world, "PutBucketAcl", ACL="public-read-write")
    uploading = {"Bucket": "reports", "Key": "k", "ACL": lists[1]}
    assert world.call("s3", "PutObject", uploading, caller=Operator(OTHER)).error is not None, "no s3:PutObjectAcl"
    statements = [{"Principal": {"AWS": OTHER}, "Action": "s3:PutObject*", "Resource": "arn:aws:s3:::reports/*"}]
    s3(world, "PutBucketPolicy", Policy=policy(*statements))
    assert world.call("s3", "PutObject", uploading, caller=Operator(OTHER)).ok
    s3(world, "DeleteBucketPolicy")
    if POLICIES[bucket_policy]:
        about = {"Resource": "arn:aws:s3:::reports/*"}
        s3(world, "PutBucketPolicy", Policy=policy(*(about | one for one in POLICIES[bucket_policy])))
    s3(world, "PutBucketAcl", ACL=lists[0] if ownership != "BucketOwnerEnforced" else "private")
    owned_by(world, ownership)
    s3(world, "PutPublicAccessBlock", PublicAccessBlockConfiguration=dict.fromkeys(blocks, True))
    return world, users


@settings(max_examples=60, deadline=None)
@given(
    ownership=st.sampled_from(["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"]),
    bucket_policy=st.sampled_from(sorted(POLICIES)),
    lists=st.tuples(
        st.sampled_from(["private", "public-read", "authenticated-read"]),
        st.sampled_from(["private", "public-read", "bucket-owner-read", "authenticated-read"]),
    ),
    blocks=st.lists(st.sampled_from(["IgnorePublicAcls", "RestrictPublicBuckets"]), unique=True),
    action=st.sampled_from(sorted(CALLS)),
)
def test_a_question_is_answered_as_the_call_is(
    ownership: str, bucket_policy: str, lists: tuple[str, str], blocks: list[str], action: str
) -> None:
    world, users = prepared(ownership, bucket_policy, lists, blocks)
    operation, arn, params = CALLS[action]
    for keys in (*users, None):
        key = find(world.store, keys.access_key_id) if keys else None
        asker = holder_of(key) if key else Asker(ANONYMOUS_PRINCIPAL)
        foretold = asking.ask(world.store, asker, action, arn)
        with world.what_if():
            reply = world.call("s3", operation, {"Bucket": "reports", **params}, caller=keys or ANONYMOUS)
        assert reply.ok == foretold.passed, reply.error


@pytest.mark.parametrize(("blocks", "allowed"), [([], True), (["RestrictPublicBuckets"], False)])
def test_a_restriction_is_foretold(blocks: list[str], *, allowed: bool) -> None:
    world, users = prepared("BucketOwnerEnforced", "public and named", ("private", "private"), blocks)
    key = find(world.store, users[1].access_key_id)
    assert key is not None
    evaluation = asking.ask(world.store, holder_of(key), "s3:GetObject", OBJECT)
    assert evaluation.passed is allowed
    if not allowed:
        label = evaluation.explain().fact("deciding")
        assert label == "bucket reports, RestrictPublicBuckets of Block Public Access, statement 1 (PolicyIsPublic)"
