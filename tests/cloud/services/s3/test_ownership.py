"""Whose an object is that another account uploaded, and what the bucket's owner may do with it."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.callers import ANONYMOUS, Keys, Operator
from cogtui.cloud.explain import walk
from cogtui.cloud.services.s3.records import ANONYMOUS_OWNER, canonical_id
from cogtui.cloud.world import World
from tests.builders import policy
from tests.cloud.services.organizations.companies import MEMBER, RCP, STRANGER, Company
from tests.cloud.services.s3.buckets import ACCOUNT, OTHER, may, s3
from tests.cloud.services.s3.cast import THIRD, a_user, answer, owned_by, world_of_three

EVERYTHING = {"Action": "s3:*", "Resource": "*"}
UPLOADS = may("PutObject", "PutObjectAcl") | {"Principal": {"AWS": OTHER}}


def with_upload(ownership: str, **params: Any) -> tuple[World, Keys]:
    """Return a world where a user of the other account has put the object `k`, and that user."""
    world = world_of_three(ownership)
    s3(world, "PutBucketPolicy", Policy=policy(UPLOADS))
    writer = a_user(world, OTHER, "writer", EVERYTHING)
    assert answer(world, writer, "PutObject", Key="k", Body=b"x", **params) == "ok"
    return world, writer


def owner_of(world: World, key: str = "k") -> str:
    [found] = [one for one in s3(world, "ListObjectsV2", FetchOwner=True)["Contents"] if one["Key"] == key]
    return found["Owner"]["ID"]


@pytest.mark.parametrize(
    ("ownership", "acl", "owner"),
    [
        ("BucketOwnerEnforced", {}, ACCOUNT),
        ("BucketOwnerEnforced", {"ACL": "bucket-owner-full-control"}, ACCOUNT),
        ("BucketOwnerPreferred", {}, OTHER),
        ("BucketOwnerPreferred", {"ACL": "bucket-owner-read"}, OTHER),
        ("BucketOwnerPreferred", {"ACL": "bucket-owner-full-control"}, ACCOUNT),
        ("ObjectWriter", {}, OTHER),
        ("ObjectWriter", {"ACL": "bucket-owner-full-control"}, OTHER),
    ],
)
def test_an_upload_belongs_to_whom_the_ownership_says(ownership: str, acl: dict[str, Any], owner: str) -> None:
    world, _ = with_upload(ownership, **acl)
    assert owner_of(world) == canonical_id(owner)
    for operation, rows in (("ListObjects", "Contents"), ("ListObjectVersions", "Versions")):
        assert s3(world, operation)[rows][0]["Owner"]["ID"] == canonical_id(owner)


@pytest.mark.parametrize(
    ("acl", "reading"),
    [
        ({}, "AccessDenied"),
        ({"ACL": "bucket-owner-read"}, "ok"),
        ({"ACL": "bucket-owner-full-control"}, "ok"),
        ({"ACL": "public-read"}, "ok"),
    ],
)
def test_the_bucket_s_owner_reads_others_objects_only_where_their_list_says_so(
    acl: dict[str, Any], reading: str
) -> None:
    world, writer = with_upload("ObjectWriter", **acl)
    alice = a_user(world, ACCOUNT, "alice", EVERYTHING)
    assert answer(world, alice, "GetObject", Key="k") == reading
    assert answer(world, writer, "GetObject", Key="k") == "ok"
    assert answer(world, alice, "DeleteObject", Key="k") == "ok", "the bucket's owner may delete what it cannot read"


def test_a_bucket_policy_lets_nobody_in_to_others_objects_and_the_why_says_so() -> None:
    world, _ = with_upload("ObjectWriter")
    s3(world, "PutBucketPolicy", Policy=policy(may("GetObject") | {"Principal": "*"}))
    reply = world.call("s3", "GetObject", {"Bucket": "reports", "Key": "k"}, caller=ANONYMOUS)
    assert reply.error is not None
    assert (reply.error.code, reply.error.message) == ("AccessDenied", "Access Denied")
    [void] = [check for top in reply.record.why() for check in walk(top) if check.rule == "policy.void"]
    assert "another account's" in void.note
    verdict = next(check for top in reply.record.why() for check in walk(top) if check.rule == "policy.verdict")
    assert verdict.fact("nearest") == "bucket reports, bucket policy, statement 1", "it would have been enough"


def test_a_bucket_policy_s_deny_is_for_others_objects_too() -> None:
    world, writer = with_upload("ObjectWriter", ACL="public-read")
    assert answer(world, writer, "GetObject", Key="k") == "ok"
    s3(world, "PutBucketPolicy", Policy=policy(may("GetObject") | {"Principal": "*", "Effect": "Deny"}))
    assert [answer(world, one, "GetObject", Key="k") for one in (writer, ANONYMOUS)] == ["AccessDenied"] * 2


def test_the_writer_gives_the_bucket_s_owner_what_it_uploaded() -> None:
    world, writer = with_upload("ObjectWriter")
    alice = a_user(world, ACCOUNT, "alice", EVERYTHING)
    assert answer(world, alice, "PutObjectAcl", Key="k", ACL="bucket-owner-full-control") == "AccessDenied"
    assert answer(world, writer, "PutObjectAcl", Key="k", ACL="bucket-owner-full-control") == "ok"
    assert answer(world, alice, "GetObject", Key="k") == "ok"
    assert owner_of(world) == canonical_id(OTHER), "a list gives rights, not the object"


def test_enforcing_takes_over_what_others_uploaded_and_giving_it_up_gives_it_back() -> None:
    world, writer = with_upload("ObjectWriter")
    alice = a_user(world, ACCOUNT, "alice", EVERYTHING)
    owned_by(world, "BucketOwnerEnforced")
    assert owner_of(world) == canonical_id(ACCOUNT)
    assert [answer(world, one, "GetObject", Key="k") for one in (alice, writer)] == ["ok", "AccessDenied"]
    s3(world, "DeleteBucketOwnershipControls")
    assert owner_of(world) == canonical_id(OTHER)
    assert [answer(world, one, "GetObject", Key="k") for one in (alice, writer)] == ["AccessDenied", "ok"]


def test_a_copy_belongs_to_who_copies() -> None:
    world, writer = with_upload("ObjectWriter", ACL="bucket-owner-full-control")
    s3(world, "CopyObject", Key="copy", CopySource="reports/k")
    assert owner_of(world, "copy") == canonical_id(ACCOUNT)
    assert answer(world, writer, "CopyObject", Key="back", CopySource="reports/copy") == "AccessDenied"


def test_a_copy_of_what_one_cannot_read_is_refused() -> None:
    world, _ = with_upload("ObjectWriter")
    assert answer(world, Operator(ACCOUNT), "CopyObject", Key="copy", CopySource="reports/k") == "AccessDenied"


def test_an_upload_in_parts_is_its_beginner_s() -> None:
    world, writer = with_upload("ObjectWriter")
    params = {"Bucket": "reports", "Key": "parts", "ACL": "bucket-owner-read"}
    begun = world.call("s3", "CreateMultipartUpload", params, caller=writer).output
    named = {"Key": "parts", "UploadId": begun["UploadId"]}
    part = world.call("s3", "UploadPart", {"Bucket": "reports", **named, "PartNumber": 1}, caller=writer).output
    parts = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
    assert answer(world, writer, "CompleteMultipartUpload", **named, MultipartUpload=parts) == "ok"
    assert owner_of(world, "parts") == canonical_id(OTHER)
    assert answer(world, Operator(ACCOUNT), "GetObject", Key="parts") == "ok"


def test_what_nobody_uploaded_is_nobody_s() -> None:
    world = world_of_three("ObjectWriter")
    s3(world, "PutBucketAcl", ACL="public-read-write")
    assert answer(world, ANONYMOUS, "PutObject", Key="k") == "ok"
    assert owner_of(world) == canonical_id(ANONYMOUS_OWNER) != canonical_id(ACCOUNT)
    assert answer(world, Operator(ACCOUNT), "GetObject", Key="k") == "AccessDenied"


def test_whoever_may_write_deletes_what_is_its_own_and_no_more() -> None:
    # Recorded at AWS for nobody's objects: localstack/localstack, test_s3_batch_delete_public_objects_using_requests.
    world = world_of_three("ObjectWriter", "ours")
    s3(world, "PutBucketAcl", ACL="public-read-write")
    bob = a_user(world, OTHER, "bob", EVERYTHING)
    for caller, key in ((ANONYMOUS, "k1"), (ANONYMOUS, "k2"), (bob, "b1"), (bob, "b2")):
        assert answer(world, caller, "PutObject", Key=key) == "ok"
    assert answer(world, bob, "DeleteObject", Key="k1") == "AccessDenied"
    assert answer(world, ANONYMOUS, "DeleteObject", Key="b1") == "AccessDenied"
    assert answer(world, bob, "DeleteObject", Key="ours") == "AccessDenied"
    wanted = {"Objects": [{"Key": key} for key in ("k1", "k2", "b1", "ours")]}
    told = world.call("s3", "DeleteObjects", {"Bucket": "reports", "Delete": wanted}, caller=ANONYMOUS).output
    assert told["Deleted"] == [{"Key": "k1"}, {"Key": "k2"}]
    assert [(one["Key"], one["Code"]) for one in told["Errors"]] == [("b1", "AccessDenied"), ("ours", "AccessDenied")]
    assert answer(world, bob, "DeleteObject", Key="b1") == "ok"
    s3(world, "PutBucketAcl", ACL="private")
    assert answer(world, bob, "DeleteObject", Key="b2") == "AccessDenied", "it may not write any more"


def test_what_guards_the_bucket_s_account_guards_others_objects_in_it() -> None:
    company = Company()
    writer = company.alice(STRANGER, EVERYTHING)
    company.in_account(MEMBER, "s3", "CreateBucket", Bucket="logs", ObjectOwnership="ObjectWriter")
    given = {"Principal": {"AWS": STRANGER}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::logs/*"}
    company.in_account(MEMBER, "s3", "PutBucketPolicy", Bucket="logs", Policy=policy(given))
    assert company.world.call("s3", "PutObject", {"Bucket": "logs", "Key": "x"}, caller=writer).ok
    assert company.read(writer).ok
    company.done("EnablePolicyType", RootId=company.root, PolicyType=RCP)
    reading = {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
    company.hang(company.root, reading, kind=RCP)
    refused = company.read(writer)
    assert refused.error is not None
    assert "policy.kind.rcp" in refused.record.refused_by


def test_a_third_account_is_a_stranger_to_both() -> None:
    world, _ = with_upload("ObjectWriter", ACL="bucket-owner-full-control")
    s3(world, "PutBucketPolicy", Policy=policy(may("GetObject") | {"Principal": {"AWS": THIRD}}))
    assert answer(world, a_user(world, THIRD, "carol", EVERYTHING), "GetObject", Key="k") == "AccessDenied"
