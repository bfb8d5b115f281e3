"""Copying objects and deleting many: each object is judged by itself, the source by its own bucket."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.callers import Operator
from cogtui.cloud.world import World
from tests.builders import done, policy
from tests.cloud.services.s3.buckets import ACCOUNT, OTHER, may, refusal, s3, someone, with_bucket


@pytest.fixture
def world() -> World:
    world = with_bucket("q1.txt", "a b/ü+?.txt")
    s3(world, "PutObject", Key="q1.txt", Body=b"42", ContentType="text/plain", Metadata={"a": "b"}, Tagging="t=1")
    return world


@pytest.mark.parametrize("written", ["reports/q1.txt", "/reports/q1.txt", "reports/q1.txt?versionId=null"])
def test_a_copy_is_the_object_with_what_is_said_of_it(world: World, written: str) -> None:
    copied = s3(world, "CopyObject", Key="copy", CopySource=written)["CopyObjectResult"]
    found = s3(world, "GetObject", Key="copy")
    assert (found["Body"], found["ContentType"], found["Metadata"]) == (b"42", "text/plain", {"a": "b"})
    assert copied["ETag"] == found["ETag"]
    assert s3(world, "GetObjectTagging", Key="copy")["TagSet"] == [{"Key": "t", "Value": "1"}]


def test_a_source_is_written_as_in_a_url(world: World) -> None:
    s3(world, "CopyObject", Key="copy", CopySource="reports/a%20b/%C3%BC+%3F.txt")
    assert s3(world, "GetObject", Key="copy")["Body"] == "a b/ü+?.txt".encode()


def test_a_copy_says_something_new_where_it_is_told_to(world: World) -> None:
    new = {"MetadataDirective": "REPLACE", "ContentType": "text/html", "TaggingDirective": "REPLACE", "Tagging": "n=2"}
    s3(world, "CopyObject", Key="q1.txt", CopySource="reports/q1.txt", **new)
    found = s3(world, "GetObject", Key="q1.txt")
    assert (found["Body"], found["ContentType"], found["Metadata"]) == (b"42", "text/html", {})
    assert s3(world, "GetObjectTagging", Key="q1.txt")["TagSet"] == [{"Key": "n", "Value": "2"}]


@pytest.mark.parametrize(
    ("params", "refused"),
    [
        ({"CopySource": "reports"}, ("InvalidArgument", 400, "door.parameters")),
        ({"CopySource": "reports/?versionId=null"}, ("InvalidArgument", 400, "s3.copy.source")),
        ({"CopySource": "ghost/k"}, ("NoSuchBucket", 404, "s3.bucket")),
        ({"CopySource": "reports/ghost"}, ("NoSuchKey", 404, "s3.object")),
        ({"CopySource": "reports/q1.txt?versionId=x"}, ("InvalidArgument", 400, "s3.object.version")),
        ({"Key": "q1.txt"}, ("InvalidRequest", 400, "s3.copy.changes")),
        ({"CopySourceIfMatch": '"x"'}, ("PreconditionFailed", 412, "s3.condition")),
        ({"CopySourceIfNoneMatch": "*"}, ("PreconditionFailed", 412, "s3.condition")),
        ({"IfNoneMatch": "*", "Key": "a b/ü+?.txt"}, ("PreconditionFailed", 412, "s3.condition")),
        ({"ExpectedSourceBucketOwner": OTHER}, ("AccessDenied", 403, "s3.bucket.expected")),
        ({"ExpectedBucketOwner": OTHER}, ("AccessDenied", 403, "s3.bucket.expected")),
        ({"ACL": "public-read"}, ("AccessControlListNotSupported", 400, "s3.acl")),
    ],
)
def test_what_cannot_be_copied_is_refused(world: World, params: dict[str, Any], refused: tuple[str, int, str]) -> None:
    asked = {"Key": "copy", "CopySource": "reports/q1.txt"} | params
    assert refusal(world, "CopyObject", **asked) == refused


@pytest.mark.parametrize("missing", ["GetObject", "PutObject", "GetObjectTagging", "PutObjectTagging"])
def test_who_copies_must_be_able_to_read_and_to_write(world: World, missing: str) -> None:
    needed = {"GetObject", "PutObject", "GetObjectTagging", "PutObjectTagging"}
    keys = someone(world, may(*(needed - {missing})))
    code, _, rule = refusal(world, "CopyObject", Key="copy", CopySource="reports/q1.txt", caller=keys)
    assert (code, rule) == ("AccessDenied", "policy.verdict")


def test_another_account_s_object_is_copied_when_its_bucket_allows(world: World) -> None:
    world.call("s3", "CreateBucket", {"Bucket": "theirs"}, caller=Operator(OTHER))
    asking = {"Bucket": "theirs", "Key": "copy", "CopySource": "reports/a%20b/%C3%BC+%3F.txt"}
    refused = world.call("s3", "CopyObject", asking, caller=Operator(OTHER))
    s3(world, "PutBucketPolicy", Policy=policy(may("GetObject") | {"Principal": {"AWS": OTHER}}))
    assert refused.error is not None
    assert (refused.error.code, refused.error.message) == ("AccessDenied", "Access Denied")
    assert world.call("s3", "CopyObject", asking, caller=Operator(OTHER)).ok


# --- deleting many ----------------------------------------------------------------------------------------------------


def test_many_objects_go_at_once_and_those_that_are_not_there_count(world: World) -> None:
    deleted = s3(world, "DeleteObjects", Delete={"Objects": [{"Key": "q1.txt"}, {"Key": "ghost"}]})
    assert deleted == {"Deleted": [{"Key": "q1.txt"}, {"Key": "ghost"}]}
    assert [one["Key"] for one in s3(world, "ListObjectsV2")["Contents"]] == ["a b/ü+?.txt"]


def test_quiet_tells_only_what_went_wrong(world: World) -> None:
    objects = [{"Key": "q1.txt"}, {"Key": "a b/ü+?.txt", "VersionId": "x"}]
    answer = s3(world, "DeleteObjects", Delete={"Objects": objects, "Quiet": True})
    [error] = answer.pop("Errors")
    assert (error["Key"], error["VersionId"], error["Code"]) == ("a b/ü+?.txt", "x", "InvalidArgument")
    assert answer == {}


def test_what_may_not_be_deleted_is_told_and_the_rest_goes(world: World) -> None:
    keys = someone(world, may("DeleteObject", on="/q1*"))
    asking = {"Bucket": "reports", "Delete": {"Objects": [{"Key": "q1.txt"}, {"Key": "a b/ü+?.txt"}]}}
    reply = world.call("s3", "DeleteObjects", asking, caller=keys)
    assert reply.ok
    assert reply.output["Deleted"] == [{"Key": "q1.txt"}]
    [error] = reply.output["Errors"]
    assert (error["Key"], error["Code"]) == ("a b/ü+?.txt", "AccessDenied")
    assert "s3:DeleteObject" in error["Message"]
    assert [one["Key"] for one in s3(world, "ListObjectsV2")["Contents"]] == ["a b/ü+?.txt"]


@pytest.mark.parametrize("count", [0, 1001])
def test_a_batch_has_up_to_a_thousand_objects(world: World, count: int) -> None:
    objects = [{"Key": str(number)} for number in range(count)]
    assert refusal(world, "DeleteObjects", Delete={"Objects": objects}) == ("MalformedXML", 400, "s3.delete.count")


def test_the_bucket_of_a_batch_must_be_there(world: World) -> None:
    nobody = someone(world)
    asking = {"Bucket": "ghost", "Delete": {"Objects": [{"Key": "k"}]}}
    assert refusal(world, "DeleteObjects", **asking, caller=nobody) == ("NoSuchBucket", 404, "s3.bucket")
    assert done(world, "s3", "HeadBucket", Bucket="reports", ExpectedBucketOwner=ACCOUNT)["BucketRegion"] == "us-east-1"
